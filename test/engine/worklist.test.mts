import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { verifyCaseLink, signCaseLink, type CaseLink } from '../../core/links/case-link';
import type { CaseRow } from '../../core/referral/row';
import { runNode, type RunResult } from '../support/engine.mts';
import { callTrigger, type WebhookRequest } from '../support/engine-doors.mts';
import { clinicProfile, hospitalActor, openedRow, record, release, specialist } from './cases.mts';
import { deskCredential, deskSecret } from './services.mts';

const clinic = clinicProfile();
const heart = specialist({ mail: 'digest', email: 'desk@hospital.example.com', hours: everyDay() });
const bone = specialist({ id: 'riverside-bone', service: 'Bones' });
const other = specialist({ id: 'elsewhere', hospital: 'Elsewhere Sample Hospital' });
const subject = `${bone.id}|${heart.hospital}`;
const keys = { keyId: 'k1', secret: deskSecret };
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

function everyDay(): IDataObject {
	const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
	return Object.fromEntries(days.map((day) => [day, [{ open: '00:00', close: '24:00' }]]));
}

const link = (more: Partial<CaseLink> = {}): string =>
	signCaseLink(
		{
			rowId: 0,
			caseId: 'worklist',
			role: 'hospital',
			linkVersion: 1,
			exp: nowSeconds() + 3600,
			subject,
			...more,
		},
		keys,
	);

const tables = (settings: IDataObject[] = [], directory = [heart, bone, other]): INodeParameters =>
	({
		clinics: [{ clinicId: 'oak', profile: JSON.stringify(clinic) }],
		directory: directory.map((entry) => ({
			specialistId: entry.id,
			entry: JSON.stringify(entry),
		})),
		settings,
	}) as never;

async function run(
	operation: string,
	parameters: INodeParameters,
	rows: Array<CaseRow | IDataObject> = [{}],
): Promise<RunResult> {
	const result = await runNode({
		node: {
			name: 'Worklist',
			type: 'n8n-nodes-vet-referral.referralCase',
			parameters: { resource: 'worklist', operation, ...tables(), ...parameters },
		},
		credentials: { referralDeskApi: deskCredential },
		items: rows.map((row) => ({ ...row }) as unknown as IDataObject),
		executionId: '41',
	});
	expect(result.error).toBeUndefined();
	return result;
}

const request = (more: IDataObject = {}): INodeParameters => ({
	request: {
		door: 'worklist',
		method: 'GET',
		token: link(),
		subject,
		linkVersion: 1,
		fields: {},
		filters: {},
		receivedAt: new Date().toISOString(),
		...more,
	} as never,
});
const posts = (fields: IDataObject, receivedAt = new Date().toISOString()): INodeParameters =>
	request({
		method: 'POST',
		receivedAt,
		fields: { action: 'mark_seen', nonce: 'n1', name: 'Fay Frontdesk', ...fields },
	});

const sentTo = (to = heart, id = 7, patientName = 'Biscuit'): CaseRow => {
	const opened = openedRow({ to, released: release(to, { urgency: 'routine' }), patientName });
	const data = { deliveryId: `${opened.caseId}/d1`, channel: 'webhook' };
	return {
		...record(opened, [
			{ type: 'referral.sending', key: '1', data },
			{ type: 'transport.delivered', key: '1', data },
		]),
		id,
	};
};
const acceptedBy = (to = heart, id = 8): CaseRow => ({
	...record(sentTo(to, id), [{ type: 'decision.accepted', data: {} }], hospitalActor),
	id,
});
const page = (result: RunResult): string => String(result.response?.body);
const said = (result: RunResult): string =>
	(/role="status">(.*?)<\/div>/s.exec(page(result))?.[1] ?? '')
		.replace(/<[^>]+>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();

describe('the door of the worklist', () => {
	const knock = async (requested: WebhookRequest) => {
		const called = await callTrigger({
			node: {
				name: 'Door',
				type: 'n8n-nodes-vet-referral.referralDeskTrigger',
				parameters: { door: 'worklist', path: 'vet-referral' },
			},
			request: requested,
			credentials: { referralDeskApi: deskCredential },
		});
		return { ...called, json: called.items?.[0]?.json };
	};

	test('opens for the link of a hospital and says whose it is', async () => {
		const t = link();
		const { json } = await knock({ method: 'GET', query: { t, clinic: 'oak' } });
		expect(json).toMatchObject({ subject, linkVersion: 1, fields: {}, filters: { clinic: 'oak' } });
	});

	test('takes a form only when it is posted', async () => {
		const body = { action: 'mark_seen', tick_7: 'sent' };
		const looked = await knock({ method: 'GET', query: { t: link() }, body });
		expect(looked.json).toMatchObject({ fields: {} });
		const posted = await knock({ method: 'POST', query: { t: link() }, body });
		expect(posted.json).toMatchObject({ method: 'POST', fields: body });
	});

	test.each<[string, Partial<CaseLink> | string, number]>([
		['the link of a case', { role: 'specialist', rowId: 7 }, 401],
		['the link of a board', { role: 'board' }, 401],
		['a link of no hospital', { subject: undefined }, 401],
		['an expired link', { exp: nowSeconds() - 1 }, 410],
		['a changed link', link().replace(/.$/, (sign) => (sign === 'A' ? 'Q' : 'A')), 401],
	])('stays closed for %s', async (_what, given, status) => {
		const t = typeof given === 'string' ? given : link(given);
		const { json, answer } = await knock({ method: 'GET', query: { t } });
		expect(json).toBeUndefined();
		expect(answer).toMatchObject({ status, sent: true });
	});

	test('is no way into the pages of cases, nor of the board', async () => {
		for (const door of ['case', 'board']) {
			const { items, answer } = await callTrigger({
				node: {
					name: 'Door',
					type: 'n8n-nodes-vet-referral.referralDeskTrigger',
					parameters: { door, path: 'vet-referral' },
				},
				request: { method: 'GET', query: { t: link() } },
				credentials: { referralDeskApi: deskCredential },
			});
			expect(items).toBeUndefined();
			expect(answer.status).toBe(401);
		}
	});
});

describe('Open', () => {
	test('reads the open cases of every service, and what was ticked', async () => {
		const result = await run('openWorklist', posts({ tick_9: 'sent', name: '' }));
		expect(result.json('Worklist', 0)).toEqual([
			{ column: 'specialistId', value: bone.id, also: 'open', alsoValue: true },
			{ column: 'specialistId', value: heart.id, also: 'open', alsoValue: true },
			{ column: 'hospital', value: heart.hospital, also: 'open', alsoValue: true },
			{ column: 'id', value: 9, also: 'id', alsoValue: 9 },
		]);
	});

	test.each<[string, IDataObject, INodeParameters]>([
		['a withdrawn link', {}, tables([{ id: 1, key: `worklist:${heart.id}`, value: '2' }])],
		['a hospital that has left the directory', {}, tables([], [other])],
		['a hospital that never was', { subject: 'x|Y' }, {}],
	])('turns away %s, without a name', async (_what, more, parameters) => {
		const result = await run('openWorklist', { ...request(more), ...parameters });
		expect(result.json('Worklist', 0)).toEqual([]);
		expect(result.response).toMatchObject({ statusCode: 410 });
		expect(page(result)).toContain('does not work any more');
		expect(page(result)).not.toContain('Riverside');
	});
});

describe('Answer, when the worklist is opened', () => {
	test('shows the cases of the hospital, each once, and of no other', async () => {
		const mine = sentTo();
		const foreign = sentTo(other, 9, 'Foreign');
		const result = await run('answerWorklist', request(), [mine, mine, foreign, acceptedBy(bone)]);
		expect(result.response).toMatchObject({ statusCode: 200 });
		expect(page(result)).toContain('2 open referrals');
		expect(page(result).match(/name="tick_7"/g)).toHaveLength(1);
		expect(page(result)).not.toContain('Foreign');
		for (const output of [0, 1, 2, 3]) expect(result.json('Worklist', output)).toEqual([]);
		const href = /href="(https:[^"]+\/case\?t=[^"]+)"/.exec(page(result))?.[1] ?? '';
		const token = decodeURIComponent(new URL(href).searchParams.get('t') ?? '');
		expect(verifyCaseLink(token, keys, nowSeconds())).toMatchObject({
			ok: true,
			value: { role: 'specialist', caseId: mine.caseId },
		});
	});

	test('shows no case that has not left the clinic', async () => {
		const draft = openedRow({ to: heart, released: release(heart) });
		const result = await run('answerWorklist', request(), [draft]);
		expect(page(result)).toContain('0 open referrals');
		expect(page(result)).not.toContain('Biscuit');
	});

	test('has a page with nothing on it', async () => {
		const result = await run('answerWorklist', request());
		expect(page(result)).toContain('No open referrals here.');
		expect(page(result)).not.toContain('<form method="post"');
	});
});

describe('Answer, when cases are ticked', () => {
	test('gives the columns to save, said by the hospital, and answers after the write', async () => {
		const row = acceptedBy();
		const form = posts({ tick_8: 'accepted' });
		const result = await run('answerWorklist', form, [row]);
		expect(result.response).toBeUndefined();
		const [saved] = result.json('Worklist', 0) as unknown as CaseRow[];
		expect(saved).toMatchObject({ id: 8, version: row.version + 1, phase: 'seen' });
		const event = (JSON.parse(saved!.events) as Array<{ type: string; actor: object }>).at(-1);
		expect(event).toMatchObject({
			type: 'visit.started',
			actor: { role: 'specialist', name: 'Fay Frontdesk', via: 'page' },
		});

		const after = await run('answerWorklist', { ...form, pass: 1 }, [{ ...row, ...saved }]);
		expect(after.json('Worklist', 0)).toEqual([]);
		expect(after.response).toMatchObject({ statusCode: 200 });
		expect(said(after)).toBe(`What became of the ticked cases Done : Biscuit, ${row.caseId}`);
	});

	test('wakes the waiting flow of each marked case, or starts it, and tells a person', async () => {
		const form = posts({ tick_8: 'accepted' });
		const [saved] = (await run('answerWorklist', form, [acceptedBy()])).json('Worklist', 0);
		const waiting = {
			...acceptedBy(),
			...saved,
			wakeUrl: 'https://clinic.example.com/webhook-waiting/5/wake',
			wakeNonce: 'w',
		};
		const woken = await run('answerWorklist', form, [waiting]);
		expect(woken.json('Worklist', 1)).toMatchObject([{ rowId: 8, nonce: 'w' }]);
		expect(woken.json('Worklist', 2)).toEqual([]);
		const due = { ...acceptedBy(), ...saved, flow: 'refer', tellAt: '2026-01-01T00:00:00.000Z' };
		const told = await run('answerWorklist', form, [due]);
		expect(told.json('Worklist', 2)).toMatchObject([{ rowId: 8 }]);
		expect(told.json('Worklist', 3)).toMatchObject([{ rowId: 8 }]);
	});

	test('does nothing twice for the same form, nor for another one', async () => {
		const form = posts({ tick_8: 'accepted' }, new Date(Date.now() - 60_000).toISOString());
		const [saved] = (await run('answerWorklist', form, [acceptedBy()])).json('Worklist', 0);
		const row = { ...acceptedBy(), ...saved };
		const again = await run('answerWorklist', posts({ tick_8: 'accepted' }), [row]);
		expect(again.json('Worklist', 0)).toEqual([]);
		expect(said(again)).toContain('Already so');
		const second = await run('answerWorklist', posts({ tick_8: 'accepted', nonce: 'n2' }), [row]);
		expect(second.json('Worklist', 0)).toEqual([]);
		expect(said(second)).toContain('Already so');
		for (const result of [again, second]) {
			for (const output of [1, 2, 3]) expect(result.json('Worklist', output)).toEqual([]);
		}
	});

	test('saves what is possible and says of the rest why not', async () => {
		const rows = [sentTo(), acceptedBy(), { ...sentTo(other, 9), id: 9 }];
		const form = posts({
			tick_7: 'scheduled',
			tick_8: 'accepted',
			tick_9: 'sent',
			tick_10: 'sent',
		});
		const first = await run('answerWorklist', form, rows);
		const saved = first.json('Worklist', 0);
		expect(saved.map(({ id }) => id)).toEqual([8]);
		rows[1] = { ...rows[1]!, ...(saved[0] as unknown as CaseRow) };
		const result = await run('answerWorklist', { ...form, pass: 1 }, rows);
		expect(said(result)).toMatch(/Changed meanwhile : Biscuit.*now delivered.*not accepted yet/);
		expect(said(result).match(/Not possible It is not on this worklist/g)).toHaveLength(2);
		expect(said(result)).not.toContain('Foreign');
	});

	test('decides again what was overtaken, and gives up in the end', async () => {
		const form = posts({ tick_8: 'accepted' });
		const overtaken = await run('answerWorklist', { ...form, pass: 3 }, [acceptedBy()]);
		expect(overtaken.json('Worklist', 0)).toHaveLength(1);
		const last = await run('answerWorklist', { ...form, pass: 20 }, [acceptedBy()]);
		expect(last.json('Worklist', 0)).toEqual([]);
		expect(said(last)).toContain('Others were faster every time');
	});

	test('asks once for what is missing, and keeps ticks and words', async () => {
		const row = acceptedBy();
		const result = await run(
			'answerWorklist',
			posts({ tick_8: 'accepted', name: ' ', role: 'R' }),
			[row],
		);
		expect(result.response).toMatchObject({ statusCode: 422 });
		expect(page(result)).toContain('Your name is missing.');
		expect(page(result)).toMatch(/name="tick_8"[^>]* checked/);
		expect(page(result)).toMatch(/id="act-role"[^>]* value="R"/);
		expect(result.json('Worklist', 0)).toEqual([]);
	});
});

describe('Create Links', () => {
	test('signs one link for each hospital, of the version of the day', async () => {
		const settings = [{ id: 1, key: `worklist:${bone.id}`, value: '3' }];
		const links = (await run('worklistLinks', tables(settings))).json('Worklist', 0);
		expect(links.map(({ hospital }) => hospital)).toEqual([other.hospital, heart.hospital]);
		const url = new URL(String(links[1]!.url));
		expect(url.pathname).toBe('/webhook/vet-referral/worklist');
		expect(verifyCaseLink(url.searchParams.get('t') ?? '', keys, nowSeconds())).toMatchObject({
			ok: true,
			value: { role: 'hospital', linkVersion: 3, subject },
		});
	});
});

describe('Withdraw Link', () => {
	test('raises the version of the hospital and of its services', async () => {
		const result = await run('withdrawWorklist', { hospital: ' riverside sample hospital ' });
		expect(
			result.json('Worklist', 0).map(({ key, value }) => `${String(key)} ${String(value)}`),
		).toEqual([
			'worklist:riverside sample hospital 2',
			`worklist:${bone.id} 2`,
			`worklist:${heart.id} 2`,
		]);
	});

	test('names the hospitals there are when it was not told which', async () => {
		const result = await runNode({
			node: {
				name: 'Worklist',
				type: 'n8n-nodes-vet-referral.referralCase',
				parameters: {
					resource: 'worklist',
					operation: 'withdrawWorklist',
					hospital: 'Nowhere',
					...tables(),
				},
			},
			items: [{}],
		});
		expect(result.error!.message).toContain("no hospital 'Nowhere'");
		expect(result.error!.description).toContain(other.hospital);
	});
});

describe('the daily mail', () => {
	const times = { digestTime: '00:00' };
	const key = 'digest:riverside sample hospital';

	test('first makes the row that is claimed', async () => {
		const result = await run('dueDigests', times);
		expect(result.json('Worklist', 0)).toEqual([]);
		expect(result.json('Worklist', 1)).toEqual([{ key, value: 'none' }]);
	});

	test('is written from what is asked, with the claim that has to be won', async () => {
		const settings = [
			{ id: 5, key, value: 'something else' },
			{ id: 3, key, value: 'none' },
		];
		const due = await run('dueDigests', { ...times, ...tables(settings) });
		expect(due.json('Worklist', 0)).toContainEqual({ column: 'specialistId', value: heart.id });
		expect(due.json('Worklist', 1)).toEqual([]);
		const rows = [sentTo(), acceptedBy(bone), sentTo(other, 9, 'Foreign')];
		const result = await run('writeDigests', { ...times, ...tables(settings) }, rows);
		const [written] = result.json('Worklist', 0);
		expect(written).toMatchObject({ id: 3, expected: 'none' });
		expect(written!.claimed).toMatch(/^\d{4}-\d{2}-\d{2} claimed \S+ 41$/);
		const mail = written!.mail as Record<string, string>;
		expect(mail).toMatchObject({ to: 'desk@hospital.example.com', from: 'desk@oak.example.com' });
		expect(mail.text).toContain('Biscuit');
		expect(mail.text).not.toContain('Foreign');
		expect(mail.text).toContain('https://clinic.example.com/webhook/vet-referral/worklist?t=');
	});

	test('is not written when nothing is asked, or while the clinic is not live', async () => {
		const settings = [{ id: 3, key, value: 'none' }];
		const quiet = await run('writeDigests', { ...times, ...tables(settings) }, [acceptedBy()]);
		expect(quiet.json('Worklist', 0)).toEqual([]);
		expect(quiet.json('Worklist', 1)).toMatchObject([{ id: 3, expected: 'none' }]);
		const paused = { ...clinic, mode: 'paused' };
		const result = await run(
			'writeDigests',
			{
				...times,
				...tables(settings),
				clinics: [{ clinicId: 'oak', profile: JSON.stringify(paused) }] as never,
			},
			[sentTo()],
		);
		expect(result.json('Worklist', 0)).toEqual([]);
	});
});
