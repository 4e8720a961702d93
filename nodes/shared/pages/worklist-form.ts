import { fieldOf } from '../../../core/desk/form-reader';
import { worklistActions } from '../../../core/desk/worklist';
import { markup, type Part, type SafeHtml } from './escape';
import type { Texts } from './texts/en';
import { fieldTime } from './times';
import type { WorklistInput } from './worklist';
import { worklistTexts as words } from './worklist-texts';

interface FieldWords {
	label: string;
	hint?: string;
	optional?: string;
}

/** The form that marks all ticked cases; the boxes stand outside and belong to it by its id. */
export function markForm(input: WorklistInput, texts: Texts): SafeHtml {
	const { fields, flash, nonce, now, timeZone, view } = input;
	const refused = flash?.kind === 'refused';
	const wrongField = refused ? fieldOf(flash?.code ?? '') : undefined;
	const wrong = (name: string): Part =>
		wrongField === name
			? markup`<p class="wrong" id="act-${name}-wrong">${flash?.message}</p>`
			: undefined;
	const described = (name: string, hint: string | undefined): Part => {
		const ids = [
			...(hint ? [`act-${name}-hint`] : []),
			...(wrongField === name ? [`act-${name}-wrong`] : []),
		];
		return ids.length > 0 ? markup` aria-describedby="${ids.join(' ')}"` : undefined;
	};
	const field = (name: string, { label, hint, optional }: FieldWords, attributes: Part): SafeHtml =>
		markup`<div class="field"><label for="act-${name}">${label}${
			optional ? markup` <span class="opt">(${optional})</span>` : ''
		}</label>${hint ? markup`<p class="hint" id="act-${name}-hint">${hint}</p>` : ''}${wrong(name)}<input id="act-${name}" name="${name}"${attributes}${described(
			name,
			hint,
		)}${wrongField === name ? markup` aria-invalid="true"` : ''}></div>`;
	const { optional } = texts.page;
	const visited = {
		label: texts.labels.visitedAt,
		hint: `${texts.labels.visitedHint} ${texts.page.atHospital}: ${timeZone}`,
		optional,
	};
	return markup`<section class="card noprint"><h2>${words.formTitle}</h2><p class="soft">${words.formHelp}</p><form method="post" action="${view.url(
		view.filter,
		view.page,
	)}" id="act"><input type="hidden" name="nonce" value="${nonce}"><fieldset id="act-action"><legend>${words.what}</legend>${wrong('action')}${worklistActions.map(
		(action) =>
			markup`<div class="choice"><input type="radio" id="act-${action}" name="action" value="${action}" required${
				refused && fields.action === action ? markup` checked` : ''
			}><label for="act-${action}">${words.actions[action]}</label></div>`,
	)}</fieldset>${field(
		'visitedAt',
		visited,
		markup` type="datetime-local" max="${fieldTime(now, timeZone)}" value="${refused ? fields.visitedAt : ''}"`,
	)}<div class="pair">${[
		field(
			'name',
			{ label: texts.labels.name },
			markup` type="text" required autocomplete="name" value="${fields.name}"`,
		),
		field(
			'role',
			{ label: texts.labels.role, optional },
			markup` type="text" autocomplete="organization-title" value="${fields.role}"`,
		),
	]}</div><button type="submit">${words.record}</button></form></section>`;
}
