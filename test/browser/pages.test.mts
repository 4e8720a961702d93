import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ACase } from '../unit/core/desk/a-case.mts';
import { stages } from '../unit/core/desk/stages.mts';
import { launchChromium } from '../support/chromium.mts';
import { artifacts } from '../support/paths.mts';
import { openDesk } from './pages-desk.mts';

const pictures = join(artifacts, 'pages');
const widths = [390, 1280];
let browser: Browser;

beforeAll(async () => {
	mkdirSync(pictures, { recursive: true });
	browser = await launchChromium();
});
afterAll(async () => {
	await browser.close();
});

const servers: Server[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) {
		server.close();
		server.closeAllConnections();
	}
});

async function served(aCase: ACase): Promise<string> {
	const { url, server } = await openDesk(aCase);
	servers.push(server);
	return url;
}

/** A page on which any script that ran, any foreign request and any complaint of the policy is seen. */
async function watched(): Promise<{ page: Page; seen: string[] }> {
	const page = await browser.newPage({ timezoneId: 'Asia/Tokyo' });
	const seen: string[] = [];
	page.on('dialog', (dialog) => {
		seen.push(`dialog ${dialog.message()}`);
		void dialog.dismiss();
	});
	page.on('console', (message) => {
		seen.push(`console ${message.text()}`);
	});
	page.on('request', (request) => {
		if (!request.url().startsWith('http://127.0.0.1')) seen.push(`request ${request.url()}`);
	});
	return { page, seen };
}

async function picture(page: Page, name: string): Promise<void> {
	for (const width of widths) {
		await page.setViewportSize({ width, height: 900 });
		await page.screenshot({ path: join(pictures, `${name}-${width}.png`), fullPage: true });
	}
}

/** Content that sticks out of the screen at 320 px (WCAG 1.4.10). */
async function sticksOut(page: Page): Promise<number> {
	await page.setViewportSize({ width: 320, height: 700 });
	return await page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
	);
}

/** Sends a form after filling it by its labels, as a person would. */
async function fill(page: Page, form: string, fields: Record<string, string>): Promise<void> {
	const scope = page.locator(`#form-${form}`);
	const fold = page.locator('details', { has: scope });
	if (
		(await fold.count()) > 0 &&
		!(await fold.first().evaluate((node) => (node as HTMLDetailsElement).open))
	) {
		await fold.first().locator('summary').click();
	}
	for (const [label, value] of Object.entries(fields)) {
		const field = scope.getByLabel(label).first();
		const kind = await field.evaluate((node) => (node as HTMLInputElement).type);
		if (kind === 'checkbox' || kind === 'radio') await field.check();
		else if (kind === 'select-one') await field.selectOption({ label: value });
		else if (kind === 'file') {
			await field.setInputFiles({
				name: value,
				mimeType: 'application/pdf',
				buffer: Buffer.from('%PDF-1.7'),
			});
		} else await field.fill(value);
	}
	await scope.locator('button').click();
}

const hugo = { 'Your name': 'Dr Hugo Heart', 'Your role': 'Cardiologist' };
const nina = { 'Your name': 'Nina Nurse' };

describe('the pages in a browser', () => {
	test('carry a whole case from the mark to the closed loop, inside the sandbox of n8n', async () => {
		const aCase = new ACase();
		const url = await served(aCase);
		const { page, seen } = await watched();

		await page.goto(`${url}/release`);
		await picture(page, 'release');
		await fill(page, 'release', {
			Specialist: 'Example Animal Hospital, Heart service (Cardiology)',
			Urgency: 'Urgent',
			'Why it cannot wait': 'Coughs at night',
			'Clinical question': 'Is this heart failure?',
			'Reason, duration and course': 'Murmur 4/6',
			'I have read the clinical note': 'yes',
			'The owner agreed to share': 'yes',
			'Who agreed': 'Olive Owner',
			How: 'In the consulting room',
			'The owner agreed to get text messages': 'yes',
			'Your name': 'Dr Vera Sample',
			'Your role': 'Vet',
		});
		await expect(page.getByRole('status').innerText()).resolves.toContain('Recorded');
		expect(aCase.state.release?.clinicalQuestion).toBe('Is this heart failure?');
		const { release: _release, ...rest } = aCase.state;
		expect(rest.transport.status).toBe('none');
		sendPacket(aCase);

		await page.goto(`${url}/specialist`);
		await picture(page, 'specialist-new');
		await fill(page, 'accept', {
			'Time 1': '2026-11-25T10:00',
			'Time 2': '2026-11-26T15:30',
			'What the owner should know': 'No food after midnight.',
			...hugo,
		});
		expect(aCase.state.decision.status).toBe('accepted');

		await page.goto(`${url}/owner`);
		await picture(page, 'owner-choose');
		await page.getByLabel('Wed 25 Nov 2026, 10:00 AM CST').check();
		await page.getByRole('button', { name: 'Ask for this time' }).click();
		expect(aCase.row().phase).toBe('accepted');

		await page.goto(`${url}/specialist`);
		await fill(page, 'set_appointment', {
			'Start of the visit': '2026-11-25T10:00',
			...{ 'Your name': 'Fay Frontdesk' },
		});
		expect(aCase.row().phase).toBe('scheduled');
		await page.goto(`${url}/owner`);
		await picture(page, 'owner-booked');
		await page.goto(`${url}/clinic`);
		await picture(page, 'clinic-booked');

		aCase.later(72);
		await page.goto(`${url}/specialist`);
		await picture(page, 'specialist-after-visit');
		await fill(page, 'mark_seen', nina);
		await fill(page, 'send_report', {
			'Report file': 'report.pdf',
			'Recheck in how many days': '14',
			...hugo,
		});
		expect(aCase.row().phase).toBe('reported');
		expect(aCase.state.reports[0]?.files[0]?.name).toBe('report.pdf');

		aCase
			.happens('report.filing', { version: 1 })
			.happens('report.filed', { version: 1, refs: [{ kind: 'attachment', id: '9' }] })
			.happens('followup.created', { version: 1, items: [] });
		await page.goto(`${url}/clinic`);
		await picture(page, 'clinic-filed');
		await fill(page, 'read_and_close', { 'Was the clinical question answered?': 'Yes', ...nina });
		expect(aCase.row().phase).toBe('closed');
		expect(aCase.row().open).toBe(false);
		await picture(page, 'clinic-closed');
		expect(seen).toEqual([]);
	});

	test('show a refusal on top and keep what was typed', async () => {
		const aCase = new ACase().sent();
		const url = await served(aCase);
		const { page } = await watched();
		await page.goto(`${url}/specialist`);
		await page.locator('#form-accept').evaluate((form) => {
			(form as HTMLFormElement).noValidate = true;
		});
		await fill(page, 'accept', {
			'Time 1': '2026-11-25T10:00',
			'What the owner should know': 'Bring the medicines.',
		});
		await expect(page.getByRole('alert').innerText()).resolves.toContain('Your name is missing.');
		expect(await page.locator('#accept-instructions').inputValue()).toBe('Bring the medicines.');
		await picture(page, 'specialist-refused');
		await page.getByRole('link', { name: 'Go to the field' }).click();
		expect(page.url()).toContain('#accept-name');
	});

	test('stay within a 320 px screen, and every target is at least 24 px', async () => {
		const aCase = new ACase().filed();
		const url = await served(aCase);
		const { page } = await watched();
		for (const path of ['release', 'specialist', 'clinic', 'owner', 'board', 'nowhere']) {
			await page.goto(`${url}/${path}`);
			expect({ path, sticksOut: await sticksOut(page) }).toEqual({ path, sticksOut: 0 });
			const small = await page.evaluate(
				() =>
					[
						...document.querySelectorAll(
							'button,summary,select,input:not([type=hidden]),textarea,a.button',
						),
					]
						.map((node) => node.getBoundingClientRect())
						.filter((box) => box.width > 0 && (box.width < 24 || box.height < 24)).length,
			);
			expect({ path, small }).toEqual({ path, small: 0 });
		}
		await page.goto(`${url}/nowhere`);
		await picture(page, 'message');
	});

	test('run nothing that people wrote', async () => {
		const attack =
			'"><script>alert(1)</script><img src=https://evil.example.com/x onerror=alert(2)>';
		const aCase = new ACase().sent();
		for (const [role, fields] of [
			['specialist', { action: 'ask_info', question: attack, name: attack.slice(0, 100) }],
			['clinic', { action: 'answer_question', answer: attack, name: 'Nina' }],
			['clinic', { action: 'note', text: attack, name: 'Nina' }],
			[
				'specialist',
				{
					action: 'accept',
					instructions: attack,
					slot1: '2026-11-25T10:00',
					slotLocation: attack,
					name: 'Hugo',
					role: attack.slice(0, 60),
				},
			],
		] as const) {
			expect(aCase.posts(role, fields).refusal).toBeUndefined();
		}
		const url = await served(aCase);
		const { page, seen } = await watched();
		for (const path of ['specialist', 'clinic', 'owner', 'board']) {
			await page.goto(`${url}/${path}`);
			expect(await page.locator('script, img').count()).toBe(0);
		}
		expect(await page.getByText('<script>').count()).toBe(0);
		await page.goto(`${url}/owner`);
		expect(await page.getByText('<script>').count()).toBeGreaterThan(0);
		expect(seen).toEqual([]);
	});

	test('are readable: text stands out from its ground in light and dark', async () => {
		const aCase = new ACase().filed();
		aCase.later(400);
		const url = await served(aCase);
		for (const colorScheme of ['light', 'dark'] as const) {
			const page = await browser.newPage({ colorScheme });
			for (const path of ['clinic', 'specialist', 'owner', 'board', 'release']) {
				await page.goto(`${url}/${path}`);
				expect({ path, colorScheme, faint: await page.evaluate(faintTexts) }).toEqual({
					path,
					colorScheme,
					faint: [],
				});
			}
			await page.goto(`${url}/clinic`);
			await picture(page, `clinic-late-${colorScheme}`);
			await page.close();
		}
	});

	test('show calls, second-hand facts and what is kept in', async () => {
		const shots = [
			['emergency', 'clinic'],
			['emergency', 'specialist'],
			['heard to be booked', 'clinic'],
			['heard to be booked', 'specialist'],
			['heard to be booked', 'owner'],
			['said to be seen', 'owner'],
			['held back', 'clinic'],
			['proposed to go elsewhere', 'clinic'],
			['said to have died', 'clinic'],
			['in review', 'clinic'],
			['asked', 'clinic'],
		] as const;
		for (const [stage, role] of shots) {
			const aCase = stages[stage]?.();
			if (!aCase) throw new Error(stage);
			const url = await served(aCase);
			const { page } = await watched();
			await page.goto(`${url}/${role}`);
			expect(await page.locator('main').innerText()).not.toBe('');
			await picture(page, `${role}-${stage.replace(/ /g, '-')}`);
		}
	});

	test('print without forms', async () => {
		const aCase = new ACase().booked();
		const url = await served(aCase);
		const { page } = await watched();
		await page.goto(`${url}/clinic`);
		await page.emulateMedia({ media: 'print' });
		expect(await page.locator('form:visible').count()).toBe(0);
	});
});

/** What the workflow records between the release and the hospital's page. */
function sendPacket(aCase: ACase): void {
	const sent = new ACase().sent();
	for (const event of sent.events) {
		if (event.actor.role === 'system' && event.type !== 'referral.created')
			aCase.happens(event.type, event.data);
	}
}

/** Runs in the page: texts whose contrast is below 4.5 to 1. */
function faintTexts(): string[] {
	const channels = (color: string): number[] => (color.match(/[\d.]+/g) ?? []).map(Number);
	const luminance = (color: string): number => {
		const [r = 0, g = 0, b = 0] = channels(color).map((value) => {
			const part = value / 255;
			return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const groundOf = (node: Element | null): string => {
		for (let at = node; at; at = at.parentElement) {
			const ground = getComputedStyle(at).backgroundColor;
			if ((channels(ground)[3] ?? 1) > 0) return ground;
		}
		return 'rgb(255,255,255)';
	};
	return [...document.querySelectorAll('body *')]
		.filter((node) =>
			[...node.childNodes].some((child) => child.nodeType === 3 && child.textContent?.trim()),
		)
		.filter((node) => {
			const [a, b] = [luminance(getComputedStyle(node).color), luminance(groundOf(node))];
			return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
		})
		.map((node) => node.outerHTML.slice(0, 80));
}
