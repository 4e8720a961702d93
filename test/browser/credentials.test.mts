import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, openPage } from '../support/chromium.mts';
import { startN8n, type N8n } from '../support/n8n.mts';
import { logIn } from './canvas.mts';
import { credentialCases } from './credential-cases.mts';
import { saveCredential, type Values } from './credential-dialog.mts';

const shots = join(process.cwd(), '.artifacts', 'credentials');

let n8n: N8n;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	mkdirSync(shots, { recursive: true });
	n8n = await startN8n();
	browser = await launchChromium();
	({ page } = await openPage(browser, { width: 1400, height: 1000 }));
	page.setDefaultTimeout(15_000);
	await logIn(page, n8n);
});

afterAll(async () => {
	await browser?.close();
	await n8n?.stop();
});

describe.each(credentialCases)('the dialog of $typeName', ({ typeName, start, wrong }) => {
	let other: Awaited<ReturnType<typeof start>>;
	beforeAll(async () => {
		other = await start(n8n.url);
	});
	afterAll(async () => await other?.close());

	const save = async (what: string, values: Values) => {
		try {
			return await saveCredential(page, n8n, typeName, { ...other.values, ...values });
		} finally {
			const name = `${typeName} ${what}.png`.replace(/[^\w.]+/g, '-');
			await page.screenshot({ path: join(shots, name) });
		}
	};

	it('says that the right values work', async () => {
		const tested = await save('right', {});
		expect(tested).toMatchObject({ works: true });
	});

	it.each(wrong)('says what is wrong: $what', async ({ what, change, says }) => {
		const changed = typeof change === 'function' ? await change() : change;
		const tested = await save(what, changed);
		expect(tested).toEqual({ works: false, says: expect.stringMatching(says) });
	});
});
