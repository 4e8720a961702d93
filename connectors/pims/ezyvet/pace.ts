import type { HttpRequest } from '../../http';
import type { CallLimit, RollingLimiter } from '../limiter';
import { keptWays, type Answered, type Ways } from '../paced';
import { askedWaitMs } from '../retry';

/** 60 calls a minute for an endpoint, 180 in all [documented: ezyVet, quoted by several clients]. */
export const callsPerMinute = 180;
const endpointsShare = 3;
const allCalls = 'all';

/**
 * Version and resource of an address. Whether ezyVet counts a download apart from the list of
 * attachments is [unknown]; here it is one endpoint.
 */
const endpointOf = (url: string, base: string): string =>
	url.slice(base.length).split('?')[0]?.split('/').slice(0, 3).join('/') ?? url;

/**
 * The three ways to ezyVet, kept below its limits: calls are counted before they are made, and what
 * `x-ratelimit-remaining` and `-reset` say is left is believed [documented: header names]. Which of
 * the two limits they speak of is [unknown], so both are held to them. The count reaches as far as
 * the limiter is shared; calls of other partners' programs count apart at ezyVet.
 */
export function paced(
	ways: Ways,
	limiter: RollingLimiter,
	{ baseUrl, perMinute, now }: { baseUrl: string; perMinute: number; now: () => string },
): Ways {
	const limitsOf = ({ url }: HttpRequest): CallLimit[] => [
		{ key: endpointOf(url, baseUrl), most: Math.max(1, Math.floor(perMinute / endpointsShare)) },
		{ key: allCalls, most: perMinute },
	];
	const learn = (limits: CallLimit[], answer: Answered): void => {
		const { status, headers, body } = answer;
		const isOver = status === 429;
		const remaining = isOver ? '0' : headers?.['x-ratelimit-remaining'];
		const resetMs = askedWaitMs({ status, headers, body: isOver ? body : undefined }, now());
		if (!remaining || resetMs === undefined) return;
		const left = { remaining: Number(remaining), resetMs };
		for (const { key } of limits) limiter.learn(key, left);
	};
	const kept = async <T extends Answered>(
		request: HttpRequest,
		call: () => Promise<T>,
	): Promise<T> => {
		const limits = limitsOf(request);
		await limiter.admit(limits);
		const answer = await call();
		learn(limits, answer);
		return answer;
	};
	return keptWays(ways, kept);
}
