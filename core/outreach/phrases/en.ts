import type { ReplyPhrases } from './reply-phrases';

/**
 * Whole words first in `stop` are those a sender must honour in the United States (47 CFR
 * 64.1200(a)(10)): stop, quit, end, revoke, opt out, cancel, unsubscribe.
 */
export const en: ReplyPhrases = {
	stop: {
		whole: [
			'(stop|stopall|stop all|quit|end|revoke|opt ?out|cancel|unsubscribe|remove|remove me)( now| please| pls| it| this| thanks| thank you)*',
			'(please|pls|ok|okay|just) (stop|quit|cancel|unsubscribe|opt ?out|remove me)',
			'no more',
		],
		phrases: [
			'^((please|pls|hi|hello|ok|okay|just) )*stop(?! (by|in|over|at|off|giving|feeding|using|taking|eating|the|his|her|its|their|for|to|on)\\b)',
			'(?<!(cant|cannot|wont|not|doesnt|didnt|dont|never) )stop (all |the |these |this |your |my |sending |getting |with |me )*(texts?|texting|messages?|messaging|msgs?|sms|contacting|bothering|spamming|calling|reminders?|sending|please)',
			'(dont|do not|never|quit|cease) (ever )?(text|txt|message|contact|sms|write|texting|messaging|contacting|bother|bothering)',
			'no more (texts?|messages?|reminders?|sms|contact)',
			'(please |pls )stop$',
			'leave (me|us) alone',
			'(take|remove) (me|my number|this number|us) (off|from)',
			'opt(ing)? (me )?out',
			'unsubscribe',
			'(revoke|withdraw) (my )?consent',
		],
	},
	yes: {
		whole: [
			'(yes|yep|yeah|yup|sure|ok|okay|sounds good|of course|absolutely|will do|y)( please| pls| thanks| thank you| ok| okay)*',
		],
	},
	no: {
		whole: ['(no|nope|nah|no thanks|no thank you|not now|n)( thanks| thank you| sorry)*'],
		phrases: [
			'not interested',
			'(dont|do not) (want|wish) (to go|to book|the referral|this|a referral|the appointment|it)',
			'(changed|change) (our|my) minds?',
			'decided (not to|against)',
			'(go|going|went) (somewhere|elsewhere|with someone) ?(else)?',
		],
	},
	help: { whole: ['(help|info|information)'] },
	deceased: [
		'died',
		'(is|are|was|hes|shes|its|were) (now |already )?dead',
		'found (him|her|it|them|\\w+) dead',
		'passed (away|on\\b|last|this morning|yesterday|today|over|peacefully|in (his|her) sleep)',
		'(put|putting) (him|her|it|them|\\w+) (to sleep|down)',
		'(was|been|being|were|got) (put|laid) (to sleep|down)',
		'euthan\\w+',
		'rainbow bridge',
		'no longer with us',
		'(had|have) to let (him|her|it|them|\\w+) go',
		'(lost|losing) (him|her|our|my) ?(boy|girl|dog|cat|baby|last|today|yesterday|this)?( \\w+)?$',
		'(hes|shes|he is|she is) gone',
	],
	worry: [
		'(not|isnt|cant|cannot|wont|hardly|barely|stopped|struggling|struggles|trouble|difficulty|hard time|problems?|fast|heavy|heavily|labou?red|funny|weird|strange|badly) (to )?breath\\w*',
		'breath\\w* (is |really |very |so |quite |too |well |not )*(fast|hard|heavy|heavily|badly|bad|funny|weird|strange|worse|shallow|trouble|problems?|difficult\\w*|well|labou?red)',
		'(short|shortness) of breath',
		'gasp\\w*',
		'chok(e|es|ed|ing)',
		'collaps\\w*',
		'faint\\w*',
		'passed out',
		'seizures?|seizing|convuls\\w*|having (a )?fits?',
		'unconscious|unresponsive|not respond\\w*|limp',
		'(wont|cant|not|doesnt) (wake|waking|get up|getting up|stand|standing|walk|walking|move|moving|eat|eating|drink|drinking|pee|peeing|poop|pooping|urinate|urinating|settle)( up)?',
		'bleed\\w*|blood\\w*|hemorrhag\\w*',
		'(blue|white|pale|gr[ae]y|purple) (gums?|tongue)|(gums?|tongue) (is |are |look |looks |turning |turned |going )*(blue|white|pale|gr[ae]y|purple)',
		'vomit\\w*|throw(s|ing)? up|threw up|retch\\w*|diarrh?o?ea',
		'bloat\\w*|swollen|swelling',
		'paraly\\w*|back legs?|hind legs?',
		'(in|lots of|so much|a lot of|bad|severe) pain|painful|screaming|yelping|crying|whimper\\w*|suffer\\w*',
		'(getting|got|gotten|much|is|feeling|looks?|even|way) worse|worsen\\w*|deteriorat\\w*|not (doing|looking|feeling) (so |very |too )?(well|good|great)|doing (really |very )?(bad|badly|poorly)',
		'emergency|urgent(ly)?|911|asap',
		'dying|going to die|gonna die|will die|might die|about to die|may die',
		'worried|scared|frightened|concerned|afraid|panick\\w*|terrified',
		'poison\\w*|toxic|overdos\\w*|(ate|eaten|swallowed|chewed) (\\w+ ){0,3}(chocolate|grapes?|raisins?|pills?|tablets?|meds|medication|medicine|xylitol|gum|lil(y|ies)|bait|sock|toy|bone|antifreeze)',
		'(hit|struck|run over) by|attacked|bitten',
		'letharg\\w*|weak|very sick|really sick|so sick|trembling|shaking|shivering|disoriented',
		'lumps? (is |has )?(burst|grow\\w*|open\\w*)',
		'cough\\w*|wheez\\w*',
		'(?!.*\\b(book|booking|appointment|schedule|link|form|page)\\b)(please help|help (me|us|him|her|now|asap)|need help)',
	],
	wrongNumber: [
		'wrong (number|person|phone|no)',
		'(dont|do not) (have|own) (a |any )?(dog|cat|pet|pets|horse|animal|animals|rabbit)',
		'not my (dog|cat|pet|horse|animal|rabbit)',
		'(dont|do not) know (any|anyone|who|you|this)',
		'new (owner|number) of this',
		'(isnt|is not|not) (my|the right|his|her) number',
	],
	change: [
		're ?schedul\\w*',
		'(another|different|other|later|earlier|new|better) (day|date|time|appointment|week|slot)',
		'(change|move|cancel|postpone|push|switch) (\\w+ ){0,3}(appointment|appt|visit|booking|date|time|day|slot)',
		'(cant|cannot|not able to|wont be able to|unable to|cant be able to) (make|come|attend|do) ?(it|that|then|there|on|to|mon\\w*|tue\\w*|wed\\w*|thu\\w*|fri\\w*)?',
		'(doesnt|does not|dont) work for (me|us)',
	],
	price: [
		'(cost|costs|price|prices|pricing|fees?|estimates?|quote|deposit|payment|pay|bill|money|insurance|insured|expensive|afford|cheaper|financ\\w*|discount)',
		'how much( is| does| will| would|$)',
	],
	question: [
		'^(when|where|what|which|who|whos|why|how|can|could|do|does|did|is|are|will|would|should|may|whats|wheres)',
	],
};
