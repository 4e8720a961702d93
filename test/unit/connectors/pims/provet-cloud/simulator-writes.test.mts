import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HttpRequest } from '../../../../../connectors/http';
import type {
	FollowUpInput,
	PatientInput,
	PimsConnector,
} from '../../../../../connectors/pims/pims';
import { codeOf, value } from '../../../../support/results.mts';
import { openPractice, type Practice } from './practice.mts';

/** Every test starts a practice of its own, which takes its time on a busy machine. */
jest.setTimeout(60_000);

const mark = (what: string) => `REF-1a2b3c4d/${what}`;
let practice: Practice;

beforeEach(async () => {
	practice = await openPractice();
});
afterEach(async () => {
	await practice.close();
});

/** A connector of a new run: it knows nothing of what another has read. */
const anew = (options = {}) => practice.connect(options);
const written = (resource: string) =>
	practice.sim.effects.filter((effect) => effect.resource === resource);

describe('an owner', () => {
	const nora = {
		firstName: 'Nora',
		lastName: 'Neverwas',
		email: 'nora.neverwas@example.com',
		phone: '+1 202 555 0999',
		street: '1 Example Road',
		city: 'Sampleton',
		postCode: '00001',
	};

	it('is entered once, with the phone number as a record of its own', async () => {
		const first = value(await anew().upsertClient(nora, mark('client')));
		expect(first.status).toBe('created');
		const second = value(await anew().upsertClient(nora, mark('client')));
		expect(second).toMatchObject({ status: 'found', ref: first.ref });
		expect(written('client')).toHaveLength(1);
		expect(written('phonenumber')).toHaveLength(1);
		expect(value(await anew().getClient(first.ref!))).toMatchObject({
			name: 'Nora Neverwas',
			address: '1 Example Road, 00001, Sampleton',
			contactPoints: [{ value: '+1 202 555 0999' }, { value: 'nora.neverwas@example.com' }],
		});
	});

	it.each([
		['e-mail', { email: 'ELMA.owner@example.com' }],
		['phone', { phone: '(2025) 550-601' }],
		['name alone', { firstName: 'elma' }],
	])('who is known is found by %s and left as they are', async (_, by) => {
		const found = value(await anew().upsertClient({ lastName: 'Owner', ...by }, mark('client')));
		expect(found).toMatchObject({ status: 'found', ref: '601' });
		expect(practice.sim.effects).toEqual([]);
	});

	it('with the e-mail of somebody else is a question for a person', async () => {
		const other = { lastName: 'Another', email: 'elma.owner@example.com' };
		expect(codeOf(await anew().upsertClient(other, mark('client')))).toBe('ambiguous_client');
		expect(practice.sim.effects).toEqual([]);
	});

	it('whom several fit is a question for a person', async () => {
		practice.sim.store.add('client', {
			firstname: 'Elma',
			lastname: 'Owner',
			email: 'elma.owner@example.com',
			archived: false,
		});
		const elma = { lastName: 'Owner', email: 'elma.owner@example.com' };
		expect(codeOf(await anew().upsertClient(elma, mark('client')))).toBe('ambiguous_client');
	});

	it('with the name of another and an e-mail of their own is a new one', async () => {
		const other = { firstName: 'Elma', lastName: 'Owner', email: 'other.elma@example.com' };
		expect(value(await anew().upsertClient(other, mark('client'))).status).toBe('created');
	});

	it('gets the phone number that an earlier try did not come to', async () => {
		practice.sim.set({ denied: ['phonenumber'] });
		expect(codeOf(await anew().upsertClient(nora, mark('client')))).toBe('pims_forbidden');
		practice.sim.set({ denied: [] });
		expect(value(await anew().upsertClient(nora, mark('client'))).status).toBe('found');
		expect(written('client')).toHaveLength(1);
		expect(written('phonenumber')).toHaveLength(1);
	});

	it('without consent to messages is entered where the site asks for preferences', async () => {
		practice.sim.set({ clientNeedsPreferences: true });
		const { ref } = value(await anew().upsertClient(nora, mark('client')));
		expect(practice.sim.store.get('client', Number(ref))).toMatchObject({
			no_sms: true,
			no_email: true,
		});
	});
});

describe('a patient', () => {
	const zed: PatientInput = {
		clientId: '601',
		name: 'Zed',
		species: 'dog',
		breed: 'golden retriever',
		sex: 'Female spayed',
		dateOfBirth: '2020-01-02',
		microchip: '985000000999999',
		weightKg: 9.5,
	};

	it('is entered once, with codes going in and names coming out', async () => {
		const first = value(await anew().upsertPatient(zed, mark('patient')));
		expect(first.status).toBe('created');
		expect(value(await anew().upsertPatient(zed, mark('patient')))).toMatchObject({
			status: 'found',
			ref: first.ref,
		});
		expect(written('patient')).toHaveLength(1);
		expect(value(await anew().getPatient(first.ref!))).toMatchObject({
			name: 'Zed',
			species: 'Dog',
			breed: 'Golden Retriever',
			sex: 'female',
			dateOfBirth: '2020-01-02',
			microchip: '985000000999999',
			weightKg: 9.5,
			ownerId: '601',
		});
		const remarks = practice.sim.store.get('patient', Number(first.ref))?.remarks;
		expect(remarks).toBe(`Sex: Female spayed. [${mark('patient')}]`);
	});

	it('of a breed that the site does not list keeps it in words', async () => {
		const { ref } = value(await anew().upsertPatient({ ...zed, breed: 'Otterhound' }, mark('p')));
		const row = practice.sim.store.get('patient', Number(ref));
		expect(row?.remarks).toContain('Breed: Otterhound.');
	});

	it('of a species that the site does not list is a question', async () => {
		const refused = await anew().upsertPatient({ ...zed, species: 'Axolotl' }, mark('patient'));
		expect(codeOf(refused)).toBe('species_choice_needed');
		expect(!refused.ok && refused.refusal.hint).toContain('Rabbit');
	});

	it.each([
		['chip', { clientId: '601', name: 'Fenny', microchip: '985000000003101' }],
		['name', { clientId: '601', name: 'fennel' }],
	])('that is known is found by %s', async (_, input) => {
		const found = value(await anew().upsertPatient(input, mark('patient')));
		expect(found).toMatchObject({ status: 'found', ref: '3101' });
		expect(practice.sim.effects).toEqual([]);
	});

	it.each([
		[
			'of which two have one chip',
			{ clientId: '604', name: 'Twin', microchip: '985000000003108' },
			'ambiguous_patient',
		],
		[
			'whose chip is of another owner',
			{ clientId: '604', name: 'Fennel', microchip: '985000000003101' },
			'ambiguous_patient',
		],
		[
			'whose chip is of a dead one',
			{ clientId: '604', name: 'Old Baron', microchip: '985000000003105' },
			'patient_deceased',
		],
	])('%s is a question for a person', async (_, input, code) => {
		expect(codeOf(await anew().upsertPatient(input, mark('patient')))).toBe(code);
		expect(practice.sim.effects).toEqual([]);
	});

	it('with the name of one that has died is a new one', async () => {
		const baron = { clientId: '604', name: 'Old Baron', species: 'Dog' };
		expect(value(await anew().upsertPatient(baron, mark('patient'))).status).toBe('created');
	});
});

describe('who referred', () => {
	const riverbank = { clinic: 'Riverbank Animal Clinic', vet: 'Vera Sample' };

	it('stands with the owner, once, by the referrer that the site has', async () => {
		expect(value(await anew().setReferrer('3101', riverbank, mark('referrer'))).status).toBe(
			'created',
		);
		expect(value(await anew().setReferrer('3101', riverbank, mark('referrer'))).status).toBe(
			'found',
		);
		expect(written('referrer')).toEqual([]);
		expect(written('client')).toHaveLength(1);
		expect(value(await anew().getReferrer('3101'))).toMatchObject({
			clinic: 'Riverbank Animal Clinic',
			vet: 'Vera Sample',
		});
	});

	it('is entered as a referrer when the site does not know them', async () => {
		const other = { clinic: 'Hilltop Sample Vets', email: 'desk@hilltop.example.com' };
		value(await anew().setReferrer('3101', other, mark('referrer')));
		expect(written('referrer')).toHaveLength(1);
		expect(value(await anew().getReferrer('3101'))?.clinic).toBe('Hilltop Sample Vets');
	});

	it('is a referral record too, once, and no case of its own', async () => {
		const recognise = 'referralRecord' as const;
		const before = value(await anew().findReferrals(null, { recognise }));
		value(await anew().setReferrer('3101', riverbank, mark('referrer')));
		value(await anew().setReferrer('3101', riverbank, mark('referrer')));
		expect(written('patient_referral')).toHaveLength(1);
		const [record] = practice.sim.store.all('patient_referral').slice(-1);
		expect(record?.reason).toBe(
			`Referred by Vera Sample, Riverbank Animal Clinic [${mark('referrer')}]`,
		);
		const hint = { referralId: String(record?.id) };
		expect(value(await anew().readReferral(hint, { recognise }))).toEqual([]);
		const after = value(await anew().findReferrals(before.cursor, { recognise }));
		expect(after.referrals).toEqual([]);
	});

	it('stands with the owner also where the site takes no referral records', async () => {
		practice.sim.set({ denied: ['patient_referral'] });
		expect(value(await anew().setReferrer('3101', riverbank, mark('referrer'))).status).toBe(
			'created',
		);
		expect(written('client')).toHaveLength(1);
	});

	it('needs an owner', async () => {
		expect(codeOf(await anew().setReferrer('3106', riverbank, mark('referrer')))).toBe('no_owner');
	});
});

describe('a consultation', () => {
	const visit = { patientId: '3101', at: '2026-11-22T10:00:00+02:00', reason: 'Referred: cough' };

	it('is opened once, at the same instant, and admitted', async () => {
		const first = value(await anew().createEncounter(visit, mark('visit')));
		expect(first.status).toBe('created');
		expect(value(await anew().createEncounter(visit, mark('visit')))).toMatchObject({
			status: 'found',
			ref: first.ref,
		});
		expect(practice.sim.store.get('consultation', Number(first.ref))).toMatchObject({
			complaint: `Referred: cough [${mark('visit')}]`,
			started: Date.parse('2026-11-22T08:00:00Z'),
			status: 0,
			client: 601,
			patients: [3101],
		});
	});

	it('is refused for a time that is none and for a patient without an owner', async () => {
		expect(codeOf(await anew().createEncounter({ ...visit, at: 'soon' }, mark('v')))).toBe(
			'invalid_time',
		);
		expect(codeOf(await anew().createEncounter({ ...visit, patientId: '3106' }, mark('v')))).toBe(
			'no_owner',
		);
	});
});

describe('a note', () => {
	const inVisit = {
		patientId: '3101',
		encounterId: '3',
		subject: 'Referral',
		text: 'Packet sent.',
	};

	it.each(['text', 'note', 'both'] as const)(
		'in a consultation is written once where the site calls its words "%s"',
		async (noteKey) => {
			practice.sim.set({ noteKey });
			const careful = { allowUnverifiedWrites: false };
			const first = value(await anew(careful).addNote(inVisit, mark('note')));
			expect(first.status).toBe('created');
			expect(value(await anew(careful).addNote(inVisit, mark('note'))).status).toBe('found');
			expect(written('consultationnote')).toMatchObject([
				{ patientId: 3101, marker: mark('note') },
			]);
		},
	);

	it.each([false, true])(
		'in a consultation is no less certain with the switch (%s)',
		async (allowUnverifiedWrites) => {
			const pims = anew({ allowUnverifiedWrites });
			expect(pims.capabilities().addNote).toBe('native');
			expect(value(await pims.addNote(inVisit, mark('note'))).status).toBe('created');
		},
	);

	it('of a patient is behind the switch', async () => {
		const note = { patientId: '3101', subject: 'Referral', text: 'Packet sent.' };
		const off = anew({ allowUnverifiedWrites: false });
		expect(codeOf(await off.addNote(note, mark('note')))).toBe('unverified_writes_off');
		expect(value(await anew().addNote(note, mark('note'))).status).toBe('created');
		expect(value(await anew().addNote(note, mark('note'))).status).toBe('found');
		expect(written('note')).toHaveLength(1);
	});

	it('is the way a communication is kept, and nothing is sent', async () => {
		const entry = { patientId: '3106', subject: 'Call', text: 'Owner not known.' };
		expect(value(await anew().logCommunication(entry, mark('call'))).status).toBe('created');
		expect(written('note')).toMatchObject([{ patientId: 3106, marker: mark('call') }]);
		expect(practice.sim.outbound).toEqual([]);
	});
});

describe('a report filed in the record', () => {
	const upload = async (marker = mark('report/1'), options = {}) => {
		const ref = join(practice.folder, 'report');
		await writeFile(ref, '%PDF-1.7 report');
		const file = { ref, name: 'Report.pdf', mimeType: 'application/pdf' };
		const document = {
			patientId: '3101',
			encounterId: '3',
			file,
			description: 'Cardiology report',
		};
		return await anew(options).uploadDocument(document, marker);
	};
	const files = () => written('upload');

	it('lies on a note with the marker, with its bytes, and only once', async () => {
		expect(value(await upload()).status).toBe('created');
		expect(value(await upload()).status).toBe('found');
		expect(files()).toMatchObject([
			{ patientId: 3101, marker: mark('report/1'), fileName: 'Report.pdf' },
		]);
		expect(practice.sim.file(files()[0]!.id)?.toString()).toBe('%PDF-1.7 report');
		const listed = value(await anew().listDocuments('3101'));
		expect(listed.map(({ name }) => name)).toContain('Report.pdf');
	});

	it('is another one for another marker, even one that begins alike', async () => {
		await upload(mark('report/10'));
		expect(value(await upload()).status).toBe('created');
		expect(files()).toHaveLength(2);
	});

	it('goes on where an earlier try stopped: the note is there, the file is not', async () => {
		let posts = 0;
		const broken = async () => {
			posts += 1;
			return await Promise.resolve({ status: 502, headers: {}, body: '<html>' });
		};
		expect(codeOf(await upload(mark('report/1'), { upload: broken }))).toBe('unknown_fate');
		expect(posts).toBe(1);
		expect(value(await upload()).status).toBe('created');
		expect(written('note')).toHaveLength(1);
		expect(files()).toHaveLength(1);
	});

	it.each([1, 2])('is found, not repeated, when answer %d was lost on the way', async (which) => {
		const { http, upload: post } = practice.tools;
		const lose = () => practice.sim.set({ lostAnswers: 1 });
		const options =
			which === 1
				? {
						http: async (request: HttpRequest) => {
							if (request.method === 'POST') lose();
							return await http(request);
						},
					}
				: {
						upload: async (...args: Parameters<typeof post>) => {
							lose();
							return await post(...args);
						},
					};
		expect(['created', 'found']).toContain(value(await upload(mark('report/1'), options)).status);
		expect(written('note')).toHaveLength(1);
		expect(files()).toHaveLength(1);
	});

	it('is not written while unverified writes are off', async () => {
		practice.sim.log.length = 0;
		const refused = await upload(mark('report/1'), { allowUnverifiedWrites: false });
		expect(codeOf(refused)).toBe('unverified_writes_off');
		expect(practice.sim.log).toEqual([]);
	});
});

describe('an appointment', () => {
	const asked = {
		patientId: '3101',
		start: '2027-01-12T09:30:00-05:00',
		durationMinutes: 45,
		description: 'Recheck murmur',
		type: 'recheck',
		provider: 'Ilma Placeholder',
	};
	const book = async (change = {}, pims: PimsConnector = anew()) =>
		await pims.createAppointment({ ...asked, ...change }, mark('visit/1'));

	it('is booked at the same instant where the patient was seen last, and only once', async () => {
		const first = value(await book());
		expect(first.status).toBe('created');
		expect(value(await book())).toMatchObject({ status: 'found', ref: first.ref });
		expect(practice.sim.store.all('appointment')).toMatchObject([
			{
				start: Date.parse('2027-01-12T14:30:00Z'),
				end: Date.parse('2027-01-12T15:15:00Z'),
				department: 1,
				user: 21,
				reason: 2,
				type: 1,
				client: 601,
				patients: [3101],
			},
		]);
	});

	it('is found after staff moved it to another day', async () => {
		await book();
		const { store } = practice.sim;
		const [row] = store.all('appointment');
		store.change('appointment', row!, { start: Number(row!.start) + 5 * 86_400_000 });
		expect(value(await book()).status).toBe('found');
	});

	it('of a patient never seen names where it is, when there are several departments', async () => {
		const never = { patientId: '3104', provider: undefined };
		const refused = await book(never);
		expect(codeOf(refused)).toBe('booking_choice_needed');
		expect(!refused.ok && refused.refusal.hint).toContain('Lakeside Harbour Clinic');
		const there = value(await book({ ...never, provider: 'Lakeside Harbour Clinic' }));
		expect(there.status).toBe('created');
		expect(practice.sim.store.all('appointment')[0]).toMatchObject({ department: 2 });
	});

	it.each([{ type: 'Grooming' }, { provider: 'Nobody' }])(
		'is not booked for %j',
		async (change) => {
			expect(codeOf(await book(change))).toBe('booking_choice_needed');
			expect(practice.sim.store.all('appointment')).toEqual([]);
		},
	);

	it('is refused for a time that is none', async () => {
		expect(codeOf(await book({ start: 'Tuesday' }))).toBe('invalid_time');
	});
});

describe('a follow-up', () => {
	const follow = async (change: Partial<FollowUpInput>, options = {}) =>
		await anew(options).createFollowUp(
			{ patientId: '3101', kind: 'recheck', what: 'Recheck bloods', ...change },
			mark('plan/1'),
		);

	it('at an agreed time is an appointment', async () => {
		const start = '2027-01-12T09:30:00Z';
		expect(value(await follow({ start })).status).toBe('created');
		expect(practice.sim.store.all('appointment')).toHaveLength(1);
	});

	it('with a day is a task of the staff, once, and no reminder that would be sent', async () => {
		expect(value(await follow({ due: '2027-01-12' })).status).toBe('created');
		expect(value(await follow({ due: '2027-01-12' })).status).toBe('found');
		expect(written('task')).toMatchObject([{ patientId: 3101, marker: mark('plan/1') }]);
		expect(practice.sim.store.all('reminder')).toEqual([]);
		expect(practice.sim.outbound).toEqual([]);
	});

	it('goes to a person while unverified writes are off', async () => {
		const left = value(await follow({ kind: 'medication' }, { allowUnverifiedWrites: false }));
		expect(left.status).toBe('awaitingHuman');
		expect(left.instruction).toContain(mark('plan/1'));
	});

	it('on a day that is none is refused', async () => {
		expect(codeOf(await follow({ due: 'next week' }))).toBe('invalid_date');
	});
});

describe('a write whose fate is not known', () => {
	it.each([
		[
			'owner',
			async (pims: PimsConnector) => await pims.upsertClient({ lastName: 'New' }, mark('w')),
		],
		[
			'patient',
			async (pims: PimsConnector) =>
				await pims.upsertPatient({ clientId: '601', name: 'New', species: 'Dog' }, mark('w')),
		],
		[
			'consultation',
			async (pims: PimsConnector) =>
				await pims.createEncounter(
					{ patientId: '3101', at: '2026-11-22T10:00:00Z', reason: 'x' },
					mark('w'),
				),
		],
		[
			'note',
			async (pims: PimsConnector) =>
				await pims.addNote(
					{ patientId: '3101', encounterId: '3', subject: 's', text: 't' },
					mark('w'),
				),
		],
		[
			'communication',
			async (pims: PimsConnector) =>
				await pims.logCommunication({ patientId: '3101', subject: 's', text: 't' }, mark('w')),
		],
		[
			'appointment',
			async (pims: PimsConnector) =>
				await pims.createAppointment(
					{
						patientId: '3101',
						start: '2027-01-12T09:30:00Z',
						durationMinutes: 30,
						description: 'd',
					},
					mark('w'),
				),
		],
		[
			'task',
			async (pims: PimsConnector) =>
				await pims.createFollowUp({ patientId: '3101', kind: 'other', what: 'w' }, mark('w')),
		],
	])(
		'(%s) is found when it arrived, and left to a person when not, never repeated',
		async (_, write) => {
			const { http } = practice.tools;
			const posts: string[] = [];
			const broken = anew({
				http: async (request: HttpRequest) => {
					if (request.method !== 'POST') return await http(request);
					posts.push(request.url);
					return { status: 502, headers: {}, body: '<html>' };
				},
			});
			expect(codeOf(await write(broken))).toBe('unknown_fate');
			expect(posts).toHaveLength(1);
			const lost = anew({
				http: async (request: HttpRequest) => {
					const answer = await http(request);
					return request.method === 'POST' ? { status: 0, headers: {}, body: 'lost' } : answer;
				},
			});
			expect(value(await write(lost)).status).toBe('found');
			expect(value(await write(anew())).status).toBe('found');
			const mine = practice.sim.effects.filter(
				({ method, path }) => method === 'POST' && !path.includes('update_status'),
			);
			expect(mine).toHaveLength(1);
		},
	);
});
