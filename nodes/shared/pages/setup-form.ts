import type { FieldGroup } from '../../../core/setup/clinic-fields';
import type { FieldProblem, FieldValues, SettingField } from '../../../core/setup/setting-fields';
import { markup, type Part, type SafeHtml } from './escape';

interface FormState {
	/** Stands before the field names in element ids, so that two forms of a page differ. */
	prefix: string;
	values: FieldValues;
	problems: readonly FieldProblem[];
}

/** One form of the set-up pages: labels, hints and mistakes are tied to their fields. */
export class SetupForm {
	constructor(private readonly state: FormState) {}

	private id(name: string, part = ''): string {
		return `${this.state.prefix}-${name}${part}`;
	}

	private wrong(name: string): FieldProblem | undefined {
		return this.state.problems.find(({ field }) => field === name);
	}

	private control(name: string, hint: string | undefined, required = false): SafeHtml {
		const wrong = this.wrong(name) !== undefined;
		const said = [
			...(hint ? [this.id(name, '-hint')] : []),
			...(wrong ? [this.id(name, '-wrong')] : []),
		];
		return markup` id="${this.id(name)}" name="${name}" autocomplete="off"${
			required ? markup` required` : ''
		}${said.length > 0 ? markup` aria-describedby="${said.join(' ')}"` : ''}${
			wrong ? markup` aria-invalid="true"` : ''
		}`;
	}

	private notes(name: string, hint: string | undefined): Part {
		const wrong = this.wrong(name);
		return [
			hint ? markup`<p class="hint" id="${this.id(name, '-hint')}">${hint}</p>` : '',
			wrong ? markup`<p class="wrong" id="${this.id(name, '-wrong')}">${wrong.message}</p>` : '',
		];
	}

	private framed(name: string, label: string, hint: string | undefined, control: Part): SafeHtml {
		return markup`<div class="field"><label for="${this.id(name)}">${label}</label>${this.notes(
			name,
			hint,
		)}${control}</div>`;
	}

	input(name: string, label: string, hint?: string, required = false): SafeHtml {
		return this.framed(
			name,
			label,
			hint,
			markup`<input type="text"${this.control(name, hint, required)} value="${this.state.values[name] ?? ''}">`,
		);
	}

	textarea(name: string, label: string, hint?: string): SafeHtml {
		// The line break after the tag is eaten by browsers; without it a text's own first one would be.
		const control = markup`<textarea${this.control(name, hint)}>
${this.state.values[name] ?? ''}</textarea>`;
		return this.framed(name, label, hint, control);
	}

	select(
		name: string,
		label: string,
		choices: ReadonlyArray<readonly [value: string, label: string]>,
		hint?: string,
	): SafeHtml {
		const chosen = this.state.values[name] ?? '';
		const known = choices.some(([value]) => value === chosen);
		const entries = known ? choices : [['', 'Choose'] as const, ...choices];
		const control = markup`<select${this.control(name, hint, true)}>${entries.map(
			([value, words]) =>
				markup`<option value="${value}"${value === chosen ? markup` selected` : ''}>${words}</option>`,
		)}</select>`;
		return this.framed(name, label, hint, control);
	}

	checkbox(name: string, label: string): SafeHtml {
		const ticked = this.state.values[name] === 'yes';
		return markup`<div class="check"><input type="checkbox" value="yes"${this.control(name, undefined)}${
			ticked ? markup` checked` : ''
		}><label for="${this.id(name)}">${label}${this.notes(name, undefined)}</label></div>`;
	}

	field(setting: SettingField): SafeHtml {
		const { name, label, hint, required, long, kind, choices = [] } = setting;
		if (kind === 'check') return this.checkbox(name, label);
		if (kind === 'choice') return this.select(name, label, choices, hint);
		return long ? this.textarea(name, label, hint) : this.input(name, label, hint, required);
	}

	/** A block of fields; a folded one stands open while something in it is wrong. */
	group({ id, title, help, folded, fields }: FieldGroup): SafeHtml {
		const inner = markup`${help ? markup`<p class="soft small">${help}</p>` : ''}<div class="pair">${fields.map(
			(field) => this.field(field),
		)}</div>`;
		if (!folded) {
			return markup`<fieldset id="${this.id(id, '-group')}"><legend>${title}</legend>${inner}</fieldset>`;
		}
		const wrong = fields.some(({ name }) => this.wrong(name) !== undefined);
		return markup`<details class="more"${wrong ? markup` open` : ''}><summary>${title}</summary>${inner}</details>`;
	}

	/** Mistakes at the top of a page, each leading to its field. */
	summary(): Part {
		const { problems } = this.state;
		if (problems.length === 0) return undefined;
		return markup`<ul>${problems.map(
			({ field, message }) => markup`<li><a href="#${this.id(field)}">${message}</a></li>`,
		)}</ul>`;
	}
}

/** A form that posts: hidden fields, then what people fill in, then the button. */
export const postForm = (
	action: string,
	url: string,
	body: Part,
	options: {
		button: string;
		hidden?: Record<string, string>;
		kind?: 'quiet' | 'danger';
		id?: string;
	},
): SafeHtml =>
	markup`<form method="post" action="${url}" id="${options.id ?? `form-${action}`}"><input type="hidden" name="action" value="${action}">${Object.entries(
		options.hidden ?? {},
	).map(
		([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`,
	)}${body}<button type="submit"${options.kind ? markup` class="${options.kind}"` : ''}>${options.button}</button></form>`;
