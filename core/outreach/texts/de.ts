import type { LanguageTexts } from './touch-text';

export const de: LanguageTexts = {
	visit: {
		clinicianAndService: '{clinician} ({service}), {hospital}',
		clinician: '{clinician}, {hospital}',
		service: '{service}, {hospital}',
		hospital: '{hospital}',
	},
	yourPet: 'Ihr Tier',
	optOutSms: 'Abmelden: STOP antworten.',
	optOutEmail: 'Wenn Sie dazu keine Nachrichten mehr möchten, antworten Sie mit STOP.',
	whenFormat: "ccc d.L., HH:mm 'Uhr'",
	texts: {
		book_first: {
			sms: '{clinic}: Termin für {pet} bei {visit}. Zum Buchen tippen: {link} Fragen? {phone}.',
			emailSubject: 'Termin für {pet} buchen',
			emailText:
				'Guten Tag von {clinic},\n\n{pet} bekommt einen Termin bei {visit}. Bitte wählen Sie eine passende Zeit.\n\nZum Buchen tippen: {link}\n\nFragen? Rufen Sie uns an: {phone}.',
		},
		book_reminder: {
			sms: '{clinic}: Der Termin für {pet} bei {visit} ist noch offen. Zum Buchen tippen: {link} Fragen? {phone}.',
			emailSubject: 'Erinnerung: Termin für {pet} buchen',
			emailText:
				'Guten Tag von {clinic},\n\nder Termin für {pet} bei {visit} ist noch nicht gebucht.\n\nZum Buchen tippen: {link}\n\nFragen, oder sollen wir für Sie buchen? Rufen Sie uns an: {phone}.',
		},
		scheduled_confirm: {
			sms: '{clinic}: Termin für {pet}: {when}, {visit}. Details: {link} Fragen? {phone}.',
			emailSubject: 'Termin für {pet}: {when}',
			emailText:
				'Guten Tag von {clinic},\n\nder Termin für {pet} steht: {when}, {visit}.\n\nDetails und Änderungen: {link}\n\nFragen? Rufen Sie uns an: {phone}.',
		},
		visit_reminder: {
			sms: '{clinic}: Erinnerung: {pet}, {when}, {visit}. Details: {link} Fragen? {phone}.',
			emailSubject: 'Erinnerung: Termin für {pet}, {when}',
			emailText:
				'Guten Tag von {clinic},\n\nzur Erinnerung: der Termin für {pet} ist {when}, {visit}.\n\nDetails und Änderungen: {link}\n\nFragen? Rufen Sie uns an: {phone}.',
		},
		call_me_ack: {
			sms: '{clinic}: Danke. Wir rufen Sie wegen {pet} an. Wenn es eilt: {phone}.',
			emailSubject: 'Wir rufen Sie wegen {pet} an',
			emailText:
				'Guten Tag von {clinic},\n\ndanke. Wir rufen Sie wegen {pet} an.\n\nWenn es eilt, rufen Sie an: {phone}.',
		},
		help_reply: {
			sms: '{clinic}: Diese Nachrichten helfen beim Buchen des Termins für {pet}. Hilfe: {phone}.',
			emailSubject: 'Hilfe zum Termin für {pet}',
			emailText:
				'Guten Tag von {clinic},\n\ndiese Nachrichten helfen beim Buchen des Termins für {pet}.\n\nHilfe: {phone}.',
		},
		stop_confirm: {
			sms: '{clinic}: Sie bekommen keine Nachrichten mehr von uns. Fragen? {phone}.',
			emailSubject: 'Sie bekommen keine Nachrichten mehr von {clinic}',
			emailText: 'Sie bekommen keine Nachrichten mehr von {clinic}.\n\nFragen? {phone}.',
		},
		worry_reply: {
			sms: '{clinic}: Wenn {pet} Hilfe braucht, rufen Sie sofort {emergencyPhone} an. Bitte nicht auf eine Nachricht warten.',
			emailSubject: 'Wenn {pet} Hilfe braucht, bitte sofort anrufen',
			emailText:
				'Wenn {pet} Hilfe braucht, rufen Sie sofort {emergencyPhone} an. Bitte warten Sie nicht auf eine Antwort.\n\n{clinic}, {phone}',
		},
		stop_worry_reply: {
			sms: '{clinic}: Wenn {pet} Hilfe braucht, rufen Sie sofort {emergencyPhone} an. Sie bekommen keine Nachrichten mehr.',
			emailSubject: 'Wenn {pet} Hilfe braucht, bitte sofort anrufen',
			emailText:
				'Wenn {pet} Hilfe braucht, rufen Sie sofort {emergencyPhone} an.\n\nSie bekommen keine Nachrichten mehr von {clinic}. Fragen? {phone}.',
		},
	},
};
