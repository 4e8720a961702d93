import { createHmac } from 'node:crypto';
import { parseForm, readBody, startHttp } from '../../simulators/shared/http.mts';
import type { HttpServer } from '../../simulators/shared/http.mts';
import { segmentsOf } from '../../simulators/sms/twilio.mts';
import { linkify } from '../../simulators/sms/pages.mts';
import { startPhone } from '../../simulators/sms/server.mts';
import type { RunningPhone } from '../../simulators/sms/server.mts';

const SID = `AC${'a1'.repeat(16)}`;
const TOKEN = 'token-of-the-tests';
const CLINIC = '+15555550100';
const OWNER = '+15555550199';

interface Hook {
	path: string;
	signature: string;
	form: Record<string, string>;
}

let phone: RunningPhone;
let desk: HttpServer;
let hooks: Hook[];
let twiml: string;

beforeEach(async () => {
	hooks = [];
	twiml = '<Response/>';
	desk = await startHttp(async (req, res) => {
		const form = parseForm(await readBody(req));
		const signature = String(req.headers['x-twilio-signature']);
		hooks.push({ path: req.url ?? '', signature, form });
		res.writeHead(200, { 'content-type': 'text/xml' }).end(twiml);
	});
	phone = await startPhone({
		accountSid: SID,
		authToken: TOKEN,
		inboundUrl: `${desk.url}/sms`,
		switches: { deliveredAfterMs: 0 },
	});
});

afterEach(async () => {
	await phone.close();
	await desk.close();
});

const call = async (path: string, init: RequestInit = {}, token = TOKEN) => {
	const response = await fetch(`${phone.apiBase}/2010-04-01/Accounts/${SID}/${path}`, {
		...init,
		headers: { authorization: `Basic ${Buffer.from(`${SID}:${token}`).toString('base64')}` },
	});
	return { status: response.status, body: (await response.json()) as Record<string, any> };
};

const send = (fields: Record<string, string> = {}, token = TOKEN) => {
	const body = new URLSearchParams({ To: OWNER, From: CLINIC, Body: 'Hello', ...fields });
	return call('Messages.json', { method: 'POST', body }, token);
};

const find = (query: Record<string, string>) =>
	call(`Messages.json?${new URLSearchParams(query).toString()}`);

/** Twilio's documented algorithm, written out once more so that the test stands on its own. */
const expectedSignature = (url: string, form: Record<string, string>) => {
	let signed = url;
	for (const key of Object.keys(form).sort()) signed += key + form[key];
	return createHmac('sha1', TOKEN).update(signed).digest('base64');
};

const today = () => new Date().toISOString().slice(0, 10);

describe('sending a text', () => {
	it('answers 201 with a sid, the status queued and no date yet', async () => {
		const { status, body } = await send();
		expect(status).toBe(201);
		expect(body.sid).toMatch(/^SM[0-9a-f]{32}$/);
		expect(body).toMatchObject({
			status: 'queued',
			date_sent: null,
			direction: 'outbound-api',
			account_sid: SID,
			num_segments: '1',
			uri: `/2010-04-01/Accounts/${SID}/Messages/${body.sid}.json`,
		});
		expect(body.date_created).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/);
	});

	it('is delivered a moment later, and a single text can be read', async () => {
		const { body } = await send();
		const read = await call(`Messages/${body.sid}.json`);
		expect(read.body).toMatchObject({ status: 'delivered', body: 'Hello' });
		expect(read.body.date_sent).toMatch(/\+0000$/);
	});

	it.each([
		['no To', { To: '' }, 21604],
		['no From', { From: '' }, 21603],
		['no Body', { Body: '' }, 21602],
		['a number that is none', { To: '555-0199' }, 21211],
		['Twilio’s invalid test number', { To: '+15005550001' }, 21211],
		['a sender that is none', { From: 'clinic' }, 21212],
		['1,601 characters', { Body: 'x'.repeat(1601) }, 21617],
		['a callback that is no address', { StatusCallback: 'here' }, 21609],
	])('is refused like Twilio does with %s', async (_name, fields, code) => {
		const { status, body } = await send(fields);
		expect({ status, code: body.code }).toEqual({ status: 400, code });
		expect(body).toMatchObject({
			message: expect.any(String),
			more_info: `https://www.twilio.com/docs/errors/${code}`,
			status: 400,
		});
		expect(phone.messages()).toHaveLength(0);
	});

	it('takes exactly 1,600 characters', async () => {
		expect((await send({ Body: 'x'.repeat(1600) })).status).toBe(201);
	});

	it('is refused with a wrong token', async () => {
		const { status, body } = await send({}, 'wrong');
		expect({ status, code: body.code }).toEqual({ status: 401, code: 20003 });
		expect(phone.log.badAuth).toBe(1);
	});

	it('tells the callback how it went, signed', async () => {
		const callback = `${desk.url}/status?case=REF-1`;
		const { body } = await send({ StatusCallback: callback });
		await expectHooks(2);
		expect(hooks.map((hook) => hook.form.MessageStatus).sort()).toEqual(['delivered', 'sent']);
		for (const hook of hooks) {
			expect(hook.form.MessageSid).toBe(body.sid);
			expect(hook.signature).toBe(expectedSignature(callback, hook.form));
		}
	});

	it('does not reach an unreachable number', async () => {
		phone.switches.unreachable = [OWNER];
		const { body } = await send();
		const read = await call(`Messages/${body.sid}.json`);
		expect(read.body).toMatchObject({ status: 'undelivered', error_code: 30003 });
	});
});

const expectHooks = async (count: number) => {
	for (let n = 0; n < 100 && hooks.length < count; n++) {
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	expect(hooks).toHaveLength(count);
};

describe('looking up texts', () => {
	it('finds by recipient and date', async () => {
		await send({ Body: 'one' });
		await send({ Body: 'two', To: '+15555550177' });
		const found = await find({ To: OWNER, 'DateSent>=': today() });
		expect(found.body.messages.map((one: any) => one.body)).toEqual(['one']);
		const bare = await find({ To: OWNER, 'DateSent>': new Date(Date.now() - 5000).toISOString() });
		expect(bare.body.messages).toHaveLength(1);
		const later = await find({ To: OWNER, 'DateSent>': '2999-01-01' });
		expect(later.body.messages).toHaveLength(0);
		const earlier = await find({ To: OWNER, 'DateSent<': '2001-01-01' });
		expect(earlier.body.messages).toHaveLength(0);
	});

	it('does not find by date what is still queued', async () => {
		phone.switches.sentAfterMs = 10_000;
		await send();
		expect((await find({ To: OWNER, 'DateSent>': today() })).body.messages).toHaveLength(0);
		expect((await find({ To: OWNER })).body.messages).toHaveLength(1);
	});

	it('refuses a date that is none', async () => {
		const { status, body } = await find({ 'DateSent>': 'yesterday' });
		expect({ status, code: body.code }).toEqual({ status: 400, code: 20001 });
	});

	it('pages, newest first, by the address it gives', async () => {
		for (const text of ['1', '2', '3', '4', '5']) await send({ Body: text });
		const texts: string[] = [];
		let page = await find({ To: OWNER, PageSize: '2' });
		expect(page.body).toMatchObject({ page: 0, page_size: 2, start: 0, end: 1 });
		for (;;) {
			texts.push(...page.body.messages.map((one: any) => one.body));
			if (!page.body.next_page_uri) break;
			page = await call(page.body.next_page_uri.split(`/${SID}/`)[1]);
		}
		expect(texts).toEqual(['5', '4', '3', '2', '1']);
	});

	it('answers 404 for another account', async () => {
		const response = await fetch(`${phone.apiBase}/2010-04-01/Accounts/AC0/Messages.json`, {
			headers: { authorization: `Basic ${Buffer.from(`${SID}:${TOKEN}`).toString('base64')}` },
		});
		expect(response.status).toBe(404);
	});
});

describe('a network in trouble', () => {
	it('can take a text and break the connection, so that only a look-up tells', async () => {
		phone.switches.acceptThenDropConnection = 1;
		await expect(send({ Body: 'fate unknown' })).rejects.toThrow();
		const found = await find({ To: OWNER, 'DateSent>': today() });
		expect(found.body.messages).toMatchObject([{ body: 'fate unknown' }]);
		expect((await send()).status).toBe(201);
	});

	it('can lose a text with the very same sign', async () => {
		phone.switches.dropBeforeAccept = 1;
		await expect(send()).rejects.toThrow();
		expect((await find({ To: OWNER })).body.messages).toHaveLength(0);
	});

	it('answers 503 while it is down and 429 when it is asked too often', async () => {
		phone.switches.down = true;
		expect((await send()).status).toBe(503);
		Object.assign(phone.switches, { down: false, rateLimitNext: 1 });
		expect((await send()).body.code).toBe(20429);
		expect((await send()).status).toBe(201);
	});

	it('is as slow as told', async () => {
		phone.switches.slowMs = 60;
		const before = Date.now();
		await send();
		expect(Date.now() - before).toBeGreaterThanOrEqual(55);
	});
});

describe('a text from the owner', () => {
	it('is posted as a form with a signature over the exact address', async () => {
		await phone.reply(OWNER, CLINIC, 'Tuesday ä 9?');
		expect(hooks[0]?.form).toMatchObject({ From: OWNER, To: CLINIC, Body: 'Tuesday ä 9?' });
		expect(hooks[0]?.form.MessageSid).toMatch(/^SM[0-9a-f]{32}$/);
		expect(hooks[0]?.signature).toBe(expectedSignature(`${desk.url}/sms`, hooks[0]?.form ?? {}));
	});

	it('is signed over the public address when that differs', async () => {
		phone.switches.publicInboundUrl = 'https://clinic.example.com/sms?a=1';
		await phone.reply(OWNER, CLINIC, 'Hi');
		const [hook] = hooks;
		expect(hook?.signature).toBe(
			expectedSignature('https://clinic.example.com/sms?a=1', hook?.form ?? {}),
		);
	});

	it('posted twice under one sid is one text', async () => {
		const { sid } = await phone.reply(OWNER, CLINIC, 'Yes please');
		await phone.reply(OWNER, CLINIC, 'Yes please', sid);
		expect(hooks.map((hook) => hook.form.MessageSid)).toEqual([sid, sid]);
		expect(phone.messages()).toHaveLength(1);
	});

	it('is answered by the TwiML of the webhook', async () => {
		twiml = '<?xml version="1.0"?><Response><Message>See you &amp; Biscuit</Message></Response>';
		await phone.reply(OWNER, CLINIC, 'On my way');
		expect(phone.messages().at(-1)).toMatchObject({
			direction: 'outbound-reply',
			to: OWNER,
			body: 'See you & Biscuit',
		});
	});

	it('is kept with the failure when nobody takes it', async () => {
		await desk.close();
		const message = await phone.reply(OWNER, CLINIC, 'Hello?');
		expect(message.webhook?.status).toBe(0);
		expect(phone.log.inboundFailed).toBe(1);
	});

	it.each(['STOP', 'stop ', 'Unsubscribe'])('saying "%s" blocks further texts', async (word) => {
		await phone.reply(OWNER, CLINIC, word);
		const { status, body } = await send();
		expect({ status, code: body.code }).toEqual({ status: 400, code: 21610 });
		expect((await send({ From: '+15555550155' })).status).toBe(201);
		expect((await send({ To: '+15555550177' })).status).toBe(201);
	});

	it('that only contains the word stop blocks nothing', async () => {
		await phone.reply(OWNER, CLINIC, 'Please stop by at nine');
		expect((await send()).status).toBe(201);
	});

	it('saying START lifts the block', async () => {
		await phone.reply(OWNER, CLINIC, 'STOP');
		await phone.reply(OWNER, CLINIC, 'START');
		expect((await send()).status).toBe(201);
		expect(hooks.map((hook) => hook.form.Body)).toEqual(['STOP', 'START']);
	});
});

describe('the phone’s pages', () => {
	it('show threads with links to follow and take a reply', async () => {
		await send({ Body: 'Book here: https://clinic.example.com/c?a=1&b=2. <script>' });
		expect(await (await fetch(phone.url)).text()).toContain(OWNER);
		const page = `${phone.url}/phones/${encodeURIComponent(OWNER)}`;
		const html = await (await fetch(page)).text();
		expect(html).toContain('href="https://clinic.example.com/c?a=1&amp;b=2"');
		expect(html).toContain('&lt;script&gt;');
		const body = new URLSearchParams({ to: CLINIC, text: 'Thanks' });
		await fetch(`${page}/reply`, { method: 'POST', body });
		expect(hooks[0]?.form.Body).toBe('Thanks');
	});

	it('do not let a text break out of its link', () => {
		expect(linkify('see https://x.example/"onclick=alert(1)')).toBe(
			'see <a href="https://x.example/" target="_blank" rel="noreferrer">https://x.example/</a>&quot;onclick=alert(1)',
		);
	});
});

it.each([
	['a'.repeat(160), 1],
	['a'.repeat(161), 2],
	['€'.repeat(81), 2],
	['ж'.repeat(70), 1],
	['ж'.repeat(71), 2],
])('counts SMS segments as a network does (case %#)', (text, segments) => {
	expect(segmentsOf(text)).toBe(segments);
});
