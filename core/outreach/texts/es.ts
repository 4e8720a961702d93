import type { LanguageTexts } from './touch-text';

export const es: LanguageTexts = {
	visit: {
		clinicianAndService: '{clinician} ({service}), {hospital}',
		clinician: '{clinician}, {hospital}',
		service: '{service}, {hospital}',
		hospital: '{hospital}',
	},
	yourPet: 'su mascota',
	optOutSms: 'Responda STOP para no recibir más.',
	optOutEmail: 'Si no quiere recibir más mensajes sobre esto, responda STOP.',
	whenFormat: 'ccc d LLL, HH:mm',
	texts: {
		book_first: {
			sms: '{clinic}: cita para {pet} con {visit}. Toque para reservar: {link} ¿Dudas? {phone}.',
			emailSubject: 'Reserve la cita de {pet}',
			emailText:
				'Hola de parte de {clinic}:\n\n{pet} tendrá una cita con {visit}. Elija la hora que le convenga.\n\nToque para reservar: {link}\n\n¿Dudas? Llámenos: {phone}.',
		},
		book_reminder: {
			sms: '{clinic}: la cita de {pet} con {visit} aún no está reservada. Toque para reservar: {link} ¿Dudas? {phone}.',
			emailSubject: 'Recordatorio: reserve la cita de {pet}',
			emailText:
				'Hola de parte de {clinic}:\n\nla cita de {pet} con {visit} aún no está reservada.\n\nToque para reservar: {link}\n\n¿Dudas, o prefiere que la reservemos nosotros? Llámenos: {phone}.',
		},
		scheduled_confirm: {
			sms: '{clinic}: cita de {pet}: {when}, {visit}. Detalles: {link} ¿Dudas? {phone}.',
			emailSubject: 'Cita de {pet}: {when}',
			emailText:
				'Hola de parte de {clinic}:\n\nla cita de {pet} está reservada: {when}, {visit}.\n\nDetalles y cambios: {link}\n\n¿Dudas? Llámenos: {phone}.',
		},
		visit_reminder: {
			sms: '{clinic}: recordatorio: {pet}, {when}, {visit}. Detalles: {link} ¿Dudas? {phone}.',
			emailSubject: 'Recordatorio: cita de {pet}, {when}',
			emailText:
				'Hola de parte de {clinic}:\n\nle recordamos la cita de {pet}: {when}, {visit}.\n\nDetalles y cambios: {link}\n\n¿Dudas? Llámenos: {phone}.',
		},
		call_me_ack: {
			sms: '{clinic}: gracias. Le llamaremos sobre {pet}. Si no puede esperar, llame al {phone}.',
			emailSubject: 'Le llamaremos sobre {pet}',
			emailText:
				'Hola de parte de {clinic}:\n\ngracias. Le llamaremos sobre {pet}.\n\nSi no puede esperar, llame al {phone}.',
		},
		help_reply: {
			sms: '{clinic}: estos mensajes ayudan a reservar la cita de {pet}. Ayuda: {phone}.',
			emailSubject: 'Ayuda con la cita de {pet}',
			emailText:
				'Hola de parte de {clinic}:\n\nestos mensajes ayudan a reservar la cita de {pet}.\n\nAyuda: {phone}.',
		},
		stop_confirm: {
			sms: '{clinic}: no recibirá más mensajes nuestros. ¿Dudas? {phone}.',
			emailSubject: 'No recibirá más mensajes de {clinic}',
			emailText: 'No recibirá más mensajes de {clinic}.\n\n¿Dudas? {phone}.',
		},
		worry_reply: {
			sms: '{clinic}: si {pet} necesita ayuda, llame ahora al {emergencyPhone}. No espere un mensaje.',
			emailSubject: 'Si {pet} necesita ayuda, llame ahora',
			emailText:
				'Si {pet} necesita ayuda, llame ahora al {emergencyPhone}. No espere una respuesta por correo.\n\n{clinic}, {phone}',
		},
		stop_worry_reply: {
			sms: '{clinic}: si {pet} necesita ayuda, llame ahora al {emergencyPhone}. No recibirá más mensajes.',
			emailSubject: 'Si {pet} necesita ayuda, llame ahora',
			emailText:
				'Si {pet} necesita ayuda, llame ahora al {emergencyPhone}.\n\nNo recibirá más mensajes de {clinic}. ¿Dudas? {phone}.',
		},
	},
};
