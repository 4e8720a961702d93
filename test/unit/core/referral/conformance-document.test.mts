import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { taskStatusOf } from '../../../../core/interop/fhir-task';
import { deadlinesSchema } from '../../../../core/profile/deadlines';
import { phases, terminalPhases } from '../../../../core/referral/phases';
import { reactionTo, rules } from '../../../../core/referral/reactions';
import { phaseFacts } from '../../../../scripts/state-machine/facts.mts';
import { stateMachineText } from '../../../../scripts/state-machine/text.mts';
import { reached } from './sayings.mts';

test('docs/state-machine.md says what the code does', () => {
	const text = stateMachineText({
		phases,
		terminalPhases,
		rules,
		reactionTo,
		deadlines: deadlinesSchema.parse({}),
	});
	const written = readFileSync(join(process.cwd(), 'docs/state-machine.md'), 'utf8');
	if (written !== text) throw new Error('It is out of date: node scripts/state-machine.mts');
});

test.each(phases)('a case that is %s is for a FHIR partner what the document says', (phase) => {
	const { task, business } = phaseFacts[phase];
	for (const given of reached[phase]) {
		const { status, businessStatus = '–' } = taskStatusOf(given().state);
		expect(task.split(' or ')).toContain(status);
		expect(business.split(' or ')).toContain(businessStatus);
	}
});
