import { sleep } from 'n8n-workflow';
import { createLimiter, type RollingLimiter } from '../../connectors/pims/limiter';
import { nowIso } from './ledger';

const limiters = new Map<string, RollingLimiter>();

/**
 * The limiter of one connection (a credential), shared by all executions of this n8n process. Queue
 * workers are processes of their own and count apart; between them only the answers of the vendor
 * tell how much is left.
 */
export function limiterOf(connection: string): RollingLimiter {
	const known = limiters.get(connection) ?? createLimiter({ now: nowIso, sleep });
	limiters.set(connection, known);
	return known;
}
