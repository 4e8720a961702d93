import { z } from 'zod';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Command } from '../../../core/referral/decide';
import type { EventType, ReferralEvent } from '../../../core/referral/events';
import { flowOf, nextStep, type NextStep } from '../../../core/referral/next-step';
import { rules } from '../../../core/referral/reactions';
import { change, stateOf } from '../../../core/referral/row';
import type { ReferralState } from '../../../core/referral/state';
import { nowIso, profileOf, stepContext } from '../../shared/ledger';
import { readJson } from '../../shared/read-json';
import { readRow, readSpecialist } from '../../shared/read-row';
import { changeItem } from '../columns';
import { refused } from '../../shared/refusal';
import { keptFor } from './next-step';

const commandSchema = z.object({
	type: z
		.string()
		.refine((type): type is EventType => type in rules, 'is not an event of a referral'),
	data: z.record(z.unknown()).default({}),
	key: z.string().optional(),
});
const commandsSchema = z.union([
	z.array(commandSchema),
	commandSchema.transform((command) => [command]),
]);

/**
 * Where the run goes on after the write: `send` what it has claimed with the packet, begin the wait it
 * has prepared, `next` to claim what comes, or `none`.
 */
function claimAfter(
	state: ReferralState,
	appended: readonly ReferralEvent[],
	next: NextStep,
	prepareWait: boolean,
): string {
	// Only the run whose intent stands in the ledger sends; one that came too late looks again.
	if (state.packet && appended.some(({ type }) => type === 'referral.sending')) return 'send';
	if (flowOf(next.step) === undefined) return 'none';
	const waits = next.step === 'awaitAck' || next.step === 'awaitOwner';
	return waits && prepareWait ? next.step : 'next';
}

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
	const clinic = profileOf(this, itemIndex, row.clinicId);
	const specialist = readSpecialist(this, itemIndex);
	const context = stepContext(stateOf(row), clinic, specialist, now);
	// When somebody else wrote first, the Ledger workflow decides these again.
	const handover = JSON.stringify({ events: parsed.data });
	const prepareWait = this.getNodeParameter('prepareWait', itemIndex, false) === true;
	const forRun = String(this.getNodeParameter('forRun', itemIndex, '') ?? '') || undefined;
	const changed = change(row, commands, context, (state, appended) => {
		const next = nextStep(state, stepContext(state, clinic, specialist, now));
		const claim = claimAfter(state, appended, next, prepareWait);
		// A run that goes on keeps lease and wake.
		return claim === 'next' || claim === 'send'
			? { claim, handover }
			: { ...keptFor(this, itemIndex, row, next, now, forRun), claim, handover };
	});
	if (!changed.ok) return refused(this, changed.refusal, itemIndex);
	return [[changeItem(row.id, changed.value, itemIndex)]];
}
