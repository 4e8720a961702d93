/** Markup a page may consist of. Anything else in it came from text that was not escaped. */
const elements = new Set(
	(
		'html head meta title style body div header p h1 h2 h3 main footer section span strong ol ul li time dl dt dd a br ' +
		'form input button label select option textarea fieldset legend details summary blockquote nav ' +
		'table caption thead tbody tr th td svg title desc text rect line'
	).split(' '),
);
const attributes = new Set(
	(
		'lang dir charset http-equiv content name class role id href rel datetime aria-current aria-describedby aria-invalid ' +
		'aria-label method action enctype type value required checked selected autocomplete min max for multiple accept open tabindex maxlength ' +
		'scope aria-labelledby aria-hidden width height x y x1 x2 y1 y2 rx text-anchor'
	).split(' '),
);

const tag = /^<(\/?)([a-z0-9]+)((?:\s+[a-z][a-z0-9-]*(?:="[^"<>]*")?)*)\s*>/;

/** Reads a page tag by tag and gives whatever does not belong there; empty when all is well. */
export function strangersIn(page: string): string[] {
	const strangers: string[] = [];
	let rest = page.replace(/^<!doctype html>/, '').replace(/<style>[^<]*<\/style>/, '');
	while (rest !== '') {
		const at = rest.search(/[<>]/);
		if (at === -1) break;
		rest = rest.slice(at);
		const found = tag.exec(rest);
		if (!found) {
			strangers.push(rest.slice(0, 60));
			break;
		}
		const [whole, , element = '', attributesText = ''] = found;
		if (!elements.has(element)) strangers.push(whole);
		for (const [, name = '', value = ''] of attributesText.matchAll(
			/([a-z][a-z0-9-]*)(?:="([^"]*)")?/g,
		)) {
			if (!attributes.has(name)) strangers.push(`${name} in ${whole.slice(0, 60)}`);
			const target = name === 'href' || name === 'action';
			if (target && !/^(?:https?:\/\/|tel:\+?\d|mailto:[\w.+-]+@|#|\/|\?|$)/.test(value))
				strangers.push(`${name}=${value}`);
		}
		rest = rest.slice(whole.length);
	}
	return strangers;
}
