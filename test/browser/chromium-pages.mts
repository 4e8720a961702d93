import type { Server } from 'node:http';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.mts';
import type { ACase } from '../unit/core/desk/a-case.mts';
import { openDesk } from './pages-desk.mts';

/** A browser for a file of tests, and desks over cases in memory; all of it is closed at the end. */
export function pageStage() {
	let browser: Browser | undefined;
	const servers: Server[] = [];
	const contexts: Array<{ close(): Promise<void> }> = [];
	beforeAll(async () => {
		browser = await launchChromium();
	});
	afterEach(async () => {
		for (const context of contexts.splice(0)) await context.close();
		for (const server of servers.splice(0)) {
			server.close();
			server.closeAllConnections();
		}
	});
	afterAll(async () => await browser?.close());
	return {
		/** Serves the pages of a case; gives the address they begin with. */
		serve: async (aCase: ACase): Promise<string> => {
			const { url, server } = await openDesk(aCase);
			servers.push(server);
			return url;
		},
		open: async (options: BrowserContextOptions = {}): Promise<Page> => {
			if (!browser) throw new Error('The browser did not start.');
			const context = await browser.newContext({ locale: 'en-US', ...options });
			contexts.push(context);
			const page = await context.newPage();
			// Chromium tells of a file dialog only while someone listens, and is slow to take that up:
			// a listener added with the key that opens the dialog may come too late.
			page.on('filechooser', () => undefined);
			return page;
		},
	};
}

/** Opens every fold of the page, so that all of it can be looked at. */
export const unfold = async (page: Page): Promise<void> =>
	await page.evaluate(() =>
		document.querySelectorAll('details').forEach((fold) => fold.setAttribute('open', '')),
	);

/** How far content sticks out of the screen sideways, in CSS pixels. */
export const sticksOut = async (page: Page): Promise<number> =>
	await page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
	);
