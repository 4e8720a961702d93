import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { signCaseLink, verifyCaseLink } from '../../core/links/case-link';
import { outcomeOf } from '../../core/metrics/outcome-row';
import { readEvents, type CaseRow } from '../../core/referral/row';
import { runNode, type RunResult } from '../support/engine.mts';
import { clinicProfile, hospitalActor, openedRow, record, release, specialist } from './cases.mts';
import { deskCredential, deskSecret } from './services.mts';

const heart = specialist();
const oak = clinicProfile({ staffAlertEmail: 'alerts@oak.example.com' });
const clinicRow = (profile: object, clinicId = 'oak'): IDataObject => ({
	clinicId,
	profile: JSON.stringify(profile),
});
const token = signCaseLink(
	{ rowId: 0, caseId: 'board', role: 'board', linkVersion: 1, exp: 4_000_000_000, subject: 'oak' },
	{ keyId: 'k1', secret: deskSecret },
);

async function run(
	operation: string,
	parameters: INodeParameters,
	items: IDataObject[] = [{}],
): Promise<RunResult> {
	const result = await runNode({
		node: {
			name: 'Case',
			type: 'n8n-nodes-vet-referral.referralCase',
			parameters: { resource: 'board', operation, ...parameters },
		},
		credentials: { referralDeskApi: deskCredential },
		items,
		executionId: '41',
	});
	expect(result.error).toBeUndefined();
	return result;
}

const ask = (filters: Record<string, string> = {}, clinicId = 'oak'): never =>
	({ door: 'board', method: 'GET', token, clinicId, filters }) as never;
const tables = {
	clinics: [clinicRow(oak)] as never,
	directory: [{ entry: JSON.stringify(heart) }] as never,
};
const settings = (rows: IDataObject[] = []): never =>
	[{ key: 'heartbeat', value: new Date().toISOString() }, ...rows] as never;

const sent = (): CaseRow => {
	const opened = openedRow({ to: heart, released: release(heart) });
	const data = { deliveryId: `${opened.caseId}/d1`, channel: 'webhook' };
	return record(opened, [
		{ type: 'referral.sending', key: '1', data },
		{ type: 'transport.delivered', key: '1', data },
	]);
};
const asItem = (row: CaseRow): IDataObject => ({ ...row }) as unknown as IDataObject;

describe('what the board has to read', () => {
	test('is one reading for each group, of its own clinic', async () => {
		const result = await run('planBoard', { request: ask() });
		const queries = result.json('Case') as Array<{ clinicId: IDataObject; limit: number }>;
		expect(queries).toHaveLength(5);
		for (const { clinicId, limit } of queries) {
			expect(clinicId).toEqual({ condition: 'eq', value: 'oak' });
			expect(limit).toBe(41);
		}
	});

	test('is nothing for the reports, and for a clinic the link does not cover the own one', async () => {
		const [query] = (await run('planBoard', { request: ask({ view: 'report' }) })).json('Case');
		expect(query).toMatchObject({ id: { condition: 'eq', value: 0 }, limit: 1 });
		const foreign = (
			await run('planBoard', { request: ask({ clinic: 'elm', owes: 'clinic' }) })
		).json('Case');
		expect(foreign).toEqual([
			expect.objectContaining({ clinicId: { condition: 'eq', value: 'oak' } }),
		]);
	});
});

describe('the views behind a board link', () => {
	const show = async (filters: Record<string, string>, rows: CaseRow[], more: IDataObject[] = []) =>
		await run(
			'showBoard',
			{ request: ask(filters), boardSettings: settings(more), ...tables },
			rows.length > 0 ? rows.map(asItem) : [{}],
		);

	test('are the board with a link to every case', async () => {
		const row = sent();
		const { response } = await show({}, [row]);
		const page = String(response?.body);
		const [, link = ''] = /case\?t=([\w.%-]+)"/.exec(page) ?? [];
		const opened = verifyCaseLink(decodeURIComponent(link), { keyId: 'k1', secret: deskSecret }, 1);
		expect(opened).toMatchObject({
			ok: true,
			value: { caseId: row.caseId, role: 'clinic', rowId: row.id },
		});
		expect(page).not.toContain('The watch has stopped');
		expect(response?.headers).toMatchObject({ 'cache-control': 'no-store' });
	});

	test('never show a row of another clinic, whatever came in', async () => {
		const { response } = await show({}, [{ ...sent(), clinicId: 'elm' }]);
		expect(String(response?.body)).not.toContain('case?t=');
	});

	test('read cells that were never set', async () => {
		const row = { ...asItem(sent()), ownerName: null, specialty: null, dueAt: null };
		const { response } = await show({}, [row as unknown as CaseRow]);
		expect(response?.statusCode).toBe(200);
		expect(String(response?.body)).toContain('1 open case,');
	});

	test('are a file to save, with nothing for a spreadsheet to run', async () => {
		const row = { ...sent(), patientName: '=HYPERLINK("http://x.example.com")' };
		const { response } = await show({ view: 'csv' }, [row]);
		expect(response?.headers).toMatchObject({
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': expect.stringMatching(
				/^attachment; filename="referral-cases-[\d-]+\.csv"$/,
			),
		});
		expect(String(response?.body)).toContain(`"'=HYPERLINK(""http://x.example.com"")"`);
	});

	test('are the calls, with the phone of the hospital', async () => {
		const row = sent();
		const late = record(row, []);
		const events = readEvents(late).map((event) => ({
			...event,
			at: new Date(Date.parse(event.at) - 9 * 86_400_000).toISOString(),
			receivedAt: new Date(Date.parse(event.receivedAt) - 9 * 86_400_000).toISOString(),
		}));
		const { response } = await show({ view: 'calls' }, [
			{ ...late, events: JSON.stringify(events) },
		]);
		const page = String(response?.body);
		expect(page).toContain('1 call to make');
		expect(page).toContain('tel:+12025550177');
	});
});

describe('the figures', () => {
	const count = async (source: string, items: IDataObject[], carried = '') =>
		(
			await run(
				'countCases',
				{ countSoFar: { source, afterId: 0, carried } as never, ...tables },
				items,
			)
		).json('Case')[0] as { source: string; afterId: number; done: boolean; carried: string };

	test('are counted part by part, a case that is in the ledger once', async () => {
		const row = { ...sent(), id: 7 };
		const first = await count('cases', [asItem(row)]);
		expect(first).toMatchObject({ source: 'cases', afterId: 7, done: false });
		const over = await count('cases', [{}], first.carried);
		expect(over).toMatchObject({ source: 'outcomes', afterId: 0, done: false });
		const outcome = outcomeOf(row.caseId, readEvents(row), {
			clinic: oak,
			now: new Date().toISOString(),
		});
		const stale = { id: 3, ...outcome } as unknown as IDataObject;
		const gone = { ...stale, id: 4, caseId: 'REF-0000000000aa', patientKey: 'other' };
		const second = await count('outcomes', [stale, gone], over.carried);
		const last = await count('outcomes', [{}], second.carried);
		expect(last.done).toBe(true);
		const [saved] = (await run('finishFigures', { countSoFar: last as never })).json('Case');
		expect(saved?.key).toBe('kpis:oak');
		const summary = JSON.parse(String(saved?.value)) as { sent: number; open: { all: number } };
		expect([summary.sent, summary.open.all]).toEqual([2, 1]);
		const report = await run('showBoard', {
			request: ask({ view: 'report' }),
			boardSettings: settings([saved ?? {}]),
			...tables,
		});
		expect(String(report.response?.body)).toContain('Open now: 1');
	});

	test('of another clinic stay out of sight', async () => {
		const other = {
			key: 'kpis:elm',
			value: JSON.stringify({ version: 1, asOf: new Date().toISOString(), sent: 99 }),
		};
		const report = await run('showBoard', {
			request: ask({ view: 'report' }),
			boardSettings: settings([other]),
			...tables,
		});
		expect(String(report.response?.body)).toContain('No figures yet');
	});

	test('pass over a case that cannot be read', async () => {
		const row = asItem({ ...sent(), id: 7 });
		const counted = await count('cases', [
			{ ...row, events: '{' },
			{ ...row, id: 8 },
		]);
		expect(counted).toMatchObject({ afterId: 8 });
		expect(JSON.parse(counted.carried)).toMatchObject({ summaries: { oak: { sent: 1 } } });
	});
});

describe('the mail with the calls of the day', () => {
	// A zone in which it is between nine and ten in the morning now.
	const wanted = 9 - new Date().getUTCHours();
	const offset = wanted < -12 ? wanted + 24 : wanted;
	const zone = `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
	const span = [{ open: '08:00', close: '18:00' }];
	const hours = { mon: span, tue: span, wed: span, thu: span, fri: span, sat: span, sun: span };
	const morning = clinicProfile({
		timeZone: zone,
		hours,
		staffAlertEmail: 'alerts@oak.example.com',
	} as never);
	const due = async (profile: object, rows: IDataObject[] = []) =>
		(
			await run('dueCalls', {
				clinics: [clinicRow(profile)] as never,
				boardSettings: settings(rows),
			})
		).json('Case') as Array<{ setting: { key: string; value: string; clinicId: string } }>;

	test('is due once a day, where somebody gets it', async () => {
		const found = await due(morning);
		expect(found).toHaveLength(3);
		const [first] = found;
		expect(first?.setting).toMatchObject({ key: 'calls:oak', clinicId: 'oak' });
		expect(await due(morning, [{ ...first!.setting } as unknown as IDataObject])).toEqual([]);
		expect(await due({ ...morning, staffAlertEmail: '' })).toEqual([]);
	});

	test('goes to clinics with calls only, with a link that opens the list', async () => {
		const lists = (await due(morning)) as never;
		const clinics = [clinicRow(morning)] as never;
		const write = async (items: IDataObject[]) =>
			(
				await run('writeCalls', { callLists: lists, clinics, directory: tables.directory }, items)
			).json('Case');
		expect(await write([{}])).toEqual([]);
		const row = sent();
		const data = { reason: 'Full' };
		const refusal = [{ type: 'decision.declined', key: '1', data } as const];
		const declined = record(row, refusal, hospitalActor);
		const [mail] = await write([asItem(declined)]);
		expect(mail).toMatchObject({
			to: 'alerts@oak.example.com',
			subject: '1 call to make today for open referrals',
		});
		const [link = ''] = /https?:\S+/.exec(String(mail?.text)) ?? [];
		const url = new URL(link);
		expect(url.searchParams.get('view')).toBe('calls');
		const opened = verifyCaseLink(
			url.searchParams.get('t') ?? '',
			{ keyId: 'k1', secret: deskSecret },
			1,
		);
		expect(opened).toMatchObject({ ok: true, value: { role: 'board', subject: 'oak' } });
	});
});
