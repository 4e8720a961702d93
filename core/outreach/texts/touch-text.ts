export const touchKinds = [
	'book_first',
	'book_reminder',
	'scheduled_confirm',
	'visit_reminder',
	'call_me_ack',
	'help_reply',
	'stop_confirm',
	'worry_reply',
	'stop_worry_reply',
] as const;
export type TouchKind = (typeof touchKinds)[number];

export interface TouchText {
	sms: string;
	emailSubject: string;
	emailText: string;
}

/**
 * Message texts of one language. Placeholders: {clinic} {pet} {visit} {link} {phone}
 * {emergencyPhone} {when}. A text names clinic and pet, asks for one action, and says nothing about
 * illness, results or cost.
 */
export interface LanguageTexts {
	/** How the visit is named; the first form whose parts are known and fit is taken. */
	visit: { clinicianAndService: string; clinician: string; service: string; hospital: string };
	/** Stands in for a name that cannot be written in an ordinary text message. */
	yourPet: string;
	optOutSms: string;
	optOutEmail: string;
	/** luxon format of an appointment, weekday included. */
	whenFormat: string;
	texts: Record<TouchKind, TouchText>;
}
