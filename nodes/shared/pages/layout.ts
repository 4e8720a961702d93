import { markup, SafeHtml, type Part } from './escape';
import { styleHash, styles } from './styles';
import type { Texts } from './texts/en';

export interface LayoutInput {
	title: string;
	/** Stands above the heading, e.g. the clinic's name. */
	over?: string;
	/** Under the heading. */
	under?: Part;
	body: Part;
	footer?: Part;
	/** `two`: two columns on a wide screen; `wide`: the board. */
	width?: 'two' | 'wide';
	texts: Texts;
	/** Address the forms post to; its origin is the only one that forms may reach. */
	action?: string;
	/** Whether the last form was refused; the title of the page says so first. */
	failed?: boolean;
}

/**
 * The policy of every page: no script, nothing from elsewhere, one known stylesheet. n8n adds a
 * `sandbox` header that gives the page no origin, so `'self'` would match nothing there: forms are
 * held to the origin of their own address when that is known.
 */
function policyOf(action: string | undefined): string {
	const directives = [
		"default-src 'none'",
		`style-src ${styleHash}`,
		'img-src data:',
		"base-uri 'none'",
	];
	const url = action !== undefined && URL.canParse(action) ? new URL(action) : undefined;
	if (url && /^https?:\/\/[A-Za-z0-9.:[\]-]+$/.test(url.origin)) {
		directives.push(`form-action ${url.origin}`);
	} else if (action === undefined) {
		directives.push("form-action 'none'");
	}
	return directives.join('; ');
}

/** One complete page. It needs no script, and the tokens in its address never leave as a referrer. */
export function renderLayout(input: LayoutInput): string {
	const { texts } = input;
	const page = markup`<!doctype html>
<html lang="${texts.language}" dir="${texts.direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(input.action)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<title>${input.failed ? `${texts.page.refused}: ` : ''}${input.title}</title>
<style>${new SafeHtml(styles)}</style>
</head>
<body>
<a class="skip noprint" href="#content">${texts.page.skip}</a>
<div class="page${input.width ? ` ${input.width}` : ''}">
<header>
${input.over ? markup`<p class="soft">${input.over}</p>` : ''}
<h1>${input.title}</h1>
${input.under}
</header>
<main id="content" tabindex="-1">
${input.body}
</main>
${input.footer ? markup`<footer>${input.footer}</footer>` : ''}
</div>
</body>
</html>
`;
	return page.text;
}
