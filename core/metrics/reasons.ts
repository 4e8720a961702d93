/** Why a case ended without a visit, as the field counts it; `other` is whatever no word points to. */
export const leakReasons = [
	'cost',
	'distance',
	'wait',
	'unreachable',
	'elsewhere',
	'died',
	'recovered',
	'other',
] as const;
export type LeakReason = (typeof leakReasons)[number];

/** Why a hospital declined. */
export const declineReasons = [
	'capacity',
	'wrong_service',
	'incomplete',
	'distance',
	'other',
] as const;
export type DeclineReason = (typeof declineReasons)[number];

/**
 * Words that point to a reason, in the languages of the owner texts. The first that fits counts, so
 * the weightier ones stand first. People write free text; the sentence itself stays with the case.
 */
const leakWords: ReadonlyArray<[LeakReason, RegExp]> = [
	[
		'died',
		/\b(died|dead|death|deceased|euthan|put (him|her|it|them)? ?(to sleep|down)|gestorben|muri|d[ée]c[ée]d)/i,
	],
	[
		'cost',
		/\b(cost|price|afford|expens|money|financ|insur|budget|kosten|teuer|caro|precio|dinero|cher|prix)/i,
	],
	['distance', /\b(distance|too far|far away|drive|driving|travel|transport|weit|lejos|loin)/i],
	[
		'elsewhere',
		/\b(elsewhere|other (clinic|hospital|vet|practice)|another (clinic|hospital|vet|practice)|second opinion|moved|anderswo|otro|ailleurs)/i,
	],
	[
		'wait',
		/\b(wait|too late|too long|no (slot|time|appointment)|weeks? (away|out)|earliest|warte|espera|attente)/i,
	],
	[
		'unreachable',
		/\b(unreach|not reach|no (answer|reply|response)|never (answer|repl|call)|voicemail|wrong number|nicht erreich|no contest|injoignable)/i,
	],
	['recovered', /\b(recover|better now|resolved|improv|back to normal|gesund|mejor|gu[ée]ri)/i],
];

const declineWords: ReadonlyArray<[DeclineReason, RegExp]> = [
	[
		'capacity',
		/\b(capacity|full|booked|no (slot|space|bed|time|appointment)|busy|staff|short.?handed|leave|holiday|voll|lleno|complet)/i,
	],
	[
		'wrong_service',
		/\b(wrong (service|department|specialt)|not (our|a case for)|don'?t (see|treat|do)|do not (see|treat|do)|other (service|department|specialt)|belongs|species)/i,
	],
	[
		'incomplete',
		/\b(incomplete|missing|more information|need (the|more|bloods?|images?)|no (records?|images?|results?))/i,
	],
	['distance', /\b(distance|too far|area|region)/i],
];

const firstMatch = <R extends string>(
	text: string,
	words: ReadonlyArray<[R, RegExp]>,
): R | 'other' => words.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other';

/** Sorts the sentence a person wrote when closing a case without a visit. */
export const leakReasonOf = (text: string): LeakReason => firstMatch(text, leakWords);

/** Sorts the sentence a hospital wrote when declining. */
export const declineReasonOf = (text: string): DeclineReason => firstMatch(text, declineWords);
