import { replyLanguages } from './phrases/languages';
import type { ReplyPhrases } from './phrases/reply-phrases';

export type ReplyKind =
	| 'yes'
	| 'no'
	| 'change'
	| 'question'
	| 'stop'
	| 'wrong_number'
	| 'deceased'
	| 'price'
	| 'worry'
	| 'unclear';

export interface ReplyClass {
	/** `unclear` always means: a person reads it. */
	kind: ReplyKind;
	/** 0 to 1. */
	confidence: number;
	/** Somebody may fear for the animal: alert a person at once, whatever the kind. */
	safety: boolean;
	/** The owner wants no more messages: block them, whatever the kind. */
	stop: boolean;
}

interface Matchers {
	stopWhole: RegExp;
	stopPhrase: RegExp;
	yes: RegExp;
	noWhole: RegExp;
	noPhrase: RegExp;
	help: RegExp;
	deceased: RegExp;
	worry: RegExp;
	wrongNumber: RegExp;
	change: RegExp;
	price: RegExp;
	question: RegExp;
}

/** Below this a reply goes to a person as `unclear`. */
const MIN_CONFIDENCE = 0.6;
/** A reply this long holds more than one thought; nothing in it is taken as a plain yes or no. */
const MAX_SCANNED = 2000;

const whole = (phrases: string[]): RegExp => new RegExp(`^(?:${phrases.join('|')})$`, 'u');
const within = (phrases: string[]): RegExp =>
	new RegExp(phrases.map((phrase) => `(?:(?<=^| )(?:${phrase})(?= |$))`).join('|'), 'u');

const matchersOf = (phrases: ReplyPhrases): Matchers => ({
	stopWhole: whole(phrases.stop.whole),
	stopPhrase: within(phrases.stop.phrases),
	yes: whole(phrases.yes.whole),
	noWhole: whole(phrases.no.whole),
	noPhrase: within(phrases.no.phrases),
	help: whole(phrases.help.whole),
	deceased: within(phrases.deceased),
	worry: within(phrases.worry),
	wrongNumber: within(phrases.wrongNumber),
	change: within(phrases.change),
	price: within(phrases.price),
	question: within(phrases.question),
});

const matchers: Record<string, Matchers> = Object.fromEntries(
	Object.entries(replyLanguages).map(([tag, phrases]) => [tag, matchersOf(phrases)]),
);

const normalise = (text: string): string =>
	text
		.slice(0, MAX_SCANNED)
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/ß/g, 'ss')
		.replace(/['’‘`´]/g, '')
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

const everyLanguage = Object.values(matchers);

/** A plain yes or no, a wish or a question; the stronger wish wins where there are several. */
const wishOf = (text: string, raw: string, spoken: Matchers[]): [ReplyKind, number] => {
	const found = (test: (language: Matchers) => RegExp): boolean =>
		spoken.some((language) => test(language).test(text));
	const wishes: Array<[ReplyKind, number, boolean]> = [
		['wrong_number', 0.85, found((language) => language.wrongNumber)],
		['question', 0.9, found((language) => language.help)],
		['price', 0.75, found((language) => language.price)],
		['change', 0.75, found((language) => language.change)],
		['no', 0.9, found((language) => language.noWhole)],
		['no', 0.7, found((language) => language.noPhrase)],
		['yes', 0.95, found((language) => language.yes) && !raw.includes('?')],
		['yes', 0.8, /^(?:👍\p{Emoji_Modifier}?|👌\p{Emoji_Modifier}?|✅|\s)+$/u.test(raw)],
		['question', 0.65, raw.includes('?') || found((language) => language.question)],
	];
	const first = wishes.find(([, , isFound]) => isFound);
	if (first === undefined || raw.length > MAX_SCANNED) return ['unclear', 0.3];
	const others = wishes.filter(
		([kind, , isFound]) => isFound && kind !== first[0] && kind !== 'question',
	);
	return [first[0], others.length > 0 ? Math.max(MIN_CONFIDENCE, first[1] - 0.15) : first[1]];
};

/**
 * Sorts an owner's reply. It errs on the side of people: any sign of worry sets `safety`, any
 * reasonable wish to get no more messages sets `stop` (both can be true at once, and both are
 * looked for in every language), and what is not plain is `unclear`. It never judges the animal.
 */
export const classifyReply = (text: string, language: string): ReplyClass => {
	const raw = text.normalize('NFC').trim();
	const plain = normalise(raw);
	const tag = language.toLowerCase().split(/[-_]/)[0] ?? 'en';
	const own = Object.hasOwn(matchers, tag) ? matchers[tag] : undefined;
	const english = matchers.en!;
	const spoken = own && own !== english ? [own, english] : [english];
	const isStopWord = everyLanguage.some((each) => each.stopWhole.test(plain));
	const stop = isStopWord || everyLanguage.some((each) => each.stopPhrase.test(plain));
	const safety = everyLanguage.some((each) => each.worry.test(plain));
	const deceased = everyLanguage.some((each) => each.deceased.test(plain));
	if (deceased) return { kind: 'deceased', confidence: safety ? 0.7 : 0.85, safety, stop };
	if (stop) return { kind: 'stop', confidence: isStopWord ? 1 : 0.9, safety, stop };
	if (safety) return { kind: 'worry', confidence: 0.8, safety, stop };
	const [kind, confidence] = wishOf(plain, raw, spoken);
	if (confidence < MIN_CONFIDENCE) return { kind: 'unclear', confidence, safety, stop };
	return { kind, confidence, safety, stop };
};
