/**
 * Writes docs/state-machine.md from the state machine as it was built. Run it after `npm run build`
 * whenever phases, events or reactions have changed.
 */
import { writeFileSync } from 'node:fs';
import type * as Deadlines from '../core/profile/deadlines';
import type * as Phases from '../core/referral/phases';
import type * as Reactions from '../core/referral/reactions';
import { built } from './simulate/built.mts';
import { stateMachineText } from './state-machine/text.mts';

const { deadlinesSchema } = built<typeof Deadlines>('core/profile/deadlines');
const { phases, terminalPhases } = built<typeof Phases>('core/referral/phases');
const { reactionTo, rules } = built<typeof Reactions>('core/referral/reactions');

const file = 'docs/state-machine.md';
writeFileSync(
	file,
	stateMachineText({
		phases,
		terminalPhases,
		rules,
		reactionTo,
		deadlines: deadlinesSchema.parse({}),
	}),
);
console.log(`Wrote ${file}`);
