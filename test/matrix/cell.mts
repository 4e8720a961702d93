import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { caseLink, eventsOf, typesOf, untilCase } from '../../scripts/demo/loop.mts';
import { act, openPage } from '../../scripts/demo/pages.mts';
import { secretOf, type World } from '../../scripts/demo/world.mts';
import { book, close, done, release, rowOf, until } from '../e2e/acting.mts';
import { say } from '../e2e/events.mts';
import type { Hospital } from './hospitals.mts';
import type { Referred, ReferrerSystem, SystemLog } from './systems.mts';

const person = { name: 'Casey Coordinator', role: 'referral coordinator' };
const vet = { name: 'Dr Hugo Specimen', role: 'specialist' };
const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);

export const sha256 = (bytes: Uint8Array): string =>
	createHash('sha256').update(bytes).digest('hex');

interface SentFile {
	name: string;
	mimeType: string;
	sha256: string;
}

export interface Played {
	caseId: string;
	patient: Referred;
	question: string;
	files: SentFile[];
	reportSha: string;
	phase: string;
	/** The number of the record as the clinic was told. */
	recordNumber: string;
}

async function reportPdf(text: string): Promise<Buffer> {
	const load = createRequire(`${process.cwd()}/package.json`);
	const { PDFDocument } = load('pdf-lib') as typeof import('pdf-lib');
	const document = await PDFDocument.create();
	document.addPage([400, 300]).drawText(text, { x: 20, y: 250, size: 10 });
	return Buffer.from(await document.save());
}

/** From the mark to the packet at the hospital; what the record lacks is sent without, with a reason. */
async function send(
	world: World,
	referrer: ReferrerSystem,
	hospital: Hospital,
	patient: Referred,
	question: string,
): Promise<string> {
	const caseId = await referrer.mark(world, patient);
	await release(world, caseId, hospital.specialistId, { clinicalQuestion: question });
	const settled = await untilCase(
		world,
		`the packet of ${caseId} at the hospital`,
		(row) =>
			['packet.incomplete', 'transport.delivered'].some((type) => typesOf(row).includes(type)),
		60_000,
		caseId,
	);
	if (!typesOf(settled).includes('transport.delivered')) {
		const fields = { reason: 'The hospital does what is missing.', name: 'Dr Vera Sample' };
		await done(act(caseLink(world, settled, 'clinic'), 'send_anyway', fields));
		await until(world, caseId, 'transport.delivered');
	}
	return caseId;
}

/** The address of the intake page in a mail. */
const filingLink = (text: string): string | undefined =>
	/https?:\/\/\S+\/filing\?t=[A-Za-z0-9_.%-]+/.exec(text)?.[0];

/** At a hospital whose system takes nothing, a person enters the referral and says so on the page. */
async function enterByHand(world: World, hospital: Hospital, caseId: string): Promise<void> {
	const { enterByHand: enter } = hospital.system;
	if (!enter) return;
	const mail = await world.n8n.waitFor(
		() =>
			world.mail
				.messages()
				.find(
					({ to, subject, text }) =>
						to.includes(hospital.mailbox) && subject.includes(caseId) && filingLink(text ?? ''),
				),
		`the mail with the filing slip of ${caseId}`,
		60_000,
	);
	const link = filingLink(mail.text ?? '') ?? '';
	const before = await openPage(link);
	if (!before.html.includes('Waits for you'))
		throw new Error('The page does not wait for a person.');
	const recordNumber = await enter(mail);
	await done(act(link, 'filed', { recordNumber, name: person.name }));
}

/** The people of the hospital answer, see the patient and report, by signed messages. */
async function answer(
	world: World,
	hospital: Hospital,
	{ caseId, patient }: { caseId: string; patient: Referred },
	eventsUrl: string,
): Promise<string> {
	const { specialistId } = hospital;
	const tell = async (type: string, data: object, by: object): Promise<void> => {
		const id = `${type.replace('.', '_')}_${caseId}`;
		const said = { id, type, data: { caseId, by, ...data }, secret: secretOf(specialistId) };
		const { status, body } = await say(eventsUrl, specialistId, said);
		if (status !== 200) throw new Error(`${type} was answered ${status}: ${JSON.stringify(body)}`);
	};
	const slot = {
		start: `${day}T10:00:00Z`,
		end: `${day}T10:30:00Z`,
		clinician: vet.name,
		location: 'Room 2',
	};
	await tell('decision.accepted', { offeredSlots: [slot] }, person);
	await until(world, caseId, 'outreach.sent');
	await book(world, caseId);
	await tell('appt.scheduled', { appointment: slot }, person);
	await tell('visit.started', { at: new Date().toISOString() }, vet);
	const bytes = await reportPdf(`Report on ${patient.name}, ${caseId}.`);
	const report = {
		caseId,
		kind: 'final',
		version: 1,
		patient: {
			name: patient.name,
			...(patient.species ? { species: patient.species } : {}),
			...(patient.microchip ? { microchip: patient.microchip } : {}),
		},
		visitDates: [new Date().toISOString().slice(0, 10)],
		clinician: vet,
		diagnoses: [{ text: 'Placeholder finding', certainty: 'final' }],
		plan: [{ kind: 'recheck', what: 'Recheck visit', due: { inDays: 30 }, where: 'referrer' }],
		responsibility: 'shared',
	};
	const file = {
		name: `report ${caseId}.pdf`,
		mimeType: 'application/pdf',
		kind: 'specialist_report',
		sha256: sha256(bytes),
		contentBase64: bytes.toString('base64'),
	};
	await tell('report.final', { report, documents: [file] }, vet);
	return file.sha256;
}

/** One referral once round the loop between two systems, with the people where people act. */
export async function play(
	world: World,
	referrer: ReferrerSystem,
	hospital: Hospital,
	patient: Referred,
): Promise<Played> {
	const question = `What does ${patient.name} need from ${hospital.system.id}?`;
	const caseId = await send(world, referrer, hospital, patient, question);
	await enterByHand(world, hospital, caseId);
	const acknowledged = eventsOf(await until(world, caseId, 'ack.received'));
	const built = acknowledged.filter(({ type }) => type === 'packet.built').pop();
	const ack = acknowledged.find(({ type }) => type === 'ack.received');
	const eventsUrl = `${world.deskUrl}/events?specialist=${hospital.specialistId}`;
	const reportSha = await answer(world, hospital, { caseId, patient }, eventsUrl);
	await referrer.fileByHand?.(world, caseId);
	await until(world, caseId, 'report.filed');
	await until(world, caseId, 'followup.created');
	const { phase } = await close(world, caseId);
	await rowOf(world, caseId);
	return {
		caseId,
		patient,
		question,
		files: (built?.data.files ?? []) as SentFile[],
		reportSha,
		phase,
		recordNumber: String(ack?.data.reference ?? ''),
	};
}

const marked = (log: SystemLog, sha: string, caseId: string): string[] =>
	log
		.documents()
		.filter((row) => row.sha256 === sha && row.beside.includes(caseId))
		.map(({ patientId }) => patientId);

/** What the two systems hold of a case, as their own logs have it. */
export function verdict(played: Played, referrer: SystemLog, hospital: SystemLog) {
	const { caseId, patient, question, files, reportSha } = played;
	const patients = hospital.patients().filter(({ name }) => name === patient.name);
	const here = patients[0]?.id ?? 'nobody';
	const wanted = new Set(
		files.filter(({ mimeType }) => hospital.takes(mimeType)).map((file) => file.sha256),
	);
	const copies = [...wanted].map((sha) => marked(hospital, sha, caseId));
	return {
		patientsAtHospital: patients.length,
		files: wanted.size > 0,
		filesNotThereOnce: copies.filter((owners) => owners.length !== 1 || owners[0] !== here).length,
		question: hospital.texts().some((text) => text.includes(question) && text.includes(caseId)),
		reportInRecord: marked(referrer, reportSha, caseId),
		recordNumber: played.recordNumber,
		phase: played.phase,
	};
}

export const expected = ({ patient }: Played, hospital: SystemLog) => ({
	patientsAtHospital: 1,
	files: true,
	filesNotThereOnce: 0,
	question: true,
	reportInRecord: [patient.patientId],
	recordNumber: hospital.patients().find(({ name }) => name === patient.name)?.id,
	phase: 'closed',
});
