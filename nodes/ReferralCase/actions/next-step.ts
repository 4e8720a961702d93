import { randomBytes } from 'node:crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { claimOf } from '../../../core/referral/claim';
import { stepFor, type NextStep } from '../../../core/referral/next-step';
import {
	change,
	noLease,
	noWake,
	stateOf,
	type CaseRow,
	type Lease,
	type Wake,
} from '../../../core/referral/row';
import type { ReferralState } from '../../../core/referral/state';
import { wakePath } from '../../shared/wait';
import { caseUrl, readDesk } from '../../shared/desk-credential';
import { leaseOf, nowIso, profileOf, stepContext } from '../../shared/ledger';
import { readRow, readSpecialist } from '../../shared/read-row';
import { changeItem } from '../columns';
import { refused } from '../../shared/refusal';

/** How this execution is woken, written into the row before it begins to wait. */
export function wakeOf(execution: IExecuteFunctions, itemIndex: number, until: string): Wake {
	const resume = String(execution.evaluateExpression('{{ $execution.resumeUrl }}', itemIndex));
	const url = new URL(resume);
	return {
		wakeUrl: `${url.origin}${url.pathname}/${wakePath}${url.search}`,
		wakeNonce: randomBytes(16).toString('hex'),
		wakeExecution: execution.getExecutionId(),
		wakeUntil: until,
	};
}

/**
 * Lease and wake for a step: a working step holds the lease, a waiting one its wake as well; when this
 * execution has nothing more to do it gives up its own, never those of another. `me` is the run that has
 * the case, where another workflow records for it.
 */
export function keptFor(
	execution: IExecuteFunctions,
	itemIndex: number,
	row: CaseRow,
	next: NextStep,
	now: string,
	me = execution.getExecutionId(),
): Partial<Wake & Lease> {
	const waits = next.step === 'awaitAck' || next.step === 'awaitOwner';
	if (waits && next.until !== undefined) {
		return {
			...wakeOf(execution, itemIndex, next.until),
			...leaseOf(execution, now, next.until),
		};
	}
	const wake = row.wakeExecution === '' || row.wakeExecution === me ? noWake : {};
	if (['none', 'call', 'release', 'hold', 'holdOutcome'].includes(next.step)) {
		return { ...wake, ...(row.runId === me ? noLease : {}) };
	}
	return { ...wake, ...leaseOf(execution, now) };
}

const secondsOf = (at: string): number => Math.floor(Date.parse(at) / 1000);

/**
 * When the message that is to be sent was begun for the first time. Its link is made as of then: a
 * text is looked up by its words before it is sent again, so a repeat has to say exactly the same.
 */
const touchBegunAt = (state: ReferralState, { touch }: NextStep): string | undefined =>
	touch?.action === 'send'
		? state.outreach.touches.find(({ number }) => number === touch.number)?.firstAt
		: undefined;

/** Whether another live run has the case. One that only waits does not keep the outcome from being filed. */
function heldByOther(row: CaseRow, me: string, flow: 'refer' | 'outcome', now: string): boolean {
	if (row.runId === '' || row.runId === me || row.runUntil <= now) return false;
	return flow === 'refer' || row.wakeExecution !== row.runId;
}

/**
 * Says what happens next with a case and claims it: the claim holds only if the row still has the
 * version it was decided on. A case another live run works on is left alone.
 */
export async function claimNextStep(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[][]> {
	const row = readRow(this, itemIndex);
	const now = nowIso();
	const state = stateOf(row);
	const context = stepContext(
		state,
		profileOf(this, itemIndex, row.clinicId),
		readSpecialist(this, itemIndex),
		now,
	);
	const flow = this.getNodeParameter('flow', itemIndex) as 'refer' | 'outcome';
	const isGone = this.getNodeParameter('breakLease', itemIndex, false) === true;
	const busy = !isGone && heldByOther(row, this.getExecutionId(), flow, now);
	const wanted = stepFor(flow, state, context);
	const isLater = wanted.notBefore !== undefined && wanted.notBefore > now;
	const next: NextStep = busy
		? { step: 'none', why: `execution ${row.runId} works on this case` }
		: isLater
			? { step: 'none', why: wanted.why }
			: wanted;
	const kept = {
		// What a run that is gone has left in the row would make others wait for it.
		...(isGone ? { ...noWake, ...noLease } : {}),
		...keptFor(this, itemIndex, row, next, now),
		// Nobody's lease until then: Watch takes the case up, or a person who asks for it sooner.
		...(isLater && !busy ? { runId: '', runUntil: wanted.notBefore } : {}),
	};
	const ownerLink =
		next.step === 'touch'
			? caseUrl(await readDesk(this), row, 'owner', secondsOf(touchBegunAt(state, next) ?? now))
			: undefined;
	const changed = change(row, claimOf(state, next), context, {
		...kept,
		claim: next.step,
		handover: JSON.stringify({
			why: next.why,
			until: next.until,
			ownerLink,
			noticeId: next.noticeId,
		}),
	});
	if (!changed.ok) return refused(this, changed.refusal, itemIndex);
	return [[changeItem(row.id, changed.value, itemIndex)]];
}
