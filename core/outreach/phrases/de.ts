import type { ReplyPhrases } from './reply-phrases';

export const de: ReplyPhrases = {
	stop: {
		whole: [
			'(bitte )?(stop|stopp|stoppen|ende|aufhoren|abmelden|abbestellen|schluss)( bitte| jetzt| danke)*',
		],
		phrases: [
			'^((bitte )?stopp|bitte stop)(?! (medikament\\w*|futter|der|die|das)\\b)',
			'keine (weiteren |weitere |mehr )?(nachrichten?|sms|texte|erinnerungen?|mails?)',
			'(nachrichten?|sms|erinnerungen?) mehr',
			'(horen|hort|hor) (sie )?(bitte )?auf',
			'lass(en|t)? (sie )?mich in ruhe',
			'(nicht|nie) (mehr|wieder) (schreiben|kontaktieren|anschreiben|melden)',
			'(schreiben|kontaktieren) (sie )?(mich|mir|uns) nicht',
		],
	},
	yes: {
		whole: ['(ja|jep|jo|klar|gerne|gern|ok|okay|passt|in ordnung)( bitte| gerne| gern| danke)*'],
	},
	no: {
		whole: ['(nein|nee|nein danke|kein interesse)( danke| leider)*'],
		phrases: [
			'kein interesse',
			'(wollen|mochten|mochte|will) (den termin |das |die uberweisung )?(doch )?nicht( mehr)?',
		],
	},
	help: { whole: ['(hilfe|info)'] },
	deceased: [
		'gestorben',
		'verstorben',
		'(ist|war) (leider |heute |gestern )*tot',
		'eingeschlafert\\w*',
		'einschlafern',
		'regenbogenbrucke',
		'(mussten|musste) (ihn|sie|es|\\w+) (gehen lassen|erlosen)',
		'nicht mehr (bei uns|am leben)',
	],
	worry: [
		'(atmet|atmung|atem|luft|atemnot)(?= |$)',
		'keine luft|bekommt (kaum|schlecht|schwer) luft|hechelt',
		'rochelt|erstick\\w*|verschluckt',
		'zusammengebrochen|kollabier\\w*|umgefallen|umgekippt|ohnmacht\\w*',
		'krampf\\w*|anfalle?',
		'bewusstlos|reagiert nicht|apathisch|teilnahmslos',
		'(frisst|trinkt|steht|lauft|geht|pinkelt|uriniert|bewegt sich) (\\w+ ){0,2}nicht',
		'blut\\w*',
		'erbricht|erbrechen|erbrochen|kotzt|durchfall|gebrochen',
		'aufgeblaht|geschwollen|schwellung',
		'gelahmt|lahmung|hinterbeine?|hinterlaufe',
		'schmerz\\w*|jault|schreit|wimmert|winselt|leidet',
		'schlechter|verschlechter\\w*|schlimmer|geht (ihm|ihr|es|\\w+) (\\w+ )?(sehr |gar )?(nicht gut|schlecht)',
		'notfall|dringend',
		'stirbt|sterben',
		'sorgen?|angst|beunruhigt',
		'vergift\\w*|gift|giftkoder|schokolade',
		'angefahren|uberfahren|gebissen',
		'schwach|zittert|blaue zunge|blasse? (zunge|schleimhaut\\w*|zahnfleisch)',
		'hustet|husten',
	],
	wrongNumber: [
		'falsche (nummer|person)',
		'(habe|hab) (gar |doch )?(keinen hund|keine katze|kein tier|kein haustier|kein pferd)',
		'nicht (mein|meine) (hund|katze|tier|pferd|nummer)',
		'(verwahlt|kenne (ich )?nicht)',
	],
	change: [
		'(anderen|andere|neuen|spateren|fruheren) (termin|tag|zeit|uhrzeit)',
		'(termin|zeit|tag) (\\w+ ){0,3}(verschieben|andern|absagen|verlegen)',
		'verschieben|umbuchen|absagen|verlegen',
		'(kann|konnen|schaffe|schaffen) (\\w+ ){0,4}nicht( kommen)?',
	],
	price: [
		'(kosten|kostet|preis\\w*|gebuhr\\w*|teuer|bezahl\\w*|versicher\\w*|leisten|rechnung|anzahlung|geld)',
		'wie viel|wieviel',
	],
	question: [
		'^(wann|wo|was|welche\\w*|wer|warum|wieso|wie|kann|konnen|soll|sollen|muss|mussen|darf|ist|sind|gibt)',
	],
};
