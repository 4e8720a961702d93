import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { defaultClinicProfile } from '../../core/profile/clinic-profile';
import type { CaseRow } from '../../core/referral/row';
import { runNode, type RunResult } from '../support/engine.mts';
import { clinicProfile, openedRow, record, release, specialist } from './cases.mts';
import { deskCredential } from './services.mts';

const clinic = { ...clinicProfile(), staffAlertEmail: 'team@oak.example.com', digestAfter: 2 };
const heart = specialist();
const vet = { role: 'referrer', name: 'Dr Vera Sample', via: 'page' } as const;
const minutes = (count: number): string => new Date(Date.now() + count * 60_000).toISOString();
const clinics = [{ clinicId: 'oak', profile: JSON.stringify(clinic) }];
const directory = [{ specialistId: heart.id, entry: JSON.stringify(heart) }];

async function run(
	operation: string,
	parameters: INodeParameters,
	items: IDataObject[],
	resource = 'watch',
): Promise<RunResult> {
	const result = await runNode({
		node: {
			name: 'Case',
			type: 'n8n-nodes-vet-referral.referralCase',
			parameters: { resource, operation, ...parameters },
		},
		credentials: { referralDeskApi: deskCredential },
		items,
		executionId: '41',
	});
	expect(result.error).toBeUndefined();
	return result;
}

const file = {
	name: 'thorax.pdf',
	kind: 'radiograph',
	mimeType: 'application/pdf',
	size: 9,
	sha256: 'a'.repeat(64),
};
const built = {
	packetVersion: 1,
	patient: { pimsId: '501', name: 'Biscuit' },
	manifestSha256: 'c'.repeat(64),
	gaps: [],
};
const tables = { clinics: clinics as never, directory: directory as never };
const withRow = { caseRow: '={{ $json }}' };
const asItem = (row: CaseRow, more: Partial<CaseRow> = {}): IDataObject =>
	({ ...row, ...more }) as unknown as IDataObject;
const caseNumber = (number: number): string => `REF-${String(number).padStart(12, '0')}`;
/** The same case under other numbers, as many referrals of one clinic. */
const many = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => {
		const row = openedRow();
		const caseId = caseNumber(index);
		const events = row.events.replaceAll(row.caseId, caseId);
		return asItem(row, { id: index + 1, caseId, events });
	});
const claims = async (items: IDataObject[]): Promise<IDataObject[]> =>
	(await run('findOverdue', { ...withRow, ...tables }, items)).json('Case');
const alerts = async (items: IDataObject[]): Promise<IDataObject[]> =>
	(await run('composeAlerts', { ...withRow, ...tables }, items)).json('Case');

describe('telling a person', () => {
	test('claims what is due, and writes the message for a claim that was won', async () => {
		const row = { ...openedRow(), runId: '40', runUntil: minutes(5) };
		const [claim] = await claims([asItem(row)]);
		expect(claim).toMatchObject({ id: 7, version: row.version + 1, runId: '40' });
		expect(await claims([claim!])).toEqual([]);
		const [alert, ...others] = await alerts([claim!]);
		expect(others).toEqual([]);
		expect(alert).toMatchObject({
			kind: 'case',
			to: 'team@oak.example.com',
			clinicId: 'oak',
			urgency: 'routine',
			caseIds: [row.caseId],
		});
		expect(alert!.subject).toContain('Choose the specialist');
		expect(alert!.text).toContain('https://clinic.example.com/webhook/vet-referral/case?t=');
		expect(alert!.urls).toEqual([expect.stringContaining('/vet-referral/case?t=')]);
	});

	test('what has left leaves its events to record, and then nothing is due', async () => {
		const row = openedRow();
		const [claim] = await claims([asItem(row)]);
		const [alert] = await alerts([claim!]);
		const sent = await run('alertSent', { alert: alert as never }, [{}]);
		const [told] = sent.json('Case', 0);
		expect(told).toMatchObject({ rowId: 7, caseId: row.caseId });
		expect(sent.json('Case', 1)).toEqual([]);
		const recorded = await run(
			'record',
			{
				...withRow,
				events: told!.events as string,
				clinicProfile: clinic as never,
				specialist: heart as never,
			},
			[claim!],
			'case',
		);
		const [after] = recorded.json('Case');
		expect(String(after!.events)).toContain('timer.fired');
		expect(String(after!.tellAt) > minutes(10)).toBe(true);
		expect(await claims([after!])).toEqual([]);
	});

	test('many cases of one clinic leave as one message, in which each stands once', async () => {
		const won = await claims(many(12));
		expect(won).toHaveLength(12);
		const [digest, ...others] = await alerts(won);
		expect(others).toEqual([]);
		expect(digest).toMatchObject({ kind: 'digest' });
		expect([...(digest!.caseIds as string[])].sort()).toEqual(
			Array.from({ length: 12 }, (_, index) => caseNumber(index)),
		);
		expect(digest!.told).toHaveLength(12);
	});

	test('a row whose claim was lost is in no message', async () => {
		const won = (await claims(many(5))).slice(0, 3);
		const [digest] = await alerts([...won, {}]);
		expect(digest!.caseIds).toHaveLength(3);
	});

	test('a row that cannot be read does not silence the others', async () => {
		const broken = asItem(openedRow(), { id: 99, events: 'no list' });
		expect(await claims([broken, asItem(openedRow())])).toHaveLength(1);
	});
});

describe('cases that stand still', () => {
	const released = openedRow({ to: heart, released: release(heart) });

	test('finds a case that no run works on, and no other', async () => {
		const working = asItem(released, { id: 8, runId: '40', runUntil: minutes(5) });
		const result = await run('findStalled', withRow, [asItem(released), working, {}]);
		expect(result.json('Case')).toEqual([
			{ rowId: 7, caseId: released.caseId, flow: 'refer', step: 'build' },
		]);
	});

	const early = { runId: '40', runUntil: minutes(9) };
	const dead = asItem(released, { ...early, runUntil: minutes(2) });

	test('after a start, a run of the process before loses its case', async () => {
		const result = await run('releaseRuns', { ...withRow, lastRound: '' }, [dead, {}]);
		expect(result.json('Case')).toEqual([
			{ id: 7, version: released.version + 1, runId: '', runUntil: '' },
		]);
	});

	test('a run of this process keeps it, and so does a wait', async () => {
		const alive = asItem(released, { runId: '40', runUntil: minutes(10.5) });
		const waiting = asItem(released, { runId: '40', runUntil: minutes(2), wakeExecution: '40' });
		const result = await run('releaseRuns', { ...withRow, lastRound: '' }, [alive, waiting]);
		expect(result.json('Case')).toEqual([]);
	});

	test('where another process runs executions too, nothing is taken away', async () => {
		const lastRound = JSON.stringify({ at: minutes(1), process: 'another' });
		const result = await run('releaseRuns', { ...withRow, lastRound }, [dead]);
		expect(result.json('Case')).toEqual([]);
	});

	test('what the last round left before the start says nothing about others', async () => {
		const lastRound = JSON.stringify({ at: minutes(-600), process: 'another' });
		const result = await run('releaseRuns', { ...withRow, lastRound }, [dead]);
		expect(result.json('Case')).toHaveLength(1);
	});

	test('a round says when and where it went through', async () => {
		const [round] = (await run('roundOver', {}, [{}, {}])).json('Case');
		expect(round!.key).toBe('watch.round');
		const value = JSON.parse(String(round!.value)) as { at: string; process: string };
		expect(Date.parse(value.at)).toBeGreaterThan(Date.now() - 60_000);
		expect(value.process).toMatch(/^[0-9a-f]{12}$/);
	});
});

describe('rules that changed', () => {
	test('are found once and stored twice', async () => {
		const compare = async (storedRules: string, changes: INodeParameters = {}) =>
			(await run('compareRules', { storedRules, ...tables, ...changes }, [{}])).json('Case');
		const [first] = await compare('');
		expect(first).toMatchObject({ after: 0 });
		const [second] = await compare(String(first!.rules));
		expect(await compare(String(second!.rules))).toEqual([]);
		const moved = [{ clinicId: 'oak', profile: JSON.stringify({ ...clinic, mode: 'paused' }) }];
		expect(await compare(String(second!.rules), { clinics: moved as never })).toHaveLength(1);
	});

	const apply = async (items: IDataObject[], rows: unknown = clinics) =>
		await run('applyRules', { ...withRow, ...tables, clinics: rows as never }, items);
	const stale = asItem(openedRow({ to: heart, released: release(heart) }), {
		flow: '',
		step: 'none',
	});

	test('reach the cases whose columns differ, part by part', async () => {
		const fine = asItem(openedRow(), { id: 12 });
		const result = await apply([stale, fine]);
		expect(result.json('Case', 0)).toEqual([
			expect.objectContaining({ id: 7, flow: 'refer', step: 'build', changedAt: stale.changedAt }),
		]);
		expect(result.json('Case', 1)).toEqual([{ after: 12 }]);
		const end = await apply([{}]);
		expect([0, 1, 2].map((output) => end.json('Case', output).length)).toEqual([0, 0, 1]);
	});

	test('leave the cases of a clinic alone whose profile cannot be read', async () => {
		const broken = [{ clinicId: 'oak', profile: '{ "id": "oak",' }];
		const result = await apply([stale], broken);
		expect(result.json('Case', 0)).toEqual([]);
		expect(result.json('Case', 1)).toHaveLength(1);
	});
});

describe('files, lists and the archive', () => {
	test('files that nobody keeps are copied again', async () => {
		const data = { deliveryId: 'd1', channel: 'webhook' };
		const row = record(openedRow({ to: heart, released: release(heart) }), [
			{ type: 'packet.built', key: '1', data: { ...built, files: [file] } },
			{ type: 'referral.sending', key: '1', data },
			{ type: 'transport.delivered', key: '1', data },
		]);
		expect(row.keepFiles).toBe('packet');
		const result = await run('findUnkept', { ...withRow, ...tables }, [asItem(row), {}]);
		expect(result.json('Case')).toEqual([
			expect.objectContaining({ id: row.id, version: row.version + 1, claim: 'keep' }),
		]);
	});

	test('a clinic whose list is due gets one list of what was told and still lies there', async () => {
		const always = { mon: 1, tue: 1, wed: 1, thu: 1, fri: 1, sat: 1, sun: 1 };
		const hours = Object.fromEntries(
			Object.keys(always).map((day) => [day, [{ open: '00:00', close: '24:00' }]]),
		);
		const open = [{ clinicId: 'oak', profile: JSON.stringify({ ...clinic, hours }) }];
		const due = await run('findListsDue', { clinics: open as never, settings: [] as never }, [{}]);
		const [list] = due.json('Case');
		expect(list).toMatchObject({ clinicId: 'oak' });
		const settings = [{ key: 'morning:oak', value: list!.day }];
		const again = await run(
			'findListsDue',
			{ clinics: open as never, settings: settings as never },
			[{}],
		);
		expect(again.json('Case')).toEqual([]);
	});

	const closing = {
		type: 'case.closed',
		data: { outcome: 'error', reason: 'opened twice' },
	} as const;
	const closedRow = (): CaseRow => record(openedRow(), [closing], vet);
	const old = asItem(closedRow(), { changedAt: minutes(-60 * 24 * 31) });
	const archive = async (items: IDataObject[]) =>
		(await run('archive', { ...withRow, ...tables }, items, 'archive')).json('Case');

	test('a closed case nobody touched is archived, others stay', async () => {
		expect(old).toMatchObject({ open: false, flow: '' });
		const [archived, ...others] = await archive([
			old,
			asItem(closedRow(), { id: 8 }),
			asItem(openedRow(), { id: 9, changedAt: old.changedAt as string }),
		]);
		expect(others).toEqual([]);
		expect(archived).toMatchObject({ caseId: old.caseId, version: old.version, phase: 'error' });
		expect(archived).not.toHaveProperty('id');
	});

	test('its outcome follows from the archived row', async () => {
		const [archived] = await archive([old]);
		const result = await run(
			'outcome',
			{ ...withRow, ...tables },
			[{ ...archived, id: 3 }],
			'archive',
		);
		expect(result.json('Case')).toEqual([
			expect.objectContaining({ caseId: old.caseId, clinicId: 'oak', outcome: 'error' }),
		]);
	});

	test('it comes back as the case it was', async () => {
		const [archived] = await archive([old]);
		const profile = defaultClinicProfile('oak');
		const result = await run(
			'restore',
			{ ...withRow, clinicProfile: profile as never, specialist: {} as never },
			[{ ...archived, id: 3 }],
			'archive',
		);
		const [row] = result.json('Case');
		expect(row).toMatchObject({ caseId: old.caseId, phase: 'error', open: false });
		expect(row!.version).toBe(Number(old.version) + 1);
		expect(JSON.parse(String(row!.events))).toEqual(JSON.parse(String(old.events)));
		expect(row).not.toHaveProperty('id');
	});

	test('how full the tables are is estimated from their ends', async () => {
		const rows = Array.from({ length: 20 }, (_, index) => ({
			id: index + 1,
			events: 'x'.repeat(2e6),
		}));
		const samples = [
			{ oldest: rows, newest: rows },
			{ oldest: [{}], newest: [{}] },
		];
		const measure = async (limitMegabytes: string) => {
			const result = await run(
				'measureTables',
				{ samples: samples as never, limitMegabytes },
				[{}],
				'archive',
			);
			const [setting] = result.json('Case');
			expect(setting!.key).toBe('tables');
			return JSON.parse(String(setting!.value)) as IDataObject;
		};
		expect(await measure('')).toMatchObject({ level: 'fine', limitBytes: 200 * 1024 * 1024 });
		expect(await measure('50')).toMatchObject({ level: 'warn' });
		expect(await measure('40')).toMatchObject({ level: 'full' });
	});

	test('what was told and still lies there is listed, with the setting that says so', async () => {
		const ago = new Date(Date.now() - 5 * 86_400_000).toISOString();
		const opened = openedRow({ now: ago });
		const [claim] = await claims([asItem(opened)]);
		const [told] = (await alerts([claim!])).map(({ told: entries }) => entries as IDataObject[]);
		const events = JSON.parse(String(told![0]!.events)) as Array<{ type: never; data: never }>;
		const row = record(claim as unknown as CaseRow, events);
		const lists = [{ clinicId: 'oak', day: '2026-11-23' }];
		const compose = async (items: IDataObject[]) =>
			(await run('composeLists', { ...withRow, ...tables, lists: lists as never }, items)).json(
				'Case',
			);
		const [list, ...others] = await compose([asItem(row), {}]);
		expect(others).toEqual([]);
		expect(list).toMatchObject({
			kind: 'list',
			subject: 'Morning list: 1 referral is overdue',
			caseIds: [row.caseId],
			told: [],
			setting: { key: 'morning:oak', value: '2026-11-23' },
		});
		const sent = await run('alertSent', { alert: list as never }, [{}]);
		expect(sent.json('Case', 1)).toEqual([{ key: 'morning:oak', value: '2026-11-23' }]);
		expect(await compose([asItem(opened)])).toEqual([]);
	});
});

describe('the loop test', () => {
	const drilled = {
		...clinic,
		drill: {
			...clinic.drill,
			enabled: true,
			specialistId: heart.id,
			patientId: '900',
			weekday: new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: clinic.timeZone })
				.format(new Date())
				.toLowerCase(),
			at: '00:00',
		},
	};
	const due = async (profile: unknown, settings: IDataObject[] = []) =>
		await run(
			'drillsDue',
			{
				...tables,
				clinics: [{ clinicId: 'oak', profile: JSON.stringify(profile) }] as never,
				settings: settings as never,
			},
			[{}],
		);

	test('begins once a week, with its setting', async () => {
		const result = await due(drilled);
		const [[running, setting, row, alert]] = [[0, 1, 2, 3].map((n) => result.json('Case', n))];
		expect([running, alert]).toEqual([[], []]);
		expect(row).toEqual([expect.objectContaining({ test: true, flow: 'refer', clinicId: 'oak' })]);
		expect(setting).toEqual([expect.objectContaining({ key: 'drill:oak' })]);
		const again = await due(drilled, setting as IDataObject[]);
		expect(again.json('Case', 0)).toEqual([{ caseId: row![0]!.caseId }]);
		expect(again.json('Case', 2)).toEqual([]);
	});

	test('that cannot begin is said in one mail, which leaves its result', async () => {
		const result = await due({ ...drilled, drill: { ...drilled.drill, patientId: '' } });
		const [alert] = result.json('Case', 3);
		expect(alert).toMatchObject({ kind: 'notice', subject: 'Loop test failed at opening' });
		expect(JSON.stringify(alert!.setting)).toContain('drill:oak');
		expect([0, 1, 2].map((n) => result.json('Case', n))).toEqual([[], [], []]);
	});

	test('no clinic that did not switch it on has one', async () => {
		const result = await due(clinic);
		expect([0, 1, 2, 3].map((n) => result.json('Case', n).length)).toEqual([0, 0, 0, 0]);
	});

	test('is judged by what the hospital said', async () => {
		const [begun] = (await due(drilled)).json('Case', 2);
		const row = { ...begun, id: 5 } as unknown as CaseRow;
		const judge = async (item: CaseRow) =>
			await run(
				'judgeDrills',
				{
					...withRow,
					...tables,
					clinics: [{ clinicId: 'oak', profile: JSON.stringify(drilled) }] as never,
				},
				[asItem(item)],
			);
		const early = await judge(row);
		expect([0, 1, 2].map((n) => early.json('Case', n))).toEqual([[], [], []]);
		const data = { deliveryId: 'd1', channel: 'webhook' };
		const delivered = record(row, [
			{ type: 'referral.sending', key: '1', data },
			{ type: 'transport.delivered', key: '1', data },
		]);
		const hospital = { role: 'specialist', via: 'webhook' } as const;
		const acked = record(delivered, [{ type: 'ack.received', data: {} }], hospital);
		const closing = await judge(acked);
		expect(closing.json('Case', 0)).toEqual([
			expect.objectContaining({ id: 5, open: false, phase: 'cancelled' }),
		]);
		// The write may lose to another: only what is closed has a result.
		expect([1, 2].map((n) => closing.json('Case', n))).toEqual([[], []]);
		const saved = { ...acked, ...closing.json('Case', 0)[0] } as CaseRow;
		const passed = await judge(saved);
		expect(passed.json('Case', 0)).toEqual([]);
		expect(String(passed.json('Case', 1)[0]!.value)).toContain('"passed"');
		expect(passed.json('Case', 2)).toEqual([]);
		const failure = { deliveryId: 'd1', code: 'refused', message: 'No such door', hint: '' };
		const unsent = record(row, [{ type: 'transport.failed', data: failure }]);
		const [closed] = (await judge(unsent)).json('Case', 0);
		const refused = await judge({ ...unsent, ...closed } as CaseRow);
		expect(refused.json('Case', 2)).toEqual([
			expect.objectContaining({ subject: 'Loop test failed at sending', clinicId: 'oak' }),
		]);
	});
});
