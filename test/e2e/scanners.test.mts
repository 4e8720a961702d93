import axios, { type AxiosResponse } from 'axios';
import { caseLink, type LedgerRow } from '../../scripts/demo/loop.mts';
import type { World } from '../../scripts/demo/world.mts';
import { hospitalOf, nonceOn, ownerLink, post, rowOf, sent, until } from './acting.mts';
import { stage } from './stage.mts';
import { scanners } from './user-agents.mts';

const { check } = stage();
const name = 'cardiology';
let caseId = '';
let links: Record<string, string> = {};

const client = axios.create({ proxy: false, validateStatus: () => true, responseType: 'text' });

const atRest = async (world: World): Promise<void> => {
	await world.n8n.waitFor(
		async () => (await world.n8n.executions({ status: 'running' })).length === 0,
		'every run to end or to wait',
	);
};

/** What nobody but a person may change. */
const standing = async (world: World): Promise<Pick<LedgerRow, 'version' | 'events' | 'phase'>> => {
	const { version, events, phase } = await rowOf(world, caseId);
	return { version, events, phase };
};

/** What is worth knowing of an answer, to compare many. */
const shortOf = ({ status, headers, data }: AxiosResponse<string>) => ({
	status,
	type: String(headers['content-type'] ?? '').split(';')[0],
	cache: headers['cache-control'],
	robots: headers['x-robots-tag'],
	frame: headers['x-frame-options'],
	sandboxed: /^sandbox /.test(String(headers['content-security-policy'] ?? '')),
	isPage: data.includes('<!doctype html>') && data.includes('Biscuit'),
});
const page = {
	status: 200,
	type: 'text/html',
	cache: 'no-store',
	robots: 'noindex, nofollow',
	frame: 'DENY',
	sandboxed: true,
	isPage: true,
};

check('a case with links for everybody is there', async (world) => {
	caseId = await sent(world, name);
	await hospitalOf(world, name).act(caseId, 'ack');
	await hospitalOf(world, name).act(caseId, 'accept');
	await until(world, caseId, 'outreach.sent');
	await atRest(world);
	const row = await rowOf(world, caseId);
	links = { owner: await ownerLink(world, caseId) };
	for (const role of ['clinic', 'specialist', 'release']) links[role] = caseLink(world, row, role);
	expect(scanners.length).toBeGreaterThanOrEqual(50);
});

check('programs that open links, of 50 kinds, get the page and change nothing', async (world) => {
	const before = await standing(world);
	for (const agent of scanners) {
		const answers = await Promise.all(
			Object.values(links).map(
				async (url) => await client.get<string>(url, { headers: { 'user-agent': agent } }),
			),
		);
		for (const answer of answers) {
			expect({ agent, ...shortOf(answer) }).toEqual({ agent, ...page });
		}
	}
	await atRest(world);
	expect(await standing(world)).toEqual(before);
});

check(
	'looking ahead, asking for the head only and asking what is allowed change nothing',
	async (world) => {
		const before = await standing(world);
		const ahead = [
			{ purpose: 'prefetch' },
			{ 'sec-purpose': 'prefetch' },
			{ 'sec-purpose': 'prefetch;prerender' },
			{ 'x-purpose': 'preview' },
			{ 'x-moz': 'prefetch' },
			{ range: 'bytes=0-1023' },
			{ accept: 'image/*' },
		];
		for (const url of Object.values(links)) {
			for (const headers of ahead) {
				expect({ headers, ...shortOf(await client.get<string>(url, { headers })) }).toEqual({
					headers,
					...page,
				});
			}
			const head = await client.head<string>(url);
			expect(head.status).toBe(200);
			expect(head.data ?? '').toBe('');
			const options = await client.options<string>(url);
			expect(options.status).toBeLessThan(300);
			expect(options.data).not.toContain('Biscuit');
			for (const method of ['PUT', 'PATCH', 'DELETE']) {
				const { status } = await client.request({ url, method, data: { action: 'accept' } });
				expect({ method, status }).toEqual({ method, status: 404 });
			}
		}
		await atRest(world);
		expect(await standing(world)).toEqual(before);
	},
);

check('a form that stood on no page changes nothing, whatever it holds', async (world) => {
	const before = await standing(world);
	const ownNonce = await nonceOn(links.clinic ?? '');
	for (const [role, url] of Object.entries(links)) {
		const bodies = [
			{},
			{ action: 'note', text: 'x', name: 'x' },
			{ nonce: 'made-up', action: 'stop_messages' },
			{ nonce: 'ab'.repeat(12), action: 'patient_died', sure: 'yes' },
			{ nonce: `${'ab'.repeat(12)}.${'A'.repeat(16)}`, action: 'cancel', reason: 'x', name: 'x' },
			...(role === 'clinic' ? [] : [{ nonce: ownNonce, action: 'ask_call' }]),
		];
		for (const body of bodies) {
			const filled = body as Record<string, string>;
			const form = await post(url, new URLSearchParams(filled));
			const parts = new FormData();
			Object.entries(filled).forEach(([field, value]) => parts.set(field, value));
			const multipart = await post(url, parts);
			const json = await client.post<string>(url, filled);
			for (const { status } of [form, multipart, json]) {
				expect({ role, body, status }).toEqual({ role, body, status: 422 });
			}
		}
	}
	await atRest(world);
	expect(await standing(world)).toEqual(before);
});

check('a form of the page itself does', async (world) => {
	const { version } = await standing(world);
	const url = links.clinic ?? '';
	const fields = { action: 'note', text: 'Called the owner.', name: 'Nina Nurse' };
	const answer = await post(url, new URLSearchParams({ nonce: await nonceOn(url), ...fields }));
	expect(answer.status).toBe(200);
	expect((await standing(world)).version).toBe(version + 1);
});
