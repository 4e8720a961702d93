import type { Locator, Page } from 'playwright-core';
import type { N8n } from '../support/n8n.mts';
import type { WorkflowJson } from '../support/n8n-client.mts';

/** Logs the owner of an n8n in, in the browser. */
export async function logIn(page: Page, n8n: N8n): Promise<void> {
	await page.goto(`${n8n.url}/signin`);
	await page.fill('input[name="emailOrLdapLoginId"]', n8n.access.email);
	await page.fill('input[name="password"]', n8n.access.password);
	await page.keyboard.press('Enter');
	await page.waitForURL((url) => !url.pathname.includes('signin'), { timeout: 30_000 });
}

export const canvasNode = (page: Page, name: string): Locator =>
	page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);

/** Puts a workflow on an empty canvas as a person does who pastes it; waits for the node `first`. */
export async function pasteWorkflow(
	page: Page,
	n8n: N8n,
	json: WorkflowJson,
	first: string,
): Promise<void> {
	await page.goto(`${n8n.url}/workflow/new`);
	await page.locator('[data-test-id="canvas-wrapper"]').first().waitFor({ timeout: 30_000 });
	await page.waitForTimeout(500);
	await page.evaluate((text) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text/plain', text);
		document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
	}, JSON.stringify(json));
	await canvasNode(page, first).waitFor({ timeout: 30_000 });
}

/** Opens the panel of a node by a double click. */
export async function openPanel(page: Page, name: string): Promise<Locator> {
	await canvasNode(page, name).dblclick();
	const panel = page.locator('[data-test-id="ndv"], [data-test-id="ndv-modal"]').first();
	await panel.waitFor({ timeout: 15_000 });
	return panel;
}
