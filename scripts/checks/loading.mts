import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PackedPackage } from '../../test/support/pack.mts';
import { hostModules, packageName, root } from '../../test/support/paths.mts';
import type { Check } from './check.mts';

interface Report {
	nodes: string[];
	credentials: string[];
	icons: string[];
	codex: string[];
	/** Internal names of the nodes that could be loaded. */
	names: string[];
}

/**
 * Loads the package from an empty folder where only what n8n gives to every community node can be
 * found: n8n-workflow, zod and luxon.
 */
export function loadPackage({ directory }: PackedPackage): Report {
	const folder = mkdtempSync(join(tmpdir(), 'vet-referral-load-'));
	try {
		const shared = join(folder, 'shared');
		mkdirSync(shared);
		for (const name of ['n8n-workflow', 'zod', 'luxon']) {
			symlinkSync(join(hostModules, name), join(shared, name), 'dir');
		}
		const installed = join(folder, 'node_modules', packageName);
		cpSync(directory, installed, { recursive: true });
		const script = join(root, 'scripts', 'checks', 'load-package.cjs');
		const output = execFileSync(process.execPath, [script, installed], {
			cwd: folder,
			env: { ...process.env, NODE_PATH: shared },
			encoding: 'utf8',
		});
		return JSON.parse(output);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** What happens to the package on an n8n that has nothing else installed. */
export const loadingChecks = (report: Report): Check[] => [
	{ name: 'every node loads from an empty folder', run: () => report.nodes },
	{ name: 'every credential loads from an empty folder', run: () => report.credentials },
	{ name: 'every icon is there', run: () => report.icons },
	{
		name: 'every node has its codex file',
		run: () => report.codex.map((path) => `${path} has no codex file beside it`),
	},
];
