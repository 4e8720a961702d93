import { caseLink, cases, eventsOf, typesOf } from '../../scripts/demo/loop.mts';
import { act, openPage } from '../../scripts/demo/pages.mts';
import type { TemplateFile } from '../../scripts/demo/templates.mts';
import type { WorkflowJson } from '../support/n8n-client.mts';
import { done, hospitalOf, onToTheEnd, rowOf, sent, until } from './acting.mts';
import { stage } from './stage.mts';

/** Archive looks every two seconds instead of every hour. */
const often = (json: WorkflowJson, file: TemplateFile): WorkflowJson =>
	file !== 'archive.json'
		? json
		: {
				...json,
				nodes: json.nodes.map((node) =>
					node.name === 'Every hour'
						? {
								...node,
								parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 2 }] } },
							}
						: node,
				),
			};
const { check } = stage({ change: often });
const days = (count: number): string => new Date(Date.now() - count * 86_400_000).toISOString();
const archive = 'vet_referral_archive';
const outcomes = 'vet_referral_outcomes';
let caseId = '';
let link = '';

check('a closed case that nobody touched leaves the ledger, copies first', async (world) => {
	caseId = await sent(world, 'cardiology');
	const row = await onToTheEnd(world, 'cardiology', caseId);
	link = caseLink(world, row, 'clinic');
	const created = eventsOf(row).find(({ type }) => type === 'followup.created');
	const items = (created?.data.items ?? []) as Array<{ key: string; status: string }>;
	for (const { key } of items.filter(({ status }) => status === 'task')) {
		await done(act(link, 'follow_up_done', { task: key, name: 'Dr Vera Sample' }));
	}
	await world.n8n.waitFor(
		async () => (await rowOf(world, caseId)).keepFiles === '' || undefined,
		'the files to be kept',
		30_000,
	);
	const before = await rowOf(world, caseId);
	expect(await world.n8n.dataTable(archive).rows({ caseId })).toEqual([]);
	await world.n8n
		.dataTable('vet_referral_cases')
		.update({ id: before.id }, { changedAt: days(31) });
	await world.n8n.waitFor(
		async () => {
			const [still] = await cases(world, caseId);
			if (!still) return true;
			const { open, flow, wakeUrl, runUntil, changedAt, ask } = still;
			throw new Error(JSON.stringify({ open, flow, wakeUrl, runUntil, changedAt, ask }));
		},
		'the case to leave the ledger',
		60_000,
	);
	const [archived, ...more] = await world.n8n.dataTable(archive).rows({ caseId });
	expect(more).toEqual([]);
	expect(archived).toMatchObject({ caseId, phase: 'closed', events: before.events });
	expect(await world.n8n.dataTable(outcomes).rows({ caseId })).toEqual([
		expect.objectContaining({ caseId, outcome: 'closed', test: false }),
	]);
});

check('its link still shows it, and looking changes nothing', async (world) => {
	const page = await openPage(link);
	expect(page.status).toBe(200);
	expect(page.html).toContain(caseId);
	expect(await cases(world, caseId)).toEqual([]);
	expect(await world.n8n.dataTable(archive).rows({ caseId })).toHaveLength(1);
});

check('a report that comes late brings it back and is filed', async (world) => {
	const event = await hospitalOf(world, 'cardiology').act(caseId, 'amend');
	expect(event.outcome).toBe('delivered');
	const row = await until(world, caseId, 'report.filed', 2);
	expect(typesOf(row)).toContain('report.amended');
	expect(row.open).toBe(true);
	expect(await world.n8n.dataTable(archive).rows({ caseId })).toEqual([]);
	expect(await world.n8n.dataTable(outcomes).rows({ caseId })).toEqual([]);
	const page = await openPage(link);
	expect(page.status).toBe(200);
	expect(await cases(world, caseId)).toHaveLength(1);
});
