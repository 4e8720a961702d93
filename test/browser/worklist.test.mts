import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, openPage, type PageOptions } from '../support/chromium.mts';
import { artifacts } from '../support/paths.mts';
import { ACase, releaseFields } from '../unit/core/desk/a-case.mts';
import { openWorklistDesk, type Shown } from './worklist-desk.mts';

const pictures = join(artifacts, 'worklist');
let browser: Browser;
let server: Server;
let url = '';

const named = (aCase: ACase, patientName: string, more: object = {}): Shown => ({
	aCase,
	more: { patientName, caseId: `REF-${patientName.toLowerCase().padEnd(12, '0')}`, ...more },
});
const other = { clinicId: 'hilltop', clinicName: 'Hilltop Sample Vets' };
const bones = { service: 'Bones and joints', specialistId: 'bones' };

function emergency(): ACase {
	const aCase = new ACase();
	aCase.posts('release', {
		...releaseFields,
		urgency: 'emergency',
		callSpokeTo: 'Dr Hugo Heart',
		callNumber: '+1 555 0200',
	});
	aCase.happens('referral.sending', { deliveryId: 'd', channel: 'email' });
	return aCase.happens('referral.sent', { deliveryId: 'd', channel: 'email' });
}

function cancelled(): ACase {
	const aCase = new ACase().accepted();
	aCase.posts('clinic', { action: 'cancel', reason: 'Moved away', name: 'Nina Nurse' });
	return aCase;
}

beforeAll(async () => {
	mkdirSync(pictures, { recursive: true });
	browser = await launchChromium();
	const seen = new ACase().booked().later(60);
	seen.posts('specialist', { action: 'mark_seen', name: 'Fay' });
	const requested = new ACase().accepted();
	const slot = requested.state.decision.offeredSlots[0]?.start ?? '';
	requested.posts('owner', { action: 'pick_slot', slot });
	({ url, server } = await openWorklistDesk([
		named(new ACase().booked().later(60), 'Amber'),
		named(new ACase().booked().later(55), 'Basil', other),
		named(new ACase().booked().later(50), 'Clover', { ...other, ...bones }),
		named(new ACase().sent().later(30), 'Daisy', bones),
		named(new ACase().sent(), 'Ember', { ...other, urgency: 'routine' }),
		named(emergency(), 'Flint'),
		named(requested, 'Ginger'),
		named(seen.later(2), 'Hazel', other),
		named(cancelled(), 'Iris', bones),
		named(new ACase().accepted(), 'Juniper'),
		named(new ACase().reported(), 'Kestrel', { ...other, ...bones }),
		named(new ACase().sent().later(1), 'Lark <b>'),
	]));
});

afterAll(async () => {
	await browser?.close();
	server?.close();
	server?.closeAllConnections();
});

async function at(options: PageOptions = {}): Promise<{ page: Page; complaints: string[] }> {
	const opened = await openPage(browser, { javaScript: false, ...options });
	await opened.page.goto(url);
	return opened;
}
const box = (page: Page, name: string) => page.getByRole('checkbox', { name: `Tick ${name}` });
const count = async (page: Page): Promise<string> =>
	(await page.locator('header .lead').innerText()).replace(/\s+/g, ' ');

describe('the worklist in a browser without JavaScript', () => {
	test('shows what is owed, emergencies on top, each case with a link to its page', async () => {
		const { page, complaints } = await at();
		expect(await count(page)).toMatch(/^12 open referrals, 10 wait for you, \d+ overdue$/);
		const heads = await page.locator('section h2').allInnerTexts();
		expect(heads[0]).toBe('Emergencies (1)');
		expect(heads).toEqual(
			expect.arrayContaining([
				'Acknowledge (3)',
				'Confirm or book the visit (1)',
				'Did the visit take place? (3)',
				'Send the report or a note (1)',
				'Confirm the cancellation (1)',
			]),
		);
		await page.getByRole('link', { name: 'Lark <b>' }).click();
		expect(await page.locator('h1').innerText()).toBe('/case/12');
		expect(complaints).toEqual([]);
	});

	test('fits 320, 390 and 1280 pixels', async () => {
		const { page } = await at({ javaScript: true });
		for (const width of [320, 390, 1280]) {
			await page.setViewportSize({ width, height: 900 });
			const tooWide = await page.evaluate(
				() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
			);
			expect([width, tooWide]).toEqual([width, 0]);
			await page.screenshot({ path: join(pictures, `list-${width}.png`), fullPage: true });
		}
	});

	test('is filtered by clinic and service, and keeps the filter after a mark', async () => {
		const { page } = await at();
		await page.getByText('Filter', { exact: true }).click();
		await page.getByLabel('Referring clinic').selectOption({ label: 'Hilltop Sample Vets' });
		await page.getByLabel('Service').selectOption({ label: 'Bones and joints' });
		await page.getByRole('button', { name: 'Show' }).click();
		expect(await count(page)).toMatch(/^2 open referrals/);
		await box(page, 'Clover').check();
		await page.getByRole('radio', { name: 'The patient was seen' }).check();
		await page.getByLabel('Your name').fill('Fay Frontdesk');
		await page.getByRole('button', { name: 'Record for all ticked cases' }).click();
		expect(await page.getByRole('status').innerText()).toContain('Done: Clover');
		expect(await count(page)).toMatch(/^2 open referrals/);
	});

	test('marks a whole group with the keyboard alone, and nothing twice', async () => {
		const { page, complaints } = await at();
		await page.getByRole('link', { name: /^Tick all: Did the visit/ }).focus();
		await page.keyboard.press('Enter');
		await page.waitForURL(/tick=visit/);
		expect(await box(page, 'Amber').isChecked()).toBe(true);
		expect(await box(page, 'Basil').isChecked()).toBe(true);
		expect(await box(page, 'Daisy').isChecked()).toBe(false);
		await box(page, 'Juniper').focus();
		await page.keyboard.press('Space');
		await box(page, 'Ember').focus();
		await page.keyboard.press('Space');
		await page.getByRole('radio', { name: 'Acknowledge: we have it' }).focus();
		await page.keyboard.press('ArrowDown');
		expect(await page.getByRole('radio', { name: 'The patient was seen' }).isChecked()).toBe(true);
		await page.getByLabel('When the patient was seen').fill('2026-11-25T10:30');
		await page.getByLabel('Your name').focus();
		await page.keyboard.type('Fay Frontdesk');
		await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
		const told = await page.getByRole('status').innerText();
		for (const name of ['Amber', 'Basil', 'Juniper']) expect(told).toContain(`Done: ${name}`);
		expect(told).toContain('Not possible: Ember');
		expect(told).toContain('It is not accepted yet');
		expect(await page.locator('#group-report').innerText()).toContain('Juniper');
		expect(await page.getByLabel('Your name').inputValue()).toBe('Fay Frontdesk');
		for (const width of [390, 1280]) {
			await page.setViewportSize({ width, height: 900 });
			await page.screenshot({ path: join(pictures, `marked-${width}.png`), fullPage: true });
		}
		await page.reload();
		expect(await page.getByRole('status').innerText()).toContain('Already so: Amber');
		expect(complaints).toEqual([]);
	});

	test('says what is missing and leads to it, with ticks and words kept', async () => {
		const { page } = await at();
		await box(page, 'Daisy').check();
		await page.getByLabel('Acknowledge: we have it').check();
		await page.getByLabel('Your name').fill('   ');
		await page.getByLabel('Your role').fill('Reception');
		await page.getByRole('button', { name: 'Record for all ticked cases' }).click();
		const alert = page.getByRole('alert');
		expect(await alert.innerText()).toContain('Your name is missing.');
		expect(await box(page, 'Daisy').isChecked()).toBe(true);
		expect(await page.getByLabel('Your role').inputValue()).toBe('Reception');
		await alert.getByRole('link', { name: 'Go to the field' }).click();
		expect(page.url()).toMatch(/#act-name$/);
		expect(await page.locator('#act-name').getAttribute('aria-invalid')).toBe('true');
		await page.screenshot({ path: join(pictures, 'refused.png'), fullPage: true });
	});

	test('prints as a list for the desk: boxes stay, forms and buttons go', async () => {
		const { page } = await at();
		await page.emulateMedia({ media: 'print' });
		expect(await box(page, 'Daisy').isVisible()).toBe(true);
		expect(await page.locator('#act').isVisible()).toBe(false);
		expect(await page.getByRole('link', { name: 'Mark the ticked cases' }).isVisible()).toBe(false);
		expect(await page.getByText('Filter', { exact: true }).isVisible()).toBe(false);
		await page.pdf({ path: join(pictures, 'list.pdf'), format: 'A4' });
		await page.setViewportSize({ width: 800, height: 1100 });
		await page.screenshot({ path: join(pictures, 'print.png'), fullPage: true });
	});
});
