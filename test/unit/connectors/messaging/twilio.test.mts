import { createTwilio, type SmsRequest } from '../../../../connectors/messaging/twilio';
import { startPhone, type RunningPhone } from '../../../simulators/sms/server.mts';
import { fetchTools } from '../../../support/fetch-http.mts';

const SID = `AC${'a1'.repeat(16)}`;
const TOKEN = 'token-of-the-tests';
const CLINIC = '+15555550100';
const OWNER = '+15555550199';

let phone: RunningPhone;

beforeEach(async () => {
	phone = await startPhone({
		accountSid: SID,
		authToken: TOKEN,
		switches: { deliveredAfterMs: 0 },
	});
});
afterEach(async () => await phone.close());

const client = (token = TOKEN, baseUrl = phone.apiBase, from = CLINIC) => {
	const authorization = `Basic ${Buffer.from(`${SID}:${token}`).toString('base64')}`;
	const { http } = fetchTools('', () => Promise.resolve({ authorization }));
	return createTwilio({ baseUrl, accountSid: SID, from, http });
};
const request = (more: Partial<SmsRequest> = {}): SmsRequest => ({
	to: OWNER,
	body: 'Please book the visit of Biscuit: https://clinic.example.com/1',
	now: new Date().toISOString(),
	...more,
});
const texts = () => phone.messages().filter(({ direction }) => direction === 'outbound-api');

test('a text is sent', async () => {
	const sent = await client().send(request());
	expect(sent).toEqual({
		ok: true,
		value: { sid: texts()[0]!.sid, status: 'queued', found: false },
	});
	expect(texts()).toMatchObject([{ from: CLINIC, to: OWNER, body: request().body }]);
});

test('a first try is not looked up before', async () => {
	await client().send(request());
	expect(phone.log.lookups).toBe(0);
});

test('a slash at the end of the address does no harm', async () => {
	expect(await client(TOKEN, `${phone.apiBase}//`).send(request())).toMatchObject({ ok: true });
});

describe('a text that may not arrive after a certain moment', () => {
	const now = '2026-11-23T19:00:00.000Z';
	const validity = async (validUntil?: string): Promise<string | undefined> => {
		const bodies: string[] = [];
		await createTwilio({
			baseUrl: 'http://phone.example.com',
			accountSid: SID,
			from: CLINIC,
			http: async ({ body }) => {
				bodies.push(String(body));
				return await Promise.resolve({ status: 201, headers: {}, body: { sid: 'SM1' } });
			},
		}).send(request({ now, validUntil }));
		return new URLSearchParams(bodies[0]).get('ValidityPeriod') ?? undefined;
	};

	test.each([
		[undefined, undefined],
		['2026-11-23T20:30:00.000Z', '5400'],
		['2026-11-24T19:00:00.000Z', '36000'],
		['2026-11-23T18:00:00.000Z', '1'],
	])('until %s is valid for %s seconds', async (until, seconds) => {
		expect(await validity(until)).toBe(seconds);
	});

	test('is taken by the phone company', async () => {
		const validUntil = new Date(Date.now() + 3_600_000).toISOString();
		expect(await client().send(request({ validUntil }))).toMatchObject({ ok: true });
	});
});

const refusals: Array<[string, (() => Promise<unknown>) | undefined, Partial<SmsRequest>, string]> =
	[
		[
			'an owner who wrote STOP is opted out',
			async () => await phone.reply(OWNER, CLINIC, 'STOP'),
			{},
			'opted_out',
		],
		['a number that cannot be one is told', undefined, { to: '+15005550001' }, 'bad_number'],
		['too many texts at once are told', async () => (phone.switches.rateLimitNext = 1), {}, 'busy'],
		['a text that is too long is told', undefined, { body: 'x'.repeat(1601) }, 'not_sent'],
	];

test.each(refusals)('%s', async (_name, before, more, code) => {
	await before?.();
	const sent = await client().send(request(more));
	expect(sent).toMatchObject({ ok: false, refusal: { code } });
	if (!sent.ok) {
		const said = `${sent.refusal.message} ${sent.refusal.hint}`;
		expect(said).not.toContain(OWNER);
		expect(said).not.toContain('Biscuit');
	}
	expect(texts()).toEqual([]);
});

test('a wrong credential is told, and nothing is sent', async () => {
	expect(await client('wrong').send(request())).toMatchObject({
		ok: false,
		refusal: { code: 'not_authorised' },
	});
	expect(phone.log.badAuth).toBe(1);
	expect(texts()).toEqual([]);
});

test('a connection that breaks after the text was taken is looked up and found', async () => {
	phone.switches.acceptThenDropConnection = 1;
	expect(await client().send(request())).toMatchObject({
		ok: true,
		value: { sid: texts()[0]!.sid, found: true },
	});
	expect(texts()).toHaveLength(1);
});

test('a connection that breaks before the text was taken is told, and not tried again', async () => {
	phone.switches.dropBeforeAccept = 1;
	expect(await client().send(request())).toMatchObject({
		ok: false,
		refusal: { code: 'unreachable' },
	});
	expect(texts()).toEqual([]);
	expect(phone.log.lookups).toBe(1);
});

test('when Twilio is down its fate is not guessed', async () => {
	phone.switches.down = true;
	expect(await client().send(request())).toMatchObject({
		ok: false,
		refusal: { code: 'unknown_fate' },
	});
});

test('a text that is still queued when the connection breaks is found as well', async () => {
	phone.switches.sentAfterMs = 60_000;
	phone.switches.acceptThenDropConnection = 1;
	expect(await client().send(request())).toMatchObject({ ok: true, value: { found: true } });
	expect(texts()).toMatchObject([{ status: 'queued' }]);
});

describe('a touch that was begun before', () => {
	const again = (since: Date) => request({ lookUpSince: since.toISOString() });

	test('is found and not sent again', async () => {
		const before = new Date();
		await client().send(request());
		expect(await client().send(again(before))).toMatchObject({ ok: true, value: { found: true } });
		expect(texts()).toHaveLength(1);
	});

	test('is sent when it never went out', async () => {
		expect(await client().send(again(new Date()))).toMatchObject({
			ok: true,
			value: { found: false },
		});
		expect(texts()).toHaveLength(1);
	});

	test('is not mistaken for another text to the same owner', async () => {
		await client().send(request({ body: 'Another text' }));
		expect(await client().send(again(new Date()))).toMatchObject({ value: { found: false } });
	});

	test('is not mistaken for the same words of an earlier case', async () => {
		await client().send(request());
		const later = new Date(Date.now() + 10 * 60_000);
		expect(await client().send(again(later))).toMatchObject({ value: { found: false } });
	});

	test('is not mistaken for what the owner wrote', async () => {
		await phone.reply(OWNER, CLINIC, request().body);
		expect(await client().send(again(new Date()))).toMatchObject({ value: { found: false } });
	});

	test('is left alone when it cannot be looked up', async () => {
		phone.switches.down = true;
		expect(await client().send(again(new Date()))).toMatchObject({
			ok: false,
			refusal: { code: 'unknown_fate' },
		});
		phone.switches.down = false;
		expect(texts()).toEqual([]);
	});
});
