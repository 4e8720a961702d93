import { codeOf, openPractice, value, type Practice } from './practice.mts';

let practice: Practice;
beforeEach(async () => {
	practice = await openPractice();
});
afterEach(async () => await practice.close());

const store = () => practice.sim.store;
const appointment = (fields: Record<string, unknown>) =>
	store().add('appointment', { animal_id: 501, type_id: 9, description: 'Murmur', ...fields });

describe('an appointment of the type that means a referral', () => {
	const byType = { recognise: 'appointmentType' as const, appointmentType: 'referral' };

	it('is told once, by name or number of the type, however it is moved', async () => {
		const pims = practice.connect();
		const start = value(await pims.findReferrals(null, byType));
		const row = appointment({ consult_id: 1 });
		appointment({ type_id: 2 });
		const first = value(await pims.findReferrals(start.cursor, byType));
		expect(first.referrals).toEqual([
			{
				pimsEventId: `appointment-${row.id}`,
				version: '1',
				patientId: '501',
				encounterId: '1',
				text: 'Murmur',
				markedAt: expect.stringMatching(/Z$/) as string,
				readAgain: { appointmentId: String(row.id) },
			},
		]);
		store().change(row, { description: 'Murmur, moved' });
		expect(value(await pims.findReferrals(first.cursor, byType)).referrals).toEqual([]);
		const byNumber = { ...byType, appointmentType: '9' };
		expect(value(await pims.findReferrals(start.cursor, byNumber)).referrals).toHaveLength(1);
	});

	it('is none when it is cancelled, and the same one from a webhook', async () => {
		const pims = practice.connect();
		const start = value(await pims.findReferrals(null, byType));
		const row = appointment({});
		const hint = { items: [{ appointment: { id: row.id, animal_id: 501 } }] };
		const [read] = value(await pims.readReferral(pims.parseHint(hint)[0]!, byType));
		expect(read).toMatchObject({ pimsEventId: `appointment-${row.id}`, patientId: '501' });
		store().change(row, { active: false });
		expect(value(await pims.findReferrals(start.cursor, byType)).referrals).toEqual([]);
	});

	it('of an unknown name is refused with the names there are', async () => {
		const pims = practice.connect();
		appointment({});
		const asked = { ...byType, appointmentType: 'Send away' };
		const refused = await pims.findReferrals(null, { ...asked, lookBackSeconds: 600 });
		expect(codeOf(refused)).toBe('appointment_type_unknown');
		expect(JSON.stringify(refused)).toContain('Recheck');
	});
});

describe('a patient whose referring vet is set', () => {
	const byVet = { recognise: 'referringVet' as const };

	it('is one referral for each vet, with the latest visit', async () => {
		const pims = practice.connect();
		const start = value(await pims.findReferrals(null, byVet));
		const animal = store().get('animal', 501)!;
		store().change(store().get('animal', 502)!, { name: 'Somebody else' });
		store().change(animal, { referring_vet_id: 302, referring_clinic_id: 301 });
		const late = store().add('consult', { animal_id: 501, date: 4_000_000_000 });
		const first = value(await pims.findReferrals(start.cursor, byVet));
		expect(first.referrals).toEqual([
			{
				pimsEventId: 'animal-501',
				version: 'clinic-301-vet-302',
				patientId: '501',
				encounterId: String(late.id),
				text: 'Vera Sample, Riverbank Animal Clinic',
				markedAt: expect.stringMatching(/Z$/) as string,
			},
		]);
		store().change(animal, { weight: '12' });
		expect(value(await pims.findReferrals(first.cursor, byVet)).referrals).toEqual([]);
		store().change(animal, { referring_vet_id: null });
		const other = value(await pims.findReferrals(first.cursor, byVet)).referrals;
		expect(other.map(({ version }) => version)).toEqual(['clinic-301-vet-none']);
	});

	it('is found from a webhook about an appointment of the patient', async () => {
		store().change(store().get('animal', 501)!, { referring_vet_id: 302 });
		const row = appointment({});
		const read = value(
			await practice.connect().readReferral({ appointmentId: String(row.id) }, byVet),
		);
		expect(read).toMatchObject([{ pimsEventId: 'animal-501', text: 'Vera Sample' }]);
	});
});

it('a referral record is refused: ezyVet has none', async () => {
	const asked = { recognise: 'referralRecord' as const };
	expect(codeOf(await practice.connect().findReferrals(null, asked))).toBe('recognition_unknown');
});

describe('changed records', () => {
	it('come oldest first, once for each change, and from the same place after a break', async () => {
		const pims = practice.connect();
		const start = value(await pims.listChanged('patients', null));
		expect(start.records.filter(({ id }) => id === '503')).toHaveLength(1);
		const row = store().get('animal', 502)!;
		store().change(row, { name: 'New name' });
		row.modified_at += 2;
		const first = value(await pims.listChanged('patients', start.cursor));
		expect(first.records).toMatchObject([{ id: '502', raw: { name: 'New name' } }]);
		expect(value(await pims.listChanged('patients', first.cursor)).records).toEqual([]);
		expect(value(await pims.listChanged('patients', start.cursor)).records).toHaveLength(1);
	});

	it.each(['patients', 'clients', 'encounters', 'appointments'] as const)(
		'can be asked for of %s, and a cursor that is none is refused',
		async (resource) => {
			const pims = practice.connect();
			expect(codeOf(await pims.listChanged(resource, null))).toBe('ok');
			expect(codeOf(await pims.listChanged(resource, 'x'))).toBe('cursor_unreadable');
		},
	);

	it('are remembered as told for the whole overlap, however many they are', async () => {
		const pims = practice.connect();
		const { cursor } = value(await pims.listChanged('encounters', null));
		for (let count = 0; count < 2500; count++) store().add('consult', { animal_id: 501 });
		const first = value(await pims.listChanged('encounters', cursor));
		expect(first.records).toHaveLength(2500);
		expect(value(await pims.listChanged('encounters', first.cursor)).records).toEqual([]);
	});
});

it.each([
	[{ items: [{ appointment: { id: '{"gt":0}' } }] }],
	[{ items: [{ consult: { id: '1 or 2' } }, { appointment: { id: -1 } }, 7, null] }],
	[{ items: 'x' }],
	['text'],
	[null],
])('a webhook body with no numbers gives no hint: %j', (body) => {
	expect(practice.connect().parseHint(body)).toEqual([]);
});

it('a webhook in v1 shape leads to the consult too', () => {
	const body = { items: [{ appointment: { id: '7', details: { consult_id: '41' } } }] };
	expect(practice.connect().parseHint(body)).toEqual([{ appointmentId: '7', encounterId: '41' }]);
});
