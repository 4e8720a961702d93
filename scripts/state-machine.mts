/**
 * Writes docs/state-machine.md from core as it stands. Run it whenever phases, events or reactions have
 * changed: `node scripts/state-machine.mts`.
 */
import { writeFileSync } from 'node:fs';
import { buildSync } from 'esbuild';
import type { deadlinesSchema } from '../core/profile/deadlines';
import { stateMachineText, type StateMachine } from './state-machine/text.mts';

type Core = Omit<StateMachine, 'deadlines'> & { deadlinesSchema: typeof deadlinesSchema };

const modules = ['referral/phases', 'referral/reactions', 'profile/deadlines'];
const bundle = buildSync({
	stdin: {
		contents: modules.map((name) => `export * from './core/${name}';`).join('\n'),
		resolveDir: process.cwd(),
		loader: 'ts',
	},
	bundle: true,
	format: 'esm',
	platform: 'node',
	write: false,
});
const code = Buffer.from(bundle.outputFiles[0]?.contents ?? []).toString('base64');
const core = (await import(`data:text/javascript;base64,${code}`)) as Core;

const file = 'docs/state-machine.md';
writeFileSync(file, stateMachineText({ ...core, deadlines: core.deadlinesSchema.parse({}) }));
console.log(`Wrote ${file}`);
