import { act, openPage } from '../../scripts/demo/pages.mts';
import { cornerstoneHospital } from '../matrix/cornerstone.mts';
import { ezyVetHospital } from '../matrix/ezyvet.mts';
import { installIntake, type Hospital } from '../matrix/hospitals.mts';
import type { HospitalSystem } from '../matrix/systems.mts';
import {
	post,
	referralFor,
	startClinic,
	type Clinic,
} from '../simulators/hospital/test-clinic.mts';
import { SECRET } from '../simulators/hospital/test-clinic.mts';
import { startMail, type ReceivedMail, type RunningMail } from '../simulators/mail/server.mts';
import { startN8n, waitFor, type N8n } from '../support/n8n.mts';
import type { WorkflowJson } from '../support/n8n-client.mts';

interface IntakeRow {
	id: number;
	caseId: string;
	deliveryId: string;
	stage: string;
	open: boolean;
	toMail: boolean;
	recordNumber: string;
	version: number;
	[column: string]: unknown;
}

let n8n: N8n;
let clinic: Clinic;
let mail: RunningMail;
let ezyvet: Awaited<ReturnType<typeof ezyVetHospital>>;
let cornerstone: HospitalSystem;
const doors: Record<string, string> = {};

/** What is owed is looked for every few seconds instead of every five minutes. */
const impatient = (json: WorkflowJson): WorkflowJson => ({
	...json,
	nodes: json.nodes.map((node) =>
		node.name === 'Every five minutes'
			? {
					...node,
					parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 3 }] } },
				}
			: node,
	),
});

beforeAll(async () => {
	[clinic, mail, ezyvet, cornerstone] = await Promise.all([
		startClinic(),
		startMail({}),
		ezyVetHospital(),
		cornerstoneHospital(),
	]);
	n8n = await startN8n();
	const account = await n8n.createCredential('Mail', 'smtp', {
		user: 'demo',
		password: 'demo',
		host: '127.0.0.1',
		port: mail.smtpPort,
		secure: false,
		disableStartTls: true,
	});
	for (const system of [ezyvet, cornerstone]) {
		const path = `hospital-${system.id}`;
		const mailbox = `intake@${path}.example.com`;
		const hospital: Hospital = { system, specialistId: 'northside-cardio', path, mailbox };
		doors[system.id] = await installIntake(n8n, {
			hospital,
			clinicSecret: SECRET,
			mail: account,
			change: impatient,
		});
	}
});

afterAll(async () => {
	await n8n?.stop();
	await Promise.all([clinic, mail, ezyvet, cornerstone].map(async (one) => await one?.close()));
});

const rows = async (caseId: string): Promise<IntakeRow[]> =>
	await n8n.dataTable('vet_referral_intake').rows<IntakeRow>({ caseId });

const settled = async (caseId: string): Promise<IntakeRow> =>
	await waitFor(
		async () => {
			const [row, ...others] = await rows(caseId);
			if (!row || row.open || others.length > 0) throw new Error(JSON.stringify([row, others]));
			return row;
		},
		`the delivery of ${caseId} to settle`,
		60_000,
	);

const mailsAbout = (caseId: string): ReceivedMail[] =>
	mail.messages().filter(({ subject }) => subject.includes(caseId));

const acks = (caseId: string) =>
	clinic.received.filter(({ body }) => body.type === 'ack.received' && body.data.caseId === caseId);

/** A referral of its own for each test. */
const referral = (number: number, change: Record<string, unknown> = {}) => {
	const caseId = `REF-00000000000${number}`;
	const patient = {
		name: `Patient ${number}`,
		species: 'dog',
		microchip: `90000000000000${number}`,
	};
	const owner = { name: `Olive Owner${number}`, phone: `+1555555010${number}` };
	const base = { caseId, deliveryId: `dlv-${number}`, patient, owner };
	return { caseId, data: referralFor(clinic, { ...base, ...change }) };
};

const deliver = async (system: string, data: Record<string, unknown>, how = {}) =>
	await waitFor(
		async () => {
			const answer = await post(doors[system] ?? '', 'referral.requested', data, how);
			if (answer.status === 404 && /not registered/.test(JSON.stringify(answer.body)))
				throw new Error('the door is not open yet');
			return answer;
		},
		'the door',
		15_000,
	);

const patientsNamed = (system: HospitalSystem, name: string) =>
	system.log.patients().filter((one) => one.name === name);

test('a delivery that comes three times at once is one row, one patient, one word to the clinic', async () => {
	const { caseId, data } = referral(1);
	const answers = await Promise.all([1, 2, 3].map(async () => await deliver('ezyvet', data)));
	expect(answers.map(({ status }) => status).every((status) => [200, 409].includes(status))).toBe(
		true,
	);
	expect(new Set(answers.map(({ body }) => body.reference as string)).size).toBe(1);
	const row = await settled(caseId);
	expect(row).toMatchObject({ stage: 'done', open: false });
	const [patient] = patientsNamed(ezyvet, 'Patient 1');
	expect(patientsNamed(ezyvet, 'Patient 1')).toHaveLength(1);
	expect(ezyvet.log.documents().filter(({ beside }) => beside.includes(caseId))).toHaveLength(1);
	expect(acks(caseId).map(({ body }) => body.data)).toMatchObject([{ reference: patient?.id }]);
	expect(mailsAbout(caseId).map(({ subject }) => subject)).toEqual([
		`New referral: Patient 1 [${caseId}]`,
	]);
	expect((await deliver('ezyvet', data)).status).toBe(409);
	expect(await rows(caseId)).toHaveLength(1);
});

test.each([
	[
		'a wrong secret',
		{ secret: `whsec_${Buffer.from('another secret 12345').toString('base64')}` },
		401,
	],
	['an old time', { age: 600 }, 401],
	['a changed body', { tamper: (body: string) => body.replace('Patient', 'Puppy') }, 401],
])('a delivery with %s leaves nothing behind', async (_, how, status) => {
	const { caseId, data } = referral(2);
	expect((await deliver('ezyvet', data, how)).status).toBe(status);
	expect(await rows(caseId)).toEqual([]);
});

test('a delivery whose list of files was cut is refused with the reason', async () => {
	const { caseId, data } = referral(2, { files: [] });
	const answer = await deliver('ezyvet', data);
	expect(answer.status).toBe(422);
	expect(answer.body.message).toContain('a file may be missing');
	expect(await rows(caseId)).toEqual([]);
});

test('a practice system that is down is asked again until the referral is in', async () => {
	await ezyvet.sim.stopListening();
	const { caseId, data } = referral(3);
	expect((await deliver('ezyvet', data)).status).toBe(200);
	const row = await waitFor(
		async () => {
			const [one] = await rows(caseId);
			if (!one || Number(one.tries) < 1) throw new Error(JSON.stringify(one));
			return one;
		},
		'the first try to fail',
		90_000,
	);
	expect(row).toMatchObject({ stage: 'enter', open: true });
	expect(acks(caseId)).toEqual([]);
	await ezyvet.sim.listenAgain();
	const dueAt = new Date().toISOString();
	await n8n.dataTable('vet_referral_intake').update({ id: row.id }, { dueAt });
	expect(await settled(caseId)).toMatchObject({ stage: 'done' });
	expect(patientsNamed(ezyvet, 'Patient 3')).toHaveLength(1);
	expect(acks(caseId)).toHaveLength(1);
});

test('a file that is not what was announced is not entered', async () => {
	const { caseId, data } = referral(4);
	clinic.files.set('/files/xray.jpg', Buffer.from('something else altogether'));
	expect((await deliver('ezyvet', data)).status).toBe(200);
	const row = await waitFor(
		async () => {
			const [one] = await rows(caseId);
			if (!one || Number(one.tries) < 1) throw new Error(JSON.stringify(one));
			return one;
		},
		'the first try to fail',
		60_000,
	);
	expect(String(row.slip)).toContain('what came is not what was announced');
	expect(patientsNamed(ezyvet, 'Patient 4')).toEqual([]);
});

test('where the system takes nothing, a person says on the page that it is in, once', async () => {
	const { caseId, data } = referral(5);
	expect((await deliver('cornerstone', data)).status).toBe(200);
	expect(await settled(caseId)).toMatchObject({ stage: 'person' });
	const [letter, ...others] = mailsAbout(caseId);
	expect(others).toEqual([]);
	expect(letter?.attachments).toHaveLength(1);
	const link = /https?:\/\/\S+\/filing\?t=\S+/.exec(letter?.text ?? '')?.[0] ?? '';
	for (let look = 0; look < 2; look++) {
		expect((await openPage(link)).html).toContain('Waits for you');
	}
	expect(acks(caseId)).toEqual([]);
	expect((await act(link, 'filed', { name: 'Casey', recordNumber: '' })).status).toBe(422);
	expect((await openPage(`${link.slice(0, -3)}abc`)).status).toBe(401);
	const fields = { name: 'Casey', recordNumber: '20417' };
	const clicks = await Promise.all(
		Array.from({ length: 8 }, async () => await act(link, 'filed', fields)),
	);
	expect(new Set(clicks.map(({ status }) => status))).toEqual(new Set([200]));
	expect(await settled(caseId)).toMatchObject({ stage: 'done', doneBy: 'Casey' });
	await waitFor(() => acks(caseId).length > 0 || undefined, 'the word to the clinic', 30_000);
	expect(acks(caseId).map(({ body }) => body.data)).toMatchObject([
		{ reference: '20417', by: { name: 'Casey' } },
	]);
	expect((await openPage(link)).html).toContain('In the record');
	expect(mailsAbout(caseId)).toHaveLength(1);
});

test('a later word of the clinic goes to the team by mail, once', async () => {
	const caseId = 'REF-000000000001';
	const notice = { caseId, start: '2026-03-04T09:30:00Z', reason: 'Owner is ill' };
	const id = 'msg_once';
	for (const status of [200, 409]) {
		const answer = await post(doors.ezyvet ?? '', 'appointment.cancelled', notice, { id });
		expect(answer.status).toBe(status);
	}
	const told = await waitFor(
		() => mail.messages().find(({ subject }) => subject.startsWith('The owner cancelled')),
		'the mail about the cancelled visit',
		30_000,
	);
	expect(told.text).toContain('Owner is ill');
});

test('what was done half a year ago is erased, and nothing that is still owed', async () => {
	const [done, open] = [referral(6), referral(7)];
	for (const { data } of [done, open]) await deliver('ezyvet', data);
	await settled(done.caseId);
	await settled(open.caseId);
	const table = n8n.dataTable('vet_referral_intake');
	const receivedAt = '2026-01-05T09:00:00.000Z';
	await table.update({ caseId: open.caseId }, { receivedAt, stage: 'person' });
	await table.update({ caseId: done.caseId }, { receivedAt });
	await waitFor(
		async () => ((await rows(done.caseId)).length === 0 ? true : undefined),
		'the row to be erased',
		90_000,
	);
	expect(await rows(open.caseId)).toHaveLength(1);
});
