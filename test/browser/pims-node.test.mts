import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { startEzyVet, type EzyVetSimulator } from '../simulators/ezyvet/server.mts';
import { launchChromium, openPage } from '../support/chromium.mts';
import { startN8n, type N8n } from '../support/n8n.mts';
import type { WorkflowJson } from '../support/n8n-client.mts';
import { logIn, openPanel, pasteWorkflow } from './canvas.mts';

const shots = join(process.cwd(), '.artifacts', 'pims-node');
const type = 'n8n-nodes-vet-referral.pims';

/** One node for each operation that has fields of its own. */
const operations = [
	['Appointment', 'appointment', 'create'],
	['Changes', 'changedRecord', 'getAll'],
	['Owner of a patient', 'client', 'getByPatient'],
	['Enter an owner', 'client', 'upsert'],
	['Communication', 'communication', 'log'],
	['Capabilities', 'connection', 'getCapabilities'],
	['Documents', 'document', 'getAll'],
	['Download', 'document', 'download'],
	['Upload', 'document', 'upload'],
	['Encounters', 'encounter', 'getAll'],
	['Open an encounter', 'encounter', 'create'],
	['Follow-up', 'followUp', 'create'],
	['Laboratory', 'labResult', 'getAll'],
	['Note', 'note', 'add'],
	['Patient', 'patient', 'get'],
	['Search', 'patient', 'search'],
	['Enter a patient', 'patient', 'upsert'],
	['Referrer', 'referrer', 'set'],
] as const;

let n8n: N8n;
let ezyVet: EzyVetSimulator;
let browser: Browser;
let page: Page;

async function workflow(): Promise<WorkflowJson> {
	const { url, client } = ezyVet;
	const { id } = await n8n.createCredential('ezyVet', 'ezyVetApi', {
		baseUrl: url,
		partnerId: client.partnerId,
		clientId: client.clientId,
		clientSecret: client.clientSecret,
		siteUid: client.siteUid,
		scope: client.scopes.join(','),
		allowUnverifiedWrites: true,
	});
	const nodes = operations.map(([name, resource, operation], at) => ({
		id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
		name,
		type,
		typeVersion: 1,
		position: [(at % 6) * 240, Math.floor(at / 6) * 200],
		parameters: { resource, operation, pims: 'ezyvet' },
		credentials: { ezyVetApi: { id, name: 'ezyVet' } },
	}));
	return { name: 'Plain operations', nodes, connections: {} };
}

beforeAll(async () => {
	mkdirSync(shots, { recursive: true });
	ezyVet = await startEzyVet({ switches: { rateLimit: 'off', allowUnverified: true } });
	n8n = await startN8n();
	browser = await launchChromium();
	({ page } = await openPage(browser, { width: 1600, height: 1000 }));
	page.setDefaultTimeout(15_000);
	await logIn(page, n8n);
	await pasteWorkflow(page, n8n, await workflow(), 'Appointment');
});

afterAll(async () => {
	await browser?.close();
	await n8n?.stop();
	await ezyVet?.close();
});

const shot = async (name: string) =>
	await page.screenshot({ path: join(shots, `${name.replace(/[^\w]+/g, '-')}.png`) });

/** A panel that a failed test left open is in the way of the next. */
afterEach(async () => {
	const panel = page.locator('[data-test-id="ndv"], [data-test-id="ndv-modal"]').first();
	for (let tries = 0; tries < 3 && (await panel.isVisible()); tries++) {
		await page.keyboard.press('Escape');
		await page.waitForTimeout(300);
	}
});

const close = async (panel: Locator) => {
	await page.keyboard.press('Escape');
	await panel.waitFor({ state: 'hidden' });
};

/** Opens a picker of the panel; `typed` goes into its search. */
async function openPicker(panel: Locator, field: string, typed?: string): Promise<Locator> {
	const picker = panel.locator(`[data-test-id="resource-locator-${field}"]`);
	await picker.locator('[data-test-id="rlc-input"]').click();
	if (typed !== undefined) {
		await page.locator('[data-test-id="rlc-search"]:visible').fill(typed);
	}
	const items = page.locator('[data-test-id="rlc-item"]:visible');
	await items.first().waitFor();
	return items;
}

describe('the panel', () => {
	it.each(operations)('%s has its fields and its credential', async (name) => {
		const panel = await openPanel(page, name);
		await shot(`panel ${name}`);
		expect(await panel.getByText('Resource', { exact: true }).count()).toBeGreaterThan(0);
		expect(await panel.getByText('PIMS', { exact: true }).count()).toBeGreaterThan(0);
		expect(await panel.getByText('Select Credential', { exact: true }).count()).toBe(0);
		await close(panel);
	});
});

describe('the pickers', () => {
	it('find a patient by name and take it', async () => {
		const panel = await openPanel(page, 'Patient');
		const items = await openPicker(panel, 'patientId', 'biscuit');
		await shot('picker patient');
		expect(await items.allInnerTexts()).toEqual([expect.stringContaining('Biscuit · Canine')]);
		await items.first().click();
		const picker = panel.locator('[data-test-id="resource-locator-patientId"]');
		const shown = await picker
			.locator('input')
			.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
		expect(shown.join()).toContain('Biscuit');
		await shot('picker patient chosen');
		await close(panel);
	});

	it('list the documents of the patient once it is chosen', async () => {
		const panel = await openPanel(page, 'Download');
		await panel
			.locator('[data-test-id="resource-locator-documentId"] [data-test-id="rlc-input"]')
			.click();
		const problem = page.locator('[data-test-id="rlc-error-container"]:visible');
		await problem.waitFor();
		expect(await problem.innerText()).toContain('Choose the patient first');
		await shot('picker document without patient');
		await page.keyboard.press('Escape');
		await (await openPicker(panel, 'patientId', 'Biscuit')).first().click();
		const items = await openPicker(panel, 'documentId');
		await shot('picker document');
		const names = await items.allInnerTexts();
		expect(names).toContainEqual(expect.stringContaining('Thorax right lateral.dcm'));
		await items.first().click();
		await close(panel);
	});

	it('list the visits of the patient', async () => {
		const panel = await openPanel(page, 'Note');
		await (await openPicker(panel, 'patientId', 'Biscuit')).first().click();
		const items = await openPicker(panel, 'encounterId');
		await shot('picker encounter');
		expect((await items.allInnerTexts()).join()).toContain('Murmur recheck');
		await items.first().click();
		await close(panel);
	});
});
