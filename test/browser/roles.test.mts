import type { Browser, Page } from 'playwright-core';
import { releaseFields } from '../../scripts/demo/pages.mts';
import { cases, pollNow, typesOf, untilCase } from '../../scripts/demo/loop.mts';
import { startWorld, type World } from '../../scripts/demo/world.mts';
import { launchChromium, openPage } from '../support/chromium.mts';
import { waitFor } from '../support/wait-for.mts';

const hospitalId = 'northside-cardiology';

let world: World;
let browser: Browser;
let page: Page;
let phone: Page;

beforeAll(async () => {
	world = await startWorld();
	browser = await launchChromium();
	({ page } = await openPage(browser));
	({ page: phone } = await openPage(browser, { width: 390, height: 844 }));
});

afterAll(async () => {
	await browser?.close();
	await world?.close();
});

/** Presses a button of the page and waits for the page that follows. */
async function press(on: Page, name: string): Promise<void> {
	await Promise.all([
		on.waitForNavigation(),
		on.getByRole('button', { name, exact: true }).first().click(),
	]);
}

const recorded = async (type: string) =>
	await untilCase(world, type, (row) => typesOf(row).includes(type), 45_000);

async function hospitalPresses(button: string): Promise<void> {
	const [row] = await cases(world);
	await page.goto(`${world.hospitals[hospitalId]?.url}/referrals/${row?.caseId}`);
	await press(page, button);
}

describe('a person who plays the three roles of the demo in a browser', () => {
	it('marks Biscuit in ezyVet and releases the case from the mail', async () => {
		await page.goto(`${world.ezyvet.url}/patients/501`);
		await page.getByLabel('Reason').fill('Murmur, please stage.');
		await press(page, 'Refer');
		await pollNow(world);
		await waitFor(async () => world.mail.messages().length > 0, 'the mail to the clinic', 30_000);
		const link = /https?:\/\/\S+case\?t=\S+/.exec(world.mail.messages()[0]?.text ?? '')?.[0] ?? '';
		await page.goto(link);
		for (const [name, value] of Object.entries(releaseFields(hospitalId))) {
			const field = page.locator(`#form-release [name="${name}"]`).first();
			const kind = await field.evaluate((element) =>
				element.tagName === 'SELECT' ? 'select' : (element as HTMLInputElement).type,
			);
			await field.evaluate((element) => element.closest('details')?.setAttribute('open', ''));
			if (kind === 'select') await field.selectOption(value);
			else if (kind === 'checkbox') await field.check();
			else if (kind === 'radio')
				await page.locator(`#form-release [name="${name}"][value="${value}"]`).check();
			else await field.fill(value);
		}
		await Promise.all([
			page.waitForNavigation(),
			page.locator('#form-release button[type="submit"]').click(),
		]);
		expect(await page.getByRole('status').or(page.locator('.flash')).first().innerText()).toMatch(
			/recorded/i,
		);
		await recorded('transport.delivered');
	});

	it('acknowledges and accepts as the hospital', async () => {
		await hospitalPresses('Acknowledge');
		await hospitalPresses('Accept with three times');
		await recorded('outreach.sent');
	});

	it('taps the link on the phone and books a time', async () => {
		await phone.goto(world.phone.url);
		await phone.getByText('+12025550188').first().click();
		const tapped = phone.locator('a[href*="vet-referral/case"]').last();
		await phone.goto((await tapped.getAttribute('href')) ?? '');
		await phone.locator('input[name="slot"]').first().check();
		await press(phone, 'Ask for this time');
		await phone.screenshot({ path: '.artifacts/owner-phone.png', fullPage: true });
		await recorded('notice.sent');
	});

	it('confirms, sees the patient and sends the report as the hospital', async () => {
		await hospitalPresses('Schedule');
		await hospitalPresses('Mark seen');
		await hospitalPresses('Send report');
		await recorded('followup.created');
	});

	it('finds the report in the patient record of ezyVet', async () => {
		await page.goto(`${world.ezyvet.url}/patients/501`);
		const [row] = await cases(world);
		expect(await page.locator('body').innerText()).toContain(`${row?.caseId}/report/1`);
		await page.screenshot({ path: '.artifacts/ezyvet-record.png', fullPage: true });
	});
});
