import { readFileSync } from 'node:fs';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { verifyCaseLink } from '../../core/links/case-link';
import { isCaseId } from '../../core/referral/case-id';
import type { CaseRow } from '../../core/referral/row';
import { runNode, type RunResult } from '../support/engine.mts';
import {
	clinicProfile,
	hospitalActor,
	openedRow,
	record,
	release,
	specialist,
	state,
} from './cases.mts';
import { deskCredential, deskSecret } from './services.mts';

const clinic = clinicProfile();
const heart = specialist();
const minutes = (count: number): string => new Date(Date.now() + count * 60_000).toISOString();

async function run(
	resource: string,
	operation: string,
	parameters: INodeParameters,
	items: IDataObject[],
	executionId = '41',
): Promise<RunResult> {
	return await runNode({
		node: {
			name: 'Case',
			type: 'n8n-nodes-vet-referral.referralCase',
			parameters: {
				resource,
				operation,
				...(resource === 'case' && operation !== 'settle'
					? { clinicProfile: clinic as never, specialist: heart as never }
					: {}),
				...parameters,
			},
		},
		credentials: { referralDeskApi: deskCredential },
		items,
		executionId,
	});
}

const asItem = (row: CaseRow): IDataObject => ({ ...row }) as unknown as IDataObject;
const next = async (row: CaseRow, parameters: INodeParameters = {}, executionId?: string) => {
	const result = await run(
		'case',
		'nextStep',
		{ flow: 'refer', ...parameters },
		[asItem(row)],
		executionId,
	);
	expect(result.error).toBeUndefined();
	return result.json('Case')[0] as unknown as CaseRow;
};

interface Column {
	name: string;
}
const refer = JSON.parse(readFileSync('workflows/refer.json', 'utf8')) as {
	nodes: Array<{ name: string; parameters: { columns?: { column: Column[] } } }>;
};
const tableColumns = refer.nodes
	.find(({ name }) => name === 'Table cases')!
	.parameters.columns!.column.map(({ name }) => name)
	.sort();

const mark = {
	pims: 'ezyvet',
	site: 'site_demo01',
	eventId: '9001',
	version: '1',
	patientId: '501',
	clinicId: 'oak',
	patientName: 'Biscuit',
};
const deliveryId = (row: CaseRow): string => `${row.caseId}/d1`;
const sentRow = (): CaseRow => {
	const opened = openedRow({ to: heart, released: release(heart) });
	const data = { deliveryId: deliveryId(opened), channel: 'webhook' };
	return record(opened, [
		{ type: 'referral.sending', key: '1', data },
		{ type: 'transport.delivered', key: '1', data },
	]);
};
const builtData = {
	packetVersion: 1,
	patient: { pimsId: '501', name: 'Biscuit' },
	owner: { name: 'Olive Owner', phone: '+12025550166' },
	files: [],
	manifestSha256: 'c'.repeat(64),
	gaps: [],
};

describe('Open', () => {
	test('gives exactly the columns of the table, and the run holds the case', async () => {
		const result = await run('case', 'open', { referral: '={{ $json }}' }, [mark]);
		const [row] = result.json('Case');
		expect(Object.keys(row!).sort()).toEqual(tableColumns);
		expect(row).toMatchObject({
			version: 1,
			phase: 'draft',
			step: 'release',
			flow: 'refer',
			claim: 'next',
			runId: '41',
			patientName: 'Biscuit',
			clinicId: 'oak',
			owes: 'clinic',
		});
		expect(isCaseId(row!.caseId)).toBe(true);
	});

	test('gives the same number to the same mark', async () => {
		const both = await run('case', 'open', { referral: '={{ $json }}' }, [mark, mark]);
		const [one, two] = both.json('Case');
		expect(one!.caseId).toBe(two!.caseId);
	});

	test('takes a complete release that came with the mark', async () => {
		const { specialist: _snapshot, ...given } = release(heart);
		const result = await run('case', 'open', { referral: '={{ $json }}' }, [
			{ ...mark, release: given as never },
		]);
		expect(result.json('Case')[0]).toMatchObject({ claim: 'build', specialistId: heart.id });
	});

	test('asks a person when the release that came is not complete', async () => {
		const result = await run('case', 'open', { referral: '={{ $json }}' }, [
			{ ...mark, release: { specialistId: heart.id } },
		]);
		expect(result.json('Case')[0]).toMatchObject({ claim: 'next', specialistId: '' });
	});

	test('opens the case also when no profile is saved', async () => {
		const result = await run('case', 'open', { referral: '={{ $json }}', clinicProfile: '' }, [
			mark,
		]);
		expect(result.json('Case')[0]).toMatchObject({ clinicId: 'oak', phase: 'draft' });
	});

	test('says what is wrong with what is no marked referral', async () => {
		const result = await run('case', 'open', { referral: '={{ $json }}' }, [{ pims: 'ezyvet' }]);
		expect(result.status).toBe('error');
		expect(result.error!.message).toBe('This is not a marked referral');
		expect(result.error!.description).toContain('eventId');
	});
});

describe('Settle', () => {
	const row = openedRow();
	const settle = async (insertedRowId: number, ids: number[]) =>
		await run(
			'case',
			'settle',
			{ insertedRowId },
			ids.map((id) => asItem({ ...row, id })),
		);

	test('goes on when this run wrote the first row', async () => {
		const result = await settle(7, [9, 7, 8]);
		expect(result.json('Case', 0)).toMatchObject([{ id: 7 }]);
		expect(result.json('Case', 1)).toEqual([]);
	});

	test('goes on as well when another workflow has written to the row meanwhile', async () => {
		const settled = async (claim: string) => {
			const rows = [asItem({ ...row, id: 7, claim })];
			return (await run('case', 'settle', { insertedRowId: 7 }, rows)).json('Case', 0);
		};
		expect(await settled('')).toMatchObject([{ id: 7, claim: 'next' }]);
		expect(await settled('build')).toMatchObject([{ id: 7, claim: 'build' }]);
	});

	test('names the row to remove when another run was first', async () => {
		const result = await settle(9, [9, 7]);
		expect(result.json('Case', 0)).toEqual([]);
		expect(result.json('Case', 1)).toEqual([{ doubleRowId: 9, rowId: 7, caseId: row.caseId }]);
	});
});

describe('Next Step', () => {
	test('claims a working step with a lease of its own', async () => {
		const row = openedRow({ to: heart, released: release(heart) });
		const claimed = await next(row);
		expect(
			Object.keys(claimed)
				.filter((key) => key !== 'id')
				.sort(),
		).toEqual(tableColumns);
		expect(claimed).toMatchObject({
			id: 7,
			version: row.version + 1,
			claim: 'build',
			runId: '41',
			wakeUrl: '',
		});
		expect(claimed.runUntil > minutes(9) && claimed.runUntil < minutes(11)).toBe(true);
	});

	test('prepares a wait: address, nonce and lease stand in the same write', async () => {
		const claimed = await next(sentRow());
		const until = (JSON.parse(claimed.handover) as { until: string }).until;
		expect(claimed).toMatchObject({
			claim: 'awaitAck',
			wakeExecution: '41',
			wakeUntil: until,
			runId: '41',
		});
		expect(claimed.wakeUrl).toMatch(
			/^https:\/\/clinic\.example\.com\/webhook-waiting\/41\/wake(\?signature=.*)?$/,
		);
		expect(claimed.wakeNonce).toMatch(/^[0-9a-f]{32}$/);
		expect(claimed.runUntil > until).toBe(true);
	});

	test('gives every wait another nonce', async () => {
		const [one, two] = [await next(sentRow()), await next(sentRow())];
		expect(one.wakeNonce).not.toBe(two.wakeNonce);
	});

	test('leaves a case alone that another live run has', async () => {
		const row = { ...sentRow(), runId: '40', runUntil: minutes(5) };
		const claimed = await next(row);
		expect(claimed).toMatchObject({ claim: 'none', runId: '40', runUntil: row.runUntil });
		expect(claimed.events).toBe(row.events);
	});

	test('takes a case whose run has died', async () => {
		expect(await next({ ...sentRow(), runId: '40', runUntil: minutes(-1) })).toMatchObject({
			claim: 'awaitAck',
			runId: '41',
		});
	});

	test('takes a case in any event when the lease is to be broken', async () => {
		const row = { ...sentRow(), runId: '40', runUntil: minutes(5) };
		expect(await next(row, { breakLease: true })).toMatchObject({ claim: 'awaitAck', runId: '41' });
	});

	test('writes the intent of a message and hands over the link of the owner', async () => {
		const built = record(openedRow({ to: heart, released: release(heart) }), [
			{ type: 'packet.built', data: builtData },
			{ type: 'transport.delivered', key: '1', data: { deliveryId: 'd', channel: 'webhook' } },
		]);
		const row = record(built, [{ type: 'decision.accepted', data: {} }], hospitalActor);
		const claimed = await next(row);
		if (claimed.claim === 'awaitOwner') {
			// At night the plan waits for the morning; nothing is claimed then.
			expect(state(claimed).outreach.touches).toEqual([]);
			return;
		}
		expect(claimed.claim).toBe('touch');
		expect(state(claimed).outreach.touches).toMatchObject([{ number: 1, status: 'intended' }]);
		const { ownerLink } = JSON.parse(claimed.handover) as { ownerLink: string };
		const token = new URL(ownerLink).searchParams.get('t') ?? '';
		const keys = { keyId: 'k1', secret: deskSecret };
		expect(verifyCaseLink(token, keys, Math.floor(Date.now() / 1000))).toMatchObject({
			ok: true,
			value: { role: 'owner', caseId: row.caseId, rowId: 7 },
		});
	});

	test('a message that is repeated has the link it had the first time, to be found by its words', async () => {
		const built = record(openedRow({ to: heart, released: release(heart) }), [
			{ type: 'packet.built', data: builtData },
			{ type: 'transport.delivered', key: '1', data: { deliveryId: 'd', channel: 'webhook' } },
		]);
		const row = record(built, [{ type: 'decision.accepted', data: {} }], hospitalActor);
		const claimed = await next(row);
		// At night the plan waits for the morning; nothing is claimed then.
		if (claimed.claim !== 'touch') return;
		await new Promise((resolve) => setTimeout(resolve, 1100));
		const again = await next({ ...claimed, runId: '40', runUntil: minutes(-1) });
		expect(state(again).outreach.touches).toMatchObject([{ number: 1, attempts: 2 }]);
		const linkOf = ({ handover }: { handover: string }): unknown =>
			(JSON.parse(handover) as { ownerLink: string }).ownerLink;
		expect(linkOf(again)).toBe(linkOf(claimed));
	});

	test('does only the steps of its own workflow', async () => {
		expect(await next(sentRow(), { flow: 'outcome' })).toMatchObject({ claim: 'none' });
	});

	test('gives up its own lease when there is nothing to do, never that of another', async () => {
		const asked = record(openedRow(), [{ type: 'release.asked', key: 'first', data: {} }]);
		const mine = { ...asked, runId: '41', runUntil: minutes(5) };
		expect(await next(mine)).toMatchObject({ claim: 'none', runId: '', runUntil: '' });
		const other = {
			...asked,
			runId: '40',
			runUntil: minutes(-5),
			wakeExecution: '40',
			wakeUrl: 'https://x',
		};
		expect(await next(other)).toMatchObject({ claim: 'none', runId: '40', wakeUrl: 'https://x' });
	});

	test('stops at a row that cannot be read, and says which one it wants', async () => {
		const row = { ...sentRow(), events: '{"not":"a list"}' };
		const result = await run('case', 'nextStep', { flow: 'refer' }, [asItem(row)]);
		expect(result.status).toBe('error');
		expect(result.error!.message).toBe('This is not a row of a referral case');
		expect(result.error!.description).toContain('events');
	});
});

describe('Record Events', () => {
	const recorded = async (row: CaseRow, events: unknown, parameters: INodeParameters = {}) =>
		await run('case', 'record', { events: events as never, ...parameters }, [asItem(row)]);

	test('gives up the lease of the run it records for, when that has nothing more to do', async () => {
		const asked = record(openedRow(), [{ type: 'release.asked', key: 'first', data: {} }]);
		const row = { ...asked, runId: '40', runUntil: minutes(5) };
		const note = [{ type: 'note.added', data: { text: 'x' }, key: 'n' }];
		const [own] = (await recorded(row, note)).json('Case') as unknown as CaseRow[];
		expect(own).toMatchObject({ claim: 'none', runId: '40' });
		const [saved] = (await recorded(row, note, { forRun: '40' })).json(
			'Case',
		) as unknown as CaseRow[];
		expect(saved).toMatchObject({ claim: 'none', runId: '', runUntil: '' });
	});

	test('gives the columns to save, said by the workflow', async () => {
		const row = sentRow();
		const result = await recorded(row, [{ type: 'note.added', data: { text: 'x' }, key: 'n' }]);
		const [saved] = result.json('Case') as unknown as CaseRow[];
		expect(saved).toMatchObject({ id: 7, version: row.version + 1, claim: 'next' });
		const events = JSON.parse(saved!.events) as Array<{ id: string; actor: unknown }>;
		expect(events[events.length - 1]).toMatchObject({
			id: 'note.added:n',
			actor: { role: 'system', via: 'workflow' },
		});
		expect(JSON.parse(saved!.handover)).toEqual({
			events: [{ type: 'note.added', data: { text: 'x' }, key: 'n' }],
		});
	});

	test('prepares the wait that follows in the same write', async () => {
		const opened = openedRow({ to: heart, released: release(heart) });
		const data = { deliveryId: deliveryId(opened), channel: 'webhook' };
		const row = record(opened, [{ type: 'referral.sending', key: '1', data }]);
		const events = [{ type: 'transport.delivered', key: '1', data }];
		const result = await recorded(row, events, { prepareWait: true });
		expect(result.json('Case')[0]).toMatchObject({ claim: 'awaitAck', wakeExecution: '41' });
		const without = await recorded(row, events);
		expect(without.json('Case')[0]).toMatchObject({ claim: 'next', wakeExecution: '' });
	});

	test('goes on to send what it has claimed together with the packet', async () => {
		const row = openedRow({ to: heart, released: release(heart) });
		const data = { deliveryId: deliveryId(row), channel: 'webhook' };
		const result = await recorded(row, [
			{ type: 'packet.built', data: builtData },
			{ type: 'referral.sending', key: '1', data },
		]);
		expect(result.json('Case')[0]).toMatchObject({ claim: 'send', phase: 'ready' });
	});

	test('takes events as text and leaves a case alone to which nothing is new', async () => {
		const result = await recorded(sentRow(), '[]');
		expect(result.error).toBeUndefined();
	});

	test('refuses what is no event of a referral', async () => {
		const result = await recorded(sentRow(), [{ type: 'bill.paid', data: {} }]);
		expect(result.status).toBe('error');
		expect(result.error!.message).toContain('is not an event of a referral');
	});

	test('tells why the ledger refuses', async () => {
		const result = await recorded(sentRow(), [{ type: 'report.filing', data: { version: 1 } }]);
		expect(result.error!.message).toBe('There is no report to file.');
	});
});

describe('Create Link', () => {
	const nowSeconds = (): number => Math.floor(Date.now() / 1000);
	const keys = { keyId: 'k1', secret: deskSecret };

	test.each(['clinic', 'specialist', 'owner', 'release'])(
		'signs a link for the %s',
		async (linkRole) => {
			const row = sentRow();
			const result = await run('board', 'createLink', { linkRole, caseRow: '={{ $json }}' }, [
				asItem(row),
			]);
			const url = new URL(String(result.json('Case')[0]!.url));
			expect(url.pathname).toBe('/webhook/vet-referral/case');
			expect(verifyCaseLink(url.searchParams.get('t') ?? '', keys, nowSeconds())).toMatchObject({
				ok: true,
				value: { role: linkRole, rowId: 7, caseId: row.caseId },
			});
		},
	);

	test('signs a link to the board of one clinic', async () => {
		const result = await run('board', 'createLink', { linkRole: 'board', clinicId: 'oak' }, [{}]);
		const url = new URL(String(result.json('Case')[0]!.url));
		expect(url.pathname).toBe('/webhook/vet-referral/board');
		expect(verifyCaseLink(url.searchParams.get('t') ?? '', keys, nowSeconds())).toMatchObject({
			ok: true,
			value: { role: 'board', subject: 'oak' },
		});
	});
});
