import { signedToken } from '../../scripts/demo/loop.mts';
import { openPage, type PostedPage } from '../../scripts/demo/pages.mts';
import type { World } from '../../scripts/demo/world.mts';
import { flashOf, post } from './acting.mts';

/** The address of a page of the set-up, signed as the pack does it. */
export const setupLink = (
	world: World,
	query: Record<string, string> = {},
	role = 'setup',
): string => {
	const t = signedToken(world, { rowId: 0, caseId: 'setup', role, linkVersion: 1 });
	return `${world.deskUrl}/setup?${new URLSearchParams({ t, ...query }).toString()}`;
};

const unescape = (text: string): string =>
	text
		.replace(/&quot;/g, '"')
		.replace(/&#39;/g, "'")
		.replace(/&#96;/g, '`')
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&amp;/g, '&');

/** The fields of one form of a page, as a browser would send them. */
export function fieldsIn(html: string, form: string): Record<string, string> {
	const inner = new RegExp(`<form[^>]*id="${form}"[^>]*>(.*?)</form>`, 's').exec(html)?.[1];
	if (inner === undefined) throw new Error(`The page has no form ${form}: ${flashOf(html)}`);
	const fields: Record<string, string> = {};
	for (const [, attributes = ''] of inner.matchAll(/<input([^>]*)>/g)) {
		const name = / name="([^"]*)"/.exec(attributes)?.[1] ?? '';
		const value = / value="([^"]*)"/.exec(attributes)?.[1] ?? '';
		const ticked = !attributes.includes('type="checkbox"') || attributes.includes(' checked');
		if (name !== '' && ticked) fields[name] = unescape(value);
	}
	for (const [, name = '', text = ''] of inner.matchAll(
		/<textarea[^>]* name="([^"]*)"[^>]*>\n?(.*?)<\/textarea>/gs,
	))
		fields[name] = unescape(text);
	for (const [, name = '', options = ''] of inner.matchAll(
		/<select[^>]* name="([^"]*)"[^>]*>(.*?)<\/select>/gs,
	))
		fields[name] = unescape(/value="([^"]*)" selected/.exec(options)?.[1] ?? '');
	return fields;
}

/** Opens a page, changes some fields of a form and sends it. */
export async function send(
	url: string,
	form: string,
	typed: Record<string, string> = {},
): Promise<PostedPage> {
	const { html } = await openPage(url);
	return await post(url, new URLSearchParams({ ...fieldsIn(html, form), ...typed }));
}

/** The checks of a page: title, level in words, what was found. */
export const checksIn = (html: string): Record<string, { level: string; text: string }> =>
	Object.fromEntries(
		[...html.matchAll(/<li id="check-([^"]+)">(.*?)<\/li>/gs)].map(([, id = '', inner = '']) => [
			id,
			{
				level: /class="tag (\w+)"/.exec(inner)?.[1] ?? '',
				text: unescape(inner.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')),
			},
		]),
	);
