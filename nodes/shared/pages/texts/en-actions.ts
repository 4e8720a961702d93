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
	redirect: {
		title: 'Send the patient to another service',
		button: 'Send to the other service',
		help: 'Opens a new, linked referral with the same question. This one ends, and this hospital is told.',
	},
	resend: {
		title: 'Send the packet again',
		button: 'Send the packet again',
		help: 'With what the record holds now. The hospital gets it as a new delivery of the same referral.',
	},
	change_urgency: {
		title: 'Change the urgency',
		button: 'Change the urgency',
		help: 'All times for answers follow the new urgency.',
	},
	withdraw_cancellation: {
		title: 'Take the cancellation back',
		button: 'The referral goes on',
		help: 'The hospital is told that the referral goes on.',
	},
	reject_review: {
		title: 'The report is about another patient',
		button: 'Lock the report away',
		help: 'It is not filed here, and the hospital is told. The case goes on waiting for the right one.',
	},
	owner_called: { title: 'I called the owner', button: 'Record the call' },
	hospital_called: { title: 'I called the hospital', button: 'Record the call' },
	alive_after_all: {
		title: 'The patient is alive',
		button: 'Correct this',
		help: 'Messages to the owner stay paused until you allow them again.',
	},
	pause_messages: {
		title: 'Pause messages to the owner',
		button: 'Pause the messages',
		help: 'Nothing automatic is sent until somebody allows it again.',
	},
	resume_messages: {
		title: 'Allow messages to the owner again',
		button: 'Allow messages again',
	},
	visit_claimed: {
		title: 'The owner says they were there',
		button: 'Record what the owner said',
		help: 'Shown as second-hand until the hospital confirms it.',
	},
	withdraw_links: {
		title: 'Withdraw all links',
		button: 'Withdraw all links',
		help: 'For a link that went to the wrong person. Every link given out for this case stops working at once.',
	},
	approve_effect: {
		title: 'Look at it and let it go',
		button: 'This may leave',
		help: 'Trial mode keeps this in until somebody has looked at it.',
	},
	propose_redirect: {
		title: 'Propose another hospital',
		button: 'Propose it to the clinic',
		help: 'The clinic decides. Until then the referral stays with you.',
	},
	confirm_claim: {
		title: 'Confirm what others said',
		button: 'Yes, this is so',
	},
	we_were_there: {
		title: 'We were there',
		button: 'Tell the clinics',
		help: 'If the visit has taken place and it is not shown here.',
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

const forClinicOnly = 'Recorded. Only your clinic sees it.';

/** What is said after a form was taken, where it differs from "both clinics see it". */
export const doneWords: Partial<Record<DeskAction, string>> = {
	note: forClinicOnly,
	retry: forClinicOnly,
	owner_called: forClinicOnly,
	pause_messages: forClinicOnly,
	resume_messages: forClinicOnly,
	approve_effect: forClinicOnly,
	settle_question: forClinicOnly,
	question_answered: forClinicOnly,
	follow_up_done: forClinicOnly,
	release: 'Recorded. The packet is built and sent now.',
	withdraw_links:
		'Recorded. All links given out so far have stopped working. This page has a new one; others come with the next message or from the board.',
	stop_messages: 'Recorded. You get no more automatic messages.',
};
