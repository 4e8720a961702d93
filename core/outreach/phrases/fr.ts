import type { ReplyPhrases } from './reply-phrases';

export const fr: ReplyPhrases = {
	stop: {
		whole: [
			'(stop|arret|arreter|arretez|fin|desabonner|desinscription|desinscrire)( svp| merci| s il vous plait| sil vous plait)*',
		],
		phrases: [
			'arretez (de |d |svp|tout|s il|sil|les (messages?|sms|textos?))',
			'(plus|aucun) (de |d autres |autres )?(messages?|sms|textos?|rappels?)',
			'ne (me |nous )?(contactez|ecrivez|envoyez|derangez) (plus|pas)',
			'(laissez|laisse)( moi| nous) (tranquilles?|en paix)',
			'desabonne\\w*|desinscri\\w*',
		],
	},
	yes: {
		whole: [
			'(oui|ouais|ok|okay|d accord|daccord|bien sur|parfait|volontiers)( merci| svp| d accord)*',
		],
	},
	no: {
		whole: ['(non|non merci|pas maintenant)( merci| desole\\w*)*'],
		phrases: [
			'pas interesse\\w*',
			'(ne )?(veux|voulons|souhaite|souhaitons) (pas|plus)( (y aller|de rendez vous|du rendez vous))?',
			'change d avis|changer d avis',
		],
	},
	help: { whole: ['(aide|info|infos|information)'] },
	deceased: [
		'(est|etait|soit) (mort|morte|decede|decedee)',
		'decede\\w*|mort (ce|hier|cette)',
		'euthanasi\\w*',
		'(nous a|ma|m a) quitte\\w*',
		'(fait|ete) (piquer|endormi\\w*)',
		'n est plus (parmi|avec) nous|nest plus (parmi|avec) nous',
	],
	worry: [
		'respir\\w*|souffle|halete',
		'etouff\\w*|suffoqu\\w*',
		'effondre\\w*|evanoui\\w*|tombe\\w* par terre|malaise',
		'convuls\\w*|crise',
		'inconscient\\w*|ne (repond|reagit|bouge|se leve|se reveille)',
		'ne (mange|boit|marche|urine|tient) (plus|pas)|(mange|boit|marche|bouge|urine) (plus|pas)',
		'sang\\b|saigne\\w*',
		'vomi\\w*|diarrhee',
		'gonfle\\w*|enfle\\w*|paralys\\w*|pattes arriere',
		'douleur|mal au|souffre\\w*|hurle|gemit|pleure',
		'pire|empire|aggrav\\w*|va (tres |vraiment )?mal|(pas|plus) bien',
		'urgence|urgent',
		'mourir|meurt|mourant\\w*',
		'inquiet\\w*|peur|angoiss\\w*',
		'empoisonn\\w*|poison|chocolat|intoxi\\w*',
		'renverse\\w*|mordu\\w*',
		'faible|tremble\\w*|gencives|langue bleue',
		'tousse|toux',
	],
	wrongNumber: [
		'(mauvais|faux) numero|mauvaise personne',
		'(pas|aucun) (de |d )?(chien|chat|animal|cheval)',
		'pas mon (chien|chat|animal|cheval|numero)',
		'vous (vous )?trompez',
	],
	change: [
		'(autre|nouveau|nouvelle|differente?) (jour|date|heure|rendez vous|rdv|creneau)',
		'(changer|deplacer|annuler|reporter|decaler) (\\w+ ){0,3}(rendez vous|rdv|date|heure|jour|visite)',
		'(peux|pouvons|pourrai|pourrons) pas (venir|y aller|y etre|ce jour)',
	],
	price: [
		'(coute|coutent|cout|prix|tarifs?|cher|chere|payer|paiement|assurance|devis|facture|argent)',
		'combien',
	],
	question: ['^(quand|ou|que|quel\\w*|qui|pourquoi|comment|est ce|puis|peut|pouvez|dois|faut)'],
};
