import { z } from 'zod';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Command } from '../../../core/referral/decide';
import type { EventType } from '../../../core/referral/events';
import { nextStep } from '../../../core/referral/next-step';
import { rules } from '../../../core/referral/reactions';
import { change, stateOf, type Lease, type Wake } from '../../../core/referral/row';
import { nowIso, stepContext } from '../../shared/ledger';
import { readJson } from '../../shared/read-json';
import { readProfile, readRow, readSpecialist } from '../../shared/read-row';
import { changeItem } from '../columns';
import { refused } from '../../shared/refusal';
import { keptFor } from './next-step';

const commandSchema = z.object({
	type: z.string().refine((type): type is EventType => type in rules, 'is not an event of a referral'),
	data: z.record(z.unknown()).default({}),
	key: z.string().optional(),
});
const commandsSchema = z.union([
	z.array(commandSchema),
	commandSchema.transform((command) => [command]),
]);

/**
 * Decides what a step reported and gives the columns for one conditional update. With 'Prepare Wait'
 * the same write holds how this execution is woken, so an answer that comes at once finds it.
 */
export async function recordEvents(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[][]> {
	const row = readRow(this, itemIndex);
	const parsed = commandsSchema.safeParse(readJson(this, 'events', itemIndex) ?? []);
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		return refused(
			this,
			{
				code: 'bad_events',
				message: `'Events' cannot be used: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
				hint: "Give what an effect node returned as 'commands'.",
			},
			itemIndex,
		);
	}
	const commands = parsed.data.map(
		(command): Command => ({
			...command,
			actor: { role: 'system', via: 'workflow' },
			data: command.data as Command['data'],
		}),
	);
	const now = nowIso();
	const clinic = readProfile(this, itemIndex);
	const specialist = readSpecialist(this, itemIndex);
	const context = stepContext(stateOf(row), clinic, specialist, now);
	const given = readJson(this, 'keep', itemIndex) as Partial<Wake & Lease> | undefined;
	const prepareWait = this.getNodeParameter('prepareWait', itemIndex, false) === true;
	const changed = change(row, commands, context, (state) => {
		if (given) return given;
		const next = nextStep(state, stepContext(state, clinic, specialist, now));
		const waits = next.step === 'awaitAck' || next.step === 'awaitOwner';
		return waits && !prepareWait ? {} : keptFor(this, itemIndex, row, next, now);
	});
	if (!changed.ok) return refused(this, changed.refusal, itemIndex);
	return [[changeItem(row.id, changed.value, itemIndex)]];
}
