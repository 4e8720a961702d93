/**
 * The fonts every PDF reader brings along know the Windows-1252 characters only. Everything else is
 * written with its nearest Latin letters, and with a question mark where there are none.
 */
const windows1252: Record<string, number> = {
	'€': 0x80,
	'‚': 0x82,
	ƒ: 0x83,
	'„': 0x84,
	'…': 0x85,
	'†': 0x86,
	'‡': 0x87,
	ˆ: 0x88,
	'‰': 0x89,
	Š: 0x8a,
	'‹': 0x8b,
	Œ: 0x8c,
	Ž: 0x8e,
	'‘': 0x91,
	'’': 0x92,
	'“': 0x93,
	'”': 0x94,
	'•': 0x95,
	'–': 0x96,
	'—': 0x97,
	'˜': 0x98,
	'™': 0x99,
	š: 0x9a,
	'›': 0x9b,
	œ: 0x9c,
	ž: 0x9e,
	Ÿ: 0x9f,
};

const pairs = (letters: string): Array<[string, string]> =>
	letters.split(' ').map((pair) => [pair.slice(0, 1), pair.slice(1)]);

const nearest = new Map<string, string>([
	...pairs('łl ŁL đd ĐD ıi ħh ĦH ŋn ŊN ŧt ŦT ĸk ſs ẞSS ƀb ɨi ʼ’ ʻ‘ ‐- ‑- ‒– ―— −- ⁄/ ≤<= ≥>= ≠!='),
	...pairs('→-> ←<- ↑up ↓down ≈~ ×x ∞inf ✓yes ✔yes ✗no ✘no ●• ▪• ■• ∙· ″" ′\' Ωohm ₂2 ₃3'),
	...pairs('аa бb вv гg дd еe ёyo жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch'),
	...pairs('шsh щshch ъ ыy ь эe юyu яya іi їyi єye ґg ўu јj љlj њnj ћc ђdj џdz ѓg ќk ѕdz'),
	...pairs('αa βb γg δd εe ζz ηi θth ιi κk λl μµ νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo'),
	['\u2009', ' '],
	['\u202f', ' '],
	['\u2003', ' '],
	['\u2002', ' '],
]);

const direct = (letter: string): number | undefined => {
	const code = letter.codePointAt(0) ?? 0;
	if ((code >= 0x20 && code <= 0x7e) || (code >= 0xa1 && code <= 0xff && code !== 0xad))
		return code;
	return windows1252[letter];
};

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

function bytesOf(letter: string): number[] | undefined {
	const code = direct(letter);
	if (code !== undefined) return [code];
	if (/\s/.test(letter)) return [0x20];
	if (/[\p{Mark}\p{Control}\p{Format}]/u.test(letter)) return [];
	const small = letter.toLowerCase();
	const known =
		nearest.get(letter) ??
		(small === letter ? undefined : nearest.get(small)?.replace(/^./, capital));
	if (known !== undefined) return [...known].flatMap((one) => direct(one) ?? []);
	const parts = [...letter.normalize('NFKD')].filter((part) => !/\p{Mark}/u.test(part));
	if (parts.length === 0 || parts.join('') === letter) return undefined;
	const bytes = parts.map(bytesOf);
	return bytes.every((one) => one !== undefined) ? bytes.flat() : undefined;
}

export interface LatinText {
	/** One character for each byte of Windows-1252. */
	bytes: string;
	/** True when a character had to become a question mark. */
	lossy: boolean;
}

const plain = /^[\x20-\x7e]*$/;

/** Writes any text with the characters that the standard fonts have. Never throws. */
export function toLatin(text: string): LatinText {
	if (plain.test(text)) return { bytes: text, lossy: false };
	let bytes = '';
	let lossy = false;
	for (const letter of text.normalize('NFC')) {
		const found = bytesOf(letter);
		if (found === undefined) lossy = true;
		bytes += found === undefined ? '?' : String.fromCharCode(...found);
	}
	return { bytes, lossy };
}
