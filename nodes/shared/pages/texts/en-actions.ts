import type { DeskAction } from '../../../../core/desk/allowed-actions';

export interface ActionTexts {
	/** Heading of the form. */
	title: string;
	button: string;
	help?: string;
}

export const actions: Record<DeskAction, ActionTexts> = {
	release: {
		title: 'Release the referral',
		button: 'Release and send',
		help: 'Nothing leaves the clinic before this form is sent.',
	},
	cancel: { title: 'Cancel this referral', button: 'Cancel the referral' },
	acknowledge: {
		title: 'Acknowledge',
		button: 'We have it',
		help: 'Tells the clinic that a person has seen the referral. You can decide later.',
	},
	accept: { title: 'Accept the patient', button: 'Accept the patient' },
	offer_times: { title: 'Offer other times', button: 'Offer these times' },
	decline: { title: 'Decline', button: 'Decline the referral' },
	ask_info: { title: 'Ask the clinic a question', button: 'Send the question' },
	set_appointment: { title: 'Book the visit', button: 'Save the appointment' },
	cancel_appointment: { title: 'Cancel the appointment', button: 'Cancel the appointment' },
	no_show: {
		title: 'Nobody came',
		button: 'Record that nobody came',
		help: 'The referral stays open and the clinic gets in touch with the owner.',
	},
	mark_seen: { title: 'The patient was seen', button: 'Record the visit' },
	interim_note: { title: 'Send an update', button: 'Send the update' },
	send_report: {
		title: 'Send the report',
		button: 'Send the report',
		help: 'A PDF alone is enough. Fields left empty count as not given.',
	},
	confirm_cancellation: { title: 'Confirm the cancellation', button: 'Confirm the cancellation' },
	answer_question: { title: 'Answer the hospital', button: 'Send the answer' },
	send_anyway: {
		title: 'Send anyway',
		button: 'Send without these records',
		help: 'The hospital sees which records are missing.',
	},
	retry: {
		title: 'Try again',
		button: 'Try again',
		help: 'Reads the patient record anew and goes on from where it stopped. Nothing is done twice.',
	},
	heard_decision: {
		title: 'The hospital told us by phone',
		button: 'Record what we heard',
		help: 'Shown in the history as heard by phone.',
	},
	heard_appointment: { title: 'We heard of an appointment', button: 'Record the appointment' },
	heard_cancellation: {
		title: 'The hospital confirmed the cancellation by phone',
		button: 'Record the confirmation',
	},
	confirm_review: { title: 'Check the report', button: 'They belong together: file it' },
	filed_by_hand: {
		title: 'I filed the report by hand',
		button: 'Record as filed',
		help: 'Only once the report stands in the patient record.',
	},
	mark_read: { title: 'Mark the report as read', button: 'Mark as read' },
	question_answered: { title: 'Was your question answered?', button: 'Save the answer' },
	follow_up_done: { title: 'A follow-up task is done', button: 'Mark the task as done' },
	read_and_close: { title: 'Read the report and close the case', button: 'Read: close the case' },
	settle_question: { title: 'Decide an open question', button: 'Save the decision' },
	close: { title: 'Close the case', button: 'Close the case' },
	reopen: { title: 'Reopen the case', button: 'Reopen the case' },
	note: { title: 'Add a note', button: 'Add the note', help: 'Seen by your clinic only.' },
	patient_died: {
		title: 'The patient has died',
		button: 'Record that the patient has died',
		help: 'All automatic messages to the owner stop at once.',
	},
	pick_slot: { title: 'Choose a time', button: 'Ask for this time' },
	ask_call: { title: 'Ask for a call', button: 'Please call me' },
	cannot_come: {
		title: 'I cannot come',
		button: 'Cancel the visit',
		help: 'The referral stays open, so that you can take another time.',
	},
	cancel_referral: { title: 'I do not want this referral', button: 'Cancel the referral' },
	stop_messages: {
		title: 'Stop messages',
		button: 'Stop the messages',
		help: 'You get no more automatic texts and mails. Your clinic can still call you.',
	},
};

/** Words that differ on the owner's page, where the same act is said by somebody else. */
export const ownerActions: Partial<Record<DeskAction, ActionTexts>> = {
	patient_died: {
		title: 'My pet has died',
		button: 'Tell the clinic',
		help: 'We are sorry. You get no more messages about this visit; your clinic lets the hospital know.',
	},
};
