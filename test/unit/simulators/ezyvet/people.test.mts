import { startEzyVet } from '../../../simulators/ezyvet/server.mts';
import type { EzyVetSimulator } from '../../../simulators/ezyvet/server.mts';
import { askToken, callerOf, signedIn } from '../ezyvet-caller.mts';
import { smallSeed } from './small.mts';

jest.setTimeout(30_000);

const NOW = '2026-11-02T15:00:00Z';
const EPOCH = Date.parse(NOW) / 1000;
let sim: EzyVetSimulator;
let caller: Awaited<ReturnType<typeof signedIn>>;

beforeEach(async () => {
	sim = await startEzyVet({
		now: NOW,
		seed: smallSeed,
		clock: () => EPOCH * 1000,
		switches: { rateLimit: 'off' },
	});
	caller = await signedIn(sim);
});
afterEach(() => sim.close());

const patch = (path: string, body: unknown) => caller.patch(path, body, 'application/json');
const count = (resource: string) => sim.store.all(resource).length;

describe('contacts', () => {
	const owner = {
		first_name: 'Nora',
		last_name: 'Fictional',
		is_customer: true,
		contact_detail_list: [{ contact_detail_type_id: 1, value: 'nora@example.com' }],
	};

	it('are created with their details and found by them', async () => {
		const { status, records } = await caller.post('/v1/contact', owner);
		expect([status, records[0]?.first_name]).toEqual([200, 'Nora']);
		expect(records[0]).toMatchObject({ is_customer: '1', is_business: '0', active: '1' });
		const found = await caller.get('/v1/contactdetail?value=nora@example.com');
		expect(found.records).toMatchObject([{ contact_id: String(records[0]?.id) }]);
		const nested = (await caller.get(`/v4/contact?id=${String(records[0]?.id)}`)).records[0];
		expect(nested?.emails).toMatchObject([{ value: 'nora@example.com' }]);
	});

	it('answer in the shape of the version that was asked', async () => {
		const { records } = await caller.post('/v2/contact', owner);
		expect(records[0]).toMatchObject({
			is_customer: true,
			uid: expect.stringMatching(/^contact_/),
		});
		expect((await caller.post('/v4/contact', owner)).status).toBe(404);
	});

	it('are changed, and move in the list of changes', async () => {
		const { records } = await caller.post('/v1/contact', owner);
		const id = Number(records[0]?.id);
		(sim.store.get('contact', id) ?? { modified_at: 0 }).modified_at = EPOCH - 900;
		const changed = await patch(`/v1/contact/${id}`, { last_name: 'Other' });
		expect(changed.records[0]).toMatchObject({ last_name: 'Other', first_name: 'Nora' });
		expect(changed.records[0]?.modified_at).toBe(String(EPOCH));
		expect((await patch('/v1/contact/999999', { last_name: 'x' })).status).toBe(404);
	});

	it('become inactive when deleted', async () => {
		const { body } = await askToken(sim);
		const answer = await fetch(`${sim.url}/v1/contact/88`, {
			method: 'DELETE',
			headers: { authorization: `Bearer ${String(body.access_token)}` },
		});
		expect([answer.status, sim.store.get('contact', 88)?.active]).toEqual([200, false]);
	});

	it.each([
		['no name', { last_name: undefined }],
		['an unknown field', { nickname: 'N' }],
		['a flag that is none', { is_customer: 'yes' }],
		['a detail without value', { contact_detail_list: [{ contact_detail_type_id: 1 }] }],
		[
			'a detail of a type the site lacks',
			{ contact_detail_list: [{ contact_detail_type_id: 3, value: 'x' }] },
		],
		[
			'a detail with an unknown field',
			{ contact_detail_list: [{ contact_detail_type_id: 1, value: 'x', kind: 'y' }] },
		],
		['a detail list that is none', { contact_detail_list: 'nora@example.com' }],
	])('are refused with %s, and nothing is left behind', async (_name, change) => {
		const before = [count('contact'), count('contactdetail')];
		expect((await caller.post('/v1/contact', { ...owner, ...change })).status).toBe(400);
		expect([count('contact'), count('contactdetail')]).toEqual(before);
	});

	it('take fields that no client shows only with the switch', async () => {
		const business = { business_name: 'Elm Clinic', is_business: true };
		expect((await caller.post('/v1/contact', business)).status).toBe(422);
		sim.set({ allowUnverified: true });
		expect((await caller.post('/v1/contact', business)).records[0]).toMatchObject({
			business_name: 'Elm Clinic',
			is_business: '1',
		});
	});
});

describe('single contact details and addresses', () => {
	const detail = {
		contact_id: 88,
		contact_detail_type_id: 7,
		name: 'Mobile',
		value: '+12025550111',
	};

	it('have a documented scope only, so they need the switch', async () => {
		expect((await caller.post('/v1/contactdetail', detail)).status).toBe(422);
		expect((await caller.post('/v1/address', { street_1: '1 Road' })).status).toBe(422);
		sim.set({ allowUnverified: true });
		const { records } = await caller.post('/v1/contactdetail', detail);
		expect(sim.store.get('contact', 88)?.contact_detail_list).toContain(Number(records[0]?.id));
		const street = await caller.post('/v1/address', { street_1: '1 Road', city: 'Town' });
		expect(street.records[0]).toMatchObject({ street_1: '1 Road' });
		expect((await caller.post('/v1/contactdetail', { ...detail, value: undefined })).status).toBe(
			400,
		);
	});
});

describe('animals', () => {
	const cat = { name: 'Pepper', contact_id: 88, species_id: 2, breed_id: 14, sex_id: 4 };

	it('are created for an owner', async () => {
		const more = {
			microchip_number: '985000000000999',
			weight: '4.2',
			date_of_birth: EPOCH - 1000,
		};
		const { records } = await caller.post('/v1/animal', { ...cat, ...more });
		expect(records[0]).toMatchObject({ name: 'Pepper', weight: '4.2', is_dead: '0' });
		const found = await caller.get('/v2/animal?microchip_number=985000000000999');
		expect(found.records).toMatchObject([{ contact_id: 88, species_id: 2 }]);
	});

	it('take the practice and the vet that referred them', async () => {
		const { records } = await caller.post('/v2/animal', cat);
		const path = `/v2/animal/${String(records[0]?.id)}`;
		const referred = { referring_clinic_id: 301, referring_vet_id: 302 };
		expect((await patch(path, referred)).records[0]).toMatchObject(referred);
		expect((await patch(path, { referring_clinic_id: 88 })).status).toBe(400);
		expect((await patch(path, { referring_vet_id: 301 })).status).toBe(400);
		expect((await caller.get(path)).records[0]).toMatchObject(referred);
	});

	it.each([
		['no name', { name: undefined }],
		['no owner', { contact_id: undefined }],
		['an unknown owner', { contact_id: 999_999 }],
		['an unknown species', { species_id: 77 }],
		['a species as a word', { species_id: 'Feline' }],
		['a birthday as text', { date_of_birth: '2020-01-01' }],
		['a birthday in milliseconds', { date_of_birth: EPOCH * 1000 }],
		['an own id', { id: 5 }],
		['an own time of change', { modified_at: EPOCH }],
		['a weight in words', { weight: 'four' }],
	])('are refused with %s', async (_name, change) => {
		const before = count('animal');
		expect((await caller.post('/v1/animal', { ...cat, ...change })).status).toBe(400);
		expect(count('animal')).toBe(before);
	});

	it('are changed by JSON and not by a merge patch', async () => {
		expect((await caller.patch('/v2/animal/501', { notes: 'x' })).status).toBe(415);
		expect((await patch('/v2/animal/501', { notes: 'x' })).records[0]).toMatchObject({
			notes: 'x',
		});
	});
});

describe('what was prescribed elsewhere', () => {
	it('is changed in its header, and says so in a message', async () => {
		const items = [{ external_product_name: 'Benazepril 5 mg', qty: 30 }];
		await caller.post('/v1/externalprescription', { animal_id: 501, items });
		const id = sim.store.all('prescription').at(-1)?.id;
		const change = { external_reference: 'REF-9', date_of_lastdispense: EPOCH };
		const { json } = await patch(`/v1/externalprescription/${id}`, change);
		expect(json.items).toEqual([]);
		const { prescription_uid } = json.messages[0]?.fields as Record<string, string>;
		const { records } = await caller.get(`/v2/prescription?uid=${prescription_uid}`);
		expect(records).toMatchObject([{ id, external_reference: 'REF-9', animal_id: 501 }]);
		expect((await patch(`/v1/externalprescription/${id}`, { items })).status).toBe(400);
	});
});

describe('scopes', () => {
	const bodies: Array<[string, string]> = [
		['/v1/contact', 'write-contact'],
		['/v1/contactdetail', 'write-contactdetail'],
		['/v1/address', 'write-address'],
		['/v1/animal', 'write-animal'],
		['/v1/consult', 'write-consult'],
		['/v1/externalprescription', 'write-externalprescription'],
		['/v2/communication', 'write-communication'],
		['/v2/appointment', 'write-appointment'],
		['/v1/attachment', 'write-attachment'],
		['/ezycab/booking', 'create-booking'],
	];
	it.each(bodies)('guard %s', async (path, scope) => {
		const others = sim.client.scopes.filter((name) => name !== scope).join(',');
		const { body } = await askToken(sim, { scope: others });
		const { status, json } = await callerOf(sim, String(body.access_token)).post(path, {});
		expect([status, json.messages[0]?.text]).toEqual([403, expect.stringContaining(scope)]);
		const { body: own } = await askToken(sim, { scope });
		expect((await callerOf(sim, String(own.access_token)).post(path, {})).status).not.toBe(403);
	});

	it('guard every resource when it is read', async () => {
		const { body } = await askToken(sim, { scope: 'read-sex' });
		const narrow = callerOf(sim, String(body.access_token));
		for (const path of [
			'/v2/animal',
			'/v2/contact',
			'/v1/history',
			'/v2/appointment',
			'/v1/plan',
		]) {
			expect((await narrow.get(path)).status).toBe(403);
		}
		expect((await narrow.get('/v1/attachment/download/1')).status).toBe(403);
		expect((await narrow.get('/v1/sex')).status).toBe(200);
	});
});
