import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { playLoop } from '../../scripts/demo/play.mts';
import {
	moreTemplateFiles,
	readTemplate,
	templateFiles,
	withCredentials,
	type CredentialRef,
	type TemplateFile,
} from '../../scripts/demo/templates.mts';
import { startWorld, type World } from '../../scripts/demo/world.mts';
import { launchChromium, openPage } from '../support/chromium.mts';
import type { N8n } from '../support/n8n.mts';
import type { WorkflowJson } from '../support/n8n-client.mts';
import { waitFor } from '../support/wait-for.mts';
import { canvasNode, logIn, openPanel, pasteWorkflow } from './canvas.mts';

const pack = 'n8n-nodes-vet-referral.';
/** What decides what a node does must be seen in its panel. */
const choices = { resource: 'Resource', operation: 'Operation', door: 'Door', pims: 'PIMS' };
const shots = join(process.cwd(), '.artifacts', 'editor');

let world: World;
let browser: Browser;
let page: Page;

async function openWorkflow(id: string, name: string): Promise<void> {
	await page.goto(`${world.n8n.url}/workflow/${id}`);
	await canvasNode(page, name).waitFor({ timeout: 30_000 });
	// n8n's own checklist pops up over the canvas of a published workflow.
	await page.addStyleTag({
		content: '[data-reka-popper-content-wrapper] { display: none !important }',
	});
}

/** Puts a template on an empty canvas as a person does who pastes it, and saves. */
async function pasteTemplate(n8n: N8n, json: WorkflowJson): Promise<string> {
	const names = nodesOf(json).filter(({ type }) => !type.endsWith('stickyNote'));
	await pasteWorkflow(page, n8n, json, names[0]?.name ?? '');
	await page.keyboard.press('Control+s');
	return await waitFor(
		async () => {
			const found = (await n8n.api.get('/workflows', { params: { limit: 100 } })).data
				.data as Array<{
				id: string;
				nodes: Array<{ name: string }>;
			}>;
			const wanted = names
				.map(({ name }) => name)
				.sort()
				.join();
			return found.find(
				({ nodes }) =>
					nodes
						.map(({ name }) => name)
						.filter((name) => !/^(Note \d+|Sticky Note\d*)$/.test(name))
						.sort()
						.join() === wanted,
			)?.id;
		},
		`the pasted template "${String(json.name)}" to be saved`,
		60_000,
	);
}

/** Through the editor: paste, save, choose credentials, publish. */
async function installByEditor(n8n: N8n, credentials: CredentialRef[]) {
	await logIn(page, n8n);
	const ids: Record<string, string> = {};
	for (const file of templateFiles) {
		const id = await pasteTemplate(n8n, readTemplate(file));
		const saved = (await n8n.api.get(`/workflows/${id}`)).data as WorkflowJson;
		const { nodes } = withCredentials(saved, credentials);
		const { connections } = saved;
		const name = readTemplate(file).name;
		await n8n.api.put(`/workflows/${id}`, {
			name,
			nodes,
			connections,
			settings: { executionOrder: 'v1' },
		});
		await n8n.publish(id);
		ids[file] = id;
	}
	return ids;
}

beforeAll(async () => {
	mkdirSync(shots, { recursive: true });
	browser = await launchChromium();
	({ page } = await openPage(browser, { width: 1800, height: 1000 }));
	world = await startWorld({ install: installByEditor });
});

afterAll(async () => {
	await browser?.close();
	await world?.close();
});

const nodesOf = (json: WorkflowJson) =>
	json.nodes as Array<{ name: string; type: string; parameters: Record<string, unknown> }>;

describe.each(templateFiles)('the template %s in the editor', (file) => {
	it('is published, with no node missing, red or asking to be installed', async () => {
		const nodes = nodesOf(readTemplate(file)).filter(({ type }) => !type.endsWith('stickyNote'));
		await openWorkflow(world.workflows[file] ?? '', nodes[0]?.name ?? '');
		await page.keyboard.press('1');
		await page.screenshot({ path: join(shots, `${file}.png`) });
		expect(await page.locator('[data-test-id="canvas-node"]').count()).toBeGreaterThanOrEqual(
			nodes.length,
		);
		expect(await page.locator('[data-test-id="node-issues"]').count()).toBe(0);
		expect(await page.getByText('Install this node').count()).toBe(0);
		expect(await page.getByText('Published').first().isVisible()).toBe(true);
	});
});

describe.each(moreTemplateFiles)('the template %s, which only some need', (file) => {
	it('can be pasted and saved, with no node missing', async () => {
		const nodes = nodesOf(readTemplate(file)).filter(({ type }) => !type.endsWith('stickyNote'));
		const id = await pasteTemplate(world.n8n, readTemplate(file));
		await openWorkflow(id, nodes[0]?.name ?? '');
		await page.keyboard.press('1');
		await page.screenshot({ path: join(shots, `${file}.png`) });
		expect(await page.locator('[data-test-id="canvas-node"]').count()).toBeGreaterThanOrEqual(
			nodes.length,
		);
		expect(await page.getByText('Install this node').count()).toBe(0);
	});
});

describe('the panels of the nodes', () => {
	const seen = new Set<string>();
	const panelsOf = (file: TemplateFile) =>
		nodesOf(readTemplate(file)).filter(({ type, parameters }) => {
			const key = `${type}/${String(parameters.operation ?? parameters.door ?? '')}`;
			if (!type.startsWith(pack) || seen.has(key)) return false;
			seen.add(key);
			return true;
		});

	it.each(templateFiles)('open in %s with their credential chosen', async (file) => {
		const panels = panelsOf(file);
		await openWorkflow(world.workflows[file] ?? '', panels[0]?.name ?? '');
		for (const { name, type, parameters } of panels) {
			const ndv = await openPanel(page, name);
			const shot = `panel-${type.slice(pack.length)}-${name.replace(/[^a-z0-9]+/gi, '-')}.png`;
			await page.screenshot({ path: join(shots, shot) });
			expect(await page.getByText('Install this node').count()).toBe(0);
			expect(await page.getByText('Select Credential', { exact: true }).count()).toBe(0);
			// n8n hides a field it takes for a choice between credentials.
			for (const [parameter, label] of Object.entries(choices)) {
				if (!(parameter in parameters)) continue;
				expect(await ndv.getByText(label, { exact: true }).count()).toBeGreaterThan(0);
			}
			await page.keyboard.press('Escape');
			await ndv.waitFor({ state: 'hidden', timeout: 15_000 });
		}
	});
});

describe('templates that came in through the editor', () => {
	it('close a loop as they are', async () => {
		expect((await playLoop(world)).phase).toBe('closed');
	});

	it('find each other again when n8n was restarted', async () => {
		await world.n8n.restart();
		expect((await playLoop(world, { name: 'surgery' })).phase).toBe('closed');
	});
});
