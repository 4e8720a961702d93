import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

const usual = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where the browser is: `CHROMIUM_PATH`, else where systems usually put it. */
export function chromiumPath(): string {
	const found = [process.env.CHROMIUM_PATH, ...usual].find((path) => path && existsSync(path));
	if (!found) {
		throw new Error(
			'No Chromium was found. Install the package "chromium" or set CHROMIUM_PATH to the browser.',
		);
	}
	return found;
}

/** Starts the installed Chromium without a window; the caller closes it. */
export async function launchChromium(): Promise<Browser> {
	// As root, which containers often are, Chromium refuses its own sandbox.
	const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
	return await chromium.launch({
		executablePath: chromiumPath(),
		args: [...args, '--disable-dev-shm-usage', '--disable-gpu'],
	});
}

export interface WatchedPage {
	page: Page;
	/** Script errors, messages of level error (a refused CSP source, say) and failed requests. */
	complaints: string[];
	close(): Promise<void>;
}

export interface PageOptions {
	width?: number;
	height?: number;
	javaScript?: boolean;
	dark?: boolean;
	locale?: string;
}

/** A page of its own (no cookies of others) that writes down what went wrong on it. */
export async function openPage(browser: Browser, options: PageOptions = {}): Promise<WatchedPage> {
	const context = await browser.newContext({
		viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
		javaScriptEnabled: options.javaScript ?? true,
		colorScheme: options.dark ? 'dark' : 'light',
		locale: options.locale ?? 'en-US',
	});
	const page = await context.newPage();
	const complaints: string[] = [];
	page.on('pageerror', (error) => complaints.push(error.message));
	page.on('console', (message) => {
		if (message.type() === 'error') complaints.push(message.text());
	});
	page.on('requestfailed', (request) => {
		complaints.push(`${request.url()}: ${request.failure()?.errorText ?? 'failed'}`);
	});
	return { page, complaints, close: async () => await context.close() };
}
