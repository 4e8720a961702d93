import { UNVERIFIED, unverified } from './answers.mts';
import type { Answer } from './answers.mts';
import type { Context } from './context.mts';
import type { Field } from './fields.mts';
import { render } from './render.mts';
import { resources } from './resources.mts';
import type { Row } from './store.mts';

/**
 * Answers of an unknown shape. `history` and `json_history` hold a patient's whole record in some
 * form: with the switch `unverified` on, one guess at it is given; everything else is refused.
 */
export function unknownRead(context: Context, what: string, row: Row | null, path: string): Answer {
	const known = what === 'patient/history' || what === 'patient/json_history';
	if (!row || !known || !context.switches.unverified) {
		return unverified(`the answer of GET ${path}`);
	}
	const { store } = context;
	const consultations = store.related('consultation', 'patients', row.id).map((consultation) => ({
		...render(context, 'consultation', consultation),
		notes: store
			.related('consultationnote', 'consultation', consultation.id)
			.map((note) => render(context, 'consultationnote', note)),
		medicines: store
			.related('consultation_items/medicine', 'consultation', consultation.id)
			.map((medicine) => render(context, 'consultation_items/medicine', medicine)),
	}));
	const json = { patient: render(context, 'patient', row), consultations };
	return { status: 200, json, headers: UNVERIFIED };
}

const TYPES: Record<Field['kind'], string> = {
	text: 'string',
	flag: 'boolean',
	int: 'integer',
	decimal: 'decimal',
	date: 'date',
	time: 'datetime',
	ref: 'field',
	refs: 'field',
	back: 'field',
	code: 'integer',
	any: 'field',
};

/**
 * OPTIONS: the framework lists the fields a record may be written with (inferred). For a body nobody
 * documents the list comes only with the switch `unverified` on.
 */
export function describe(context: Context, resource: string): Answer {
	const def = resources[resource];
	const may = (def?.methods ?? 'LRCU').includes('C');
	const shown = may && (!def?.unverified || context.switches.unverified);
	const fields = Object.fromEntries(
		Object.entries(def?.fields ?? {}).map(([name, field]) => [
			name,
			{
				type: TYPES[field.kind],
				required: field.required === true,
				read_only: field.readOnly === true,
				label: name.replaceAll('_', ' '),
			},
		]),
	);
	return {
		status: 200,
		headers: UNVERIFIED,
		json: {
			name: resource,
			description: '',
			renders: ['application/json'],
			parses: ['application/json'],
			...(shown ? { actions: { POST: fields } } : {}),
		},
	};
}
