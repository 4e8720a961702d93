import { startBarriers } from '../../support/barriers.mts';
import type { WorkflowJson } from '../../support/n8n-client.mts';
import {
	readTemplate,
	templateFiles,
	type TemplateFile,
} from '../../../scripts/demo/templates.mts';
import { startWorld } from '../../../scripts/demo/world.mts';
import { fixture } from '../../../scripts/demo/loop.mts';
import { caseNames, type CaseName } from '../../../scripts/demo/play.mts';
import { twinOf } from './twins.mts';

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

/**
 * A world whose n8n passes every step to a barrier server, and can be killed at any of them; `width` cases
 * of a fixture can be played at once.
 */
export async function startPlace(width = 1) {
	const barriers = await startBarriers({ short: (name) => shortNames.get(name) ?? name });
	try {
		const world = await startWorld({
			env: barriers.env,
			change: (json: WorkflowJson, file: TemplateFile): WorkflowJson =>
				file === 'watch.json' ? watchOnDemand(json) : json,
		});
		// Before anything is in the record that belongs to a case.
		const patients = new Map(
			caseNames.map((name) => {
				const { animalId } = fixture(name);
				const twins = Array.from({ length: width - 1 }, () => twinOf(world.ezyvet.store, animalId));
				return [name, [animalId, ...twins]];
			}),
		);
		return {
			world,
			barriers,
			/** The patient of a fixture, or its nth twin. */
			patient: (name: CaseName, nth: number): number => {
				const found = patients.get(name)?.[nth];
				if (found === undefined) throw new Error(`${name} has no patient for case ${nth + 1}.`);
				return found;
			},
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
