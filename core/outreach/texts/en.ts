import type { LanguageTexts } from './touch-text';

export const en: LanguageTexts = {
	visit: {
		clinicianAndService: '{clinician} ({service}) at {hospital}',
		clinician: '{clinician} at {hospital}',
		service: '{service} at {hospital}',
		hospital: '{hospital}',
	},
	yourPet: 'your pet',
	optOutSms: 'Reply STOP to opt out.',
	optOutEmail: 'If you want no more messages about this, reply with STOP.',
	whenFormat: 'ccc LLL d, h:mm a',
	texts: {
		book_first: {
			sms: '{clinic}: {pet} will be seen by {visit}. Tap to book: {link} Questions? {phone}.',
			emailSubject: 'Book the visit for {pet}',
			emailText:
				'Hello from {clinic},\n\n{pet} will be seen by {visit}. Please choose a time that suits you.\n\nTap to book: {link}\n\nQuestions? Call us: {phone}.',
		},
		book_reminder: {
			sms: '{clinic}: a reminder to book the visit for {pet} with {visit}. Tap to book: {link} Questions? {phone}.',
			emailSubject: 'Reminder: book the visit for {pet}',
			emailText:
				'Hello from {clinic},\n\nthe visit for {pet} with {visit} is not booked yet.\n\nTap to book: {link}\n\nQuestions, or would you like us to book for you? Call us: {phone}.',
		},
		scheduled_confirm: {
			sms: '{clinic}: {pet} is booked for {when} with {visit}. Details: {link} Questions? {phone}.',
			emailSubject: '{pet} is booked: {when}',
			emailText:
				'Hello from {clinic},\n\n{pet} is booked for {when} with {visit}.\n\nDetails and changes: {link}\n\nQuestions? Call us: {phone}.',
		},
		visit_reminder: {
			sms: '{clinic}: reminder: {pet} is booked for {when} with {visit}. Details or changes: {link} Questions? {phone}.',
			emailSubject: 'Reminder: {pet}, {when}',
			emailText:
				'Hello from {clinic},\n\na reminder: {pet} is booked for {when} with {visit}.\n\nDetails and changes: {link}\n\nQuestions? Call us: {phone}.',
		},
		call_me_ack: {
			sms: '{clinic}: thank you. We will call you about {pet}. If it cannot wait, call {phone}.',
			emailSubject: 'We will call you about {pet}',
			emailText:
				'Hello from {clinic},\n\nthank you. We will call you about {pet}.\n\nIf it cannot wait, call {phone}.',
		},
		help_reply: {
			sms: '{clinic}: these texts help you book the visit for {pet}. Call {phone} for help.',
			emailSubject: 'Help with the visit for {pet}',
			emailText:
				'Hello from {clinic},\n\nthese messages help you book the visit for {pet}.\n\nCall {phone} for help.',
		},
		stop_confirm: {
			sms: '{clinic}: you will get no more texts from us. Questions? Call {phone}.',
			emailSubject: 'You will get no more messages from {clinic}',
			emailText: 'You will get no more messages from {clinic}.\n\nQuestions? Call {phone}.',
		},
		worry_reply: {
			sms: '{clinic}: if {pet} needs help, call {emergencyPhone} now. Please do not wait for a text.',
			emailSubject: 'If {pet} needs help, call now',
			emailText:
				'If {pet} needs help, call {emergencyPhone} now. Please do not wait for an answer by e-mail.\n\n{clinic}, {phone}',
		},
		stop_worry_reply: {
			sms: '{clinic}: if {pet} needs help, call {emergencyPhone} now. You will get no more texts from us.',
			emailSubject: 'If {pet} needs help, call now',
			emailText:
				'If {pet} needs help, call {emergencyPhone} now.\n\nYou will get no more messages from {clinic}. Questions? Call {phone}.',
		},
	},
};
