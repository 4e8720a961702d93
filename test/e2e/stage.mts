import { explain } from '../../scripts/demo/explain.mts';
import { startWorld, type World, type WorldOptions } from '../../scripts/demo/world.mts';

/** What a failing test tells: the executions of n8n, and the end of its log. */
async function told(world: World): Promise<string> {
	const runs = await explain(world).catch(
		(error: unknown) => `n8n does not answer: ${String(error)}`,
	);
	const newest = runs.split('\n').slice(0, 30).join('\n');
	return `\n\nExecutions, newest first:\n${newest}\n\nLog of n8n:\n${world.n8n.logs().slice(-1500)}`;
}

/**
 * One world for a file of tests. `check` is a test that is handed the world and, when it fails, tells
 * what n8n did.
 */
export function stage(options: WorldOptions = {}) {
	let world: World | undefined;
	beforeAll(async () => {
		world = await startWorld(options);
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
