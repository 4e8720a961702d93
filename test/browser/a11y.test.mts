import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { allowedActions, type PageRole } from '../../core/desk/actions';
import { artifacts } from '../support/paths.mts';
import { filledIn, hoursBefore, stages } from '../unit/core/desk/stages.mts';
import { ACase } from '../unit/core/desk/a-case.mts';
import { pageStage, sticksOut, unfold } from './chromium-pages.mts';

const roles: PageRole[] = ['release', 'specialist', 'clinic', 'owner'];
const { serve, open } = pageStage();

const load = createRequire(join(process.cwd(), 'package.json'));
const axeSource = readFileSync(load.resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
	id: string;
	nodes: Array<{ html: string; failureSummary: string }>;
}

/** What the rules of WCAG 2.2 AA find wrong; the page's own policy does not hold back the tester. */
async function violations(page: Page): Promise<string[]> {
	await page.evaluate(axeSource);
	const found = await page.evaluate(async () => {
		const { axe } = globalThis as unknown as {
			axe: { run(on: Document, options: object): Promise<{ violations: Violation[] }> };
		};
		const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
		return (await axe.run(document, { runOnly: tags })).violations;
	});
	return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}

const make = (stage: string): ACase => {
	const made = stages[stage];
	if (!made) throw new Error(stage);
	return made();
};

describe('every page at every stage', () => {
	for (const stage of Object.keys(stages)) {
		test(`keeps the rules of WCAG 2.2 AA, light and dark, on a case that is ${stage}`, async () => {
			const url = await serve(make(stage));
			for (const colorScheme of ['light', 'dark'] as const) {
				const page = await open({ colorScheme });
				for (const role of roles) {
					await page.goto(`${url}/${role}`);
					await unfold(page);
					expect({ role, colorScheme, found: await violations(page) }).toEqual({
						role,
						colorScheme,
						found: [],
					});
				}
			}
		});

		test(`fits 320 px, 200 % zoom and letters of double size on a case that is ${stage}`, async () => {
			const url = await serve(make(stage));
			const page = await open();
			for (const role of roles) {
				await page.goto(`${url}/${role}`);
				await unfold(page);
				const wide: Record<string, number> = {};
				for (const width of [320, 640, 1280]) {
					await page.setViewportSize({ width, height: 720 });
					wide[width] = await sticksOut(page);
				}
				await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
				wide.letters = await sticksOut(page);
				expect({ role, ...wide }).toEqual({ role, 320: 0, 640: 0, 1280: 0, letters: 0 });
			}
		});
	}

	test('keeps the rules on the board, on a message and after a refusal', async () => {
		const aCase = make('accepted');
		const url = await serve(aCase);
		for (const colorScheme of ['light', 'dark'] as const) {
			const page = await open({ colorScheme });
			for (const path of ['board', 'nowhere']) {
				await page.goto(`${url}/${path}`);
				await unfold(page);
				expect({ path, found: await violations(page) }).toEqual({ path, found: [] });
			}
			await page.goto(`${url}/clinic`);
			await page.locator('#form-note').evaluate((form: HTMLFormElement) => {
				form.noValidate = true;
				form.submit();
			});
			await page.getByRole('alert').waitFor();
			expect(await page.title()).toMatch(/^Not recorded/);
			await unfold(page);
			expect(await violations(page)).toEqual([]);
		}
	});
});

/** What has the focus now, and whether its frame can be seen. */
const focused = async (page: Page): Promise<{ what: string; seen: boolean; form: string }> =>
	await page.evaluate(() => {
		const node = document.activeElement as HTMLElement;
		const style = getComputedStyle(node);
		const box = node.getBoundingClientRect();
		return {
			what: node === document.body ? '' : node.outerHTML.slice(0, 100),
			seen:
				style.outlineStyle !== 'none' &&
				parseFloat(style.outlineWidth) >= 2 &&
				box.bottom > 0 &&
				box.top < innerHeight,
			form: node.closest('form')?.id ?? node.closest('details')?.querySelector('form')?.id ?? '',
		};
	});

describe('with the keyboard alone', () => {
	for (const role of roles) {
		test(`everything on the page of the ${role} is reached in order, with a frame to see`, async () => {
			const url = await serve(make(role === 'release' ? 'marked' : 'booked'));
			const page = await open();
			await page.goto(`${url}/${role}`);
			await unfold(page);
			const wanted = await page.evaluate(() => {
				const all = document.querySelectorAll<HTMLElement>(
					'a[href],button,summary,select,textarea,input:not([type=hidden])',
				);
				const radios = new Set<string>();
				return [...all]
					.filter((node) => {
						if (node.getAttribute('type') !== 'radio') return true;
						const { name } = node as HTMLInputElement;
						return radios.size < radios.add(name).size;
					})
					.map((node) => node.outerHTML.slice(0, 100));
			});
			const reached: string[] = [];
			const unseen: string[] = [];
			for (;;) {
				await page.keyboard.press('Tab');
				const { what, seen } = await focused(page);
				if (what === '' || reached.length > 400) break;
				if (reached.at(-1) === what) continue;
				reached.push(what);
				if (!seen) unseen.push(what);
			}
			expect(unseen).toEqual([]);
			expect(reached).toEqual(wanted);
		});
	}

	test('the first step leads past the heading to the content', async () => {
		const url = await serve(make('booked'));
		const page = await open({ viewport: { width: 390, height: 500 } });
		await page.goto(`${url}/clinic`);
		await page.keyboard.press('Tab');
		const skip = page.getByRole('link', { name: 'Skip to the content' });
		expect(await skip.evaluate((node) => node === document.activeElement)).toBe(true);
		expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
		await page.keyboard.press('Enter');
		await page.keyboard.press('Tab');
		expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
	});

	const offered = Object.keys(stages).flatMap((stage) =>
		roles.flatMap((role) =>
			allowedActions(make(stage).state, role).map((action) => ({ stage, role, action })),
		),
	);
	const once = offered.filter(
		({ role, action }, index) =>
			offered.findIndex((entry) => entry.role === role && entry.action === action) === index,
	);
	for (const { stage, role, action } of once) {
		test(`the ${role} can do "${action}"`, async () => {
			const aCase = make(stage);
			aCase.later(hoursBefore(action));
			const before = aCase.events.length;
			const page = await open();
			await page.goto(`${await serve(aCase)}/${role}`);
			await walkInto(page, `form-${action}`);
			await fillByKeys(page, filledIn(action, aCase));
			await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
			const said = await page.locator('.flash').first().innerText();
			expect(said).toContain('Recorded');
			expect(aCase.events.length).toBeGreaterThan(before);
		});
	}
});

/** Steps on until the focus is in a form, or on the fold around it, which is opened. */
async function walkInto(page: Page, form: string): Promise<void> {
	for (let step = 0; step < 300; step += 1) {
		await page.keyboard.press('Tab');
		const at = await focused(page);
		if (at.form !== form) continue;
		if (!at.what.startsWith('<summary')) return;
		await page.keyboard.press('Enter');
		await page.keyboard.press('Tab');
		return;
	}
	throw new Error(`${form} is out of reach of the keyboard`);
}

/** Fills the form the focus is in, field by field, and ends on its button. */
async function fillByKeys(page: Page, values: Record<string, string>): Promise<void> {
	const filled = new Set<string>();
	for (let step = 0; step < 150; step += 1) {
		const { tag, type, name } = await page.evaluate(() => {
			const node = document.activeElement as HTMLInputElement;
			return { tag: node.tagName, type: node.type, name: node.name };
		});
		if (tag === 'BUTTON') return;
		// A field of a date has several steps of its own.
		if (!filled.has(name)) await enter(page, { tag, type }, values[name] ?? '');
		filled.add(name);
		await page.keyboard.press('Tab');
	}
	throw new Error('the form has no end');
}

async function enter(
	page: Page,
	{ tag, type }: { tag: string; type: string },
	value: string,
): Promise<void> {
	if (type === 'file') {
		const [chooser] = await Promise.all([
			page.waitForEvent('filechooser'),
			page.keyboard.press('Space'),
		]);
		await chooser.setFiles({
			name: 'report.pdf',
			mimeType: 'application/pdf',
			buffer: Buffer.from('%PDF-1.7'),
		});
	} else if (value === '') return;
	else if (tag === 'SELECT') {
		for (let choice = 0; choice < 40; choice += 1) {
			const chosen = await page.evaluate(() => (document.activeElement as HTMLSelectElement).value);
			if (chosen === value) return;
			await page.keyboard.press('ArrowDown');
		}
		throw new Error(`the choice ${value} is out of reach of the keyboard`);
	} else if (type === 'checkbox' || type === 'radio') {
		const checked = await page.evaluate(() => (document.activeElement as HTMLInputElement).checked);
		if (!checked) await page.keyboard.press('Space');
	} else if (type === 'datetime-local') {
		const [, year = '', month = '', day = '', hour = '', minute = ''] =
			/^(\d+)-(\d+)-(\d+)T(\d+):(\d+)/.exec(value) ?? [];
		await page.keyboard.type(`${month}${day}${year}`);
		await page.keyboard.press('ArrowRight');
		const noon = Number(hour) >= 12;
		const shown = String(Number(hour) % 12 || 12).padStart(2, '0');
		await page.keyboard.type(`${shown}${minute}${noon ? 'PM' : 'AM'}`);
	} else await page.keyboard.type(value);
}

/** What would be on paper: shown, and not in a part that is left out. */
const onPaper = async (page: Page, selector: string): Promise<number> =>
	await page
		.locator(selector)
		.evaluateAll((nodes) => nodes.filter((node) => node.checkVisibility()).length);

describe('on paper', () => {
	for (const role of ['clinic', 'specialist', 'owner'] as const) {
		test(`the page of the ${role} has its whole history and nothing to press`, async () => {
			const aCase = make('filed');
			const page = await open({ colorScheme: 'dark' });
			await page.goto(`${await serve(aCase)}/${role}`);
			const steps = await page.locator('details.history li').count();
			expect(steps).toBeGreaterThan(role === 'owner' ? 2 : 5);
			await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
			expect(await onPaper(page, 'details.history li')).toBe(steps);
			expect(await onPaper(page, 'button, form, input, select, textarea, a.button, .skip')).toBe(0);
			expect(await onPaper(page, 'details:not(.history) summary')).toBe(0);
			expect(await violations(page)).toEqual([]);
			mkdirSync(join(artifacts, 'pages'), { recursive: true });
			const pdf = await page.pdf({
				path: join(artifacts, 'pages', `${role}.pdf`),
				format: 'Letter',
				printBackground: false,
			});
			expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
		});
	}
});
