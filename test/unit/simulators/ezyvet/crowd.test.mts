import { startEzyVet } from '../../../simulators/ezyvet/server.mts';
import type { EzyVetSimulator } from '../../../simulators/ezyvet/server.mts';
import { readPdf } from '../../../simulators/shared/paper.mts';
import { json, signedIn } from '../ezyvet-caller.mts';

jest.setTimeout(30_000);

const NOW = '2026-11-02T15:00:00Z';
const EPOCH = Date.parse(NOW) / 1000;
let sim: EzyVetSimulator;
let caller: Awaited<ReturnType<typeof signedIn>>;

beforeEach(async () => {
	const switches = { rateLimit: 'off' as const };
	sim = await startEzyVet({ now: NOW, seed: 'empty', clock: () => EPOCH * 1000, switches });
	caller = await signedIn(sim);
});
afterEach(() => sim.close());

interface Made {
	animals: number[];
	added: Record<string, number>;
	marked?: number[];
}
const wish = async (body: Record<string, unknown>) => {
	const answer = await fetch(`${sim.url}/_sim/crowd`, {
		method: 'POST',
		body: JSON.stringify(body),
	});
	return { status: answer.status, made: (await answer.json()) as Made };
};
const total = async (path: string) => Number((await caller.get(path)).json.meta.items_total);

it('has a patient with 2,000 notes and 300 files, on the patient and on its visits', async () => {
	const { made } = await wish({ kind: 'heavy' });
	const id = made.animals[0];
	expect(made.added).toMatchObject({ animal: 1, history: 2000, attachment: 300, consult: 400 });
	expect(await total(`/v1/history?animal_id=${id}`)).toBe(2000);
	expect((await caller.get(`/v1/history?animal_id=${id}&limit=200`)).records).toHaveLength(10);
	const own = await caller.get(`/v1/attachment?record_type=Animal&record_id=${id}&limit=200`);
	expect(own.records).toHaveLength(150);
	expect(own.records[0]?.file_download_url).toContain(sim.url);
	const visits = (await caller.get(`/v1/consult?animal_id=${id}&limit=200`)).records;
	const filter = json({ in: visits.map((row) => row.id) });
	const onVisits = await total(`/v1/attachment?record_type=Consult&record_id=${filter}`);
	expect(onVisits).toBeGreaterThan(0);
	const files = own.records.map((row) => sim.file(Number(row.id)) ?? Buffer.alloc(0));
	expect((await readPdf(files[7] as Buffer))?.pages).toBe(1);
	expect(new Set(files.map((bytes) => bytes.toString('latin1'))).size).toBe(150);
});

it('has a patient of 5,000 rows', async () => {
	const { made } = await wish({ kind: 'heavy', history: 5000, files: 0 });
	expect(await total(`/v1/history?animal_id=${made.animals[0]}`)).toBe(5000);
});

it('has a patient without an owner and one that has died', async () => {
	const nobody = (await wish({ kind: 'noOwner' })).made.animals[0];
	expect((await caller.get(`/v2/animal/${nobody}`)).records[0]).toMatchObject({ contact_id: null });
	expect((await caller.get(`/v1/animal/${nobody}`)).records[0]).toMatchObject({ contact_id: null });
	const late = (await wish({ kind: 'dead' })).made.animals[0];
	expect((await caller.get(`/v2/animal/${late}`)).records[0]).toMatchObject({ is_dead: true });
	expect(sim.refer(late ?? 0, 'please')).toBeNull();
});

it('has two living patients with one chip', async () => {
	await wish({ kind: 'twoOfOneChip' });
	const { records } = await caller.get('/v2/animal?microchip_number=985000000009999');
	expect(records.map(({ name, is_dead }) => [name, is_dead])).toEqual([
		['Castor', false],
		['Pollux', false],
	]);
});

it('has 10,000 changed consults, many in one second, some marked for referral', async () => {
	const { made } = await wish({ kind: 'changedConsults' });
	expect([made.added.consult, made.marked?.length]).toEqual([10_000, 100]);
	const since = `modified_at=${json({ gt: String(EPOCH - 3601) })}&limit=200`;
	const seen = new Set<unknown>();
	const times = new Set<unknown>();
	const marked: number[] = [];
	for (let page = 1; page <= 50; page++) {
		const { json: answer, records } = await caller.get(`/v1/consult?${since}&page=${page}`);
		expect(answer.meta.items_page_total).toBe('50');
		for (const row of records) {
			seen.add(row.id);
			times.add(row.modified_at);
			if (String(row.description).startsWith('#refer')) marked.push(Number(row.id));
		}
	}
	expect(seen.size).toBe(10_000);
	expect(times.size).toBeLessThan(400);
	expect(marked).toEqual(made.marked);
});

it.each([
	['an unknown kind', { kind: 'dragons' }],
	['a broken number', { kind: 'heavy', files: -1 }],
	['an unknown wish', { kind: 'heavy', colour: 'red' }],
])('refuses %s', async (_name, body) => {
	const before = sim.store.all('animal').length;
	expect((await wish(body)).status).toBe(400);
	expect(sim.store.all('animal')).toHaveLength(before);
});
