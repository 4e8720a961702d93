import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FollowUpInput } from '../../../../../connectors/pims/pims';
import { codeOf, openPractice, value, type Practice } from './practice.mts';

const target = { patientId: '501', encounterId: '1', ownerId: '88' };
const marker = 'REF-1a2b3c4d/report/1';
let practice: Practice;

beforeEach(async () => {
	practice = await openPractice();
});
afterEach(async () => {
	await practice.close();
});

const report = async () => {
	const ref = join(practice.folder, 'report');
	await writeFile(ref, '%PDF-1.7 report');
	return { ref, name: 'Report.pdf', mimeType: 'application/pdf' };
};
const upload = async (mark = marker, options = {}) =>
	await practice
		.connect(options)
		.uploadDocument({ ...target, file: await report(), description: 'Cardiology report' }, mark);
const log = async (mark = marker, options = {}) =>
	await practice
		.connect(options)
		.logCommunication({ ...target, subject: 'Report filed', text: 'See attachment.' }, mark);
const appointment = (change = {}) => ({
	...target,
	start: '2027-01-12T09:30:00-05:00',
	durationMinutes: 30,
	description: 'Recheck murmur',
	type: 'Recheck',
	provider: 'Consult room 1',
	...change,
});
const book = async (mark = marker, change = {}, options = {}) =>
	await practice.connect(options).createAppointment(appointment(change), mark);
const marked = (rows: object[], mark = marker) =>
	rows.filter((row) => JSON.stringify(row).includes(`[${mark}]`));

describe('a report filed in the record', () => {
	it('hangs on the consult with the bytes and the marker, and only once', async () => {
		const first = value(await upload());
		expect(first.status).toBe('created');
		const second = value(await upload());
		expect(second).toMatchObject({ status: 'found', ref: first.ref });
		const [row, ...others] = marked(practice.sim.attachments());
		expect(others).toEqual([]);
		expect(row).toMatchObject({ record_type: 'Consult', record_id: 1, name: 'Report.pdf' });
		expect(practice.sim.file(Number(first.ref))?.toString()).toBe('%PDF-1.7 report');
	});

	it('is another one for another marker, even one that begins alike', async () => {
		await upload('REF-1a2b3c4d/report/10');
		expect(value(await upload()).status).toBe('created');
	});

	it('is not written while unverified writes are off', async () => {
		practice.sim.log.length = 0;
		const refused = await upload(marker, { allowUnverifiedWrites: false });
		expect(codeOf(refused)).toBe('unverified_writes_off');
		expect(practice.sim.log).toEqual([]);
	});

	it('is found, not repeated, when the answer was lost on the way', async () => {
		practice.sim.set({ lostAnswers: 1 });
		expect(value(await upload()).status).toBe('found');
		expect(marked(practice.sim.attachments())).toHaveLength(1);
	});
});

describe('a communication', () => {
	it('is recorded as done, never sent, and only once', async () => {
		const first = value(await log());
		expect(first.status).toBe('created');
		expect(value(await log())).toMatchObject({ status: 'found', ref: first.ref });
		expect(marked(practice.sim.communications())).toMatchObject([
			{ contact_detail_type_id: 8, format: 'PlainText', status: 'Done', consult_id: 1 },
		]);
		expect(practice.sim.outbound).toEqual([]);
	});

	it('is the way a note is added', async () => {
		const pims = practice.connect();
		const note = { patientId: '501', subject: 'Audit', text: 'Packet sent.' };
		expect(value(await pims.addNote(note, 'REF-1a2b3c4d/note/1')).status).toBe('created');
		expect(pims.capabilities().addNote).toBe('asCommunication');
		expect(marked(practice.sim.communications(), 'REF-1a2b3c4d/note/1')).toHaveLength(1);
	});
});

describe('an appointment', () => {
	it('is booked unconfirmed at the same instant, and only once', async () => {
		const first = value(await book());
		expect(first).toMatchObject({ status: 'created' });
		expect(value(await book())).toMatchObject({ status: 'found', ref: first.ref });
		expect(marked(practice.sim.appointments())).toMatchObject([
			{ start_at: Date.parse('2027-01-12T14:30:00Z') / 1000, status_id: 1, animal_id: 501 },
		]);
	});

	it('is found after staff moved it to another day', async () => {
		await book();
		const [row] = practice.sim.appointments();
		if (row) row.start_at = Number(row.start_at) + 5 * 86_400;
		expect(value(await book()).status).toBe('found');
	});

	it('is not booked blindly when the site has several types or rooms', async () => {
		const refused = await book(marker, { provider: undefined });
		expect(codeOf(refused)).toBe('booking_choice_needed');
		expect(!refused.ok && refused.refusal.hint).toContain('Consult room 2');
		expect(codeOf(await book(marker, { type: 'Grooming' }))).toBe('booking_choice_needed');
		expect(practice.sim.appointments()).toEqual([]);
	});

	it('is refused for a time that is none', async () => {
		expect(codeOf(await book(marker, { start: 'Tuesday' }))).toBe('invalid_time');
	});
});

describe('a follow-up', () => {
	const follow = async (change: Partial<FollowUpInput>, options = {}) => {
		const asked = { ...target, kind: 'recheck' as const, what: 'Recheck bloods', ...change };
		const where = { type: 'Recheck', provider: 'Consult room 1' };
		return await practice
			.connect(options)
			.createFollowUp({ ...where, ...asked }, 'REF-1a2b3c4d/plan/1');
	};

	it('with a due date is an unconfirmed appointment in the morning of the site and a record', async () => {
		expect(value(await follow({ due: '2027-01-12' })).status).toBe('created');
		expect(value(await follow({ due: '2027-01-12' })).status).toBe('found');
		expect(practice.sim.appointments()).toMatchObject([
			{
				start_at: Date.parse('2027-01-12T09:00:00-05:00') / 1000,
				description: 'Recheck bloods (time to be agreed) [REF-1a2b3c4d/plan/1]',
			},
		]);
		expect(practice.sim.communications()).toHaveLength(1);
	});

	it('of a medicine is a communication alone', async () => {
		const done = value(await follow({ kind: 'medication', what: 'Start furosemide' }));
		expect(done.status).toBe('created');
		expect(practice.sim.appointments()).toEqual([]);
	});

	it('whose day has passed is recorded, not booked into the past', async () => {
		expect(value(await follow({ due: '2020-01-12' })).status).toBe('created');
		expect(practice.sim.appointments()).toEqual([]);
	});

	it('goes to a person when nothing may be written', async () => {
		const options = { allowUnverifiedWrites: false };
		const left = value(await follow({ kind: 'medication' }, options));
		expect(left.status).toBe('awaitingHuman');
		expect(left.instruction).toContain('REF-1a2b3c4d/plan/1');
	});
});

describe('trouble on the way', () => {
	it('waits as long as a 429 says and then goes on', async () => {
		practice.sim.set({ rateLimited: { next: 2, waitSeconds: 30 } });
		expect(codeOf(await practice.connect().getPatient('501'))).toBe('ok');
		expect(practice.slept).toEqual([30_000, 30_000]);
	});

	it('gives up when the waits grow too long, and says how long to wait', async () => {
		practice.sim.set({ rateLimited: { next: 9, waitSeconds: 40 } });
		const refused = await practice.connect().getPatient('501');
		expect(codeOf(refused)).toBe('pims_rate_limited');
		expect(!refused.ok && refused.refusal.hint).toContain('40 seconds');
		expect(practice.slept).toEqual([40_000, 40_000]);
	});

	it.each([
		['tokens401', { tokens401: 1 }, 'pims_unauthorised'],
		['a page of HTML', { nonsense: { kind: 'html' as const, next: 1 } }, 'pims_unreadable'],
		['half of the JSON', { nonsense: { kind: 'truncated' as const, next: 1 } }, 'pims_unreadable'],
		['503', { down: '503' as const }, 'pims_unavailable'],
		['broken connections', { down: 'reset' as const }, 'pims_unreachable'],
		['an error on 200', { shapes: { errorOn200: 'Busy' } }, 'pims_rejected'],
	])('tells of %s', async (_, switches, code) => {
		practice.sim.set(switches);
		expect(codeOf(await practice.connect().getPatient('501'))).toBe(code);
	});

	it('tells that nobody listens', async () => {
		await practice.sim.stopListening();
		expect(codeOf(await practice.connect().test())).toBe('pims_unreachable');
		await practice.sim.listenAgain();
	});

	it.each([
		['an attachment', upload],
		['a communication', log],
		['a booking', book],
	])('hands %s of unknown fate to a person instead of repeating it', async (_, write) => {
		const posts: string[] = [];
		const broken = { status: 502, headers: {}, body: '<html>' };
		const { http, upload: post } = practice.tools;
		const options = {
			http: async (request: Parameters<typeof http>[0]) => {
				if (request.method !== 'POST') return await http(request);
				posts.push(request.url);
				return broken;
			},
			upload: async (request: Parameters<typeof post>[0]) => {
				posts.push(request.url);
				return await Promise.resolve(broken);
			},
		};
		const refused =
			write === book
				? await book(marker, {}, options)
				: await (write as typeof log)(marker, options);
		expect(codeOf(refused)).toBe('unknown_fate');
		expect(posts).toHaveLength(1);
	});

	it('downloads a file again after a busy answer and refuses a half one', async () => {
		const pims = practice.connect();
		const [document] = value(await pims.listDocuments('501'));
		if (!document) throw new Error('no document');
		practice.sim.set({ rateLimited: { next: 1, waitSeconds: 5 } });
		expect(codeOf(await pims.downloadDocument(document))).toBe('ok');
		practice.sim.set({ nonsense: { kind: 'truncated', next: 9 } });
		expect(codeOf(await pims.downloadDocument(document))).toBe('pims_unreachable');
		const gone = { ...document, id: '99999' };
		practice.sim.set({ nonsense: { kind: 'html', next: 0 } });
		expect(codeOf(await pims.downloadDocument(gone))).toBe('pims_not_found');
	});
});
