import { spawnSync } from 'node:child_process';

/** The files that a script of package.json would run for these arguments. */
function listed(script: string, ...args: string[]): string[] {
	const run = spawnSync(process.execPath, ['scripts/run.mjs', script, ...args, '--listTests'], {
		encoding: 'utf8',
	});
	return run.stdout
		.split('\n')
		.filter((line) => line.endsWith('.test.mts'))
		.map((line) => line.replace(/^.*[\\/]test[\\/]/, '').replaceAll('\\', '/'));
}

describe('a pattern after the name of a script', () => {
	it('chooses among the scenarios', () => {
		expect(listed('test:scenarios', 'messages')).toEqual(['scenarios/messages.test.mts']);
	});
});
