/** Agreement of one identifying feature between report and record. */
export type Agreement = 'same' | 'similar' | 'different' | 'unknown';

const plain = (text: string): string =>
	text
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/ß/g, 'ss')
		.replace(/['’‘`´]/g, '')
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

const given = (text: string | undefined): string => plain(text ?? '');

/** True when at most one letter was added, left out or replaced. */
const isOneLetterOff = (a: string, b: string): boolean => {
	const [short, long] = a.length <= b.length ? [a, b] : [b, a];
	if (long.length - short.length > 1) return false;
	let index = 0;
	while (index < short.length && short[index] === long[index]) index += 1;
	const rest = short.length === long.length ? index + 1 : index;
	return short.slice(rest) === long.slice(index + 1);
};

const isPartOf = (part: string, whole: string): boolean => {
	const words = whole.split(' ');
	return part.split(' ').every((word) => words.includes(word));
};

/** Names: equal without case and accents; similar with one letter off or one inside the other. */
export const compareNames = (a: string | undefined, b: string | undefined): Agreement => {
	const [first, second] = [given(a), given(b)];
	if (first === '' || second === '') return 'unknown';
	if (first === second) return 'same';
	const [short, long] = first.length <= second.length ? [first, second] : [second, first];
	if (isPartOf(short, long)) return 'similar';
	if (short.length >= 3 && (long.startsWith(short) || isOneLetterOff(short, long))) {
		return 'similar';
	}
	return 'different';
};

/** Chips: letters and digits only; fewer than 9 are no chip number. */
export const compareChips = (a: string | undefined, b: string | undefined): Agreement => {
	const [first, second] = [a, b].map((text) => given(text).replace(/ /g, '')) as [string, string];
	if (first.length < 9 || second.length < 9) return 'unknown';
	return first === second ? 'same' : 'different';
};

const speciesWords: Record<string, string[]> = {
	dog: ['dog', 'canine', 'canis', 'k9', 'puppy', 'hund', 'perro', 'chien', 'canino'],
	cat: ['cat', 'feline', 'felis', 'kitten', 'katze', 'gato', 'chat', 'felino'],
	horse: ['horse', 'equine', 'equus', 'pony', 'pferd', 'caballo', 'cheval', 'equino'],
	rabbit: ['rabbit', 'lagomorph', 'bunny', 'kaninchen', 'conejo', 'lapin', 'oryctolagus'],
	bird: ['bird', 'avian', 'parrot', 'vogel', 'ave', 'oiseau'],
	ferret: ['ferret', 'mustela', 'frettchen', 'huron', 'furet'],
};

const speciesOf = (text: string): string | undefined => {
	const words = text.split(' ');
	return Object.keys(speciesWords).find((species) =>
		speciesWords[species]?.some((word) => words.includes(word)),
	);
};

/**
 * Other words for a species, the plain English ones first: practice systems name the same animal `Dog`,
 * `Canine` or `Canine (Dog)`. Empty for a species that is not known.
 */
export const otherSpeciesWords = (species: string): string[] =>
	speciesWords[speciesOf(given(species)) ?? '']?.slice(0, 2) ?? [];

/** Species by the words in use; unknown words agree only when they are the same. */
export const compareSpecies = (a: string | undefined, b: string | undefined): Agreement => {
	const [first, second] = [given(a), given(b)];
	if (first === '' || second === '') return 'unknown';
	if (first === second) return 'same';
	const [known, other] = [speciesOf(first), speciesOf(second)];
	if (known !== undefined && other !== undefined) return known === other ? 'same' : 'different';
	return 'unknown';
};

/** Dates of birth are often estimates: within 45 days or on 1 January of the year is similar. */
export const compareBirthDates = (a: string | undefined, b: string | undefined): Agreement => {
	const [first, second] = [a, b].map((text) => (text ?? '').slice(0, 10)) as [string, string];
	const [start, end] = [Date.parse(first), Date.parse(second)];
	if (Number.isNaN(start) || Number.isNaN(end)) return 'unknown';
	if (first === second) return 'same';
	const isEstimate = first.endsWith('-01-01') || second.endsWith('-01-01');
	if (isEstimate && first.slice(0, 4) === second.slice(0, 4)) return 'similar';
	return Math.abs(start - end) <= 45 * 86_400_000 ? 'similar' : 'different';
};

const sexOf = (text: string): 'female' | 'male' | undefined => {
	const words = text.split(' ');
	const has = (...known: string[]): boolean => known.some((word) => words.includes(word));
	if (has('female', 'f', 'fs', 'fn', 'fe', 'spayed', 'bitch', 'queen', 'mare', 'weiblich')) {
		return 'female';
	}
	if (has('male', 'm', 'mc', 'mn', 'me', 'castrated', 'tom', 'gelding', 'stallion', 'mannlich')) {
		return 'male';
	}
	return undefined;
};

/** Sex without regard to neutering, which changes. */
export const compareSexes = (a: string | undefined, b: string | undefined): Agreement => {
	const [first, second] = [sexOf(given(a)), sexOf(given(b))];
	if (first === undefined || second === undefined) return 'unknown';
	return first === second ? 'same' : 'different';
};

/** Breeds are written freely: any word in common is similar, none at all is different. */
export const compareBreeds = (a: string | undefined, b: string | undefined): Agreement => {
	const [first, second] = [given(a), given(b)];
	if (first === '' || second === '') return 'unknown';
	if (first === second) return 'same';
	const words = second.split(' ');
	const isShared = first.split(' ').some((word) => word.length > 2 && words.includes(word));
	const isMixed = /\b(mix|mixed|cross|x|unknown)\b/.test(`${first} ${second}`);
	return isShared || isMixed ? 'similar' : 'different';
};
