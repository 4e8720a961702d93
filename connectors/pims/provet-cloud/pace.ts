import type { HttpRequest } from '../../http';
import type { CallLimit, RollingLimiter } from '../limiter';
import { keptWays, type Answered, type Ways } from '../paced';
import { askedWaitMs } from '../retry';
import { limitOf } from './limits';

/**
 * The three ways to Provet Cloud, kept below its limits before they are hit; after a 429 all calls
 * of that endpoint wait as long as it said. The count reaches as far as the limiter is shared.
 */
export function paced(
	ways: Ways,
	limiter: RollingLimiter,
	{ baseUrl, now }: { baseUrl: string; now: () => string },
): Ways {
	const base = `${baseUrl}/api/0.1/`;
	const kept = async <T extends Answered>(
		{ method, url }: HttpRequest,
		call: () => Promise<T>,
	): Promise<T> => {
		// A file may lie at another address, which has limits of its own.
		if (!url.startsWith(base)) return await call();
		const limit: CallLimit = limitOf(method, url.slice(base.length));
		await limiter.admit([limit]);
		const answer = await call();
		const resetMs = answer.status === 429 ? askedWaitMs(answer, now()) : undefined;
		if (resetMs !== undefined) limiter.learn(limit.key, { remaining: 0, resetMs });
		return answer;
	};
	return keptWays(ways, kept);
}
