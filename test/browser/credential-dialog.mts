import type { Page } from 'playwright-core';
import type { N8n } from '../support/n8n.mts';

/** What is typed into a field, or the name of what is chosen in it. */
export type Values = Record<string, string | { choose: string }>;

export interface Tested {
	works: boolean;
	/** What the dialog says beside its fields. */
	says: string;
}

/**
 * Makes a credential as a person does: chooses the type, types the values and saves, upon which n8n
 * tests it. Gives what the dialog then shows.
 */
export async function saveCredential(
	page: Page,
	n8n: N8n,
	typeName: string,
	values: Values,
): Promise<Tested> {
	await page.goto(`${n8n.url}/home/credentials/create`);
	const choice = page.locator('[data-test-id="new-credential-type-select"] input').first();
	await choice.waitFor({ timeout: 30_000 });
	await choice.fill(typeName);
	await page.getByText(typeName, { exact: true }).first().waitFor();
	await page.keyboard.press('Enter');
	await page.locator('[data-test-id="new-credential-type-button"]').click();
	const dialog = page.locator('[data-test-id="credential-edit-dialog"]');
	await dialog.waitFor({ timeout: 15_000 });
	for (const [name, value] of Object.entries(values)) {
		const input = dialog.locator(`[data-test-id="parameter-input-${name}"] input`).first();
		await input.waitFor({ timeout: 15_000 });
		if (typeof value === 'string') {
			await input.fill(value);
			continue;
		}
		await input.click();
		await page.getByRole('option', { name: value.choose, exact: true }).click();
	}
	await page.locator('[data-test-id="credential-save-button"]').click();
	const good = dialog.locator('[data-test-id="credentials-config-container-test-success"]');
	const bad = dialog.getByText(/connect with these settings/i).first();
	await good.or(bad).first().waitFor({ timeout: 60_000 });
	const works = await good.isVisible();
	const details = dialog.getByText('More details');
	if (!works && (await details.count()) > 0) await details.first().click();
	return { works, says: await dialog.innerText() };
}
