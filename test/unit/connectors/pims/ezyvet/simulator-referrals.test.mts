import { codeOf, openPractice, value, type Practice } from './practice.mts';

let practice: Practice;

beforeEach(async () => {
	practice = await openPractice();
});
afterEach(async () => {
	await practice.close();
});

describe('cases marked for referral', () => {
	it('are told once, with the words of the vet', async () => {
		const pims = practice.connect();
		const start = value(await pims.findReferrals(null));
		expect(start.referrals).toEqual([]);
		const made = practice.sim.refer(501, 'cardiology, cough and murmur');
		const first = value(await pims.findReferrals(start.cursor));
		expect(first.referrals).toEqual([
			{
				pimsEventId: String(made?.consult.id),
				version: '1',
				patientId: '501',
				encounterId: String(made?.consult.id),
				text: 'cardiology, cough and murmur',
				vetId: '21',
				markedAt: expect.stringMatching(/Z$/) as string,
			},
		]);
		expect(value(await pims.findReferrals(first.cursor)).referrals).toEqual([]);
	});

	it('are found when they were committed late, within the overlap', async () => {
		const pims = practice.connect();
		const { cursor } = value(await pims.findReferrals(null));
		practice.sim.refer(501, 'first');
		const first = value(await pims.findReferrals(cursor));
		const late = practice.sim.refer(502, 'late')?.consult;
		if (late) late.modified_at -= 240;
		const second = value(await pims.findReferrals(first.cursor));
		expect(second.referrals.map(({ text }) => text)).toEqual(['late']);
	});

	it('are told again from an old cursor, so a poll that failed loses nothing', async () => {
		const pims = practice.connect();
		const { cursor } = value(await pims.findReferrals(null));
		practice.sim.refer(501, 'cardiology');
		expect(value(await pims.findReferrals(cursor)).referrals).toHaveLength(1);
		expect(value(await pims.findReferrals(cursor)).referrals).toHaveLength(1);
	});

	it('stay the same case when the consult is edited, and a second mark is another', async () => {
		const pims = practice.connect();
		const { cursor } = value(await pims.findReferrals(null));
		const consult = practice.sim.refer(501, 'cardiology')?.consult;
		const first = value(await pims.findReferrals(cursor));
		if (!consult) throw new Error('no consult');
		practice.sim.store.change(consult, { description: '#refer cardiology, more words' });
		const edited = value(await pims.findReferrals(first.cursor));
		expect(edited.referrals).toEqual([]);
		practice.sim.store.change(consult, { description: '#refer cardiology\n#refer oncology' });
		const marked = value(await pims.findReferrals(edited.cursor));
		expect(marked.referrals.map(({ version, text }) => [version, text])).toEqual([
			['2', 'oncology'],
		]);
	});

	it('do not include deleted consults or other words', async () => {
		const pims = practice.connect();
		const { cursor } = value(await pims.findReferrals(null));
		const gone = practice.sim.refer(501, 'by mistake')?.consult;
		if (gone) gone.active = false;
		practice.sim.store.add('consult', { animal_id: 501, description: '#referral letter sent' });
		expect(value(await pims.findReferrals(cursor)).referrals).toEqual([]);
	});

	it('use the mark that the clinic chose', async () => {
		const pims = practice.connect();
		const { cursor } = value(await pims.findReferrals(null));
		practice.sim.store.add('consult', { animal_id: 501, description: 'Cough. REFERIR: cardio' });
		const { referrals } = value(await pims.findReferrals(cursor, { marker: 'referir' }));
		expect(referrals.map(({ text }) => text)).toEqual(['cardio']);
	});

	it('look back only when asked', async () => {
		const consult = practice.sim.refer(501, 'yesterday')?.consult;
		if (consult) consult.modified_at -= 86_400;
		const pims = practice.connect();
		expect(value(await pims.findReferrals(null)).referrals).toEqual([]);
		const back = value(await pims.findReferrals(null, { lookBackSeconds: 90_000 }));
		expect(back.referrals).toHaveLength(1);
	});

	it.each(['', 'x', '{}', '{"since":"now","seen":[]}'])('refuse the cursor %p', async (cursor) => {
		expect(codeOf(await practice.connect().findReferrals(cursor))).toBe('cursor_unreadable');
	});

	it('are read again from a webhook that only names an appointment', async () => {
		const made = practice.sim.refer(503, 'surgery');
		const pims = practice.connect();
		const body = { meta: {}, items: [{ appointment: { id: made?.appointment.id } }] };
		const [hint] = pims.parseHint(body);
		const found = value(await pims.readReferral(hint ?? {}));
		expect(found).toMatchObject([{ patientId: '503', text: 'surgery', version: '1' }]);
		expect(value(await pims.readReferral({ encounterId: '1' }))).toEqual([]);
		expect(value(await pims.readReferral({ encounterId: '99999' }))).toEqual([]);
	});
});
