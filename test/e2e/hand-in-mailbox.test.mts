import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cases, eventsOf, typesOf } from '../../scripts/demo/loop.mts';
import type { World } from '../../scripts/demo/world.mts';
import { startCornerstone, type CornerstoneSimulator } from '../simulators/cornerstone/server.mts';
import { startDovecot, type Dovecot } from '../support/dovecot.mts';
import type { Row } from '../support/n8n-client.mts';
import { mailedLink, until } from './acting.mts';
import {
	casesWith,
	caseWith,
	historyOf,
	listOf,
	mailBack,
	mailsBack,
	recordOf,
	sha256,
} from './cornerstone-files.mts';
import { mailWith, openMailbox, type Attached } from './cornerstone-mailbox.mts';
import { stage } from './stage.mts';

const folder = mkdtempSync(join(tmpdir(), 'vet-referral-mails-'));
const { check } = stage();

let office: CornerstoneSimulator | undefined;
let mailbox: Dovecot | undefined;
let handIn = '';

afterAll(async () => {
	await office?.close();
	await mailbox?.stop();
	rmSync(folder, { recursive: true, force: true });
});

/** The practice and its mailbox, once, with the template that watches it published. */
async function practice(world: World) {
	if (office && mailbox) return { office, mailbox };
	office = await startCornerstone({ folder, columns: 11 });
	mailbox = await startDovecot();
	handIn = await openMailbox(world, office, mailbox);
	return { office, mailbox };
}

interface Sent {
	/** The mail as the mailbox holds it. */
	mail: string;
	history: { name: string; sha256: string };
}

/** A history under a name of its own. */
async function historyFile(sim: CornerstoneSimulator, patientId: string, name: string) {
	const bytes = await historyOf(sim, patientId);
	return { name, bytes, mimeType: 'application/pdf', sha256: sha256(bytes) };
}

/** Somebody mails the history of a patient and the list about it. */
async function mailed(world: World, patientId: string, name = `${patientId}.pdf`): Promise<Sent> {
	const { office: sim, mailbox: box } = await practice(world);
	const history = await historyFile(sim, patientId, name);
	const list = listOf(sim, patientId, 'Please see this patient.');
	const mail = box.deliver(
		mailWith(`History of ${patientId}`, [history, { name: 'list.csv', bytes: list }]),
	);
	return { mail, history };
}

const unread = ({ mails }: Dovecot): string[] => mails().filter((name) => !/:2,.*S/.test(name));

/** Sets which workflow is called to take up a case; gives what puts the right one back. */
async function referIs(world: World, value: string): Promise<() => Promise<void>> {
	const settings = world.n8n.dataTable('vet_referral_settings');
	const [role] = await settings.rows<Row>({ key: 'workflow.refer' });
	if (!role) throw new Error('Refer has not registered.');
	await settings.update({ key: 'workflow.refer' }, { value });
	return async () => {
		await settings.update({ key: 'workflow.refer' }, { value: role.value });
	};
}

check('a history with its list is a case that waits for release, bytes kept', async (world) => {
	const { history } = await mailed(world, '20417');
	const { caseId } = await caseWith(world, history);
	const kept = await until(world, caseId, 'files.kept');
	expect(recordOf(kept).map((file) => file.sha256)).toContain(history.sha256);
	const created = eventsOf(kept).find(({ type }) => type === 'referral.created');
	expect(created?.data.source).toMatchObject({
		patientId: '20417',
		text: 'Please see this patient.',
	});
	expect(await mailedLink(world, caseId)).toContain('/vet-referral/case?t=');
	expect(typesOf(kept)).not.toContain('release.given');
	// People may look into the mailbox: what they have not read stays unread.
	const { mailbox: box } = await practice(world);
	expect(unread(box)).toHaveLength(box.mails().length);
});

check('a history alone is a case where the subject names the patient', async (world) => {
	const { office: sim, mailbox: box } = await practice(world);
	const history = await historyFile(sim, '20431', 'history.pdf');
	const name = sim.practice.patients.find(({ id }) => id === '20431')?.name ?? '';
	box.deliver(mailWith(`Referral 20431 ${name}`, [history]));
	const { caseId, patientName } = await caseWith(world, history);
	expect(patientName).toBe(name);
	await until(world, caseId, 'files.kept');
});

check('two mails at once are two cases; one mail sent twice is one', async (world) => {
	const { office: sim, mailbox: box } = await practice(world);
	const files = async (patientId: string) => {
		const list = { name: 'list.csv', bytes: listOf(sim, patientId, 'Please see this patient.') };
		return { history: await historyFile(sim, patientId, `${patientId}.pdf`), list };
	};
	const [one, two] = [await files('20432'), await files('20440')];
	for (const { history, list } of [one, two, two]) {
		box.deliver(mailWith('Two at once', [history, list]));
	}
	await caseWith(world, one.history);
	await caseWith(world, two.history);
	expect(await casesWith(world, one.history)).toHaveLength(1);
	expect(await casesWith(world, two.history)).toHaveLength(1);
});

const backs = [
	['nothing.txt', 'There is no history with this case'],
	['letter.docx', 'does not say the ID of the patient'],
	['alone.pdf', 'does not say the ID of the patient'],
] as const;

check('what is not fit comes back by mail with the reason, and opens no case', async (world) => {
	const { office: sim, mailbox: box } = await practice(world);
	const before = await cases(world);
	const alone = await historyFile(sim, '20441', 'alone.pdf');
	const files: Record<string, Attached[]> = {
		'nothing.txt': [{ name: 'nothing.csv', bytes: listOf(sim, '20441', 'See nothing.txt') }],
		'letter.docx': [{ name: 'letter.docx', bytes: Buffer.from('PK a letter') }],
		'alone.pdf': [alone],
	};
	for (const [name] of backs) box.deliver(mailWith(`About ${name}`, files[name] ?? []));
	for (const [name, reason] of backs) {
		const shown = name.replace('.txt', '.csv');
		const mail = await mailBack(world, shown);
		expect(mail.text).toContain(reason);
		expect(mail.attachments.map((file) => file.name)).toEqual([shown]);
	}
	expect(await cases(world)).toHaveLength(before.length);
});

check('what cannot be passed on now is told once and passed on later', async (world) => {
	const { mailbox: box } = await practice(world);
	const smtp = world.credentials.find(({ type }) => type === 'smtp');
	const mailAt = async (port: number) =>
		await world.n8n.api.patch(`/credentials/${smtp?.id}`, {
			data: { user: 'demo', password: 'demo', host: '127.0.0.1', port, secure: false },
			isPartialData: true,
		});
	const putBack = await referIs(world, 'gone');
	await mailAt(9);
	const { history } = await mailed(world, '20441');
	box.deliver(mailWith('A letter', [{ name: 'late.docx', bytes: Buffer.from('PK a letter') }]));
	await pause(4000);
	const told = (name: string): number => mailsBack(world, name).length;
	expect([told(history.name), told('late.docx')]).toEqual([0, 0]);

	await mailAt(world.mail.smtpPort);
	await mailBack(world, 'late.docx');
	expect((await mailBack(world, history.name)).text).toContain('tried again every five minutes');
	await pause(3000);
	expect(await casesWith(world, history)).toEqual([]);

	await putBack();
	await caseWith(world, history);
	expect([told(history.name), told('late.docx')]).toEqual([1, 1]);
});

/** Takes a case and never comes back, as Refer when n8n is killed at the worst moment. */
const hanging = {
	name: 'Hanging',
	nodes: [
		{
			id: 'c3a1f6de-0001-4000-8000-000000000001',
			name: 'Case',
			type: 'n8n-nodes-base.executeWorkflowTrigger',
			typeVersion: 1.1,
			position: [0, 0],
			parameters: { inputSource: 'passthrough' },
		},
		{
			id: 'c3a1f6de-0001-4000-8000-000000000002',
			name: 'Hang',
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			position: [220, 0],
			webhookId: 'c3a1f6de-0001-4000-8000-0000000000aa',
			parameters: { amount: 60, unit: 'seconds' },
		},
	],
	connections: { Case: { main: [[{ node: 'Hang', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
};

check(
	'no mail is lost when n8n is killed: in hand, or come and read by hand since',
	async (world) => {
		const { mailbox: box } = await practice(world);
		const before = (await cases(world)).length;
		const id = await world.n8n.importWorkflow(hanging);
		await world.n8n.publish(id);
		// Refer registers itself again when n8n starts.
		await referIs(world, id);
		const taken = await mailed(world, '20450');
		await world.n8n.waitFor(
			async () => (await world.n8n.executions({ workflowId: id, status: 'running' })).length > 0,
			'the case to be under way',
			30_000,
		);
		await world.n8n.kill();
		const unreadMail = await mailed(world, '20460');
		const readMail = await mailed(world, '20417');
		box.read(taken.mail);
		box.read(readMail.mail);

		// After a power cut n8n may be up before the mail server; it then gives the mailbox up.
		await box.halt();
		await world.n8n.restart();
		await world.n8n.waitFor(
			() => world.n8n.logs().includes('some triggers failed to activate'),
			'n8n to give the mailbox up',
			60_000,
		);
		await box.resume();
		for (const { history } of [taken, unreadMail, readMail]) await caseWith(world, history);
		await pause(4000);
		expect(await cases(world)).toHaveLength(before + 3);
		for (const [name] of backs) {
			expect(mailsBack(world, name.replace('.txt', '.csv'))).toHaveLength(1);
		}
	},
);

check('a mail server that is away is told of, and watched again', async (world) => {
	const { mailbox: box } = await practice(world);
	// What is published again is this version, never a draft.
	const { activeVersionId } = (await world.n8n.api.get(`/workflows/${handIn}`)).data;
	expect(activeVersionId).toEqual(expect.any(String));
	await box.halt();
	const meanwhile = await mailed(world, '20431', 'meanwhile.pdf');
	await mailBack(world, 'mailbox for referrals cannot be reached');
	await box.resume();
	await caseWith(world, meanwhile.history);
	const later = await mailed(world, '20432', 'later.pdf');
	await caseWith(world, later.history);
	expect(mailsBack(world, 'cannot be reached')).toHaveLength(1);
});
