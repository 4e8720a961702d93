import { startProvet } from '../../../simulators/provet-cloud/server.mts';
import type { Options, ProvetSimulator } from '../../../simulators/provet-cloud/server.mts';
import { ids, signedIn } from './caller.mts';
import type { Caller } from './caller.mts';

const NOW = Date.parse('2026-11-02T15:00:00Z');
const crowd: Options['seed'] = (store, at) => {
	for (let n = 1; n <= 120; n++) {
		store.add(
			'client',
			{
				firstname: n === 7 ? 'Hilla' : `First${n}`,
				lastname: n === 8 ? 'HILLtop' : `Last${n}`,
				organization_name: n === 9 ? 'Uphill Stables' : '',
				email: `c${n}@example.com`,
				customer_type: n % 5,
				archived: n === 10,
				city: n === 11 ? 'a, b & c' : '',
			},
			at - n * 60_000,
		);
	}
	store.add('phonenumber', { client: 12, phone_number: '+358 40 555 0100' }, at);
	store.add('patient', { client: 13, name: 'Alive', deceased: false }, at);
	store.add('patient', { client: 14, name: 'Gone', deceased: true }, at);
};
let sim: ProvetSimulator;
let caller: Caller;
const start = async (seed: Options['seed'] = crowd) => {
	sim = await startProvet({ clock: () => NOW, seed, switches: { rateLimit: 'off' } });
	caller = await signedIn(sim);
};
afterEach(() => sim.close());

describe('2.3 pages', () => {
	it('hold 50 records unless asked and link to the next by an absolute URL', async () => {
		await start();
		const { json, results } = await caller.get('/client/?ordering=id');
		expect(results).toHaveLength(50);
		expect(json).toMatchObject({
			count: 119,
			num_pages: 3,
			next: `${sim.api}/client/?ordering=id&page=2`,
			previous: null,
		});
	});

	it('add up to every record once along next, with the filters kept', async () => {
		await start();
		const seen: number[] = [];
		const query = `page_size=30&modified__gte=${encodeURIComponent('2026-11-02 13:30+00:00')}`;
		let next: string | null = `/client/?${query}`;
		while (next) {
			const { json, results }: Awaited<ReturnType<Caller['get']>> = await caller.get(next);
			seen.push(...ids(results));
			next = json.next as string | null;
		}
		expect(seen).toHaveLength(89);
		expect(new Set(seen).size).toBe(89);
	});

	it('beyond the last answer 404', async () => {
		await start();
		const beyond = await caller.get('/client/?page=4');
		expect([beyond.status, beyond.json.detail]).toEqual([404, 'Invalid page.']);
	});

	it('are at most 1000 long: a longer wish is cut, or refused by switch', async () => {
		await start((store) => {
			for (let n = 1; n <= 1001; n++) store.add('task', { title: `Task ${n}` });
		});
		expect((await caller.get('/task/?page_size=5000')).results).toHaveLength(1000);
		sim.set({ shapes: { overSize: 'reject' } });
		expect((await caller.get('/task/?page_size=5000')).status).toBe(400);
		expect((await caller.get('/task/?page_size=1000')).status).toBe(200);
	});

	it('may name another host in next, which no client should follow', async () => {
		await start();
		sim.set({ shapes: { nextHost: 'https://elsewhere.example.com' } });
		const { json } = await caller.get('/client/');
		expect(json.next).toMatch(/^https:\/\/elsewhere\.example\.com\/4021\/api\/0\.1\/client\//);
	});

	it('beyond an offset of 10,000 are refused although next leads there; id__gt goes on', async () => {
		await start((store) => {
			for (let n = 1; n <= 10_060; n++) store.add('client', { firstname: `N${n}` });
		});
		const eleventh = await caller.get('/client/?page_size=1000&page=11');
		expect(eleventh.results).toHaveLength(60);
		const last = await caller.get('/client/?page_size=50&page=201');
		expect(last.json.next).toContain('page=202');
		const deep = await caller.get(last.json.next as string);
		expect([deep.status, deep.json.detail]).toEqual([400, expect.stringContaining('id__gt')]);
		const on = await caller.get('/client/?page_size=1000&id__gt=10050');
		expect(ids(on.results)).toEqual(Array.from({ length: 10 }, (_item, n) => 10_051 + n));
	});

	it('follow the ordering asked for, and overlook one nobody knows', async () => {
		await start();
		expect(ids((await caller.get('/client/?ordering=-created&page_size=2')).results)).toEqual([
			1, 2,
		]);
		expect(ids((await caller.get('/client/?ordering=-id&page_size=2')).results)).toEqual([
			120, 119,
		]);
		expect(ids((await caller.get('/client/?ordering=shoe&page_size=2')).results)).toEqual([1, 2]);
		sim.set({ shapes: { order: 'reverse' } });
		expect(ids((await caller.get('/client/?page_size=2')).results)).toEqual([120, 119]);
	});

	it('leave archived records out unless asked', async () => {
		await start();
		const count = async (query: string) => (await caller.get(`/client/?${query}`)).json.count;
		expect(await count('')).toBe(119);
		expect(await count('include_archived=true')).toBe(120);
		expect(await count('archived__is=true')).toBe(1);
		expect((await caller.get('/client/10/')).status).toBe(200);
	});

	it('inline a relation with expose_<field>', async () => {
		await start();
		const { results } = await caller.get('/patient/?expose_client=1');
		expect(results[0]).toMatchObject({ name: 'Alive', client: { id: 13, firstname: 'First13' } });
		const one = await caller.get('/client/12/?expose_phone_numbers=1');
		expect(one.json.phone_numbers).toMatchObject([{ phone_number: '+358 40 555 0100' }]);
	});
});

describe('2.3 filters', () => {
	it.each([
		['id=7', 1],
		['id__is=7', 1],
		['id__eq=7', 1],
		['id__is_not=7', 118],
		['id__not_eq=7', 118],
		['id__neq=7', 118],
		['id__lt=5', 4],
		['id__lte=5', 5],
		['id__gt=115', 5],
		['id__gte=115', 6],
		['id__range=20,29', 10],
		['id__not_in_range=20,29', 109],
		['id__in=1,2,999', 2],
		['id__not_in=1,2', 117],
		['firstname__contains=Hill', 1],
		['firstname__contains=hill', 0],
		['firstname__contains_not=First', 1],
		['firstname__icontains=HILL', 1],
		['firstname__icontains_not=FIRST', 1],
		['home_department__is_null=true', 119],
		['home_department__is_null=false', 0],
		['email__is=c7@example.com', 1],
		['phonenumbers__icontains=555', 1],
		['has_alive_patients__is=true', 1],
		['firstname__icontains=first&customer_type__in=1,2&id__lte=10', 3],
	])('find with %s', async (query, count) => {
		await start();
		expect((await caller.get(`/client/?${query}`)).json.count).toBe(count);
	});

	it('join with OR when asked; one firstname then searches all three names', async () => {
		await start();
		const found = async (query: string) => ids((await caller.get(`/client/?${query}`)).results);
		expect(await found('firstname__icontains=hill')).toEqual([7]);
		expect(await found('firstname__icontains=hill&filter_type=or')).toEqual([7, 8, 9]);
		expect(await found('id__is=1&email__is=c2@example.com&filter_type=or')).toEqual([1, 2]);
	});

	it('that are not declared are ignored without a word: everything comes back', async () => {
		await start();
		const all = (await caller.get('/client/')).json.count;
		for (const query of ['shoe_size__gt=40', 'firstname__sounds_like=Hilla', 'created_by=5']) {
			const { status, json } = await caller.get(`/client/?${query}`);
			expect([status, json.count]).toEqual([200, all]);
		}
	});

	it('by consultation are ignored on consultationitem, but work on its medicines', async () => {
		await start('demo');
		const everything = (await caller.get('/consultationitem/')).json.count;
		const filtered = await caller.get('/consultationitem/?consultation=3');
		expect([filtered.status, filtered.json.count]).toEqual([200, everything]);
		expect((await caller.get('/consultation/3/medicines/')).json.count).toBe(2);
	});

	it('nobody documents may be ignored too, by switch', async () => {
		await start('demo');
		const count = async () => (await caller.get('/note/?patient=3101')).json.count;
		expect(await count()).toBe(3);
		sim.set({ shapes: { undocumentedFilters: 'ignore' } });
		expect(await count()).toBe(sim.store.all('note').length);
		expect((await caller.get('/client/?email__is=elma.owner@example.com')).json.count).toBe(1);
	});

	it('take dates with %2B or with T; a bare plus arrives as a space and is refused', async () => {
		await start();
		const since = (text: string) => caller.get(`/client/?modified__gte=${text}`);
		expect((await since('2026-11-02%2014:50%2B00:00')).json.count).toBe(9);
		expect((await since('2026-11-02%2016:50%2B02:00')).json.count).toBe(9);
		expect((await since('2026-11-02T14:50:00Z')).json.count).toBe(9);
		const bare = await since('2026-11-02 14:50+00:00');
		expect([bare.status, bare.json]).toEqual([400, { modified__gte: ['Enter a valid value.'] }]);
	});

	it('with a value that does not fit are refused', async () => {
		await start();
		for (const query of ['id__gt=many', 'id__range=1', 'archived__is=perhaps', 'id__in=1,x']) {
			expect((await caller.get(`/client/?${query}`)).status).toBe(400);
		}
	});
});

describe('2.3 changed since', () => {
	const visit = { by: 'consultation', id: 3 };
	const note = (caller_: Caller) =>
		caller_.post(`/${visit.by}/${visit.id}/consultationnote/`, { text: 'Late entry' });
	const changed = async () =>
		ids((await caller.get('/consultation/?modified__gte=2026-11-02T14:00:00Z')).results);

	it('misses a consultation whose note is new: children do not touch their parent', async () => {
		await start('demo');
		expect((await note(caller)).status).toBe(201);
		expect(await changed()).toEqual([]);
		expect((await caller.get('/consultation/3/consultationnote/')).json.count).toBe(4);
	});

	it('finds it where the tenant does touch the parent, by switch', async () => {
		await start('demo');
		sim.set({ childrenTouchParent: true });
		await note(caller);
		expect(await changed()).toEqual([3]);
	});
});
