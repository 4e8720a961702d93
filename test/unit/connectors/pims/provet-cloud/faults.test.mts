import { codeOf, value } from '../../../../support/results.mts';
import { readRecord } from '../../../../../connectors/pims/read-record';
import { openPractice, type Practice } from './practice.mts';

jest.setTimeout(60_000);

let practice: Practice;

beforeEach(async () => {
	practice = await openPractice();
});
afterEach(async () => {
	await practice.close();
});

describe('trouble on the way', () => {
	it.each([
		['an expired token', { tokens401: 1 }, 'pims_unauthorised'],
		['a page of HTML', { nonsense: { kind: 'html' as const, next: 1 } }, 'pims_unreadable'],
		['half of the JSON', { nonsense: { kind: 'truncated' as const, next: 1 } }, 'pims_unreadable'],
		['503', { down: '503' as const }, 'pims_unavailable'],
		['broken connections', { down: 'reset' as const }, 'pims_unreachable'],
	])('is told: %s', async (_, switches, code) => {
		practice.sim.set(switches);
		const refused = await practice.connect().getPatient('3101');
		expect(codeOf(refused)).toBe(code);
		expect(!refused.ok && refused.refusal.hint).not.toBe('');
	});

	it('waits as long as a 429 says and then goes on', async () => {
		practice.sim.set({ rateLimited: { next: 2, waitSeconds: 30 } });
		expect(codeOf(await practice.connect().getPatient('3102'))).toBe('ok');
		expect(practice.slept.filter((pause) => pause === 30_000).length).toBeGreaterThanOrEqual(2);
	});

	it('gives up when the waits grow too long, and says how long to wait', async () => {
		practice.sim.set({ rateLimited: { next: 9, waitSeconds: 50 } });
		const refused = await practice.connect().getPatient('3101');
		expect(codeOf(refused)).toBe('pims_rate_limited');
		expect(!refused.ok && refused.refusal.hint).toContain('50 seconds');
	});

	it('does not pass off letters of another encoding as the name', async () => {
		const { store } = practice.sim;
		store.change('patient', store.get('patient', 3101)!, { name: 'Böbli' });
		practice.sim.set({ nonsense: { kind: 'latin1', next: 1 } });
		const got = await practice.connect().getPatient('3101');
		// The bytes are no UTF-8: whoever decoded them saw a mark for it, never another letter.
		expect(got.ok ? got.value.name : 'B\uFFFDbli').toBe('B\uFFFDbli');
	});

	it('tells that nobody listens', async () => {
		await practice.sim.stopListening();
		expect(codeOf(await practice.connect().test())).toBe('pims_unreachable');
		await practice.sim.listenAgain();
	});

	it('does not follow a next page to another host', async () => {
		const { patientId } = practice.sim.grow({ consultations: 120 })!;
		practice.sim.set({ shapes: { nextHost: 'https://evil.example.com' } });
		const got = await practice.connect().listEncounters(String(patientId));
		expect(codeOf(got)).toBe('next_page_elsewhere');
	});
});

describe('a permission that is missing', () => {
	it.each([
		['patient', 'General: Patients and clients'],
		['consultation', 'General: Consultations and its items'],
	])('for %s is named by the test of the connection', async (resource, permission) => {
		practice.sim.set({ denied: [resource] });
		const refused = await practice.connect().test();
		expect(codeOf(refused)).toBe('pims_forbidden');
		expect(!refused.ok && refused.refusal.message).toContain(permission);
	});

	it.each(['note', 'importedhistory', 'userdetails', 'upload', 'laboratoryanalysis'])(
		'for %s leaves the rest of the record whole',
		async (resource) => {
			practice.sim.set({ denied: [resource] });
			const record = value(await readRecord(practice.connect(), '3101'));
			expect(record.unread).toEqual([]);
			expect(record.encounters).toHaveLength(3);
			expect(record.documents.map(({ name }) => name)).toEqual(['Letter.pdf']);
		},
	);

	it('for consultations is shown beside the record, not hidden', async () => {
		practice.sim.set({ denied: ['Medical'] });
		const record = value(await readRecord(practice.connect(), '3101'));
		expect(record.patient.name).toBe('Fennel');
		expect(record.unread.map(({ part, code }) => [part, code])).toContainEqual([
			'encounters',
			'pims_forbidden',
		]);
	});

	it('for appointments is named when one is booked', async () => {
		practice.sim.set({ denied: ['appointment'] });
		const asked = {
			patientId: '3101',
			start: '2027-01-12T09:30:00Z',
			durationMinutes: 30,
			description: 'd',
		};
		const refused = await practice.connect().createAppointment(asked, 'REF-1a2b3c4d/visit/1');
		expect(!refused.ok && refused.refusal.message).toContain('Calendar: Appointments');
	});
});

describe('shapes nobody documents', () => {
	it('may lack every field that is a guess: the record is poorer, never wrong', async () => {
		practice.sim.set({ shapes: { bareUnknown: true } });
		const got = await readRecord(practice.connect(), '3101');
		const record = value(got);
		expect(record.patient.name).toBe('Fennel');
		expect(record.medications).toHaveLength(3);
		for (const { code } of record.unread) expect(code).toBe('pims_filter_ignored');
	});

	it('of errors as plain strings are told as well', async () => {
		practice.sim.set({ shapes: { errors: 'strings' } });
		const refused = await practice
			.connect()
			.upsertPatient({ clientId: '601', name: 'New' }, 'REF-1a2b3c4d/patient');
		expect(codeOf(refused)).toBe('pims_rejected');
		expect(!refused.ok && refused.refusal.message).toContain('species');
	});
});
