import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { artifacts, attached, captured, hostNode, root } from './steps.mjs';

const closingLine = ({ passed, failed }) => console.log(`${passed} passed, ${failed} failed`);

async function jest(projects, workers, args) {
	mkdirSync(artifacts, { recursive: true });
	const file = join(artifacts, `test-counts-${process.pid}.json`);
	rmSync(file, { force: true });
	const status = await attached(
		hostNode,
		[
			join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
			...args,
			'--config=jest.config.mjs',
			'--reporters=default',
			'--reporters=./scripts/jest-closing-line.cjs',
			...(workers === undefined ? [] : [`--maxWorkers=${Math.min(workers, availableParallelism())}`]),
			'--selectProjects',
			...projects,
		],
		{ TEST_COUNTS_FILE: file },
	);
	const counts = existsSync(file)
		? JSON.parse(readFileSync(file, 'utf8'))
		: { passed: 0, failed: 0, skipped: 0 };
	rmSync(file, { force: true });
	// A run that stopped before it could count is not a run without failures.
	if (status !== 0 && counts.failed === 0) counts.failed = 1;
	if (counts.skipped > 0) console.log(`${counts.skipped} skipped`);
	if (process.env.CI) counts.failed += counts.skipped;
	return counts;
}

async function typecheck() {
	const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
	const { status, output } = await captured(hostNode, [tsc, '-p', 'tsconfig.test.json']);
	return { output, passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
}

/**
 * Runs the tests of some projects, at most `workers` files at a time, and ends with the line that sums
 * them up. With `types` the type check of everything counts as one more. Returns the exit status.
 */
export async function runTests({ projects, workers, types = false }, args) {
	const checking = types ? typecheck() : undefined;
	const counts = await jest(projects, workers, args);
	if (checking) {
		const { output, passed, failed } = await checking;
		if (failed) console.log(`\nTypes do not fit:\n${output}`);
		counts.passed += passed;
		counts.failed += failed;
	}
	closingLine(counts);
	return counts.failed > 0 ? 1 : 0;
}
