import type { Asks } from './lane-asks';
import { nextFilingAt } from './retrying';
import type { ReferralState } from './state';

/** From the report to its place in the record, read, with the follow-up arranged. */
export function outcomeAsks(state: ReferralState, asks: Asks): void {
	const { filing, followUp, closed } = state;
	const report = state.reports[state.reports.length - 1];
	if (closed && (closed.outcome === 'error' || filing.status === 'done')) return;
	if (filing.review && !filing.review.confirmedAt) {
		asks.person('review', 'Check that the report belongs to this patient', report?.at);
	} else if (filing.awaitingHuman && filing.status !== 'done') {
		asks.person('file', `File the report by hand: ${filing.awaitingHuman}`, report?.at, 'T12');
	} else if (filing.status === 'failed') {
		const what = filing.failure?.message ?? 'Filing did not work';
		if (nextFilingAt(state) === undefined) asks.person('filing', what, filing.failedAt);
		else asks.from('system', 'filing', `${what} It is tried again.`, report?.at, 'T1');
	} else if (filing.status !== 'done') {
		asks.from('system', 'filing', 'File the report in the patient record', report?.at, 'T1');
	} else if (followUp.status === 'failed') {
		asks.person('follow_up', 'Arrange the follow-up', filing.doneAt);
	} else if (followUp.status !== 'done') {
		asks.from('system', 'follow_up', 'Arrange the follow-up', filing.doneAt, 'T1');
	} else {
		asks.person('read', 'Read the report and close the case', filing.doneAt, 'T12');
	}
}

/** What people have to do after the report; it stays on the list when the case itself is closed. */
export function followUpTasks({ followUp, closed }: ReferralState, asks: Asks): void {
	if (closed?.outcome === 'error') return;
	for (const { key, status, title } of followUp.items) {
		if (status !== 'task' || followUp.done.includes(key)) continue;
		asks.person(`task:${key}`, title, followUp.doneAt, 'T13');
	}
}
