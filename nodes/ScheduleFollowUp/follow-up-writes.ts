import type { PimsConnector, RecordTarget, WriteResult } from '../../connectors/pims/pims';
import { pimsMarker } from '../../core/referral/case-id';
import type { FollowUpResult } from '../../core/referral/events';
import type { FollowUpItem } from '../../core/report/follow-up';
import type { Refusal, Result } from '../../core/result';

export interface BookingChoices {
	type?: string;
	provider?: string;
	durationMinutes?: number;
}

interface WriteContext {
	pims: PimsConnector;
	caseId: string;
	target: RecordTarget;
	choices: BookingChoices;
	/** `YYYY-MM-DD` at the clinic. */
	today: string;
}

/** The PIMS takes this from people only: the task on our board stands for it. */
const byPeople = new Set(['unverified_writes_off', 'unverified_write', 'booking_choice_needed']);

/** The mark of an item; its key repeats the case number, the mark does not. */
export const markOf = (caseId: string, { key }: FollowUpItem): string =>
	pimsMarker(caseId, 'followup', key.replace(`${caseId}:`, '').replace(/:/g, '-'));

const isBookable = ({ action, dueDate }: FollowUpItem, today: string): boolean =>
	action === 'appointment' && dueDate !== undefined && dueDate >= today;

const resultOf = (item: FollowUpItem, status: FollowUpResult['status']): FollowUpResult => ({
	key: item.key,
	kind: item.kind,
	title: item.title,
	...(item.dueDate ? { dueDate: item.dueDate } : {}),
	status,
});

/** A recheck here becomes an unconfirmed appointment of that day. */
const book = async (item: FollowUpItem, context: WriteContext): Promise<Result<WriteResult>> =>
	await context.pims.createFollowUp(
		{
			...context.target,
			...context.choices,
			kind: 'recheck',
			what: item.title,
			...(item.dueDate ? { due: item.dueDate } : {}),
		},
		markOf(context.caseId, item),
	);

/** Everything else stands in the record as an entry and on our board as a task. */
const note = async (item: FollowUpItem, context: WriteContext): Promise<Result<WriteResult>> =>
	await context.pims.logCommunication(
		{
			...context.target,
			subject: `Follow-up: ${item.title}`,
			text: item.dueDate ? `${item.details}\nDue ${item.dueDate}` : item.details,
		},
		markOf(context.caseId, item),
	);

/** The PIMS answers nobody now, so the items after this one are not tried. */
const isDown = new Set(['pims_unreachable', 'pims_unavailable', 'pims_unauthorised']);

/** An item that was not written, with the reason. */
export const failedBy = (item: FollowUpItem, { message, hint }: Refusal): FollowUpResult => ({
	...resultOf(item, 'failed'),
	message: `${message} ${hint}`,
});

/**
 * Writes the items of a plan, one after the other. `standing` gives what an earlier try has written,
 * which is kept as it is.
 */
export async function writeItems(
	items: FollowUpItem[],
	context: WriteContext,
	standing: (key: string) => FollowUpResult | undefined,
): Promise<FollowUpResult[]> {
	const results: FollowUpResult[] = [];
	let down: Refusal | undefined;
	for (const item of items) {
		const earlier = standing(item.key);
		if (earlier) results.push(earlier);
		else if (down) results.push(failedBy(item, down));
		else {
			const { result, refusal } = await writeItem(item, context);
			if (refusal && isDown.has(refusal.code)) down = refusal;
			results.push(result);
		}
	}
	return results;
}

/** Writes one item of the plan; what the record cannot hold is a task for people, never lost. */
async function writeItem(
	item: FollowUpItem,
	context: WriteContext,
): Promise<{ result: FollowUpResult; refusal?: Refusal }> {
	const bookable = isBookable(item, context.today);
	const got = bookable ? await book(item, context) : await note(item, context);
	if (!got.ok) {
		const { refusal } = got;
		const result = failedBy(item, refusal);
		const isTask = byPeople.has(refusal.code);
		return { result: isTask ? { ...result, status: 'task' } : result, refusal };
	}
	const { status, ref, instruction } = got.value;
	const isWritten = status !== 'awaitingHuman';
	const result = {
		...resultOf(item, bookable && isWritten ? 'created' : 'task'),
		...(ref ? { ref } : {}),
		...(instruction ? { message: instruction } : {}),
	};
	return { result };
}
