/**
 * Writes docs/state-machine.md from core as it stands. Run it whenever phases, events or reactions have
 * changed: `node scripts/state-machine.mts`.
 */
import { writeFileSync } from 'node:fs';
import type { deadlinesSchema } from '../core/profile/deadlines';
import { loadSources } from './bundle.mts';
import { stateMachineText, type StateMachine } from './state-machine/text.mts';

type Core = Omit<StateMachine, 'deadlines'> & { deadlinesSchema: typeof deadlinesSchema };

const core = await loadSources<Core>([
	'core/referral/phases',
	'core/referral/reactions',
	'core/profile/deadlines',
]);

const file = 'docs/state-machine.md';
writeFileSync(file, stateMachineText({ ...core, deadlines: core.deadlinesSchema.parse({}) }));
console.log(`Wrote ${file}`);
