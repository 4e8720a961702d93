import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseLink, eventsOf, untilCase } from '../../scripts/demo/loop.mts';
import { act } from '../../scripts/demo/pages.mts';
import type { World } from '../../scripts/demo/world.mts';
import { done, rowOf } from '../e2e/acting.mts';
import { openFolder } from '../e2e/cornerstone-folder.mts';
import { mailsAbout } from '../e2e/counts.mts';
import type { ReceivedMail } from '../simulators/mail/server.mts';
import { startCornerstone, type CornerstoneSimulator } from '../simulators/cornerstone/server.mts';
import type { HospitalSystem, Referred, ReferrerSystem, SystemLog } from './systems.mts';

const folderOfOwn = (): string => mkdtempSync(join(tmpdir(), 'vet-referral-cornerstone-'));

export const cornerstoneLog = (sim: CornerstoneSimulator): SystemLog => ({
	documents: () =>
		sim.filed().map(({ sha256, marker, slip, patientId }) => ({
			sha256,
			beside: `${marker} ${slip}`,
			patientId,
		})),
	texts: () => sim.practice.entries.map(({ text, marker }) => `${text} ${marker}`),
	patients: () => sim.practice.patients.map(({ id, name, microchip }) => ({ id, name, microchip })),
	takes: (mimeType) => mimeType === 'application/pdf',
});

const fact = (text: string, label: string): string =>
	new RegExp(`^${label}: (.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';

/** The filing slip of a mail, from its heading to the line that says which mark to write. */
const slipIn = (text: string): string =>
	/FILING SLIP [\s\S]*?Write \S+ beside the entry\./.exec(text.replace(/\r/g, ''))?.[0] ?? '';

/** What the person at the desk does with the mail: a new patient, the documents, and the question. */
async function enterByHand(sim: CornerstoneSimulator, mail: ReceivedMail): Promise<string> {
	const slip = slipIn(mail.text);
	const [name = '', species = ''] = fact(slip, 'Patient').split(', ');
	const [ownerName = ''] = fact(slip, 'Owner').split(', ');
	const patient = sim.register({ name, species, ownerName });
	const by = 'Casey Coordinator';
	const marker = /FILING SLIP (\S+)/.exec(slip)?.[1] ?? '';
	const documents = mail.attachments.filter(({ mimeType }) => mimeType === 'application/pdf');
	for (const { name: document, bytes } of documents) {
		await sim.put(document, bytes);
		await sim.put(`Filing slip ${marker}.txt`, Buffer.from(slip));
		const filed = await sim.file({ document, by, patientId: patient.id });
		if (filed.status !== 'filed') throw new Error(`${document}: ${JSON.stringify(filed)}`);
	}
	const text = `Referral. Question: ${fact(slip, 'Question')}`;
	const entered = sim.enter({ patientId: patient.id, kind: 'note', text, marker, by });
	if (typeof entered === 'string') throw new Error(entered);
	return patient.id;
}

/** A specialty hospital on Cornerstone: its people take the referral from a mail. */
export async function cornerstoneHospital(): Promise<HospitalSystem> {
	const folder = folderOfOwn();
	const sim = await startCornerstone({
		folder,
		practice: {
			name: 'Hillcrest Veterinary Surgeons',
			timeZone: 'America/Chicago',
			vets: ['Dr Otto Example'],
			owners: [],
			patients: [],
			entries: [],
		},
	});
	return {
		id: 'cornerstone',
		pims: 'cornerstone',
		log: cornerstoneLog(sim),
		enterByHand: async (mail) => await enterByHand(sim, mail),
		close: async () => {
			await sim.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** The vet's people save history and list into the folder; the case appears by itself. */
async function mark(world: World, sim: CornerstoneSimulator, patient: Referred): Promise<string> {
	const dropped = await sim.drop(patient.patientId, {
		kinds: ['pdf', 'csv'],
		reason: 'Please see this patient.',
	});
	if (!dropped) throw new Error(`Cornerstone has no patient ${patient.patientId}.`);
	await sim.settled();
	const row = await untilCase(
		world,
		`the case of ${patient.name}`,
		(one) =>
			eventsOf(one).some(
				({ type, data }) =>
					type === 'referral.created' &&
					(data.patient as { pimsId?: string } | undefined)?.pimsId === patient.patientId,
			) || one.patientPimsId === patient.patientId,
		60_000,
	);
	return row.caseId;
}

/** A person drags the report into the documents and says so on the page of the case. */
async function fileByHand(world: World, sim: CornerstoneSimulator, caseId: string): Promise<void> {
	const mail = await world.n8n.waitFor(
		() => mailsAbout(world, caseId).find(({ subject }) => subject.startsWith('File by hand')),
		`the mail with the report of ${caseId}`,
		60_000,
	);
	for (const { name, bytes } of mail.attachments) await sim.put(name, bytes);
	const report = mail.attachments.find(({ name }) => !name.includes('filing_slip'));
	if (!report) throw new Error('The mail has no report.');
	const filed = await sim.file({ document: report.name, by: 'Nina Nurse' });
	if (filed.status !== 'filed') throw new Error(JSON.stringify(filed));
	const link = caseLink(world, await rowOf(world, caseId), 'clinic');
	const where = 'Documents of the patient';
	await done(act(link, 'filed_by_hand', { name: 'Nina Nurse', where }));
}

/** A clinic on Cornerstone: cases come from its shared folder, reports are filed by its people. */
export async function cornerstoneReferrer(): Promise<ReferrerSystem> {
	const folder = folderOfOwn();
	const sim = await startCornerstone({ folder });
	return {
		id: 'cornerstone',
		env: { N8N_RESTRICT_FILE_ACCESS_TO: folder },
		log: () => cornerstoneLog(sim),
		opened: async (world) => {
			await openFolder(world, sim, 4);
		},
		patients: [
			{ patientId: '20417', name: 'Biscuit', microchip: '985000000000501', species: '' },
			{ patientId: '20431', name: 'Bella', microchip: '985000000020431', species: '' },
			{ patientId: '20432', name: 'Bella', microchip: '985000000020432', species: '' },
		],
		mark: async (world, patient) => await mark(world, sim, patient),
		fileByHand: async (world, caseId) => await fileByHand(world, sim, caseId),
		close: async () => {
			await sim.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
