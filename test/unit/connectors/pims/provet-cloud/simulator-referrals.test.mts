import type { PimsConnector } from '../../../../../connectors/pims/pims';
import { codeOf, value } from '../../../../support/results.mts';
import { openPractice, type Practice } from './practice.mts';

/** Long records take their time on a busy machine. */
jest.setTimeout(60_000);

let practice: Practice;
let pims: PimsConnector;

beforeEach(async () => {
	practice = await openPractice();
	pims = practice.connect();
});
afterEach(async () => {
	await practice.close();
});

const poll = async (cursor: string | null, more = {}) =>
	value(await practice.connect().findReferrals(cursor, more));
const texts = ({ referrals }: { referrals: Array<{ text: string }> }) =>
	referrals.map(({ text }) => text);

describe('cases marked for referral', () => {
	it('are told once, with the words of the vet', async () => {
		const start = await poll(null);
		expect(start.referrals).toEqual([]);
		const made = practice.sim.refer(3101, 'cardiology, cough and murmur')!;
		const first = await poll(start.cursor);
		expect(first.referrals).toEqual([
			{
				pimsEventId: String(made.consultation.id),
				version: '1',
				patientId: '3101',
				encounterId: String(made.consultation.id),
				text: 'cardiology, cough and murmur',
				vetId: '21',
				markedAt: expect.stringMatching(/Z$/) as string,
			},
		]);
		expect((await poll(first.cursor)).referrals).toEqual([]);
	});

	it('are told again from an old cursor, so a poll that failed loses nothing', async () => {
		const { cursor } = await poll(null);
		practice.sim.refer(3101, 'cardiology');
		expect(texts(await poll(cursor))).toEqual(['cardiology']);
		expect(texts(await poll(cursor))).toEqual(['cardiology']);
	});

	it('are found when they were committed late, within the overlap', async () => {
		const { cursor } = await poll(null);
		practice.sim.refer(3101, 'first');
		const first = await poll(cursor);
		const late = practice.sim.refer(3102, 'late')!.consultation;
		late.modified -= 240_000;
		expect(texts(await poll(first.cursor))).toEqual(['late']);
	});

	it('stay the same case when the words are edited, and a second mark is another', async () => {
		const { cursor } = await poll(null);
		const { consultation } = practice.sim.refer(3101, 'cardiology')!;
		const first = await poll(cursor);
		const { store } = practice.sim;
		store.change('consultation', consultation, { complaint: '#refer cardiology, more words' });
		consultation.modified += 1000;
		expect((await poll(first.cursor)).referrals).toEqual([]);
		store.change('consultation', consultation, { complaint: '#refer cardiology\n#refer surgery' });
		consultation.modified += 2000;
		const second = await poll(first.cursor);
		expect(second.referrals.map(({ version, text }) => [version, text])).toEqual([
			['2', 'surgery'],
		]);
	});

	it('may be marked in a note of the consultation', async () => {
		const { cursor } = await poll(null);
		const { store } = practice.sim;
		const visit = store.get('consultation', 3)!;
		const note = store.add('consultationnote', { consultation: 3, text: '#refer cardiology' });
		store.change('consultation', visit, {});
		expect((await poll(cursor)).referrals).toMatchObject([
			{ pimsEventId: '3', version: `note-${note.id}-1`, patientId: '3101', text: 'cardiology' },
		]);
	});

	it('of a consultation with two patients are one for each', async () => {
		const { cursor } = await poll(null);
		const { consultation } = practice.sim.refer(3108, 'both kittens')!;
		practice.sim.store.change('consultation', consultation, { patients: [3108, 3109] });
		const { referrals } = await poll(cursor);
		expect(referrals.map(({ patientId, version }) => [patientId, version])).toEqual([
			['3108', '1-patient-3108'],
			['3109', '1-patient-3109'],
		]);
	});

	it('by another marker are the only ones told', async () => {
		const { cursor } = await poll(null);
		practice.sim.refer(3101, 'and #send-on to surgery');
		expect(texts(await poll(cursor, { marker: '#send-on' }))).toEqual(['to surgery']);
	});

	it.each([
		['without a zone, ahead of UTC', 'naive'],
		['in local time called UTC', 'mislabelled'],
		['with an offset', 'offset'],
	] as const)('are all told where times are %s', async (_, times) => {
		practice.sim.set({ shapes: { times } });
		let { cursor } = await poll(null);
		const told: string[] = [];
		for (const words of ['one', 'two', 'three']) {
			practice.sim.refer(3101, words);
			const next = await poll(cursor);
			told.push(...texts(next));
			({ cursor } = next);
		}
		expect(told).toEqual(['one', 'two', 'three']);
	});

	it('are told of 10,000 changed consultations with an outage in the middle, none lost', async () => {
		const { store } = practice.sim;
		const base = Date.now();
		let { cursor } = await poll(null);
		const told: string[] = [];
		let made = 0;
		for (const round of [1, 2, 3]) {
			for (let n = 0; n < 3333; n++) {
				made += 1;
				const complaint = made % 500 === 0 ? `#refer case ${made}` : 'Visit';
				const row = { client: 601, patients: [3101], complaint, status: 10 };
				store.add('consultation', row, base + made);
			}
			if (round === 2) {
				practice.sim.set({ down: '503' });
				expect(codeOf(await practice.connect().findReferrals(cursor))).toBe('pims_unavailable');
				practice.sim.set({ down: false });
			}
			const next = await poll(cursor);
			told.push(...texts(next));
			({ cursor } = next);
		}
		expect(told).toEqual(Array.from({ length: 19 }, (_, index) => `case ${(index + 1) * 500}`));
	});

	it('are not taken from a list that ignores the time that was asked for', async () => {
		const { store } = practice.sim;
		for (let n = 0; n < 1200; n++) {
			store.add('consultation', { client: 601, patients: [3101], complaint: 'Old' }, 0);
		}
		const { http } = practice.tools;
		const unfiltered = practice.connect({
			http: async (request) =>
				await http({ ...request, url: request.url.replace(/modified__gte=[^&]*&?/, '') }),
		});
		expect(codeOf(await unfiltered.findReferrals(null))).toBe('pims_filter_ignored');
	});

	it('whose notes are not inlined are read in parts, each poll going on where the last stopped', async () => {
		const { http } = practice.tools;
		// Deaf to the wish to inline: relations stay addresses.
		const plain = () =>
			practice.connect({
				http: async (request) =>
					await http({ ...request, url: request.url.replace(/expose_\w+&?/g, '') }),
			});
		let { cursor } = value(await plain().findReferrals(null));
		const { store } = practice.sim;
		for (let n = 1; n <= 130; n++) {
			const visit = store.add('consultation', {
				client: 601,
				patients: [3101],
				complaint: 'Visit',
			});
			const text = n % 10 === 0 ? `#refer case ${n}` : 'Well.';
			store.add('consultationnote', { consultation: visit.id, text });
		}
		const told: string[] = [];
		for (let round = 0; round < 3; round++) {
			practice.sim.log.length = 0;
			const next = value(await plain().findReferrals(cursor));
			expect(practice.calls().length).toBeLessThan(70);
			told.push(...texts(next));
			({ cursor } = next);
		}
		expect(told).toEqual(Array.from({ length: 13 }, (_, index) => `case ${(index + 1) * 10}`));
	});

	it.each(['nonsense', '{"since":"x"}'])(
		'are not looked for from the cursor %s',
		async (cursor) => {
			expect(codeOf(await pims.findReferrals(cursor))).toBe('cursor_unreadable');
		},
	);

	it.each(['referringVet', 'appointmentType'] as const)(
		'cannot be recognised by %s here',
		async (recognise) => {
			expect(codeOf(await pims.findReferrals(null, { recognise }))).toBe('recognition_not_offered');
		},
	);
});

describe('referral records', () => {
	const recognise = 'referralRecord' as const;

	it('are cases of their own where that is chosen, and lead back to themselves', async () => {
		const { cursor } = await poll(null, { recognise });
		const { referral, consultation } = practice.sim.refer(3101, 'cardiology')!;
		const found = await poll(cursor, { recognise });
		expect(found.referrals).toMatchObject([
			{
				pimsEventId: `referral-${referral.id}`,
				version: '1',
				patientId: '3101',
				encounterId: String(consultation.id),
				text: 'cardiology',
				readAgain: { referralId: String(referral.id) },
			},
		]);
		const hint = found.referrals[0]!.readAgain!;
		expect(value(await pims.readReferral(hint, { recognise }))).toEqual(found.referrals);
		expect((await poll(found.cursor, { recognise })).referrals).toEqual([]);
	});

	it('whose fields have other names are refused, not skipped', async () => {
		const { cursor } = await poll(null, { recognise });
		practice.sim.refer(3101, 'cardiology');
		practice.sim.set({ shapes: { rename: { patient_referral: { patient: 'animal' } } } });
		expect(codeOf(await pims.findReferrals(cursor, { recognise }))).toBe('pims_unreadable');
	});
});

describe('what a webhook points at', () => {
	it('is read again: the consultation, or nothing when it carries no mark', async () => {
		const { consultation } = practice.sim.refer(3101, 'cardiology')!;
		const encounterId = String(consultation.id);
		expect(value(await pims.readReferral({ encounterId }))).toMatchObject([
			{ pimsEventId: encounterId, version: '1', text: 'cardiology' },
		]);
		expect(value(await pims.readReferral({ encounterId: '3' }))).toEqual([]);
		expect(value(await pims.readReferral({ encounterId: '99999' }))).toEqual([]);
	});

	it('may be the appointment of the consultation', async () => {
		const { store } = practice.sim;
		const { consultation } = practice.sim.refer(3101, 'cardiology')!;
		const times = { start: Date.now(), end: Date.now() };
		const visit = store.add('appointment', { ...times, department: 1, patients: [3101] });
		store.change('consultation', consultation, { appointment: visit.id });
		const hint = { appointmentId: String(visit.id) };
		expect(value(await pims.readReferral(hint))).toMatchObject([{ text: 'cardiology' }]);
	});

	it('may be feedback, which leads to its referral record', async () => {
		const { referral } = practice.sim.refer(3101, 'cardiology')!;
		const feedback = practice.sim.store.add('patient_referral_feedback', {
			patient_referral: referral.id,
			patient: 3101,
		});
		const hint = { feedbackId: String(feedback.id) };
		const recognise = 'referralRecord' as const;
		expect(value(await pims.readReferral(hint, { recognise }))).toMatchObject([
			{ pimsEventId: `referral-${referral.id}` },
		]);
		expect(value(await pims.readReferral(hint))).toEqual([]);
	});

	it.each([
		['form', 1],
		['JSON', 2],
	])('comes from the practice as ids in %s', async (_, contentType) => {
		const body = { consultation_id: '7', provet_id: '4021', provet_url: 'https://x/4021/' };
		const sent = contentType === 1 ? body : { ...body, consultation_id: 7, provet_id: 4021 };
		expect(pims.parseHint(sent)).toEqual([{ encounterId: '7' }]);
	});
});

describe('the button "Refer"', () => {
	it('makes a case of a consultation without a mark, the same one however often it is pressed', async () => {
		const hint = { encounterId: '3', pressed: true };
		const first = value(await pims.readReferral(hint));
		expect(first).toMatchObject([
			{ pimsEventId: '3', version: '1', patientId: '3101', text: 'Daily cough, tires on walks' },
		]);
		const [again] = value(await pims.readReferral(hint));
		expect([again?.pimsEventId, again?.version]).toEqual(['3', '1']);
	});

	it('is the case of the mark where the consultation has one', async () => {
		const { consultation } = practice.sim.refer(3101, 'cardiology')!;
		const hint = { encounterId: String(consultation.id), pressed: true };
		expect(value(await pims.readReferral(hint))).toMatchObject([
			{ version: '1', text: 'cardiology' },
		]);
	});

	it('on the page of a patient means the last consultation, else one case a day', async () => {
		const [last] = value(await pims.readReferral({ patientId: '3101', pressed: true }));
		expect(last).toMatchObject({ pimsEventId: '3', encounterId: '3', patientId: '3101' });
		const [none] = value(await pims.readReferral({ patientId: '3104', pressed: true }));
		expect(none).toMatchObject({
			pimsEventId: 'patient-3104',
			version: `button-${new Date().toISOString().slice(0, 10)}`,
		});
	});

	it('is of nobody when the record does not exist or is of another patient', async () => {
		expect(value(await pims.readReferral({ patientId: '99999', pressed: true }))).toEqual([]);
		const other = { encounterId: '3', patientId: '3102', pressed: true };
		expect(value(await pims.readReferral(other))).toEqual([]);
	});
});

describe('what has changed', () => {
	it.each(['patients', 'clients', 'encounters', 'appointments'] as const)(
		'of the %s is told once',
		async (resource) => {
			const { cursor } = value(await pims.listChanged(resource, null));
			const { store } = practice.sim;
			const times = { start: Date.now(), end: Date.now(), department: 1 };
			const name = {
				patients: 'patient',
				clients: 'client',
				encounters: 'consultation',
				appointments: 'appointment',
			}[resource];
			const row = store.add(name, { ...times, name: 'New', client: 601, patients: [3101] });
			const first = value(await pims.listChanged(resource, cursor));
			expect(first.records.map(({ id }) => id)).toEqual([String(row.id)]);
			expect(value(await pims.listChanged(resource, first.cursor)).records).toEqual([]);
		},
	);
});
