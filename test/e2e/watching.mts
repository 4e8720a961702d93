import type { TemplateFile } from '../../scripts/demo/templates.mts';
import type { World } from '../../scripts/demo/world.mts';
import type { WorkflowJson } from '../support/n8n-client.mts';

const heartbeat = async (world: World): Promise<string> => {
	const rows = await world.n8n
		.dataTable('vet_referral_settings')
		.rows<{ key: string; value: string }>({ key: 'heartbeat' });
	return rows[0]?.value ?? '';
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
	/** Waits until Watch has begun this many more rounds: all but the last of them are over. */
	rounds: async (world: World, count: number): Promise<void> => {
		for (let round = 0; round < count; round++) {
			const before = await heartbeat(world);
			await world.n8n.waitFor(
				async () => (await heartbeat(world)) !== before,
				'the next round of Watch',
				30_000,
			);
		}
	},
});
