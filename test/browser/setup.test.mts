import { mkdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { neededTables } from '../../core/setup/tables';
import { launchChromium, openPage, type PageOptions } from '../support/chromium.mts';
import { artifacts } from '../support/paths.mts';
import { strangersIn } from '../unit/pages/tags.mts';
import {
	clinicRow,
	elmProfile,
	entryRow,
	heartEntry,
	oakProfile,
} from '../unit/core/setup/settings.mts';
import { openSetup } from './setup-desk.mts';

const pictures = join(artifacts, 'setup');
const load = createRequire(join(process.cwd(), 'package.json'));
const axeSource = readFileSync(load.resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
const servers: Server[] = [];
const closing: Array<() => Promise<void>> = [];

beforeAll(async () => {
	mkdirSync(pictures, { recursive: true });
	browser = await launchChromium();
});
afterEach(async () => {
	for (const close of closing.splice(0)) await close();
	for (const server of servers.splice(0)) {
		server.close();
		server.closeAllConnections();
	}
});
afterAll(async () => await browser.close());

const long = 'Veterinary Referral and Emergency Hospital of the Northern Lake District';
const answering = { status: 200, proven: true };

/** A set-up with something to mend, so that every colour is on the page of the checks. */
async function served() {
	const setup = await openSetup(
		{
			clinics: [
				clinicRow(oakProfile, 1),
				clinicRow({ ...elmProfile, phone: '' }, 2),
				clinicRow({ ...oakProfile, id: 'ash', name: long, mode: 'paused', pausedFrom: 'live' }, 3),
				clinicRow({ ...oakProfile, id: 'fir', timeZone: 'Mars' }, 4),
			] as never,
			specialists: [
				entryRow(heartEntry, 1),
				entryRow({ ...heartEntry, id: 'far-away', hospital: long, active: false }, 2),
			] as never,
		},
		(tables) => ({
			now: '2026-11-23T12:00:00.000Z',
			tables,
			desk: {
				publicUrl: 'http://127.0.0.1:5678',
				internalUrl: 'http://127.0.0.1:5678',
				secretLength: 48,
				keyId: 'k1',
				previousKeyId: '',
				previousSecretLength: 0,
			},
			pings: { public: answering, internal: answering, desk: answering },
			dataTables: Object.entries(neededTables).map(([name, columns]) => ({
				name,
				columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
			})),
			room: [{ rows: 30_000, averageBytes: 5000 }],
			texts: { ok: true, who: 'Sample account' },
			hospitals: [],
		}),
	);
	servers.push(setup.server);
	return setup;
}

const on = async (url: string, options: PageOptions = {}) => {
	const opened = await openPage(browser, options);
	closing.push(opened.close);
	await opened.page.goto(url);
	return opened;
};

async function unfold(page: Page): Promise<void> {
	await page.evaluate(() => {
		for (const part of document.querySelectorAll('details')) part.open = true;
	});
}

const sticksOut = async (page: Page): Promise<number> =>
	await page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
	);

/** What the rules of WCAG 2.2 AA find wrong. */
async function violations(page: Page): Promise<string[]> {
	await page.evaluate(axeSource);
	return await page.evaluate(async () => {
		const { axe } = globalThis as unknown as {
			axe: {
				run(
					on: Document,
					options: object,
				): Promise<{ violations: Array<{ id: string; nodes: Array<{ html: string }> }> }>;
			};
		};
		const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
		const { violations: found } = await axe.run(document, { runOnly: tags });
		return found.flatMap(({ id, nodes }) =>
			nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`),
		);
	});
}

async function picture(page: Page, name: string): Promise<void> {
	for (const width of [390, 1280]) {
		await page.setViewportSize({ width, height: 900 });
		await page.screenshot({ path: join(pictures, `${name}-${width}.png`), fullPage: true });
	}
}

/** Ways to every page of the set-up, mistakes and overtaken forms included. */
const ways: Record<string, (page: Page) => Promise<void>> = {
	home: async () => undefined,
	clinic: async (page) => await page.getByRole('link', { name: 'Settings of Oak' }).click(),
	mistake: async (page) => {
		await page.getByRole('link', { name: 'Settings of Oak' }).click();
		await page.getByLabel('Time zone').fill('Mars');
		await page.getByLabel('Monday').fill('late');
		await page.getByRole('button', { name: 'Save', exact: true }).click();
	},
	broken: async (page) => await page.getByRole('link', { name: 'Settings of fir' }).click(),
	hospital: async (page) => await page.getByRole('link', { name: 'Riverside' }).click(),
	'new-hospital': async (page) =>
		await page.getByRole('link', { name: 'Add a hospital service' }).click(),
	move: async (page) => await page.getByRole('link', { name: 'Export and import' }).click(),
	import: async (page) => {
		await page.getByRole('link', { name: 'Export and import' }).click();
		const ash = { ...oakProfile, id: 'new', name: 'New clinic' };
		const given = { format: 'vet-referral-settings', clinics: [ash, { id: 'x' }] };
		await page.getByLabel('Exported settings').fill(JSON.stringify(given));
		await page.getByRole('button', { name: 'Look at it first' }).click();
	},
	checks: async (page) => await page.getByRole('button', { name: 'Run all checks' }).click(),
	'not-live': async (page) => {
		await page.getByLabel('Mode of Elm').selectOption('Live');
		await page.locator('#form-mode-elm button').click();
	},
};

describe.each(Object.keys(ways))('the page %s', (name) => {
	test('keeps the rules of WCAG 2.2 AA, light and dark, and fits 320 px', async () => {
		const { url } = await served();
		for (const dark of [false, true]) {
			const { page, complaints } = await on(url, { dark });
			await ways[name]!(page);
			if (!dark) await picture(page, name);
			await unfold(page);
			expect(await violations(page)).toEqual([]);
			await page.setViewportSize({ width: 320, height: 700 });
			expect(await sticksOut(page)).toBe(0);
			expect(complaints).toEqual([]);
			expect(strangersIn(await raw(page))).toEqual([]);
		}
	});
});

/** The page as it was sent, before the browser tidied it. */
const raw = async (page: Page): Promise<string> => {
	const answer = await page.request.get(page.url());
	return await answer.text();
};

const profileOf = (rows: { clinics: Array<{ clinicId: string; profile: string }> }, id: string) =>
	JSON.parse(rows.clinics.find(({ clinicId }) => clinicId === id)?.profile ?? '{}') as Record<
		string,
		unknown
	>;

describe('without scripts', () => {
	test('a person edits a clinic, corrects a mistake and saves', async () => {
		const { url, rows } = await served();
		const { page } = await on(url, { javaScript: false, width: 390 });
		await page.getByRole('link', { name: 'Settings of Oak' }).click();
		await page.getByLabel('Phone', { exact: true }).fill('+12025550199');
		await page.getByLabel('Saturday').fill('9-12');
		await page.getByLabel('Quiet from').fill('late');
		await page.getByRole('button', { name: 'Save', exact: true }).click();
		await page.getByRole('link', { name: /Quiet from must be a time/ }).click();
		expect(page.url()).toContain('#edit-outreach.quietHours.start');
		expect(await page.getByLabel('Phone', { exact: true }).inputValue()).toBe('+12025550199');
		await page.getByLabel('Quiet from').fill('19:30');
		await page.getByRole('button', { name: 'Save', exact: true }).click();
		expect(await page.getByRole('status').innerText()).toContain('Saved as version 4');
		expect(profileOf(rows, 'oak')).toMatchObject({
			phone: '+12025550199',
			hours: { sat: [{ open: '09:00', close: '12:00' }] },
			outreach: { quietHours: { start: '19:30' } },
			version: 4,
		});
	});

	test('two people with the same form open lose nothing', async () => {
		const { url, rows } = await served();
		const [one, two] = [await on(url), await on(url)];
		for (const { page } of [one, two])
			await page.getByRole('link', { name: 'Settings of Oak' }).click();
		await one.page.getByLabel('Name', { exact: true }).fill('Oak by One');
		await one.page.getByRole('button', { name: 'Save', exact: true }).click();
		await two.page.getByLabel('Name', { exact: true }).fill('Oak by Two');
		await two.page.getByLabel('Address').fill('2 Two Street');
		await two.page.getByRole('button', { name: 'Save', exact: true }).click();
		const said = await two.page.getByRole('main').innerText();
		expect(said).toContain('Somebody else saved these settings');
		expect(said).toContain('Oak by One');
		expect(await two.page.getByLabel('Name', { exact: true }).inputValue()).toBe('Oak by Two');
		await picture(two.page, 'overtaken');
		expect(await violations(two.page)).toEqual([]);
		await two.page.getByRole('button', { name: 'Save', exact: true }).click();
		expect(profileOf(rows, 'oak')).toMatchObject({
			name: 'Oak by Two',
			address: '2 Two Street',
			version: 5,
		});
	});

	test('all clinics are paused and resumed with two clicks', async () => {
		const { url, rows } = await served();
		const { page } = await on(url, { javaScript: false });
		await page.getByRole('button', { name: 'Pause all' }).click();
		expect(profileOf(rows, 'oak')).toMatchObject({ mode: 'paused', pausedFrom: 'live' });
		await page.getByRole('button', { name: 'Resume all' }).click();
		expect(profileOf(rows, 'oak').mode).toBe('live');
		expect(profileOf(rows, 'elm').mode).toBe('shadow');
	});
});
