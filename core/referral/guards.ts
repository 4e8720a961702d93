import { DateTime } from 'luxon';
import type { Refusal } from '../result';
import type { Command } from './decide';
import { isToSend } from './delivery';
import type { EventData, Slot } from './events';
import { latestReport, type ReferralState } from './state';

const no = (code: string, message: string, hint: string): Refusal => ({ code, message, hint });

const isInstant = (value: unknown): boolean =>
	typeof value === 'string' && value.includes('T') && DateTime.fromISO(value).isValid;

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** Why a command cannot be taken now, or nothing. Checks content and order, not who may say it. */
export function guard(state: ReferralState, command: Command): Refusal | undefined {
	if (command.type !== 'referral.created' && !state.created) {
		return no(
			'unknown_case',
			'There is no referral with this number.',
			'Check the case number, or mark the patient for referral again.',
		);
	}
	switch (command.type) {
		case 'release.given':
			return guardRelease(state, command.data as EventData['release.given']);
		case 'gap.overridden':
			return text((command.data as EventData['gap.overridden']).reason)
				? undefined
				: no(
						'reason_missing',
						'No reason was given.',
						'Say in a few words why the packet goes without these records.',
					);
		case 'referral.sending':
			return guardSending(state);
		case 'referral.resend_requested':
			return guardResend(state, command.data as EventData['referral.resend_requested']);
		case 'decision.declined':
			return text((command.data as EventData['decision.declined']).reason)
				? undefined
				: no(
						'reason_missing',
						'A decline needs a reason.',
						'Say in a few words why the case cannot be taken.',
					);
		case 'info.requested':
			return text((command.data as EventData['info.requested']).question)
				? undefined
				: no('question_missing', 'No question was asked.', 'Say which information is missing.');
		case 'info.supplied':
			return text((command.data as EventData['info.supplied']).answer)
				? undefined
				: no('answer_missing', 'No answer was given.', 'Answer the question of the hospital.');
		case 'appt.requested':
			return guardSlot((command.data as EventData['appt.requested']).slot);
		case 'appt.scheduled':
		case 'appt.rescheduled':
			return guardSlot((command.data as EventData['appt.scheduled']).appointment);
		case 'visit.started': {
			const { visitedAt } = command.data as EventData['visit.started'];
			return visitedAt === undefined ? undefined : guardSlot({ start: visitedAt });
		}
		case 'cancel.requested':
			return text((command.data as EventData['cancel.requested']).reason)
				? undefined
				: no(
						'reason_missing',
						'A referral is never cancelled without a reason.',
						'Say in a few words why it is not needed any more.',
					);
		case 'redirect.chosen':
			return guardRedirect(state, command.data as EventData['redirect.chosen']);
		case 'report.rejected':
			return guardRejection(state, command.data as EventData['report.rejected']);
		case 'hospital.called':
			return text((command.data as EventData['hospital.called']).spokeTo)
				? undefined
				: no('person_missing', 'It is not said who was spoken to.', 'Give the name.');
		case 'cancel.withdrawn':
		case 'deceased.corrected':
		case 'links.withdrawn':
		case 'outreach.paused':
		case 'urgency.changed':
			return text((command.data as EventData['cancel.withdrawn']).reason)
				? undefined
				: no('reason_missing', 'No reason was given.', 'Say in a few words why.');
		case 'effect.approved': {
			const { effect } = command.data as EventData['effect.approved'];
			return state.held[effect] !== undefined
				? undefined
				: no(
						'nothing_held',
						'Nothing of this kind waits for approval.',
						'Open the case again and look at what is waiting now.',
					);
		}
		case 'redirect.confirmed':
			return text((command.data as EventData['redirect.confirmed']).childCaseId)
				? undefined
				: no(
						'no_successor',
						'The referral that replaces this one is missing.',
						'Open the new referral first and give its case number.',
					);
		case 'cancel.confirmed':
			return state.cancellation
				? undefined
				: no(
						'nothing_to_confirm',
						'No cancellation was asked for.',
						'Ask for the cancellation first.',
					);
		case 'report.filing':
			return guardFiling(state);
		case 'case.closed':
			return guardClose(state, command.data as EventData['case.closed']);
		default:
			return undefined;
	}
}

function guardRelease(state: ReferralState, data: EventData['release.given']): Refusal | undefined {
	if (state.transport.status === 'done') {
		return no(
			'already_sent',
			'The packet has already been sent.',
			'Open the case page to see where it stands.',
		);
	}
	if (!data.consent?.share) {
		return no(
			'no_consent',
			'The owner has not agreed to share the records.',
			'Ask the owner and record the consent; nothing leaves the clinic before.',
		);
	}
	if (!data.noteApproved) {
		return no(
			'note_not_approved',
			'The clinical note is not approved.',
			'Read the note that will be sent and approve it.',
		);
	}
	if (!text(data.clinicalQuestion)) {
		return no(
			'question_missing',
			'The clinical question is missing.',
			'Write what the specialist should answer, in one to three sentences.',
		);
	}
	return undefined;
}

function guardSending(state: ReferralState): Refusal | undefined {
	if (!state.release) {
		return no(
			'not_released',
			'Nobody has released this referral.',
			'Complete the Release page; nothing leaves before.',
		);
	}
	if (!isToSend(state)) {
		return no(
			'already_sent',
			'The packet has already been sent.',
			'Nothing to do: the hospital has it.',
		);
	}
	if (state.closed ?? state.cancellation ?? state.deceasedAt ?? state.redirect) {
		return no(
			'stopped',
			'The referral was stopped before it was sent.',
			'Reopen the case if it should go out after all.',
		);
	}
	return undefined;
}

function guardResend(
	state: ReferralState,
	data: EventData['referral.resend_requested'],
): Refusal | undefined {
	if (state.transport.status !== 'done') {
		return no(
			'not_sent',
			'The packet has not been sent yet.',
			'Use "Try again" instead; it goes as soon as it can.',
		);
	}
	return text(data.reason)
		? undefined
		: no('reason_missing', 'No reason was given.', 'Say why the hospital needs the packet again.');
}

function guardRedirect(
	state: ReferralState,
	data: EventData['redirect.chosen'],
): Refusal | undefined {
	if (state.reports.length > 0) {
		return no(
			'reported',
			'The report of this hospital is here already.',
			'Close this case, and start a new referral to the other service.',
		);
	}
	if (!text(data.specialistId)) {
		return no('specialist_missing', 'No other service was chosen.', 'Choose one of the directory.');
	}
	if (data.specialistId === state.release?.specialistId) {
		return no(
			'same_specialist',
			'The patient is with this service already.',
			'Choose another service, or send the packet again.',
		);
	}
	return text(data.reason)
		? undefined
		: no('reason_missing', 'No reason was given.', 'Say why the patient goes to another service.');
}

function guardRejection(
	state: ReferralState,
	data: EventData['report.rejected'],
): Refusal | undefined {
	if (!state.reports.some(({ version }) => version === data.version)) {
		return no('no_report', 'There is no such report.', 'Open the case again and look at it.');
	}
	return text(data.reason)
		? undefined
		: no(
				'reason_missing',
				'No reason was given.',
				'Say what does not fit, so that the hospital can look for the right patient.',
			);
}

function guardSlot(slot: Partial<Slot> | undefined): Refusal | undefined {
	return isInstant(slot?.start) && (slot?.end === undefined || isInstant(slot.end))
		? undefined
		: no(
				'bad_time',
				'The appointment has no valid time.',
				'Send start and end as ISO 8601 date and time with zone, e.g. 2026-11-30T10:00:00Z.',
			);
}

function guardFiling(state: ReferralState): Refusal | undefined {
	if (!latestReport(state)) {
		return no('no_report', 'There is no report to file.', 'Wait for the report of the hospital.');
	}
	if (state.filing.review && !state.filing.review.confirmedAt) {
		return no(
			'needs_review',
			'The report waits for a person to check the patient.',
			'Compare patient and report on the case page and confirm or reject.',
		);
	}
	return undefined;
}

function guardClose(state: ReferralState, data: EventData['case.closed']): Refusal | undefined {
	if (!text(data.reason)) {
		return no(
			'reason_missing',
			'A case is never closed without a reason.',
			'Choose or write the reason.',
		);
	}
	if (data.outcome !== 'closed') return undefined;
	if (state.filing.status !== 'done') {
		return no(
			'not_filed',
			'The report is not in the patient record yet.',
			'File the report first, or close the case with another outcome.',
		);
	}
	if (state.followUp.status !== 'done') {
		return no(
			'follow_up_open',
			'The follow-up is not arranged yet.',
			'Arrange the follow-up first, or record why none is needed.',
		);
	}
	return undefined;
}
