import type { DeskAction } from '../../../core/desk/allowed-actions';
import { fieldOf } from '../../../core/desk/form-reader';
import { markup, type Part, type SafeHtml } from './escape';
import type { CasePageInput } from './page-input';
import type { Texts } from './texts/en';

interface FieldOptions {
	hint?: string;
	required?: boolean;
	/** Value before anybody typed. */
	value?: string;
	/** Tells the browser what it may fill in, e.g. `name`; empty where that makes no sense. */
	autocomplete?: string;
}

interface InputOptions extends FieldOptions {
	type?: 'text' | 'url' | 'number' | 'date' | 'datetime-local';
	min?: string;
	max?: string;
}

export type Choice = [value: string, label: string];

/** Builds one form of a page: its fields know their old values and what was wrong with them. */
export class PageForm {
	/** Whether this is the form that was refused. */
	readonly refused: boolean;

	private readonly wrongField: string | undefined;

	constructor(
		private readonly page: CasePageInput,
		readonly action: DeskAction,
		private readonly texts: Texts,
	) {
		this.refused = page.flash?.kind === 'refused' && page.fields?.action === action;
		this.wrongField = this.refused ? fieldOf(page.flash?.code ?? '') : undefined;
	}

	/** Typed values come back after a refusal; name and role are kept in any case. */
	private valueOf(name: string, start: string | undefined): string | undefined {
		if (this.refused) return this.page.fields?.[name] ?? '';
		if (name === 'name' || name === 'role') return this.page.fields?.[name] ?? start;
		return start;
	}

	private isChecked(name: string, start: boolean): boolean {
		return this.refused ? this.page.fields?.[name] === 'yes' : start;
	}

	private id(name: string, part?: number): string {
		return `${this.action}-${name}${part === undefined ? '' : `-${part}`}`;
	}

	/** `id`, `name` and the references to hint and mistake that every control carries. */
	private control(name: string, options: FieldOptions): SafeHtml {
		const wrong = this.wrongField === name;
		const said = [
			...(options.hint ? [`${this.id(name)}-hint`] : []),
			...(wrong ? [`${this.id(name)}-wrong`] : []),
		];
		return markup` id="${this.id(name)}" name="${name}"${options.required ? markup` required` : ''}${
			said.length > 0 ? markup` aria-describedby="${said.join(' ')}"` : ''
		}${wrong ? markup` aria-invalid="true"` : ''}${
			options.autocomplete === '' ? '' : markup` autocomplete="${options.autocomplete ?? 'off'}"`
		}`;
	}

	private field(name: string, label: string, options: FieldOptions, control: SafeHtml): SafeHtml {
		const optional = options.required
			? ''
			: markup` <span class="opt">(${this.texts.page.optional})</span>`;
		return markup`<div class="field"><label for="${this.id(name)}">${label}${optional}</label>${this.notes(
			name,
			options.hint,
		)}${control}</div>`;
	}

	private notes(name: string, hint: string | undefined): Part {
		return [
			hint ? markup`<p class="hint" id="${this.id(name)}-hint">${hint}</p>` : '',
			this.wrongField === name
				? markup`<p class="wrong" id="${this.id(name)}-wrong">${this.page.flash?.message}</p>`
				: '',
		];
	}

	input(name: string, label: string, options: InputOptions = {}): SafeHtml {
		const control = markup`<input type="${options.type ?? 'text'}"${this.control(name, options)}${
			options.min === undefined ? '' : markup` min="${options.min}"`
		}${options.max === undefined ? '' : markup` max="${options.max}"`} value="${this.valueOf(
			name,
			options.value,
		)}">`;
		return this.field(name, label, options, control);
	}

	textarea(name: string, label: string, options: FieldOptions = {}): SafeHtml {
		// The line break after the tag is eaten by browsers; without it a text's own first one would be.
		const control = markup`<textarea${this.control(name, options)}>
${this.valueOf(name, options.value)}</textarea>`;
		return this.field(name, label, options, control);
	}

	select(
		name: string,
		label: string,
		choices: readonly Choice[],
		options: FieldOptions = {},
	): SafeHtml {
		const chosen = this.valueOf(name, options.value);
		const entries: Choice[] = [['', this.texts.page.choose], ...choices];
		const control = markup`<select${this.control(name, options)}>${entries.map(
			([value, words]) =>
				markup`<option value="${value}"${value === (chosen ?? '') ? markup` selected` : ''}>${words}</option>`,
		)}</select>`;
		return this.field(name, label, options, control);
	}

	checkbox(
		name: string,
		label: string,
		options: { required?: boolean; checked?: boolean; hint?: string } = {},
	): SafeHtml {
		return markup`<div class="check"><input type="checkbox" value="yes"${this.control(name, {
			...options,
			autocomplete: '',
		})}${this.isChecked(name, options.checked ?? false) ? markup` checked` : ''}><label for="${this.id(
			name,
		)}">${label}${this.notes(name, options.hint)}</label></div>`;
	}

	/** Large choices, one of which is taken. */
	choices(name: string, legend: string, choices: readonly Choice[]): SafeHtml {
		const chosen = this.valueOf(name, choices.length === 1 ? choices[0]?.[0] : undefined);
		return markup`<fieldset id="${this.id(name)}"><legend>${legend}</legend>${this.notes(name, undefined)}${choices.map(
			([value, words], index) =>
				markup`<div class="choice"><input type="radio" id="${this.id(name, index)}" name="${name}" value="${value}" required${
					value === chosen ? markup` checked` : ''
				}><label for="${this.id(name, index)}">${words}</label></div>`,
		)}</fieldset>`;
	}

	files(name: string, label: string, hint: string): SafeHtml {
		const control = markup`<input type="file" multiple accept="application/pdf,image/*,.pdf,.dcm,.zip"${this.control(name, { hint, autocomplete: '' })}>`;
		return this.field(name, label, { hint }, control);
	}

	/** Name and role of whoever acts. */
	person(withRole: boolean): SafeHtml {
		const { labels } = this.texts;
		return markup`<div class="pair">${this.input('name', labels.name, { required: true, autocomplete: 'name' })}${
			withRole
				? this.input('role', labels.role, {
						required: true,
						autocomplete: 'organization-title',
						hint: this.texts.release.roleHint,
					})
				: ''
		}</div>`;
	}

	/** The form itself; posting is the only thing on a page that acts. */
	wrap(
		body: Part,
		options: { button: string; kind?: 'quiet' | 'danger'; upload?: boolean },
	): SafeHtml {
		return markup`<form method="post" action="${this.page.action}"${
			options.upload ? markup` enctype="multipart/form-data"` : ''
		} id="form-${this.action}"><input type="hidden" name="action" value="${this.action}"><input type="hidden" name="nonce" value="${this.page.nonce}">${body}<button type="submit"${
			options.kind ? markup` class="${options.kind}"` : ''
		}>${options.button}</button></form>`;
	}
}
