import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { emptySummary } from '../../core/metrics/summary';
import { renderBoard } from '../../nodes/shared/pages/board';
import { renderCalls } from '../../nodes/shared/pages/calls';
import { renderReport } from '../../nodes/shared/pages/report';
import { artifacts } from '../support/paths.mts';
import { busyRows, busySummary, frame, now, someCalls, url } from '../unit/pages/board-data.mts';
import { pageStage, sticksOut, unfold } from './chromium-pages.mts';

const pictures = join(artifacts, 'board');
mkdirSync(pictures, { recursive: true });
const { open } = pageStage();
const load = createRequire(join(process.cwd(), 'package.json'));
const axeSource = readFileSync(load.resolve('axe-core/axe.min.js'), 'utf8');

const links = (): string => 'https://desk.example.com/webhook/vet-referral/case?t=token';
const counted = { ...busySummary(10).open, all: 2_000, overdue: 312, asOf: now };
const group = {
	...frame,
	title: '2 clinics',
	view: {
		url,
		filter: { owes: 'hospital', urgency: 'urgent' },
		choices: {
			clinics: [
				['sample-clinic', 'Sample Street Veterinary Clinic'],
				['oak', 'Oak Lane Vets'],
			] as const,
			hospitals: ['Example Animal Hospital', 'Northside Heart Centre'],
		},
	},
};

const pages: Record<string, string> = {
	board: renderBoard({ ...frame, rows: busyRows(60), links, counted }),
	full: renderBoard({ ...frame, heartbeatAt: undefined, rows: busyRows(400), links, counted }),
	filtered: renderBoard({ ...group, rows: busyRows(1_200), links }),
	empty: renderBoard({ ...frame, rows: [], links }),
	calls: renderCalls({ ...frame, calls: someCalls(), links }),
	'no-calls': renderCalls({ ...frame, calls: [], links }),
	report: renderReport({ ...frame, summary: busySummary(420) }),
	'few-cases': renderReport({ ...frame, summary: busySummary(3) }),
	'no-cases': renderReport({ ...frame, summary: emptySummary(now) }),
	'not-counted': renderReport(frame),
};

interface Violation {
	id: string;
	nodes: Array<{ html: string }>;
}

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

describe.each(Object.keys(pages))('the page %s', (name) => {
	const html = pages[name] ?? '';

	test('is drawn at 390 and 1280 px', async () => {
		const page = await open();
		await page.setContent(html);
		for (const width of [390, 1280]) {
			await page.setViewportSize({ width, height: 900 });
			await page.screenshot({ path: join(pictures, `${name}-${width}.png`), fullPage: true });
		}
	});

	test('keeps the rules of WCAG 2.2 AA, light and dark', async () => {
		for (const colorScheme of ['light', 'dark'] as const) {
			const page = await open({ colorScheme });
			await page.setContent(html);
			await unfold(page);
			expect({ colorScheme, found: await violations(page) }).toEqual({ colorScheme, found: [] });
			if (colorScheme === 'dark') {
				await page.screenshot({ path: join(pictures, `${name}-dark.png`), fullPage: true });
			}
		}
	});

	test('fits 320 px and letters of double size', async () => {
		const page = await open();
		await page.setContent(html);
		await unfold(page);
		for (const width of [320, 640, 1280]) {
			await page.setViewportSize({ width, height: 720 });
			expect([width, await sticksOut(page)]).toEqual([width, 0]);
		}
		await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
		expect(await sticksOut(page)).toBe(0);
	});

	test('works without scripts and asks for nothing from elsewhere', async () => {
		const page = await open({ javaScriptEnabled: false });
		const asked: string[] = [];
		page.on('request', (request) => asked.push(request.url()));
		await page.setContent(html);
		expect(asked).toEqual([]);
		expect(await page.locator('h1').innerText()).not.toBe('');
		expect(await page.locator('script').count()).toBe(0);
	});
});

/** Contrast of two colours as WCAG counts it, worked out in the page. */
const contrast = async (page: Page, shape: string): Promise<number> =>
	await page
		.locator(shape)
		.first()
		.evaluate((node) => {
			const parts = (color: string): number[] =>
				(color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
			const light = (color: string): number => {
				const [r = 0, g = 0, b = 0] = parts(color).map((value) => {
					const part = value / 255;
					return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
				});
				return 0.2126 * r + 0.7152 * g + 0.0722 * b;
			};
			const card = node.closest('.card') as HTMLElement;
			const [a, b] = [
				light(getComputedStyle(node).fill),
				light(getComputedStyle(card).backgroundColor),
			];
			return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
		});

test('the colours of the charts stand out, light and dark', async () => {
	for (const colorScheme of ['light', 'dark'] as const) {
		const page = await open({ colorScheme });
		await page.setContent(pages.report ?? '');
		for (const shape of ['svg .bar', 'svg .series0', 'svg .series1', 'svg text']) {
			const found = await contrast(page, shape);
			expect([colorScheme, shape, found >= (shape === 'svg text' ? 4.5 : 3)]).toEqual([
				colorScheme,
				shape,
				true,
			]);
		}
	}
});

test('bars are as long as their numbers say', async () => {
	const page = await open({ viewport: { width: 1280, height: 900 } });
	const summary = busySummary(420);
	await page.setContent(renderReport({ ...frame, summary }));
	const card = page.locator('section', { has: page.locator('#chart-funnel-title') });
	const track = (await card.locator('.track').first().boundingBox())?.width ?? 0;
	const widths = await card
		.locator('.bar')
		.evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
	const counts = Object.values(summary.funnel);
	expect(widths).toHaveLength(counts.length);
	widths.forEach((width, index) => {
		expect(Math.abs(width / track - (counts[index] ?? 0) / summary.sent)).toBeLessThan(0.005);
	});
	for (const count of counts)
		expect(await card.locator('td').allInnerTexts()).toContain(String(count));
});

test('paper gets no forms, views and buttons, but the calls whole', async () => {
	const page = await open();
	await page.setContent(pages.calls ?? '');
	await page.emulateMedia({ media: 'print' });
	expect(await page.locator('form:visible, nav:visible, .button:visible').count()).toBe(0);
	expect(await page.locator('li.call:visible').count()).toBe(someCalls().length);
	await page.setViewportSize({ width: 794, height: 1123 });
	await page.screenshot({ path: join(pictures, 'calls-paper.png'), fullPage: true });
});

test('everything on the board is reached and seen with the keyboard alone', async () => {
	const page = await open();
	await page.setContent(pages.filtered ?? '');
	const wanted = await page
		.locator(
			'a:visible, select:visible, input:not([type=hidden]):visible, button:visible, summary:visible',
		)
		.count();
	const reached = new Set<string>();
	for (let step = 0; step < wanted + 5; step += 1) {
		await page.keyboard.press('Tab');
		reached.add(
			await page.evaluate(() => {
				const node = document.activeElement as HTMLElement;
				const at = [...document.querySelectorAll('*')].indexOf(node);
				return getComputedStyle(node).outlineStyle === 'none' ? '' : String(at);
			}),
		);
	}
	reached.delete('');
	expect(reached.size).toBeGreaterThanOrEqual(wanted);
});
