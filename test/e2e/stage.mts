import { explain } from '../../scripts/demo/explain.mts';
import { readTemplate, type TemplateFile } from '../../scripts/demo/templates.mts';
import { startWorld, type World, type WorldOptions } from '../../scripts/demo/world.mts';
import type { WorkflowJson } from '../support/n8n-client.mts';

/** What a failing test tells: the executions of n8n, and the end of its log. */
async function told(world: World): Promise<string> {
	const runs = await explain(world).catch(
		(error: unknown) => `n8n does not answer: ${String(error)}`,
	);
	const newest = runs.split('\n').slice(0, 30).join('\n');
	return `\n\nExecutions, newest first:\n${newest}\n\nLog of n8n:\n${world.n8n.logs().slice(-1500)}`;
}

/** Schedules of mails that go out by the clock, each named with its template. */
const byTheClock: ReadonlyArray<[TemplateFile, string]> = [
	['watch.json', 'Every half hour'],
	['board.json', 'Every 15 minutes'],
	['worklist.json', 'Every quarter of an hour'],
];

/**
 * Lists and digests are for the tests that set their schedule. Elsewhere they are switched off, or a test
 * that counts mails would find one too many whenever it runs over a quarter of an hour.
 */
function withoutLists(json: WorkflowJson, file: TemplateFile): WorkflowJson {
	const shipped = (name: unknown) => readTemplate(file).nodes.find((node) => node.name === name);
	const isQuiet = ({ name, parameters }: Record<string, unknown>): boolean =>
		byTheClock.some(([where, node]) => where === file && node === name) &&
		JSON.stringify(parameters) === JSON.stringify(shipped(name)?.parameters);
	return {
		...json,
		nodes: json.nodes.map((node) => (isQuiet(node) ? { ...node, disabled: true } : node)),
	};
}

/**
 * One world for a file of tests. `check` is a test that is handed the world and, when it fails, tells
 * what n8n did.
 */
export function stage(options: WorldOptions = {}) {
	let world: World | undefined;
	beforeAll(async () => {
		const { change = (json) => json } = options;
		world = await startWorld({
			...options,
			change: (json, file) => withoutLists(change(json, file), file),
		});
	});
	afterAll(async () => await world?.close());
	return {
		check: (name: string, act: (world: World) => Promise<void>): void =>
			test(name, async () => {
				if (!world) throw new Error('The world did not start.');
				try {
					await act(world);
				} catch (error) {
					if (error instanceof Error) error.message += await told(world);
					throw error;
				}
			}),
	};
}
