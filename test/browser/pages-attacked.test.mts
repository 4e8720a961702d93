import type { Page } from 'playwright-core';
import { allowedActions, type PageRole } from '../../core/desk/actions';
import { boardLink } from '../../scripts/demo/board-link.mts';
import { caseLink, fixture } from '../../scripts/demo/loop.mts';
import { openPage as fetchPage, releaseFields } from '../../scripts/demo/pages.mts';
import { startWorld, type World } from '../../scripts/demo/world.mts';
import { done, mark, nonceOn, post, release, rowOf, specialistOf, until } from '../e2e/acting.mts';
import { coordinator, eventsUrlOf, say } from '../e2e/events.mts';
import { filledIn, hoursBefore, stages } from '../unit/core/desk/stages.mts';
import { pageStage, unfold } from './chromium-pages.mts';

const roles: PageRole[] = ['release', 'specialist', 'clinic', 'owner'];
const { serve, open } = pageStage();

/** Short enough for a name, and breaks out of text, attribute, title, style and text area alike. */
const attack = `"'></textarea></title><script>hit=1</script><img src=x onerror=hit=1>`;
const long = `${attack}<svg onload=hit=1><iframe srcdoc="<script>parent.hit=1</script>"></iframe><base href=//evil.example><meta http-equiv=refresh content=0;url=//evil.example><form action=//evil.example><input autofocus onfocus=hit=1><style>@import '//evil.example'</style><a href=javascript:hit=1>x</a>\`\${hit=1}\`{{constructor.constructor('hit=1')()}}`;

/** Anything that ran, was asked for elsewhere or was put into the page by what people wrote. */
async function watch(page: Page, home: string): Promise<() => Promise<string[]>> {
	const seen: string[] = [];
	page.on('dialog', (dialog) => {
		seen.push(`dialog ${dialog.message()}`);
		void dialog.dismiss();
	});
	page.on('console', (message) => {
		// The browser's own remark on a page that is a refusal.
		if (!/^Failed to load resource: .* status of 4\d\d/.test(message.text()))
			seen.push(`console ${message.text()}`);
	});
	page.on('pageerror', (error) => seen.push(`error ${error.message}`));
	page.on('request', (request) => {
		if (!request.url().startsWith(home)) seen.push(`request ${request.url()}`);
	});
	return async () => [
		...seen,
		...(await page.evaluate(() => {
			const strange = 'script,img,svg,iframe,object,embed,base,[srcdoc],[http-equiv=refresh]';
			const found = [...document.querySelectorAll(strange)].map((node) => node.outerHTML);
			if (document.querySelectorAll('style').length !== 1) found.push('a second stylesheet');
			for (const node of document.querySelectorAll('*')) {
				for (const { name, value } of node.attributes) {
					if (name.startsWith('on')) found.push(`${name} on ${node.tagName}`);
					if (/^\s*(?:javascript|data|vbscript):/i.test(value)) found.push(`${name}=${value}`);
				}
			}
			for (const form of document.querySelectorAll('form')) {
				const target = new URL(form.getAttribute('action') ?? '', location.href);
				if (target.origin !== new URL(location.href).origin) found.push(`form to ${target.href}`);
			}
			if ('hit' in globalThis) found.push('a script ran');
			return found;
		})),
	];
}

/** The policy that stands in the page itself. */
const policyOf = async (page: Page): Promise<string> =>
	(await page
		.locator('meta[http-equiv="Content-Security-Policy"]')
		.first()
		.getAttribute('content')) ?? '';

/** What an attacker types: the attack wherever the form takes text, as long as it takes. */
async function attackWith(page: Page, action: string): Promise<Record<string, string>> {
	const fields = await page.locator(`#form-${action}`).evaluate((form: HTMLFormElement) =>
		[...form.elements].map((node) => {
			const { name, type, tagName } = node as HTMLInputElement;
			return { name, type, tagName };
		}),
	);
	const short = ['name', 'role', 'callNumber', 'number', 'language', 'ownerBestTime'];
	return Object.fromEntries(
		fields
			.filter(({ type, tagName }) => type === 'text' || tagName === 'TEXTAREA')
			.map(({ name }) => [
				name,
				short.includes(name) ? attack.slice(0, name === 'language' ? 35 : 50) : attack,
			]),
	);
}

/** Every act of every role once, at the first stage that offers it. */
const acts = Object.entries(stages)
	.flatMap(([stage, make]) =>
		roles.flatMap((role) =>
			allowedActions(make().state, role).map((action) => ({ make, stage, role, action })),
		),
	)
	.filter(
		({ role, action }, index, all) =>
			all.findIndex((entry) => entry.role === role && entry.action === action) === index,
	);

describe('what people type into any form of any role', () => {
	for (const { make, stage, role, action } of acts) {
		test(`stays text on every page: ${action} of the ${role} on a case that is ${stage}`, async () => {
			const aCase = make();
			aCase.later(hoursBefore(action));
			const url = await serve(aCase);
			const page = await open();
			const strange = await watch(page, url);
			await page.goto(`${url}/${role}`);
			const typed = await attackWith(page, action);
			const { refusal } = aCase.posts(role, { ...filledIn(action, aCase), ...typed });
			expect(refusal?.message).toBeUndefined();
			for (const path of [...roles, 'board']) {
				await page.goto(`${url}/${path}`);
				await unfold(page);
				expect({ path, found: await strange() }).toEqual({ path, found: [] });
			}
		});
	}

	test('stays text when the form is refused and shown again', async () => {
		const { accepted } = stages;
		const aCase = accepted?.();
		if (!aCase) throw new Error('accepted');
		const url = await serve(aCase);
		const page = await open();
		const strange = await watch(page, url);
		for (const role of roles.slice(1)) {
			for (const action of allowedActions(aCase.state, role)) {
				await page.goto(`${url}/${role}`);
				const form = page.locator(`#form-${action}`);
				if ((await form.count()) === 0) continue;
				const sent = page.waitForNavigation();
				await form.evaluate((node: HTMLFormElement, text) => {
					node.noValidate = true;
					for (const field of node.elements) {
						const { type, tagName } = field as HTMLInputElement;
						if (type === 'text' || tagName === 'TEXTAREA')
							(field as HTMLInputElement).value = text.repeat(40);
					}
					node.submit();
				}, long);
				await sent;
				await unfold(page);
				expect({ role, action, found: await strange() }).toEqual({ role, action, found: [] });
			}
		}
	});
});

describe('on a real n8n', () => {
	let world: World;
	beforeAll(async () => {
		world = await startWorld();
	});
	afterAll(async () => await world?.close());

	test('records, forms, file names, hospital events and addresses run nothing anywhere', async () => {
		const specialist = specialistOf('cardiology');
		const { animalId } = fixture('cardiology');
		const { store } = world.ezyvet;
		const animal = store.get('animal', animalId);
		if (!animal) throw new Error(`ezyVet has no patient ${animalId}.`);
		store.change(animal, { name: `Biscuit ${attack}` });
		const { caseId } = await mark(world, animalId, `murmur ${long}`);
		const typed = Object.fromEntries(
			Object.entries(releaseFields(specialist)).filter(
				([name]) =>
					!/^(?:specialistId|urgency|consentShare|noteApproved|contact|language|preferred|micro|allergiesNone|pendingTestsNone)/.test(
						name,
					),
			),
		);
		const attacks = Object.fromEntries(Object.keys(typed).map((name) => [name, attack]));
		await release(world, caseId, specialist, attacks);
		const row = await until(world, caseId, 'transport.delivered');
		const url = eventsUrlOf(world, specialist, caseId);
		const by = { ...coordinator, name: attack, role: attack };
		let number = 0;
		const tells = async (type: string, data: object): Promise<void> => {
			number += 1;
			const event = { id: `msg_attack_${number}`, type, data: { caseId, by, ...data } };
			const answer = await say(url, specialist, event);
			expect({ type, ...answer }).toMatchObject({ type, status: 200 });
		};
		const pages = Object.fromEntries(roles.map((role) => [role, caseLink(world, row, role)]));
		const clinicPage = pages.clinic ?? '';
		await tells('info.requested', { question: long });
		const answer = new FormData();
		const fields = { action: 'answer_question', answer: long, name: attack };
		const nonce = await nonceOn(clinicPage);
		Object.entries({ nonce, ...fields }).forEach(([name, value]) => answer.set(name, value));
		answer.set('files', new Blob(['%PDF-1.7'], { type: 'application/pdf' }), `${attack}.pdf`);
		await done(post(clinicPage, answer));
		await tells('decision.accepted', { instructions: long });
		await tells('interim.note', { text: long, staying: true });
		await tells('appt.scheduled', {
			appointment: {
				start: new Date(Date.now() + 86_400_000).toISOString(),
				clinician: attack,
				location: attack,
			},
		});
		const note = { nonce: await nonceOn(clinicPage), action: 'note', text: long, name: attack };
		await done(post(clinicPage, new URLSearchParams(note)));
		expect((await rowOf(world, caseId)).events).toContain('onerror');

		const page = await open();
		const strange = await watch(page, world.n8n.url);
		const board = boardLink(world);
		const evil = encodeURIComponent(long);
		const addresses = [
			...Object.values(pages),
			...Object.values(pages).map((address) => `${address}&x=${evil}&action=${evil}#${evil}`),
			board,
			`${board}&text=${evil}&owes=${evil}&urgency=${evil}&page=${evil}&hospital=${evil}`,
			`${world.deskUrl}/case?t=${evil}`,
			`${world.deskUrl}/board?t=${evil}`,
		];
		for (const address of addresses) {
			const response = await page.goto(address);
			const headers = response?.headers() ?? {};
			expect(headers['content-security-policy']).toMatch(/^sandbox |default-src 'none'/);
			expect(headers['content-security-policy']).not.toContain('allow-same-origin');
			expect(headers).toMatchObject({
				'x-content-type-options': 'nosniff',
				'referrer-policy': 'no-referrer',
				'x-frame-options': 'DENY',
				'cache-control': 'no-store',
			});
			expect(await policyOf(page)).toMatch(
				/^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; base-uri 'none'; form-action \S+$/,
			);
			await unfold(page);
			expect({ address: address.slice(0, 90), found: await strange() }).toEqual({
				address: address.slice(0, 90),
				found: [],
			});
		}
		const { html } = await fetchPage(clinicPage);
		expect(html).toContain('&lt;script&gt;hit=1&lt;/script&gt;');
		expect(html).not.toContain('<script>hit=1');
	});
});
