import type { ReplyPhrases } from './reply-phrases';

export const es: ReplyPhrases = {
	stop: {
		whole: [
			'(por favor )?(alto|parar|pare|paren|basta|baja|fin|cancelar|detener|stop)( por favor| ya| gracias)*',
		],
		phrases: [
			'(no|nunca) (quiero |deseo )?(recibir )?(mas|mas los) (mensajes?|textos?|sms|recordatorios?)',
			'no (me )?(escriba|escriban|escribas|envien|envie|manden|mande|contacten|contacte)(me)?( mas)?',
			'(deje|dejen|deja|paren|pare) de (escribir|enviar|mandar|molestar|contactar)\\w*',
			'dejen?me en paz',
			'dar(me)? de baja',
			'quite(n)?(me)? de (la|su) lista',
		],
	},
	yes: {
		whole: [
			'(si|claro|vale|ok|okay|de acuerdo|por supuesto|perfecto)( por favor| gracias| claro)*',
		],
	},
	no: {
		whole: ['(no|no gracias|no por ahora)( gracias)*'],
		phrases: [
			'no me interesa',
			'no (queremos|quiero) (la cita|ir|la consulta|seguir)',
			'cambiamos de opinion|cambie de opinion',
		],
	},
	help: { whole: ['(ayuda|info|informacion)'] },
	deceased: [
		'murio|muerto|muerta|fallecio|fallecid[oa]',
		'(lo|la|le|les) (durmieron|dormimos|dormir|sacrific\\w+)',
		'eutanasi\\w*',
		'ya no esta con nosotros',
		'puente del arcoiris',
	],
	worry: [
		'respir\\w*|aire|jade[ao]\\w*',
		'ahog\\w*|asfixi\\w*|atragant\\w*',
		'colaps\\w*|desmay\\w*|se cayo',
		'convulsi\\w*|ataques?',
		'inconsciente|no responde|no reacciona|no despierta',
		'no (quiere )?(come|comer|bebe|beber|camina|caminar|se levanta|levantarse|se mueve|orina|orinar)',
		'sangr\\w*',
		'vomit\\w*|diarrea',
		'hinchad[oa]|inflamad[oa]|paraliz\\w*|patas traseras',
		'dolor|duele|grita|llora|aulla|sufr\\w*',
		'peor|empeor\\w*|muy mal|no esta bien',
		'emergencia|urgente|urgencia',
		'muriendo|morir|se muere',
		'preocup\\w*|asustad[oa]|miedo',
		'envenen\\w*|veneno|chocolate|intoxic\\w*',
		'atropell\\w*|mordi\\w*',
		'debil|tiembla|temblando|encias',
		'tose|tos',
	],
	wrongNumber: [
		'numero equivocado|persona equivocada',
		'no tengo (un |una |ningun |ninguna )?(perro|gato|mascota|animal|caballo)',
		'no es (mi|mio) ?(perro|gato|mascota|numero)?',
		'se equivoc\\w*',
	],
	change: [
		'(otro|otra|diferente) (dia|fecha|hora|cita)',
		'(cambiar|mover|cancelar|posponer|aplazar) (\\w+ ){0,3}(cita|fecha|hora|dia|visita)',
		'reprogram\\w*|reagend\\w*',
		'no (puedo|podemos) (ir|asistir|llegar|ese|esa)',
	],
	price: [
		'(cuesta|cuestan|costo|coste|precio|precios|tarifa|caro|cara|pagar|pago|seguro medico|presupuesto|dinero)',
		'cuanto (es|vale|sale|cobran|seria)',
	],
	question: ['^(cuando|donde|que|cual|quien|por que|como|puedo|puede|pueden|debo|es|son|hay)'],
};
