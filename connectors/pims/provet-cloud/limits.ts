import type { CallLimit } from '../limiter';

/** Rows of a page when none are asked for [documented: digest of the schema, seen on a test tenant]. */
export const usualPage = 50;
/** Longest page; what a longer wish does is [unknown], so none is made [documented: paging]. */
export const longestPage = 1000;
/** Rows that can be skipped over; further on a list goes by `id__gt` [documented: rate limits]. */
export const furthestOffset = 10_000;

/** Calls a minute by method and endpoint [documented: rate limits per endpoint]. */
const named: Record<string, number> = {
	'GET client': 125,
	'GET client/{id}': 500,
	'PATCH client/{id}': 200,
	'GET patient': 300,
	'GET patient/{id}': 1200,
	'POST patient': 250,
	'PATCH patient/{id}': 250,
	'GET phonenumber': 900,
	'POST phonenumber': 900,
	'GET phonenumber/{id}': 3600,
	'GET appointment': 300,
	'POST appointment': 500,
	'GET appointment/{id}': 900,
	'GET note': 50,
	'GET note/{id}': 200,
	'POST note/{id}/upload': 200,
	'GET consultation_items/analysis': 150,
	'GET consultation/{id}/analyses': 150,
	'GET consultation_laboratory_referral': 150,
	'POST consultation/{id}/update_status': 100,
};

/** Most others: lists 100, single records and writes 300 [documented: digest of the schema]. */
const usualOf = (method: string, endpoint: string): number =>
	method === 'GET' && !endpoint.endsWith('{id}') ? 100 : 300;

/** Path below `/api/0.1/` with ids replaced: what Provet Cloud counts together. */
export const endpointOf = (path: string): string =>
	path
		.replace(/\?.*$/s, '')
		.replace(/^\/+|\/+$/g, '')
		.replace(/(^|\/)\d+(?=\/|$)/g, '$1{id}');

/**
 * The limit a call falls under and what it weighs: `ceil(page_size / default)`. The default size is
 * said for each endpoint nowhere; 50 was seen, and a smaller one would weigh more.
 */
export function limitOf(method: string, path: string): CallLimit {
	const endpoint = endpointOf(path);
	const key = `${method} ${endpoint}`;
	const asked = Number(/[?&]page_size=(\d+)/.exec(path)?.[1] ?? usualPage);
	return {
		key,
		most: named[key] ?? usualOf(method, endpoint),
		weight: Math.max(1, Math.ceil(asked / usualPage)),
	};
}

/** Permission that an endpoint asks for, as Provet Cloud names it [documented: digest of the schema]. */
const permissions: Array<[RegExp, string]> = [
	[/^patient\/\{id\}\/consultations/, 'General: Consultations and its items'],
	[/^(client|patient|phonenumber|importedhistory)\b/, 'General: Patients and clients'],
	[/^(consultation|consultation_\w+)(\/|$)/, 'General: Consultations and its items'],
	[/^note\b/, 'General: Add notes and communication'],
	[/^task\b/, 'General: Tasks'],
	[/^reminder\b/, 'General: Reminders'],
	[/^appointment\b/, 'Calendar: Appointments'],
	[/^(patient_referral|referrer)/, 'Patient referrals'],
	[/^user/, 'Profile: User profile page'],
	[/^department\b/, 'Settings: Department settings'],
	[/^reason\b/, 'Settings: Reasons'],
	[/^laboratory/, 'Settings: Items'],
];

export const permissionOf = (path: string): string | undefined => {
	const endpoint = endpointOf(path);
	return permissions.find(([pattern]) => pattern.test(endpoint))?.[1];
};
