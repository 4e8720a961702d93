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

/** Watch looks every so many seconds instead of every five minutes. */
export const watchEvery = (seconds: number) => ({
	change: (json: WorkflowJson, file: TemplateFile): WorkflowJson =>
		file !== 'watch.json'
			? json
			: {
					...json,
					nodes: json.nodes.map((node) =>
						node.name === 'Every 5 minutes'
							? {
									...node,
									parameters: {
										rule: { interval: [{ field: 'seconds', secondsInterval: seconds }] },
									},
								}
							: node,
					),
				},
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
