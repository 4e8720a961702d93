import fc from 'fast-check';
import type { HttpRequest, HttpResponse } from '../../../../../connectors/http';
import { createClient, type ListOf } from '../../../../../connectors/pims/provet-cloud/client';
import { endpointOf, limitOf } from '../../../../../connectors/pims/provet-cloud/limits';
import { createProvetCloud } from '../../../../../connectors/pims/provet-cloud/provet-cloud';

type Row = Record<string, unknown>;
const baseUrl = 'https://provetcloud.com/4021';
const now = () => '2026-11-22T12:00:00Z';

interface Vendor {
	calls: HttpRequest[];
	http(request: HttpRequest): Promise<HttpResponse>;
	/** What stands at the end of a path, without query. */
	paths(): string[];
}

const answer = (body: unknown, status = 200): HttpResponse => ({ status, headers: {}, body });

/** Lists by path as the vendor pages them: absolute `next`, page_size up to 1000, no offset past 10,000. */
function vendor(
	lists: Record<string, Row[]>,
	options: { ignoreIdGt?: boolean; order?: 'reverse'; nextFrom?: string } = {},
): Vendor {
	const calls: HttpRequest[] = [];
	return {
		calls,
		paths: () => calls.map(({ url }) => new URL(url).pathname.split('/0.1')[1] ?? ''),
		http: async (request) => {
			calls.push(request);
			const url = new URL(request.url);
			const all = lists[url.pathname.split('/0.1/')[1] ?? ''];
			if (!all) return await Promise.resolve(answer({ detail: 'Not found.' }, 404));
			const query = url.searchParams;
			const after = options.ignoreIdGt ? undefined : query.get('id__gt');
			const rows = after ? all.filter(({ id }) => Number(id) > Number(after)) : [...all];
			if (options.order === 'reverse') rows.reverse();
			const size = Math.min(1000, Number(query.get('page_size') ?? 50));
			const page = Number(query.get('page') ?? 1);
			const offset = (page - 1) * size;
			if (offset > 10_000) return answer({ detail: 'Too far.' }, 400);
			url.searchParams.set('page', String(page + 1));
			const next = `${options.nextFrom ?? url.origin}${url.pathname}?${url.searchParams.toString()}`;
			return answer({
				count: rows.length,
				next: offset + size < rows.length ? next : null,
				previous: null,
				results: rows.slice(offset, offset + size),
			});
		},
	};
}

const listOf = async (of: Vendor, more: Partial<ListOf> = {}) =>
	await createClient({ baseUrl, http: of.http, policy: { now } }).list('note', {
		operation: 'read the notes',
		...more,
	});
const many = (count: number, row: (id: number) => Row = (id) => ({ id })): Row[] =>
	Array.from({ length: count }, (_, index) => row(index + 1));
const codeOf = (result: { ok: boolean; refusal?: { code: string } }) =>
	result.ok ? 'ok' : result.refusal?.code;

describe('a list of Provet Cloud', () => {
	it('is read whole and each row once, however long it is', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 26_000 })),
				fc.integer({ min: 1, max: 3 }),
				async (count, step) => {
					const of = vendor({ 'note/': many(count, (id) => ({ id: id * step })) });
					const got = await listOf(of);
					if (!got.ok) throw new Error(got.refusal.code);
					const ids = got.value.map(({ id }) => Number(id));
					expect(ids).toEqual(many(count).map(({ id }) => Number(id) * step));
					// One short page to know the length, then pages of a thousand.
					expect(of.calls.length).toBeLessThanOrEqual(3 + 2 * Math.ceil(count / 1000));
				},
			),
			{ numRuns: 40 },
		);
	});

	it('is asked for with the slash at the end, pages and all', async () => {
		const of = vendor({ 'note/': many(120) });
		await listOf(of);
		expect(new Set(of.paths())).toEqual(new Set(['/note/']));
	});

	it('costs one request when it is short, and long pages when it is long', async () => {
		const short = vendor({ 'note/': many(50) });
		await listOf(short);
		expect(short.calls).toHaveLength(1);
		const long = vendor({ 'note/': many(5000) });
		await listOf(long);
		expect(long.calls).toHaveLength(6);
	});

	it.each(['https://evil.example.com', 'https://us.provetcloud.com'])(
		'is not followed to %s',
		async (nextFrom) => {
			const of = vendor({ 'note/': many(120) }, { nextFrom });
			expect(codeOf(await listOf(of))).toBe('next_page_elsewhere');
			expect(of.calls.every(({ url }) => url.startsWith(`${baseUrl}/`))).toBe(true);
		},
	);

	it('is not followed to another installation of the same host', async () => {
		const http = async () =>
			await Promise.resolve(
				answer({
					count: 99,
					next: 'https://provetcloud.com/77/api/0.1/note/?page=2',
					results: [{ id: 1 }],
				}),
			);
		expect(codeOf(await listOf({ ...vendor({}), http }))).toBe('next_page_elsewhere');
	});

	it('is refused when a filter was ignored on a long list, and not a row is passed on', async () => {
		const of = vendor({ 'note/': many(1001, (id) => ({ id, patient: id === 1 ? 7 : 8 })) });
		const got = await listOf(of, { belongs: ({ patient }) => patient === 7 });
		expect(codeOf(got)).toBe('pims_filter_ignored');
	});

	it('whose filter was ignored gives its own rows when it is short', async () => {
		const of = vendor({ 'note/': many(900, (id) => ({ id, patient: id % 3 })) });
		const got = await listOf(of, { belongs: ({ patient }) => patient === 1 });
		expect(got.ok && got.value.length).toBe(300);
		expect(got.ok && got.value.every(({ patient }) => patient === 1)).toBe(true);
	});

	it('is refused when a row does not say whether it was asked for', async () => {
		const of = vendor({ 'note/': [{ id: 1, patient: 7 }, { id: 2 }] });
		const belongs = ({ patient }: Row) => (patient === undefined ? undefined : patient === 7);
		expect(codeOf(await listOf(of, { belongs }))).toBe('pims_filter_ignored');
	});

	it('is refused rather than cut when it cannot be continued past the offset', async () => {
		expect(codeOf(await listOf(vendor({ 'note/': many(12_000) }, { order: 'reverse' })))).toBe(
			'pims_list_too_long',
		);
		expect(codeOf(await listOf(vendor({ 'note/': many(12_000) }, { ignoreIdGt: true })))).toBe(
			'pims_filter_ignored',
		);
	});

	it.each([
		['a bare array', [{ id: 1 }, { id: 2 }], 2],
		['one record', { id: 1, text: 'Well.' }, 1],
	])('may be %s', async (_, body, count) => {
		const http = async () => await Promise.resolve(answer(body));
		const got = await listOf({ ...vendor({}), http });
		expect(got.ok && got.value.length).toBe(count);
	});

	it.each([
		['HTML', '<html>log in</html>'],
		['half of the JSON', '{"count": 1, "resul'],
		['another object', { message: 'hello' }],
	])('that is %s is told as unreadable', async (_, body) => {
		const http = async () => await Promise.resolve(answer(body));
		expect(codeOf(await listOf({ ...vendor({}), http }))).toBe('pims_unreadable');
	});
});

describe('what Provet Cloud is asked', () => {
	const connect = (of: Vendor) => {
		const never = async () => await Promise.reject(new Error('not used here'));
		return createProvetCloud({
			host: 'https://provetcloud.com/',
			provetId: '4021',
			http: of.http,
			download: never,
			upload: never,
			allowUnverifiedWrites: false,
			now,
		});
	};

	it('writes the plus of a time as %2B', async () => {
		const of = vendor({ 'consultation/': [] });
		await connect(of).findReferrals(null);
		expect(of.calls[0]?.url).toContain('modified__gte=2026-11-22%2011%3A55%2B00%3A00');
	});

	it.each([
		[403, {}, 'pims_forbidden', 'General: Patients and clients'],
		[401, { detail: 'Expired.' }, 'pims_unauthorised', 'Provet ID'],
		[404, { detail: 'Not found.' }, 'pims_not_found', 'Provet ID'],
	])('answered with %d is a refusal that says what to do', async (status, body, code, hint) => {
		const http = async () => await Promise.resolve(answer(body, status));
		const got = await connect({ ...vendor({}), http }).getPatient('7');
		expect(codeOf(got)).toBe(code);
		expect(!got.ok && got.refusal.hint).toContain(hint);
	});

	it('tells the fields of a 400 and nothing of what stands in quotes', async () => {
		const body = {
			species: ['"Rex of Smith" is not a valid choice.'],
			name: 'This field is required.',
		};
		const http = async () => await Promise.resolve(answer(body, 400));
		const got = await connect({ ...vendor({}), http }).getPatient('7');
		expect(!got.ok && got.refusal.message).toContain('species');
		expect(!got.ok && got.refusal.message).toContain('name: This field is required.');
		expect(JSON.stringify(got)).not.toContain('Smith');
	});

	it('is not taken for an answer about another record', async () => {
		const http = async () => await Promise.resolve(answer({ id: 8, name: 'Other' }));
		expect(codeOf(await connect({ ...vendor({}), http }).getPatient('7'))).toBe('pims_unreadable');
	});
});

describe('limits of Provet Cloud', () => {
	it.each([
		['GET', 'client/', 'GET client', 125, 1],
		['GET', 'patient/3107/', 'GET patient/{id}', 1200, 1],
		['GET', 'note/?page_size=1000', 'GET note', 50, 20],
		['GET', 'note/?page_size=51', 'GET note', 50, 2],
		['POST', 'note/12/upload/', 'POST note/{id}/upload', 200, 1],
		['GET', 'patient/3107/consultations/?page_size=50', 'GET patient/{id}/consultations', 100, 1],
		['GET', 'task/9/', 'GET task/{id}', 300, 1],
		['POST', 'task/', 'POST task', 300, 1],
	])('of %s %s', (method, path, key, most, weight) => {
		expect(limitOf(method, path)).toEqual({ key, most, weight });
	});

	it('count together what differs in ids alone', () => {
		fc.assert(
			fc.property(fc.nat(), fc.nat(), (one, other) => {
				expect(endpointOf(`consultation/${one}/medicines/`)).toBe(
					endpointOf(`/consultation/${other}/medicines/?page=2`),
				);
			}),
		);
	});

	it('are kept before they are hit: no minute holds more weight than the vendor allows', async () => {
		let at = Date.parse('2026-11-22T12:00:00Z');
		const made: Array<{ at: number; weight: number }> = [];
		const of = vendor({
			'note/': many(4000, (id) => ({ id, patient: `${baseUrl}/api/0.1/patient/7/` })),
		});
		const never = async () => await Promise.reject(new Error('not used here'));
		const http = async (request: HttpRequest): Promise<HttpResponse> => {
			const { pathname } = new URL(request.url);
			const path = pathname.split('/0.1/')[1] ?? '';
			const row = { id: 7, name: 'Rex', notes: [`${baseUrl}/api/0.1/note/1/`], client: null };
			if (path === 'patient/7/') return answer(row);
			if (path !== 'note/') return answer({ count: 0, next: null, results: [] });
			made.push({ at, weight: limitOf('GET', request.url.split('/0.1/')[1] ?? '').weight ?? 1 });
			return await of.http(request);
		};
		const pims = createProvetCloud({
			host: 'https://provetcloud.com',
			provetId: '4021',
			http,
			download: never,
			upload: never,
			allowUnverifiedWrites: false,
			sleep: async (milliseconds) => {
				at += milliseconds;
				await Promise.resolve();
			},
			now: () => new Date(at).toISOString(),
		});
		const got = await pims.listNotes({ patientId: '7' });
		expect(codeOf(got)).toBe('ok');
		const weightFrom = (from: number) =>
			made
				.filter((call) => call.at >= from && call.at < from + 60_000)
				.reduce((sum, { weight }) => sum + weight, 0);
		expect(Math.max(...made.map((call) => weightFrom(call.at)))).toBeLessThanOrEqual(50);
		expect(made.length).toBeLessThan(10);
	});
});
