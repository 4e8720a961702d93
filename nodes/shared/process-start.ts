import { randomBytes } from 'node:crypto';
import { nowIso } from './ledger';

/**
 * When this process loaded the pack, ISO UTC: n8n loads community nodes while it starts, so nothing
 * of ours ran in this process before.
 */
export const processStart = nowIso();

/** Tells one process from another. */
export const processMark = randomBytes(6).toString('hex');
