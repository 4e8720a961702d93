import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { CaseFile } from '../../core/referral/events';
import { signedHeaders } from '../../core/webhooks/standard-webhooks';
import { caseLink, cases, eventsOf, reportFor, typesOf } from '../../scripts/demo/loop.mts';
import { act } from '../../scripts/demo/pages.mts';
import { installTemplates } from '../../scripts/demo/templates.mts';
import { accounts, type World } from '../../scripts/demo/world.mts';
import { launchChromium, openPage } from '../support/chromium.mts';
import type { WorkflowJson } from '../support/n8n-client.mts';
import { artifacts } from '../support/paths.mts';
import { book, close, done, hospitalOf, release, rowOf, sendAnyway, until } from './acting.mts';
import { mailsAbout, packetsAt, sentReport, textsAbout } from './counts.mts';
import { stage } from './stage.mts';

/** The run that comes second answers as soon as the case is in the ledger, and then takes its row away. */
const onlyRowOf = async (world: World, caseId: string): Promise<void> =>
	void (await world.n8n.waitFor(
		async () => (await cases(world, caseId)).length === 1,
		`one row of ${caseId}`,
	));

const specialistId = 'northside-cardiology';
const clinicalQuestion = 'Which stage is the mitral valve disease?';
const pictures = join(artifacts, 'hand-in');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const formAccount = { user: 'front', password: 'desk-for-tests' };

/** A practice whose system tells cases by webhook; nothing else of the template is changed. */
function byWebhook(json: WorkflowJson): WorkflowJson {
	const credentials = json.nodes.find(({ name }) => name === 'Next step')?.credentials;
	const parameters = { pims: 'webhook', clinicId: 'clinic' };
	const nodes = json.nodes.map((node) =>
		node.name === 'PIMS Trigger' ? { ...node, parameters, credentials } : node,
	);
	return { ...json, nodes };
}

const { check } = stage({
	change: (json, file) => (file === 'refer.json' ? byWebhook(json) : json),
});

const marked = {
	eventId: 'mark-e2e-1',
	markedAt: '2026-11-20T10:00:00Z',
	text: 'Cardiology please',
	patient: {
		id: 'W-7',
		name: 'Biscuit',
		species: 'dog',
		breed: 'Cavalier King Charles Spaniel',
		sex: 'male neutered',
		dateOfBirth: '2016-05-01',
		weightKg: 11.2,
		microchip: '985000000000501',
	},
	owner: {
		id: 'O-7',
		name: 'Olive Owner',
		contactPoints: [{ kind: 'mobile', value: '+12025550188', preferred: true }],
	},
	notes: [{ id: 'n1', kind: 'history', at: '2026-11-20T10:00:00Z', text: 'Coughs at night.' }],
};

async function postMarked(world: World, id: string, secret = accounts.pimsSecret) {
	const body = JSON.stringify(marked);
	const timestampSeconds = Math.floor(Date.now() / 1000);
	const signature = signedHeaders({ id, timestampSeconds, body }, secret);
	const headers = { ...signature, 'content-type': 'application/json' };
	return await world.n8n.callWebhook('vet-referral/pims', { data: body, headers });
}

/** n8n forgets every run of this template that is over, with the files it held. */
async function pruneRuns(world: World, file: string): Promise<number> {
	const workflowId = world.workflows[file];
	const over = await world.n8n.executions({ workflowId, status: 'success' });
	for (const { id } of over) await world.n8n.api.delete(`/executions/${id}`);
	return over.length;
}

const recordKept = async (world: World, caseId: string) => {
	const row = await until(world, caseId, 'files.kept');
	const kept = eventsOf(row).find(
		({ type, data }) => type === 'files.kept' && data.of === 'record',
	);
	const created = eventsOf(row).find(({ type }) => type === 'referral.created');
	return {
		first: created?.data.record as CaseFile[],
		kept: kept?.data.files as CaseFile[],
	};
};

/** From the released case to the report that a person has to file. */
async function toTheReport(world: World, caseId: string): Promise<void> {
	await sendAnyway(world, caseId, 'The rest is done at the hospital.');
	await until(world, caseId, 'transport.delivered');
	const hospital = hospitalOf(world, 'cardiology');
	await hospital.act(caseId, 'ack');
	await hospital.act(caseId, 'accept');
	await book(world, caseId);
	await hospital.act(caseId, 'schedule');
	await hospital.act(caseId, 'seen');
	await hospital.act(caseId, 'report', { report: reportFor('cardiology', caseId) });
	const waiting = await until(world, caseId, 'report.awaiting_human');
	expect(typesOf(waiting)).not.toContain('report.filed');
}

/** The person who filed it says so on the page of the case; then the vet reads it and closes. */
async function filedByHand(world: World, caseId: string): Promise<void> {
	const link = caseLink(world, await rowOf(world, caseId), 'clinic');
	await done(act(link, 'filed_by_hand', { name: 'Nina Nurse', where: 'Documents of the patient' }));
	await until(world, caseId, 'report.filed');
	await until(world, caseId, 'followup.created');
	expect((await close(world, caseId)).phase).toBe('closed');
	expect(packetsAt(world, specialistId, caseId)).toBe(1);
	expect(textsAbout(world, caseId)).toHaveLength(1);
}

check(
	'a case posted without a release outlives a power cut and the run it came in, and closes',
	async (world) => {
		expect((await postMarked(world, 'msg-0', 'whsec_d3Jvbmctc2VjcmV0')).status).toBe(401);
		const answer = await postMarked(world, 'msg-1');
		expect(answer).toMatchObject({ status: 200, data: { status: 'received' } });
		const { caseId } = answer.data as { caseId: string };
		// "Received" is said only when it stands in the ledger.
		expect(typesOf(await rowOf(world, caseId))).toContain('referral.created');
		expect((await postMarked(world, 'msg-2')).data).toEqual({ status: 'received', caseId });
		await onlyRowOf(world, caseId);

		const { first, kept } = await recordKept(world, caseId);
		expect(kept.map((file) => file.sha256)).toEqual(first.map((file) => file.sha256));
		await world.n8n.kill();
		await world.n8n.restart();
		expect(await pruneRuns(world, 'refer.json')).toBeGreaterThan(0);

		await release(world, caseId, specialistId, { clinicalQuestion });
		await toTheReport(world, caseId);
		const row = await rowOf(world, caseId);
		const built = eventsOf(row).find(({ type }) => type === 'packet.built');
		expect(built?.data).toMatchObject({
			patient: { pimsId: 'W-7', name: 'Biscuit' },
			owner: { name: 'Olive Owner' },
		});
		await filedByHand(world, caseId);
	},
);

async function historyPdf(): Promise<Buffer> {
	const load = createRequire(join(process.cwd(), 'package.json'));
	const { PDFDocument } = load('pdf-lib') as typeof import('pdf-lib');
	const document = await PDFDocument.create();
	document.addPage([400, 200]).drawText('Patient: Biscuit (20417)', { x: 20, y: 150, size: 10 });
	return Buffer.from(await document.save());
}

const typed: Record<string, string> = {
	'Patient name': 'Biscuit',
	'Patient ID': '20417',
	Species: 'dog',
	Breed: 'Cavalier King Charles Spaniel',
	'Date of birth': '2016-05-01',
	Weight: '11.2 kg',
	Microchip: '985000000000501',
	'Owner name': 'Olive Owner',
	'Client ID': '10101',
	'Owner mobile': '+12025550188',
	'Owner email': 'olive.owner@example.com',
	'Referring vet': 'Dr Vera Sample',
	'Reason for referral': 'Murmur grade IV/VI, louder over six months.',
};

/** Fills the form as the front desk does and gives the words of the page after it. */
async function handInByForm(url: string, bytes: Buffer, shot: string, width: number) {
	const browser = await launchChromium();
	try {
		const { page, close: closePage } = await openPage(browser, { width, height: 900 });
		const token = Buffer.from(`${formAccount.user}:${formAccount.password}`).toString('base64');
		await page.setExtraHTTPHeaders({ authorization: `Basic ${token}` });
		await page.goto(url);
		for (const [label, text] of Object.entries(typed)) {
			await page.getByLabel(label, { exact: false }).first().fill(text);
		}
		await page.locator('select').first().selectOption({ label: 'male, neutered' });
		const name = 'Patient History Biscuit.pdf';
		await page
			.locator('input[type=file]')
			.setInputFiles({ name, mimeType: 'application/pdf', buffer: bytes });
		mkdirSync(pictures, { recursive: true });
		await page.screenshot({ path: join(pictures, `${shot}-form.png`), fullPage: true });
		await page.getByRole('button', { name: 'Hand in' }).click();
		const words = page.getByText(/Received|Not taken/).first();
		await words.waitFor({ timeout: 40_000 });
		await page.screenshot({ path: join(pictures, `${shot}-answer.png`), fullPage: true });
		const text = await page.locator('body').innerText();
		await closePage();
		return text;
	} finally {
		await browser.close();
	}
}

check(
	'a case handed in on the form goes to the hospital, and its report comes back with a filing slip',
	async (world) => {
		const account = await world.n8n.createCredential('Front desk', 'httpBasicAuth', formAccount);
		const credentials = [...world.credentials, account];
		await installTemplates(world.n8n, credentials, ['hand-in.json']);
		const url = `${world.n8n.url}/form/vet-referral-hand-in`;
		// Publishing answers a moment before the form has its address.
		const statusOf = async () => (await fetch(url)).status;
		await world.n8n.waitFor(async () => (await statusOf()) !== 404, 'the form to be there');
		expect(await statusOf()).toBe(401);

		const bytes = await historyPdf();
		const before = new Set((await cases(world)).map(({ caseId }) => caseId));
		const cut = await handInByForm(url, bytes.subarray(0, 400), 'phone', 360);
		expect(cut).toContain('it is still being written, or it is cut');
		expect((await cases(world)).filter(({ caseId }) => !before.has(caseId))).toEqual([]);

		expect(await handInByForm(url, bytes, 'desktop', 1280)).toContain('Received');
		const added = (await cases(world)).filter(({ caseId }) => !before.has(caseId));
		expect(added).toHaveLength(1);
		const caseId = added[0]?.caseId ?? '';
		const { kept } = await recordKept(world, caseId);
		expect(kept.map((file) => file.sha256)).toContain(sha256(bytes));
		expect(await handInByForm(url, bytes, 'again', 1280)).toContain('Received');
		await onlyRowOf(world, caseId);
		await pruneRuns(world, 'refer.json');

		await release(world, caseId, specialistId, { clinicalQuestion });
		await toTheReport(world, caseId);
		const files = eventsOf(await rowOf(world, caseId)).find(({ type }) => type === 'packet.built')
			?.data.files as CaseFile[];
		expect(files.map((file) => file.sha256)).toContain(sha256(bytes));

		const mail = await world.n8n.waitFor(
			() => mailsAbout(world, caseId).find(({ subject }) => subject.startsWith('File by hand')),
			'the mail with what is to be filed',
		);
		const names = mail.attachments.map(({ name }) => name).sort();
		expect(names).toEqual([
			`${caseId}_Biscuit_10101_report.pdf`,
			`${caseId}_Biscuit_10101_report_filing_slip.pdf`,
		]);
		const report = mail.attachments.find(({ name }) => name.endsWith('_report.pdf'));
		expect(report?.sha256).toBe(sentReport(world, specialistId, caseId));
		await filedByHand(world, caseId);
	},
);
