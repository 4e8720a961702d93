import type { ReferralEvent } from './events';
import { currentAppointment, latestReport, type ReferralState } from './state';

/** Visit, report, write-back into the record and follow-up. */
export function evolveClinical(state: ReferralState, event: ReferralEvent): void {
	const { filing, followUp } = state;
	if (isOutdated(state, event)) return;
	switch (event.type) {
		case 'visit.started':
			if (state.seenByReport || state.seenAt === undefined) {
				state.seenAt = event.data.visitedAt ?? event.at;
				delete state.seenByReport;
			}
			return;
		case 'visit.claimed':
			state.visitClaimed ??= { ...event.data, at: event.at, by: event.actor };
			return;
		case 'interim.note':
			addNote(state, event);
			return;
		case 'report.final':
		case 'report.amended': {
			// A report implies the visit; BSeR TID 09 and 24 let it arrive from any earlier state.
			if (state.seenAt === undefined) {
				state.seenAt = event.at;
				state.seenByReport = true;
			}
			const version = state.reportCount + 1;
			state.reportCount = version;
			keepWriteBack(state);
			state.reports.push({
				version,
				at: event.at,
				by: event.actor,
				report: event.data.report,
				files: event.data.files,
				contentHash: event.data.contentHash,
				amended: event.type === 'report.amended' || state.reports.length > 0,
			});
			if (state.reports.length > 1) resetFiling(state);
			return;
		}
		case 'files.kept':
			if (event.data.of === 'report') {
				const { version = latestReport(state)?.version } = event.data;
				const report = state.reports.find((entry) => entry.version === version);
				if (report) Object.assign(report, { files: event.data.files, kept: true });
			}
			return;
		case 'report.filing':
			// What is in the record stays there, whatever was begun beside it.
			if (filing.status === 'done' && filing.version === event.data.version) return;
			filing.version = event.data.version;
			filing.status = 'intended';
			filing.attempts += 1;
			filing.intendedAt = event.at;
			return;
		case 'report.filed':
			filing.version = event.data.version;
			filing.status = 'done';
			filing.doneAt = event.at;
			filing.refs = event.data.refs;
			delete filing.awaitingHuman;
			delete filing.failure;
			return;
		case 'report.awaiting_human':
			if (filing.status !== 'done') filing.awaitingHuman = event.data.slip;
			return;
		case 'report.needs_review':
			if (filing.status === 'done') return;
			filing.review = { reasons: event.data.reasons };
			filing.status = 'none';
			return;
		case 'report.review_confirmed':
			filing.review = { reasons: filing.review?.reasons ?? [], confirmedAt: event.at };
			return;
		case 'report.rejected':
			quarantine(state, event);
			return;
		case 'report.filing_failed':
			if (filing.status === 'done') return;
			filing.status = 'failed';
			filing.failedAt = event.at;
			filing.failure = {
				code: event.data.code,
				message: event.data.message,
				hint: event.data.hint,
			};
			return;
		case 'report.read':
			filing.readAt ??= event.at;
			filing.readBy ??= event.actor.name;
			return;
		case 'question.answered':
			filing.answered = event.data.answered;
			return;
		case 'followup.scheduling':
			if (followUp.status === 'done' && followUp.version === event.data.version) return;
			followUp.version = event.data.version;
			followUp.status = 'intended';
			followUp.attempts += 1;
			followUp.intendedAt = event.at;
			return;
		case 'followup.created':
			followUp.version = event.data.version;
			followUp.items = event.data.items;
			followUp.status = event.data.items.some((item) => item.status === 'failed')
				? 'failed'
				: 'done';
			followUp.doneAt = event.at;
			return;
		case 'followup.done':
			if (!followUp.done.includes(event.data.key)) followUp.done.push(event.data.key);
			// What could not be written counts as arranged once people have done it.
			if (
				followUp.status === 'failed' &&
				!followUp.items.some(
					(item) => item.status === 'failed' && !followUp.done.includes(item.key),
				)
			)
				followUp.status = 'done';
			return;
		default:
			return;
	}
}

/** A note during a stay, or after the booked time, implies the visit; an earlier one may be a word before it. */
function addNote(state: ReferralState, { at, data }: ReferralEvent<'interim.note'>): void {
	const appointment = currentAppointment(state);
	const ofVisit =
		data.staying === true ||
		appointment?.status === 'attended' ||
		(appointment?.status === 'scheduled' && Date.parse(appointment.start) <= Date.parse(at));
	state.interim.push({ at, ...data, ...(ofVisit ? { ofVisit } : {}) });
	if (!ofVisit || state.seenAt !== undefined) return;
	state.seenAt = at;
	state.seenByReport = true;
}

/** The result of work on a version of the report that a newer one has replaced, or that was rejected, moves nothing. */
function isOutdated(state: ReferralState, event: ReferralEvent): boolean {
	switch (event.type) {
		case 'report.filing':
		case 'report.filed':
		case 'report.awaiting_human':
		case 'report.needs_review':
		case 'report.review_confirmed':
		case 'report.filing_failed':
		case 'followup.scheduling':
		case 'followup.created':
			return (
				event.data.version < (latestReport(state)?.version ?? 0) ||
				state.quarantined.some(({ version }) => version === event.data.version)
			);
		default:
			return false;
	}
}

/** A new version of the report is filed and read anew; what was filed before stays in the record. */
function resetFiling(state: ReferralState): void {
	state.filing = { status: 'none', attempts: 0, refs: [] };
	state.followUp = { ...state.followUp, status: 'none', attempts: 0 };
}

/** Remembers how far the write-back of the present version is, should the next one be rejected. */
function keepWriteBack(state: ReferralState): void {
	const present = latestReport(state);
	if (present) present.writeBack = { filing: { ...state.filing }, followUp: { ...state.followUp } };
}

/** Locks a report about another patient away: the case stands where it stood before it came. */
function quarantine(state: ReferralState, event: ReferralEvent<'report.rejected'>): void {
	const { version, reason } = event.data;
	const rejected = state.reports.find((report) => report.version === version);
	if (!rejected) return;
	const wasLatest = rejected === latestReport(state);
	state.reports = state.reports.filter((report) => report !== rejected);
	state.quarantined.push({ ...rejected, reason });
	if (!wasLatest) return;
	const before = latestReport(state)?.writeBack;
	state.filing = before?.filing ?? { status: 'none', attempts: 0, refs: [] };
	state.followUp = before?.followUp ?? { status: 'none', attempts: 0, items: [], done: [] };
	if (state.reports.length === 0 && state.seenByReport) {
		delete state.seenAt;
		delete state.seenByReport;
		const note = state.interim.find((entry) => entry.ofVisit);
		if (note) Object.assign(state, { seenAt: note.at, seenByReport: true });
	}
}
