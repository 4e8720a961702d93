import fc from 'fast-check';
import { classifyReply } from '../../../../core/outreach/classify-reply';

const kindOf = (text: string, language = 'en'): string => classifyReply(text, language).kind;

describe('a reply to stop', () => {
	it.each([
		'STOP',
		'stop.',
		'Stop!!!',
		'stop please',
		'please stop',
		'STOPALL',
		'stop all',
		'Quit',
		'END',
		'cancel',
		'revoke',
		'opt out',
		'OptOut',
		'opt-out',
		'unsubscribe',
		'Unsubscribe me please',
		'stop texting me',
		'Please stop sending these messages',
		"don't text me",
		'do not contact me again',
		'leave me alone',
		'no more texts',
		'take me off this list',
		'remove my number from your list? remove me from this',
		'ok stop',
		'Hi please stop these texts',
		'I want to opt out',
		'quit texting me',
		'stop it',
		'STOP this now',
	])('in English: %s', (text) => {
		expect(classifyReply(text, 'en')).toMatchObject({ kind: 'stop', stop: true });
	});

	it.each([
		['Stopp', 'de'],
		['Bitte keine SMS mehr', 'de'],
		['Lassen Sie mich in Ruhe', 'de'],
		['ALTO', 'es'],
		['no quiero más mensajes', 'es'],
		['déjenme en paz', 'es'],
		['ARRÊT', 'fr'],
		['arrêtez les messages', 'fr'],
		['laissez-moi tranquille', 'fr'],
		['Se désabonner', 'fr'],
	])('in another language: %s (%s), whatever language was expected', (text, language) => {
		expect(kindOf(text, language)).toBe('stop');
		expect(kindOf(text, 'en')).toBe('stop');
	});

	it.each([
		'Can I stop by at 3?',
		'Should I stop the pills before the visit?',
		'stop giving the tablets?',
		'cancel my appointment',
		'Can we cancel the visit on Friday',
	])('is not read into: %s', (text) => {
		expect(classifyReply(text, 'en').stop).toBe(false);
	});

	it('is honoured and the worry is heard when both come together', () => {
		expect(classifyReply('stop, he is not breathing well', 'en')).toMatchObject({
			kind: 'stop',
			stop: true,
			safety: true,
		});
		expect(classifyReply('Stop, er atmet nicht', 'de')).toMatchObject({ stop: true, safety: true });
	});
});

describe('a worry about the animal', () => {
	it.each([
		'he is not breathing well',
		"she can't breathe",
		'Biscuit collapsed',
		'breathing really fast',
		'he had a seizure',
		'she is bleeding a lot',
		"he won't eat",
		"won't stop vomiting",
		'his gums are blue',
		'he is getting worse',
		'I am so worried',
		'is this an emergency?',
		'she ate some chocolate',
		'he was hit by a car',
		"can't stand up",
		'yes but she is in a lot of pain',
		'please help',
		'he passed out',
		'she might die',
		'hes really weak',
		'yes, Tuesday is ok but he is not doing well',
	])('is heard in English: %s', (text) => {
		expect(classifyReply(text, 'en')).toMatchObject({ kind: 'worry', safety: true });
	});

	it.each([
		['Er bekommt keine Luft', 'de'],
		['sie frisst seit gestern nicht', 'de'],
		['Krampfanfall!', 'de'],
		['no respira bien', 'es'],
		['está sangrando', 'es'],
		['il ne mange plus', 'fr'],
		['Elle a des convulsions', 'fr'],
	])('is heard in every language: %s', (text, language) => {
		expect(classifyReply(text, language).safety).toBe(true);
		expect(classifyReply(text, 'en').safety).toBe(true);
	});
});

describe('the death of the animal', () => {
	it.each([
		'he died last night',
		'Biscuit passed away',
		'we had to put her to sleep',
		'She was put down yesterday',
		'he was euthanized',
		'we had to let him go',
		'er ist gestern gestorben',
		'Wir mussten sie einschläfern',
		'murió ayer',
		'il est mort hier',
	])('goes before everything else: %s', (text) => {
		expect(kindOf(text)).toBe('deceased');
	});

	it('keeps a wish to get no more messages', () => {
		expect(classifyReply('please stop texting, she died', 'en')).toMatchObject({
			kind: 'deceased',
			stop: true,
		});
	});
});

describe('other replies', () => {
	it.each([
		['yes', 'yes'],
		['Yes please!', 'yes'],
		['OK thanks', 'yes'],
		['👍🏽', 'yes'],
		['no', 'no'],
		['No thank you.', 'no'],
		['not interested', 'no'],
		['we changed our minds', 'no'],
		['can we do another day', 'change'],
		['I need to reschedule', 'change'],
		["can't make it on Tuesday", 'change'],
		['cancel my appointment', 'change'],
		['How much is it?', 'price'],
		['too expensive', 'price'],
		['does my insurance pay', 'price'],
		['wrong number', 'wrong_number'],
		["I don't have a dog", 'wrong_number'],
		['Where do I park?', 'question'],
		['what time does it open', 'question'],
		['HELP', 'question'],
		['', 'unclear'],
		['???', 'question'],
		['hmm', 'unclear'],
		['we booked for the 4th already', 'unclear'],
		['yes but only with Dr Sample', 'unclear'],
		['yes?', 'question'],
		['asdf', 'unclear'],
	])('%j is %s', (text, expected) => {
		expect(kindOf(text)).toBe(expected);
	});

	it.each([
		['ja gerne', 'de', 'yes'],
		['Nein danke', 'de', 'no'],
		['Was kostet das?', 'de', 'price'],
		['Ich möchte den Termin verschieben', 'de', 'change'],
		['sí', 'es', 'yes'],
		['¿Cuánto cuesta?', 'es', 'price'],
		['oui merci', 'fr', 'yes'],
		['un autre jour', 'fr', 'change'],
		['ok', 'de-AT', 'yes'],
		['yes', 'pl', 'yes'],
	])('%j in %s is %s', (text, language, expected) => {
		expect(kindOf(text, language)).toBe(expected);
	});
});

describe('whatever is written', () => {
	const filler = fc.constantFrom(
		'hello',
		'thanks',
		'Biscuit',
		'on Tuesday',
		'ok',
		'we are',
		'...',
		'!',
	);
	const around = (core: string) =>
		fc
			.tuple(fc.array(filler, { maxLength: 3 }), fc.array(filler, { maxLength: 3 }), fc.boolean())
			.map(([before, after, shout]) => {
				const text = [...before, core, ...after].join(' ');
				return shout ? text.toUpperCase() : text;
			});

	it('a worry is never lost among other words', () => {
		const worry = fc.constantFrom(
			'not breathing',
			'seizure',
			'he collapsed',
			'bleeding',
			'won’t eat',
			'vomiting',
		);
		fc.assert(
			fc.property(worry.chain(around), (text) => {
				expect(classifyReply(text, 'en').safety).toBe(true);
			}),
		);
	});

	it('a clear wish for no more texts is never lost among other words', () => {
		const stop = fc.constantFrom(
			'stop texting me',
			"don't contact me",
			'unsubscribe',
			'leave me alone',
		);
		fc.assert(
			fc.property(stop.chain(around), (text) => {
				expect(classifyReply(text, 'en').stop).toBe(true);
			}),
		);
	});

	it('gets a class, quickly, and a low confidence is always unclear', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme', maxLength: 400 }),
				fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('constructor', '__proto__', 'de-CH')),
				(text, tag) => {
					const { kind, confidence } = classifyReply(text, tag);
					expect(confidence >= 0.6 || kind === 'unclear').toBe(true);
				},
			),
		);
		const started = performance.now();
		classifyReply('stop the '.repeat(100_000), 'en');
		classifyReply('had to let '.repeat(100_000), 'en');
		expect(performance.now() - started).toBeLessThan(1000);
	});
});
