/** Markup that was put together by {@link markup}; nothing else may stand in a page unescaped. */
export class SafeHtml {
	constructor(readonly text: string) {}

	toString(): string {
		return this.text;
	}
}

const entities: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
	'`': '&#96;',
};

/** Control characters and marks that turn the reading direction, with which text can pose as other text. */
const unseen = /[\p{Cc}\p{Bidi_Control}\ufeff]/gu;
const visibleOnly = (text: string): string =>
	text.replace(unseen, (character) => (character === '\n' || character === '\t' ? character : ''));

/** Makes any text harmless in element content and in quoted attributes. */
export const escapeHtml = (text: string): string =>
	visibleOnly(text).replace(/[&<>"'`]/g, (character) => entities[character] ?? '');

export type Part = SafeHtml | string | number | undefined | null | false | readonly Part[];

const rendered = (part: Part): string => {
	if (part === undefined || part === null || part === false) return '';
	if (part instanceof SafeHtml) return part.text;
	if (typeof part === 'object') return part.map(rendered).join('');
	return escapeHtml(String(part));
};

/**
 * Template tag: what is written in the source is markup, every value in it is text. It is not called
 * `html` because formatters rewrite the white space of such templates, which counts in some elements.
 */
export const markup = (written: TemplateStringsArray, ...parts: Part[]): SafeHtml =>
	new SafeHtml(written.reduce((page, piece, index) => page + rendered(parts[index - 1]) + piece));

export const nothing = new SafeHtml('');

/**
 * A link target that can do nothing but open a page: http(s), or a path of this site. Anything else
 * gives undefined, and the caller shows the text without a link.
 */
export function safeHref(url: string | undefined): string | undefined {
	if (url === undefined) return undefined;
	const trimmed = url.trim();
	if (/^(?:\/(?![/\\])|\?)[^\s\\]*$/.test(trimmed)) return trimmed;
	if (!URL.canParse(trimmed)) return undefined;
	const { protocol, username, password, href } = new URL(trimmed);
	const usable =
		(protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
	return usable ? href : undefined;
}

/** `tel:` target of a phone number as people write it; undefined when there are too few digits. */
export function telHref(phone: string | undefined): string | undefined {
	const digits = (phone ?? '').replace(/[^\d+]/g, '');
	return digits.replace(/\D/g, '').length >= 3 ? `tel:${digits}` : undefined;
}
