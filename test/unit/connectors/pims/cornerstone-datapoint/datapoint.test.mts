import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDataPoint } from '../../../../../connectors/pims/cornerstone-datapoint/datapoint';
import { readRecord } from '../../../../../connectors/pims/read-record';
import {
	startDataPoint,
	type DataPointSimulator,
	type Options,
} from '../../../../simulators/cornerstone/datapoint/server.mts';
import { addHeavy, seedPractice } from '../../../../simulators/cornerstone/seed.mts';
import { fetchTools } from '../../../../support/fetch-http.mts';
import { codeOf, value } from '../ezyvet/practice.mts';

const start = Date.UTC(2026, 10, 23, 15);
let now: number;
let sim: DataPointSimulator;
let folder: string;
let token: string;

async function open(options: Options = {}): Promise<void> {
	now = start;
	sim = await startDataPoint({ clock: () => now, ...options });
	folder = await mkdtemp(join(tmpdir(), 'vet-referral-'));
	const answer = await fetch(`${sim.url}/token`, {
		method: 'POST',
		body: new URLSearchParams({ grant_type: 'password', ...sim.account }),
	});
	token = ((await answer.json()) as { access_token: string }).access_token;
}
afterEach(async () => {
	await sim.close();
	await rm(folder, { recursive: true });
});

const connect = (change: { siteId?: string; baseUrl?: string } = {}) =>
	createDataPoint({
		...fetchTools(folder, async () => await Promise.resolve({ authorization: `Bearer ${token}` })),
		baseUrl: sim.url,
		siteId: '12',
		groupSlug: sim.account.groupSlug,
		sleep: async () => await Promise.resolve(),
		now: () => new Date(now).toISOString(),
		...change,
	});
const reads = () => sim.log.filter(({ path }) => path.startsWith('/odata')).length;
const textOf = (result: unknown): string => JSON.stringify(result);

describe('what DataPoint knows of a practice', () => {
	it('is read as one record that says how old it is and what it does not hold', async () => {
		await open();
		const record = value(await readRecord(connect(), 'P20417'));
		expect(record.patient).toMatchObject({
			name: 'Biscuit',
			species: 'Canine',
			breed: 'Cavalier King Charles Spaniel',
			sex: 'male',
			neutered: true,
			microchip: '985000000000501',
			ownerId: 'C10088',
		});
		expect(record.patient.dateOfBirth).toMatch(/^2017-/);
		expect(record.owner).toMatchObject({
			name: 'Olive Owner',
			contactPoints: [
				{ kind: 'mobile', value: '(202) 555-0188' },
				{ kind: 'email', value: 'olive.owner@example.com' },
			],
		});
		expect(record.referrer).toEqual({ clinic: 'Walk-in', contactPoints: [] });
		expect(record.encounters.length).toBeGreaterThan(1);
		expect(record.medications.length).toBeGreaterThan(0);
		expect(record.vaccinations).toEqual(
			expect.arrayContaining([
				expect.objectContaining({
					name: 'Rabies vaccine, 3 year',
					givenOn: expect.stringMatching(/^2025-11-/) as string,
					dueOn: expect.stringMatching(/^2028-11-/) as string,
				}),
			]),
		);
		expect(record.vaccinations.map(({ name }) => name)).not.toContain(
			'Annual health check and vaccination',
		);
		expect(record.unread.map(({ part, code }) => [part, code])).toEqual([
			['notes', 'not_offered'],
			['laboratory results', 'not_offered'],
			['documents', 'not_offered'],
			[`entries since ${sim.lastSync().replace('.000Z', 'Z')}`, 'data_late'],
		]);
	});

	it('is told with its age by the test of the connection', async () => {
		await open();
		const { site } = value(await connect().test());
		expect(site).toBe(
			`Willow Lane Pet Hospital, Cornerstone, data as of ${sim.lastSync().replace('.000Z', 'Z')}`,
		);
		const wrong = await connect({ siteId: '99' }).test();
		expect(codeOf(wrong)).toBe('site_unknown');
		expect(textOf(wrong)).toContain('12 (Willow Lane Pet Hospital)');
	});

	it('leaves out what was deleted and shows who has died or has no owner', async () => {
		await open();
		const pims = connect();
		expect(value(await pims.getPatient('P20441'))).toMatchObject({ dead: true });
		const milo = value(await readRecord(pims, 'P20440'));
		expect(milo.owner).toBeUndefined();
		expect(value(await pims.getReferrer('P20440'))).toBeUndefined();
		sim.change({ entity: 'Patients', pimsId: 'P20432', fields: {}, deleted: true });
		sim.sync();
		expect(codeOf(await connect().getPatient('P20432'))).toBe('pims_not_found');
	});

	it('keeps names of any alphabet, and a quote in a name breaks no filter', async () => {
		await open();
		const pims = connect();
		expect(value(await pims.getPatient('P20450')).name).toBe('Señor Ñandú');
		sim.change({ entity: 'Patients', pimsId: 'P20460', fields: { name: "O'Malley and Co" } });
		sim.sync();
		const found = value(await connect().searchPatients({ name: "O'Malley and Co" }));
		expect(found.map(({ id }) => id)).toEqual(['P20460']);
	});

	it('finds both of two patients with one name or one chip', async () => {
		await open();
		const names = value(await connect().searchPatients({ name: 'Bella' }));
		expect(names.map(({ id }) => id)).toEqual(['P20431', 'P20432']);
		const fields = { microchipId: '985000000020431' };
		sim.change({ entity: 'Patients', pimsId: 'P20432', fields });
		sim.sync();
		const chips = value(await connect().searchPatients({ microchip: '985000000020431' }));
		expect(chips.map(({ id }) => id)).toEqual(['P20431', 'P20432']);
		const owned = value(
			await connect().searchPatients({ name: 'Bella', ownerName: 'Bruno Testmann' }),
		);
		expect(owned.map(({ id }) => id)).toEqual(['P20432']);
		expect(codeOf(await connect().searchPatients({}))).toBe('nothing_to_search');
	});

	it.each(['utc', 'offset', 'naive', 'mislabelled'] as const)(
		'gives dates of birth as they are when times are written as %s',
		async (times) => {
			await open();
			const before = value(await connect().getPatient('P20431')).dateOfBirth;
			sim.set({ shapes: { times } });
			const after = value(await connect().getPatient('P20431')).dateOfBirth;
			// A time of the site's clock without its zone can be a day off, and nothing tells.
			if (times === 'utc' || times === 'offset') expect(after).toBe(before);
			else expect(after).toMatch(/^\d{4}-\d{2}-\d{2}$/);
		},
	);
});

describe('long lists', () => {
	const heavy = (visits: number) => {
		const practice = seedPractice(start);
		const { id } = addHeavy(practice, visits, start);
		return { practices: [practice], id: `P${id}` };
	};

	it.each([
		['cut at the cap', { overTop: 'clamp' }, 100],
		['refused above the cap', { overTop: 'reject' }, 100],
		['given in another order at each call', { order: 'wandering' }, 400],
	] as const)('are read whole when they are %s', async (_, shapes, cap) => {
		const { practices, id } = heavy(1000);
		await open({ practices, switches: { shapes, caps: { Appointments: cap } } });
		const visits = value(await connect().listEncounters(id));
		expect(new Set(visits.map((visit) => visit.id)).size).toBe(1000);
	});

	it('take a few requests, not one for each row', async () => {
		const { practices, id } = heavy(5000);
		await open({ practices });
		expect(value(await connect().listEncounters(id))).toHaveLength(5000);
		expect(reads()).toBeLessThanOrEqual(3);
	});
});

describe('changes', () => {
	it('come after the sync, once, with a cursor that is never ahead', async () => {
		await open();
		const pims = connect();
		const first = value(await pims.listChanged('patients', null));
		sim.change({ entity: 'Patients', pimsId: 'P20431', fields: { weight: 15 } });
		const waiting = value(await pims.listChanged('patients', first.cursor));
		expect(waiting.records).toEqual([]);
		now += 3_600_000;
		sim.sync();
		const synced = value(await pims.listChanged('patients', waiting.cursor));
		expect(synced.records).toMatchObject([{ id: 'P20431', raw: { weight: 15 } }]);
		expect(value(await pims.listChanged('patients', synced.cursor)).records).toEqual([]);
		expect(codeOf(await pims.listChanged('patients', 'x'))).toBe('cursor_unreadable');
	});
});

describe('writes', () => {
	const target = { patientId: 'P20417' };
	const file = { ref: 'x', name: 'a.pdf', mimeType: 'application/pdf' };
	it('are refused, because nobody knows their form, and nothing is sent', async () => {
		await open();
		const pims = connect();
		const answers = [
			await pims.upsertClient({ lastName: 'Sample' }, 'm'),
			await pims.upsertPatient({ clientId: 'C1', name: 'Rex' }, 'm'),
			await pims.setReferrer('P20417', { clinic: 'Elsewhere' }, 'm'),
			await pims.createEncounter({ ...target, at: '2026-11-23T09:00:00Z', reason: 'x' }, 'm'),
			await pims.addNote({ ...target, subject: 's', text: 't' }, 'm'),
			await pims.uploadDocument({ ...target, file }, 'm'),
			await pims.logCommunication({ ...target, subject: 's', text: 't' }, 'm'),
			await pims.createAppointment(
				{ ...target, start: '2026-12-01T09:00:00Z', durationMinutes: 15, description: 'd' },
				'm',
			),
			await pims.createFollowUp({ ...target, kind: 'recheck', what: 'w' }, 'm'),
		];
		expect(answers.map(codeOf)).toEqual(answers.map(() => 'unverified_write'));
		expect(textOf(answers)).toContain('IDEXX does not publish the body of this write');
		expect(sim.log.filter(({ method, path }) => method !== 'GET' && path !== '/token')).toEqual([]);
		const { searchPatients, uploadDocument } = pims.capabilities();
		expect([searchPatients, uploadDocument]).toEqual(['unverified', 'none']);
	});
});

describe('trouble on the way', () => {
	it.each([
		['an expired token', { tokens401: -1 }, 'pims_unauthorised', 'did not accept the log-in'],
		['a web page', { nonsense: { kind: 'html', next: -1 } }, 'pims_unreadable', 'not JSON'],
		[
			'half an answer',
			{ nonsense: { kind: 'truncated', next: -1 } },
			'pims_unreadable',
			'not JSON',
		],
		['a bare list', { shapes: { changed: 'array' } }, 'pims_unreadable', 'another shape'],
		['other names', { shapes: { changed: 'renamed' } }, 'pims_unreadable', 'another shape'],
		['other fields', { shapes: { changed: 'capitalised' } }, 'pims_unreadable', 'another shape'],
		[
			'too many calls',
			{ rateLimited: { next: -1, waitSeconds: 30 } },
			'pims_rate_limited',
			'limiting',
		],
		['a service that is down', { down: '503' }, 'pims_unavailable', 'status 503'],
		['no connection', { down: 'reset' }, 'pims_unreachable', 'could not be reached'],
	] as const)('is told in plain words: %s', async (_, switches, code, words) => {
		await open();
		sim.set(switches as never);
		const refused = await readRecord(connect(), 'P20417');
		expect(codeOf(refused)).toBe(code);
		expect(textOf(refused)).toContain(words);
		expect(textOf(refused)).not.toContain('Biscuit');
	});

	it('is told when the address is wrong or the patient is not there', async () => {
		await open();
		const elsewhere = await connect({ baseUrl: `${sim.url}/other` }).getPatient('P20417');
		expect(codeOf(elsewhere)).toBe('pims_not_found');
		const nobody = await connect().getPatient("P1' or name eq 'x");
		expect(codeOf(nobody)).toBe('pims_not_found');
		expect(textOf(nobody)).toContain('since the last sync');
	});
});
