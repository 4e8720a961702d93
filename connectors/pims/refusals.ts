import { refuse } from '../../core/result';
import { askedWaitMs } from './retry';

type Refused = ReturnType<typeof refuse>;

interface Failure {
	system: string;
	operation: string;
	/** Scope or permission that the operation needs, where it is known. */
	scope?: string;
	now: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What a vendor said about a refusal: type and field names, and its text without whatever stands in
 * quotes, because that may be a name or clinical text.
 */
export function vendorWords(body: unknown): string {
	if (!isObject(body)) return '';
	const list = Array.isArray(body.messages) ? body.messages : [body];
	const words = list.filter(isObject).map((message) => {
		const said = [message.type, message.text ?? message.message ?? message.detail]
			.filter((part): part is string => typeof part === 'string')
			.map((part) => part.replace(/(["'`“«]).*?(["'`”»])/g, '…'));
		const fields = isObject(message.fields) ? Object.keys(message.fields) : [];
		return [...said, ...(fields.length ? [`fields ${fields.join(', ')}`] : [])].join(': ');
	});
	const joined = words.filter(Boolean).join('; ').slice(0, 200);
	return joined && ` (it said: ${joined})`;
}

/** Turns a status that is not 2xx into a refusal that names the system, the operation and the next step. */
export function statusRefusal(
	answer: { status: number; headers?: Record<string, string>; body?: unknown },
	{ system, operation, scope, now }: Failure,
): Refused {
	const { status, body } = answer;
	const said = vendorWords(body);
	if (status === 0) {
		return refuse(
			'pims_unreachable',
			`${system} could not be reached to ${operation}.`,
			'Check the network and the base URL of the credential, then run it again.',
		);
	}
	if (status === 401) {
		return refuse(
			'pims_unauthorised',
			`${system} did not accept the log-in when asked to ${operation}.`,
			'Open the credential, test it, and renew the client id and secret if needed.',
		);
	}
	if (status === 403) {
		return refuse(
			'pims_forbidden',
			`${system} does not allow this connection to ${operation}.`,
			scope
				? `Ask for the scope '${scope}' for this integration and add it to the credential.`
				: 'Ask the administrator of the practice system for this permission.',
		);
	}
	if (status === 404) {
		return refuse(
			'pims_not_found',
			`${system} has no such record or address to ${operation}.`,
			'Check the id and the base URL; an expired trial site answers like this too.',
		);
	}
	if (status === 429) {
		const wait = askedWaitMs(answer, now);
		const seconds = wait === undefined ? undefined : Math.ceil(wait / 1000);
		return refuse(
			'pims_rate_limited',
			`${system} is limiting requests and did not let us ${operation}.`,
			seconds === undefined
				? 'Wait a minute and run it again.'
				: `Wait ${seconds} seconds and run it again.`,
		);
	}
	if (status >= 500) {
		return refuse(
			'pims_unavailable',
			`${system} answered with status ${status} when asked to ${operation}${said}.`,
			'Try again in a few minutes; if it stays, ask the vendor of the practice system.',
		);
	}
	return refuse(
		'pims_rejected',
		`${system} did not accept the request to ${operation} (status ${status})${said}.`,
		'Check the values of this step; the vendor may have changed a field.',
	);
}

/** An answer that is no JSON where JSON was due: a log-in page, a proxy, a cut connection. */
export const unreadable = (system: string, operation: string): Refused =>
	refuse(
		'pims_unreadable',
		`${system} answered with something that is not JSON when asked to ${operation}.`,
		'Check that the base URL points at the API and no proxy or log-in page answers instead.',
	);

/** A write whose fate nobody knows, and that a look-up did not find. */
export const unknownFate = (system: string, operation: string): Refused =>
	refuse(
		'unknown_fate',
		`${system} did not say whether it could ${operation}, and the entry was not found afterwards.`,
		'Run this step again, it looks before it writes; or ask a person to check the record.',
	);

/** An operation this practice system has no way for. */
export const notOffered = (system: string, operation: string): Refused =>
	refuse(
		'not_offered',
		`${system} offers no way to ${operation}.`,
		'Do it by hand in the practice system, or choose another step.',
	);
