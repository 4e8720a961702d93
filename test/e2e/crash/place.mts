import { startBarriers } from '../../support/barriers.mts';
import type { WorkflowJson } from '../../support/n8n-client.mts';
import {
	readTemplate,
	templateFiles,
	type TemplateFile,
} from '../../../scripts/demo/templates.mts';
import { startWorld } from '../../../scripts/demo/world.mts';

const lookNow = 'look-now';

/**
 * Watch looks when it is told to, by a door of its own, and not by the clock: what it does is then the
 * same in every run, and its five minutes need not be waited for.
 */
function watchOnDemand(json: WorkflowJson): WorkflowJson {
	const schedule = json.nodes.find(({ name }) => name === 'Every 5 minutes');
	if (!schedule) throw new Error('Watch has no schedule any more.');
	const door = {
		id: lookNow,
		name: 'Look now',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position: [0, -400],
		webhookId: '5b1d3a52-7a52-4e07-9f5e-2b7a1c0d4bff',
		parameters: { httpMethod: 'POST', path: lookNow, responseMode: 'lastNode', options: {} },
	};
	return {
		...json,
		nodes: json.nodes
			.map((node) =>
				node === schedule
					? {
							...node,
							parameters: { rule: { interval: [{ field: 'hours', hoursInterval: 12 }] } },
						}
					: node,
			)
			.concat(door),
		connections: { ...json.connections, [door.name]: json.connections[String(schedule.name)] },
	};
}

const shortNames = new Map(
	templateFiles.map((file) => [readTemplate(file).name, file.replace('.json', '')]),
);

/** A world whose n8n passes every step to a barrier server, and can be killed at any of them. */
export async function startPlace() {
	const barriers = await startBarriers({ short: (name) => shortNames.get(name) ?? name });
	try {
		const world = await startWorld({
			env: barriers.env,
			change: (json: WorkflowJson, file: TemplateFile): WorkflowJson =>
				file === 'watch.json' ? watchOnDemand(json) : json,
		});
		return {
			world,
			barriers,
			/** One round of Watch; settles when it is over. */
			watch: async (): Promise<void> => {
				await world.n8n.callWebhook(lookNow);
			},
			close: async (): Promise<void> => {
				await world.close();
				await barriers.close();
			},
		};
	} catch (error) {
		await barriers.close();
		throw error;
	}
}

export type Place = Awaited<ReturnType<typeof startPlace>>;
