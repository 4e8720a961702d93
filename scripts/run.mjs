/**
 * The entry of every npm script: installs what is missing, builds what is stale, then runs the
 * command with the pinned Node. Works on Node 20; a second run does none of it again.
 */
import { ensureHost, ensureRoot } from './bootstrap.mjs';
import { ensureBuilt } from './build.mjs';
import { attached, hostNode, StepFailed } from './steps.mjs';
import { runTests } from './tests.mjs';

const script = (name) => async (args) => await attached(hostNode, [`scripts/${name}.mts`, ...args]);
const tests = (plan) => async (args) => await runTests(plan, args);

const commands = {
	build: async () => 0,
	install: async () => 0,
	start: script('start'),
	bench: script('bench'),
	simulate: script('simulate'),
	'check:pack': script('check-pack'),
	test: tests({ projects: ['unit', 'nodes', 'scenarios', 'engine'], types: true }),
	'test:unit': tests({ projects: ['unit', 'nodes'] }),
	'test:engine': tests({ projects: ['engine'] }),
	'test:scenarios': async (args) =>
		await runTests({ projects: ['scenarios'] }, [
			...args,
			'--reporters=./scripts/scenarios-table.cjs',
		]),
	'test:e2e': tests({ projects: ['e2e'], workers: 2 }),
	'test:matrix': async (args) =>
		await runTests({ projects: ['matrix'], workers: 2 }, [
			...args,
			'--reporters=./scripts/matrix-table.cjs',
		]),
	'test:crash': script('crash'),
	'test:browser': tests({ projects: ['browser'], workers: 2 }),
	'test:scale': tests({ projects: ['scale'], workers: 1 }),
};

/** These run from the sources alone. */
const withoutBuild = ['test:unit', 'test:scenarios'];

async function main() {
	const [name = '', ...args] = process.argv.slice(2);
	const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
	if (!command) {
		console.error(`Say which command to run: ${Object.keys(commands).join(', ')}.`);
		return 2;
	}
	const counts = name.startsWith('test') || name === 'check:pack';
	try {
		await ensureRoot();
		if (name !== 'build') await ensureHost();
		const built = withoutBuild.includes(name) ? false : await ensureBuilt();
		if (name === 'build' && !built) console.log('Building the package: nothing has changed');
		return await command(args);
	} catch (error) {
		if (!(error instanceof StepFailed)) throw error;
		console.error(error.message);
		if (counts) console.log('0 passed, 1 failed');
		return 1;
	}
}

process.exitCode = await main();
