import { eventsOf, type LedgerRow } from '../../scripts/demo/loop.mts';
import type { TemplateFile } from '../../scripts/demo/templates.mts';
import type { World } from '../../scripts/demo/world.mts';
import type { WorkflowJson } from '../support/n8n-client.mts';

const heartbeat = async (world: World): Promise<string> => {
	const rows = await world.n8n
		.dataTable('vet_referral_settings')
		.rows<{ key: string; value: string }>({ key: 'heartbeat' });
	return rows[0]?.value ?? '';
};

/** The rounds that Watch is at, the last one last. */
const runningRounds = async (world: World): Promise<number[]> => {
	const workflowId = world.workflows['watch.json'];
	const running = await world.n8n.executions({ workflowId, status: 'running' });
	return running.map(({ id }) => Number(id)).sort((a, b) => a - b);
};

export const minutesAgo = (count: number): string =>
	new Date(Date.now() - count * 60_000).toISOString();

/** An open case that waits for its release, under another number, as if its events were five days old. */
export function overdueTwin(
	open: LedgerRow,
	number: number,
	change: Record<string, unknown> = {},
): Record<string, unknown> {
	const { id, createdAt, updatedAt, ...columns } = open;
	if (!id || !createdAt || !updatedAt) throw new Error('This is no row of the ledger.');
	const caseId = `REF-${String(number).padStart(12, '0')}`;
	const old = minutesAgo(5 * 24 * 60);
	const events = eventsOf(open)
		.filter(({ type }) => type === 'referral.created' || type === 'release.asked')
		.map((event) => ({ ...event, caseId, at: old, receivedAt: old }));
	return { ...columns, caseId, tellAt: old, events: JSON.stringify(events), ...change };
}

/** These schedules of a template fire every so many seconds. */
export const firing =
	(file: TemplateFile, schedules: string[], secondsInterval: number) =>
	(json: WorkflowJson, of: TemplateFile): WorkflowJson =>
		of !== file
			? json
			: {
					...json,
					nodes: json.nodes.map((node) =>
						schedules.includes(String(node.name))
							? {
									...node,
									disabled: false,
									parameters: { rule: { interval: [{ field: 'seconds', secondsInterval }] } },
								}
							: node,
					),
				};

/** Watch looks every so many seconds instead of every five minutes. */
export const watchEvery = (seconds: number) => ({
	change: firing('watch.json', ['Every 5 minutes'], seconds),
	/**
	 * Waits until Watch has begun this many more rounds and every one before the last is over. On a busy
	 * machine a round of seconds is not over when the next begins.
	 */
	rounds: async (world: World, count: number): Promise<void> => {
		for (let round = 0; round < count; round++) {
			const before = await heartbeat(world);
			await world.n8n.waitFor(
				async () => (await heartbeat(world)) !== before,
				'the next round of Watch',
				30_000,
			);
		}
		const before = (await runningRounds(world)).slice(0, -1);
		await world.n8n.waitFor(
			async () => (await runningRounds(world)).every((id) => !before.includes(id)),
			'the earlier rounds of Watch to end',
			60_000,
		);
	},
});
