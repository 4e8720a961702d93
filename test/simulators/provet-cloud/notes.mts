import { invalid } from './answers.mts';
import { checkFields } from './body.mts';
import type { Checked, Values } from './body.mts';
import type { Context } from './context.mts';
import { resources } from './resources.mts';

/**
 * The body of a consultation note. The guide writes its text under `text`, the schema under `note`;
 * the switch noteKey says which of them this tenant takes. The other one is overlooked, as the
 * vendor's framework does with a key it does not know, and then the text is missing.
 */
export function noteFields(context: Context, given: Values, needText: boolean): Checked<Values> {
	const { noteKey } = context.switches;
	const { text, note, ...rest } = given;
	const taken = noteKey === 'note' ? note : noteKey === 'text' ? text : (text ?? note);
	const key = noteKey === 'note' ? 'note' : 'text';
	const blank = taken === '' || taken === null;
	if ((taken === undefined && needText) || blank) {
		const wrong = taken === '' ? 'This field may not be blank.' : 'This field is required.';
		return { ok: false, answer: invalid({ [key]: wrong }, context.switches) };
	}
	const values = taken === undefined ? rest : { ...rest, text: taken };
	return checkFields(context, resources.consultationnote?.fields ?? {}, values, needText);
}
