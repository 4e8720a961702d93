/** Checks what would be published. Every check counts; the last line sums up. */
import { packPackage } from '../test/support/pack.mts';
import type { Check } from './checks/check.mts';
import { contentChecks } from './checks/content.mts';
import { lintChecks } from './checks/lint.mts';
import { loadingChecks, loadPackage } from './checks/loading.mts';
import { workflowChecks } from './checks/workflows.mts';

async function findings({ run }: Check): Promise<string[]> {
	try {
		return await run();
	} catch (error) {
		return [error instanceof Error ? error.message : String(error)];
	}
}

const pack = packPackage();
const report = loadPackage(pack);
const checks = [
	...contentChecks(pack),
	...loadingChecks(report),
	...workflowChecks(report.names),
	...lintChecks(pack),
];
let failed = 0;
for (const check of checks) {
	const wrong = await findings(check);
	if (wrong.length) failed++;
	console.log(`${wrong.length ? '✕' : '✓'} ${check.name}`);
	for (const one of wrong) console.log(one.replace(/^/gm, '    '));
}
console.log(`${pack.files.length} files in the tarball`);
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
