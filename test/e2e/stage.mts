import { explain } from '../../scripts/demo/explain.mts';
import type { TemplateFile } from '../../scripts/demo/templates.mts';
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
const withoutLists = (json: WorkflowJson, file: TemplateFile): WorkflowJson => ({
	...json,
	nodes: json.nodes.map((node) =>
		byTheClock.some(([of, name]) => of === file && name === node.name)
			? { ...node, disabled: true }
			: node,
	),
});

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
			change: (json, file) => change(withoutLists(json, file), file),
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
