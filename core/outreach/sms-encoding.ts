const GSM_BASIC =
	'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
	'¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const GSM_EXTENDED = '\f^{}\\[~]|€';

const basic = new Set(GSM_BASIC);
const extended = new Set(GSM_EXTENDED);

const lookAlikes: Record<string, string> = {
	'‘': "'",
	'’': "'",
	'‚': "'",
	'´': "'",
	'`': "'",
	'“': '"',
	'”': '"',
	'„': '"',
	'«': '"',
	'»': '"',
	'–': '-',
	'—': '-',
	'‑': '-',
	'…': '...',
	'•': '-',
	ł: 'l',
	Ł: 'L',
	đ: 'd',
	Đ: 'D',
	ð: 'd',
	þ: 'th',
	œ: 'oe',
	Œ: 'OE',
	ı: 'i',
};

export interface SmsSize {
	encoding: 'gsm7' | 'ucs2';
	/** Parts the operator sends and bills. */
	segments: number;
}

/** True when every character is in the GSM 03.38 alphabet (7 bit). */
export const isGsm = (text: string): boolean =>
	[...text].every((letter) => basic.has(letter) || extended.has(letter));

/**
 * Size of a text message: 160 characters of GSM-7 or 70 of UCS-2 in one part, 153 or 67 a part in
 * longer ones; characters of the GSM extension table count twice (GSM 03.38).
 */
export const smsSize = (text: string): SmsSize => {
	if (isGsm(text)) {
		const units = [...text].reduce((sum, letter) => sum + (extended.has(letter) ? 2 : 1), 0);
		return { encoding: 'gsm7', segments: units <= 160 ? 1 : Math.ceil(units / 153) };
	}
	return { encoding: 'ucs2', segments: text.length <= 70 ? 1 : Math.ceil(text.length / 67) };
};

const gsmLetter = (letter: string): string => {
	if (basic.has(letter) || extended.has(letter)) return letter;
	const similar = lookAlikes[letter];
	if (similar !== undefined) return similar;
	if (/\p{Z}/u.test(letter)) return ' ';
	if (/[\p{Extended_Pictographic}\p{Cf}\p{Emoji_Modifier}\u{fe0f}]/u.test(letter)) return '';
	const plain = letter.normalize('NFKD').replace(/\p{M}/gu, '');
	return plain !== '' && isGsm(plain) ? plain : letter;
};

/**
 * Replaces what would turn a whole message into UCS-2 by its nearest GSM look-alike (curly quotes,
 * dashes, accents GSM does not have) and drops emoji. Other scripts stay as they are.
 */
export const toGsm = (text: string): string => [...text.normalize('NFC')].map(gsmLetter).join('');
