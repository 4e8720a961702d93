import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { caseLink, eventsOf, fixture } from '../../scripts/demo/loop.mts';
import { act } from '../../scripts/demo/pages.mts';
import type { World } from '../../scripts/demo/world.mts';
import type { ReceivedMail } from '../simulators/mail/server.mts';
import { book, close, done, mailedLink, mark, nonceOn, post, release, until } from './acting.mts';
import { entriesOf, filedFiles, mailsAbout, textsAbout } from './counts.mts';
import { stage } from './stage.mts';

const { check } = stage();
const specialistId = 'meadow-cardiology';
const address = 'referrals@meadow.example.com';
const person = { name: 'Dr Paula Pretend', role: 'Cardiologist' };
const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
let caseId = '';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Listed {
	name: string;
	mimeType: string;
	sha256: string;
}

async function sentByMail(world: World): Promise<{ mail: ReceivedMail; files: Listed[] }> {
	const { animalId, clinicalQuestion } = fixture('cardiology');
	({ caseId } = await mark(world, animalId, clinicalQuestion));
	await release(world, caseId, specialistId, { clinicalQuestion });
	const row = await until(world, caseId, 'referral.sent');
	const built = eventsOf(row).find(({ type }) => type === 'packet.built');
	const mails = mailsAbout(world, caseId).filter(({ to }) => to.includes(address));
	expect(mails).toHaveLength(1);
	return { mail: mails[0] as ReceivedMail, files: built?.data.files as Listed[] };
}

/** A report as a hospital without a system has it: a PDF on somebody's desktop. */
async function pdf(text: string): Promise<Buffer> {
	const load = createRequire(`${process.cwd()}/package.json`);
	const { PDFDocument } = load('pdf-lib') as typeof import('pdf-lib');
	const document = await PDFDocument.create();
	document.addPage([300, 200]).drawText(text, { x: 20, y: 150, size: 10 });
	return Buffer.from(await document.save());
}

check(
	'a hospital without a system gets the packet as one mail with all files attached',
	async (world) => {
		const { mail, files } = await sentByMail(world);
		const attached = mail.attachments.map((file) => [file.name, file.sha256]);
		expect(attached.sort()).toEqual(files.map((file) => [file.name, file.sha256]).sort());
		const endings = mail.attachments.map(({ name }) => name.split('.').pop());
		expect(endings.filter((ending) => ending === 'dcm')).toHaveLength(2);
		expect(endings).toContain('pdf');
		expect(mail.subject).toContain(caseId);
		expect(mail.text).toContain('Confirm receipt, accept, ask or decline here');
	},
);

check(
	'it acknowledges and accepts on the page behind its link, and the owner gets one text',
	async (world) => {
		const link = await mailedLink(world, caseId, address);
		await done(act(link, 'acknowledge', person));
		expect((await until(world, caseId, 'ack.received')).phase).toBe('acknowledged');
		await done(act(link, 'accept', { ...person, slot1: `${day}T10:00`, slot2: `${day}T15:30` }));
		await until(world, caseId, 'outreach.sent');
		expect(textsAbout(world, caseId)).toHaveLength(1);
	},
);

check(
	'the wish of the owner goes to it by mail, and it enters the appointment on its page',
	async (world) => {
		await book(world, caseId);
		const asked = await world.n8n.waitFor(
			() =>
				mailsAbout(world, caseId).find(({ subject }) =>
					subject.startsWith('Appointment asked for'),
				),
			'the mail with the wish',
		);
		expect(asked.to).toContain(address);
		const link = await mailedLink(world, caseId, address);
		await done(act(link, 'set_appointment', { ...person, start: `${day}T10:00` }));
		expect((await until(world, caseId, 'appt.scheduled')).phase).toBe('scheduled');
		await done(act(link, 'mark_seen', person));
		expect((await until(world, caseId, 'visit.started')).phase).toBe('seen');
	},
);

check(
	'the report it uploads is filed byte for byte once a person compared it, and the loop closes',
	async (world) => {
		const link = await mailedLink(world, caseId, address);
		const bytes = await pdf('Stage B2. Recheck in one month.');
		const form = new FormData();
		const fields = {
			nonce: await nonceOn(link),
			action: 'send_report',
			recheckInDays: '30',
			recheckWhere: 'referrer',
			...person,
		};
		for (const [name, value] of Object.entries(fields)) form.append(name, value);
		const file = new Blob([new Uint8Array(bytes)], { type: 'application/pdf' });
		form.append('files', file, 'Cardiology report Biscuit.pdf');
		await done(post(link, form));
		// A PDF names no microchip: before it is filed a person says that it is this patient's.
		const received = await until(world, caseId, 'report.needs_review');
		expect(filedFiles(world, sha256(bytes), caseId)).toEqual([]);
		const samePatient = { samePatient: 'yes', name: 'Nina Nurse' };
		await done(act(caseLink(world, received, 'clinic'), 'confirm_review', samePatient));
		await until(world, caseId, 'report.filed');
		const { animalId } = fixture('cardiology');
		expect(filedFiles(world, sha256(bytes), caseId)).toEqual([{ animalId, isMarked: true }]);
		await until(world, caseId, 'followup.created');
		const written = entriesOf(world, caseId, 'followup');
		expect(written.appointments).toMatchObject([{ animal_id: animalId, status_id: 1 }]);
		expect(entriesOf(world, caseId, 'report').communications).toHaveLength(1);
		expect((await close(world, caseId)).phase).toBe('closed');
		expect(textsAbout(world, caseId)).toHaveLength(1);
	},
);

check('files that are too large for its mailbox come as links that work', async (world) => {
	const table = world.n8n.dataTable('vet_referral_specialists');
	const [row] = await table.rows<{ entry: string }>({ specialistId });
	const entry = { ...(JSON.parse(row?.entry ?? '{}') as object), limits: { maxMailMb: 0.01 } };
	await table.update({ specialistId }, { entry: JSON.stringify(entry) });
	const { mail, files } = await sentByMail(world);
	expect(mail.attachments).toEqual([]);
	const links = mail.text.match(/https?:\/\/\S+\/binary-data\/signed\S+/g) ?? [];
	const fetched = await Promise.all(
		links.map(async (url) => sha256(new Uint8Array(await (await fetch(url)).arrayBuffer()))),
	);
	expect(fetched.sort()).toEqual(files.map((file) => file.sha256).sort());
});
