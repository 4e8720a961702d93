import type { DeskAction } from '../../../core/desk/allowed-actions';
import { fieldOf } from '../../../core/desk/form-reader';
import type { TimelineLine } from '../../../core/desk/timeline';
import { documentKinds } from '../../../core/packet/kinds';
import type { Ask } from '../../../core/referral/asks';
import { markup, nothing, safeHref, telHref, type Part, type SafeHtml } from './escape';
import type { PageForm } from './form';
import type { CasePageInput, Flash, PageFile } from './page-input';
import type { Texts } from './texts/en';
import { distance, showTime } from './times';

/** What the last click came to; a refusal leads to the field it is about. */
export function flashBox(page: CasePageInput, texts: Texts): SafeHtml {
	const { flash, fields } = page;
	if (!flash) return nothing;
	const field = flash.kind === 'refused' ? fieldOf(flash.code ?? '') : undefined;
	const action = fields?.action;
	return markup`<div class="flash ${flash.kind}" role="${flash.kind === 'refused' ? 'alert' : 'status'}"><h2>${
		flash.kind === 'refused' ? texts.page.refused : texts.page.done
	}</h2><p>${flash.kind === 'done' ? doneWords(flash, texts) : flash.message}</p>${flash.hint ? markup`<p>${flash.hint}</p>` : ''}${
		field && action ? markup`<p><a href="#${action}-${field}">${texts.page.goToField}</a></p>` : ''
	}</div>`;
}

/** What a form that was taken came to, in the language of the page. */
const doneWords = ({ action = '', message }: Flash, texts: Texts): string =>
	Object.hasOwn(texts.doneWords, action)
		? ((texts.doneWords as Record<string, string>)[action] ?? message)
		: message;

/** Rows of a description list; rows without a value are left out. */
export const facts = (rows: ReadonlyArray<[string, Part]>): SafeHtml =>
	markup`<dl>${rows
		.filter(([, value]) => value !== undefined && value !== '' && value !== false)
		.map(([label, value]) => markup`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`;

export const card = (title: string, body: Part): SafeHtml =>
	markup`<section class="card"><h2>${title}</h2>${body}</section>`;

/** Written text with its line breaks. */
export const prose = (text: string | undefined): Part =>
	text === undefined || text === '' ? undefined : markup`<span class="pre">${text}</span>`;

export function phone(number: string | undefined): Part {
	if (number === undefined || number === '') return undefined;
	const href = telHref(number);
	return href ? markup`<a href="${href}">${number}</a>` : number;
}

/** Only a plain address becomes a link: others could add a subject or recipients. */
export const mail = (address: string | undefined): Part =>
	/^[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+$/.test(address ?? '')
		? markup`<a href="mailto:${address}">${address}</a>`
		: address;

/** A link that opens elsewhere; text that is no web address stays text. */
export function webLink(url: string | undefined, words: string): Part {
	const href = safeHref(url);
	return href === undefined
		? undefined
		: markup`<a href="${href}" rel="noopener noreferrer">${words}</a>`;
}

/** Size as people read it; powers of 1000. */
export function sizeOf(bytes: number): string {
	if (bytes < 1000) return `${bytes} B`;
	if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
	if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
	return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

export function fileList(files: readonly PageFile[], texts: Texts): SafeHtml {
	if (files.length === 0) return markup`<p class="soft">${texts.page.noFiles}</p>`;
	return markup`<ul class="plain">${files.map((file) => {
		const kind = documentKinds.find((entry) => entry === file.kind);
		return markup`<li>${webLink(file.url, file.name) ?? file.name}<br><span class="soft small">${
			kind ? texts.documents[kind] : texts.documents.other
		}, ${sizeOf(file.size)}</span></li>`;
	})}</ul>`;
}

/** What is owed and until when; overdue is said in words, not by colour alone. */
export function askLine(
	ask: Ask,
	now: string,
	zone: string,
	texts: Texts,
	withWho = true,
): SafeHtml {
	const overdue = ask.dueAt < now;
	return markup`<li><div class="rowhead"><strong>${withWho ? `${texts.owes[ask.owes]}: ` : ''}${ask.what}</strong>${
		overdue
			? markup`<span class="tag bad">${texts.page.overdue} ${distance(ask.dueAt, now)}</span>`
			: ''
	}</div><span class="soft small">${texts.page.due} <time datetime="${ask.dueAt}">${showTime(ask.dueAt, zone, texts)}</time></span></li>`;
}

export function historyCard(lines: readonly TimelineLine[], zone: string, texts: Texts): SafeHtml {
	if (lines.length === 0) return nothing;
	return markup`<details class="act history"><summary>${texts.page.history} (${lines.length})</summary><ol class="plain">${lines.map(
		(line) =>
			markup`<li><time class="soft small" datetime="${line.at}">${showTime(line.at, zone, texts)}</time><br><strong>${
				line.who
			}</strong> ${line.what}${line.secondHand ? markup` <span class="tag warn">${texts.course.secondHand}</span>` : ''}${line.detail ? markup`<br><span class="pre">${line.detail}</span>` : ''}</li>`,
	)}</ol></details>`;
}

/** A form as a card of its own, for what is needed now. */
export function openForm(
	form: PageForm,
	body: Part,
	texts: Texts,
	options: FormOptions = {},
): SafeHtml {
	const words = wordsOf(form.action, texts, options.owner);
	return markup`<section class="card noprint"><h2>${words.title}</h2>${
		words.help ? markup`<p class="soft">${words.help}</p>` : ''
	}${form.wrap(body, { button: words.button, ...options })}</section>`;
}

/** A form that opens on a click, for what is needed seldom; it stands open after a refusal. */
export function foldedForm(
	form: PageForm,
	body: Part,
	texts: Texts,
	options: FormOptions = {},
): SafeHtml {
	const words = wordsOf(form.action, texts, options.owner);
	return markup`<details class="act"${form.refused ? markup` open` : ''}><summary>${words.title}</summary>${
		words.help ? markup`<p class="soft">${words.help}</p>` : ''
	}${form.wrap(body, { button: words.button, ...options })}</details>`;
}

export interface FormOptions {
	kind?: 'quiet' | 'danger';
	upload?: boolean;
	owner?: boolean;
}

const wordsOf = (action: DeskAction, texts: Texts, owner: boolean | undefined) =>
	(owner ? texts.ownerActions[action] : undefined) ?? texts.actions[action];
