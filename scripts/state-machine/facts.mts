import type { TimerId } from '../../core/profile/deadlines';
import type { Phase } from '../../core/referral/phases';

export interface PhaseFacts {
	meaning: string;
	/** FHIR Task.status; several where lanes decide. */
	task: string;
	business: string;
}

/** Phases in words; a test compares the two columns for FHIR with what cases really map to. */
export const phaseFacts: Record<Phase, PhaseFacts> = {
	draft: { meaning: 'being put together; gaps are listed', task: 'draft', business: '–' },
	ready: {
		meaning: 'complete, or sent in spite of gaps with a reason',
		task: 'draft',
		business: '–',
	},
	sent: { meaning: 'handed to a channel, no receipt yet', task: 'requested', business: '2.0' },
	delivered: { meaning: 'the channel gave a receipt', task: 'requested', business: '2.0' },
	acknowledged: { meaning: 'somebody at the hospital took it', task: 'received', business: '2.0' },
	info_needed: {
		meaning: 'the hospital asks; the turn is with the clinic',
		task: 'on-hold',
		business: '2.0',
	},
	accepted: {
		meaning: 'the hospital will see the patient; the owner books',
		task: 'accepted',
		business: '3.0',
	},
	declined: {
		meaning: 'not taken, with a reason; a person decides what next',
		task: 'rejected',
		business: '4.0',
	},
	scheduled: { meaning: 'the visit has a date', task: 'in-progress', business: '5.1.1' },
	appt_cancelled: {
		meaning: 'the visit was cancelled, the referral lives',
		task: 'in-progress',
		business: '5.1.3',
	},
	no_show: {
		meaning: 'the owner did not come, the referral lives',
		task: 'in-progress',
		business: '5.1.2',
	},
	seen: {
		meaning: 'the visit took place; the report is owed',
		task: 'in-progress',
		business: '5.1.4',
	},
	reported: { meaning: 'the final report has come', task: 'completed', business: '7.0' },
	filed: {
		meaning: 'it stands in the patient record; follow-up and reading are open',
		task: 'completed',
		business: '7.0',
	},
	cancel_requested: {
		meaning: 'the clinic or the owner wants to stop; the hospital confirms',
		task: 'in-progress',
		business: '5.2',
	},
	closed: { meaning: 'read, filed, follow-up arranged', task: 'completed', business: '7.0' },
	closed_no_visit: {
		meaning: 'the owner did not want or could not be reached',
		task: 'failed',
		business: '6.0',
	},
	cancelled: { meaning: 'cancelled and confirmed', task: 'cancelled', business: '6.0' },
	declined_final: {
		meaning: 'declined, and nobody else is tried',
		task: 'rejected',
		business: '4.0',
	},
	redirected: {
		meaning: 'replaced by a linked case with another service',
		task: 'rejected or cancelled',
		business: '4.0 or 6.0',
	},
	deceased: {
		meaning: 'the patient has died; a report may still come',
		task: 'completed or failed',
		business: '7.0 or 6.0',
	},
	error: {
		meaning: 'should not exist (wrong patient, test)',
		task: 'entered-in-error',
		business: '–',
	},
};

/** What each timer of the clinic profile is about. */
export const timerFacts: Record<TimerId, string> = {
	T1: 'the workflow finishes what it has begun',
	T2: 'the hospital acknowledges',
	T2H: 'waiting for the acknowledgment ends',
	T3: 'the hospital accepts or declines; the clinic answers a question',
	T4: 'the first message to the owner after the acceptance',
	T5: 'the owner books; then a person calls',
	T6: 'the visit takes place; a later date is flagged',
	T7: 'the reminder before the visit, counted back',
	T8: 'the hospital says whether the visit took place',
	T9: 'the hospital writes during a stay',
	T10: 'the hospital sends a short note after the visit',
	T11: 'the hospital sends the report',
	T12: 'the clinic files and reads the report',
	T13: 'the follow-up is booked',
	T14: 'nothing has happened: a person disposes of the case',
};
