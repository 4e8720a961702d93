import { join } from 'node:path';

/** The repository root: every command of the project runs there. */
export const root = process.cwd();
export const packageName = 'n8n-nodes-vet-referral';
export const hostModules = join(root, 'test', 'host', 'node_modules');
export const hostNode = join(hostModules, 'node', 'bin', 'node');
/** What tests and scripts produce and may be thrown away at any time. */
export const artifacts = join(root, '.artifacts');
