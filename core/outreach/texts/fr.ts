import type { LanguageTexts } from './touch-text';

export const fr: LanguageTexts = {
	visit: {
		clinicianAndService: '{clinician} ({service}), {hospital}',
		clinician: '{clinician}, {hospital}',
		service: '{service}, {hospital}',
		hospital: '{hospital}',
	},
	yourPet: 'votre animal',
	optOutSms: 'Répondez STOP pour ne plus en recevoir.',
	optOutEmail: 'Pour ne plus recevoir de messages à ce sujet, répondez STOP.',
	whenFormat: 'ccc d LLL, HH:mm',
	texts: {
		book_first: {
			sms: '{clinic} : rendez-vous pour {pet}, {visit}. Touchez pour réserver : {link} Questions ? {phone}.',
			emailSubject: 'Réservez le rendez-vous de {pet}',
			emailText:
				'Bonjour de la part de {clinic},\n\n{pet} sera vu par : {visit}. Choisissez l’heure qui vous convient.\n\nTouchez pour réserver : {link}\n\nQuestions ? Appelez-nous : {phone}.',
		},
		book_reminder: {
			sms: '{clinic} : le rendez-vous de {pet}, {visit}, reste à réserver. Touchez pour réserver : {link} Questions ? {phone}.',
			emailSubject: 'Rappel : réservez le rendez-vous de {pet}',
			emailText:
				'Bonjour de la part de {clinic},\n\nle rendez-vous de {pet} ({visit}) n’est pas encore réservé.\n\nTouchez pour réserver : {link}\n\nQuestions, ou préférez-vous que nous réservions ? Appelez-nous : {phone}.',
		},
		scheduled_confirm: {
			sms: '{clinic} : rendez-vous de {pet} : {when}, {visit}. Détails : {link} Questions ? {phone}.',
			emailSubject: 'Rendez-vous de {pet} : {when}',
			emailText:
				'Bonjour de la part de {clinic},\n\nle rendez-vous de {pet} est réservé : {when}, {visit}.\n\nDétails et changements : {link}\n\nQuestions ? Appelez-nous : {phone}.',
		},
		visit_reminder: {
			sms: '{clinic} : rappel : {pet}, {when}, {visit}. Détails : {link} Questions ? {phone}.',
			emailSubject: 'Rappel : rendez-vous de {pet}, {when}',
			emailText:
				'Bonjour de la part de {clinic},\n\npour rappel, le rendez-vous de {pet} : {when}, {visit}.\n\nDétails et changements : {link}\n\nQuestions ? Appelez-nous : {phone}.',
		},
		call_me_ack: {
			sms: '{clinic} : merci. Nous vous appellerons au sujet de {pet}. Si c’est pressant : {phone}.',
			emailSubject: 'Nous vous appellerons au sujet de {pet}',
			emailText:
				'Bonjour de la part de {clinic},\n\nmerci. Nous vous appellerons au sujet de {pet}.\n\nSi c’est pressant, appelez le {phone}.',
		},
		help_reply: {
			sms: '{clinic} : ces messages aident à réserver le rendez-vous de {pet}. Aide : {phone}.',
			emailSubject: 'Aide pour le rendez-vous de {pet}',
			emailText:
				'Bonjour de la part de {clinic},\n\nces messages aident à réserver le rendez-vous de {pet}.\n\nAide : {phone}.',
		},
		stop_confirm: {
			sms: '{clinic} : vous ne recevrez plus de messages de notre part. Questions ? {phone}.',
			emailSubject: 'Vous ne recevrez plus de messages de {clinic}',
			emailText: 'Vous ne recevrez plus de messages de {clinic}.\n\nQuestions ? {phone}.',
		},
		worry_reply: {
			sms: '{clinic} : si {pet} a besoin d’aide, appelez tout de suite le {emergencyPhone}. N’attendez pas de message.',
			emailSubject: 'Si {pet} a besoin d’aide, appelez tout de suite',
			emailText:
				'Si {pet} a besoin d’aide, appelez tout de suite le {emergencyPhone}. N’attendez pas de réponse.\n\n{clinic}, {phone}',
		},
		stop_worry_reply: {
			sms: '{clinic} : si {pet} a besoin d’aide, appelez tout de suite le {emergencyPhone}. Vous ne recevrez plus de messages.',
			emailSubject: 'Si {pet} a besoin d’aide, appelez tout de suite',
			emailText:
				'Si {pet} a besoin d’aide, appelez tout de suite le {emergencyPhone}.\n\nVous ne recevrez plus de messages de {clinic}. Questions ? {phone}.',
		},
	},
};
