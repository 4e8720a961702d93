/**
 * What a field of a record can be. `ref` and `refs` are relations, said as full URLs on the wire;
 * `back` is a list of URLs that follows from other records; `code` goes in as a number and comes out
 * as a name.
 */
export type Kind =
	| 'text'
	| 'flag'
	| 'int'
	| 'decimal'
	| 'date'
	| 'time'
	| 'ref'
	| 'refs'
	| 'back'
	| 'code'
	| 'any';

export interface Field {
	kind: Kind;
	/** The resource a relation leads to, or the code list of a code. */
	to?: string;
	/** For `back`: the field of the other resource that holds this record's id. */
	by?: string;
	/** Ignored when sent, as the vendor's framework does with read-only fields. */
	readOnly?: boolean;
	required?: boolean;
	/** Nobody documents this name; the switch `shapes.bareUnknown` takes it away. */
	inferred?: boolean;
	choices?: number[];
	/** For `code`: also answered as `<name>_code`. */
	withCode?: boolean;
}
export type Fields = Record<string, Field>;

const many = (kind: Kind, names: string[]): Fields =>
	Object.fromEntries(names.map((name) => [name, { kind }]));

export const texts = (...names: string[]): Fields => many('text', names);
export const flags = (...names: string[]): Fields => many('flag', names);
export const ints = (...names: string[]): Fields => many('int', names);
export const decimals = (...names: string[]): Fields => many('decimal', names);
export const dates = (...names: string[]): Fields => many('date', names);
export const times = (...names: string[]): Fields => many('time', names);

/** Relations to one record: `{ owner: 'client' }`; a bare name leads to the resource of that name. */
export const refs = (...names: Array<string | Record<string, string>>): Fields =>
	Object.fromEntries(
		names.flatMap((given) =>
			typeof given === 'string'
				? [[given, { kind: 'ref' as const, to: given }]]
				: Object.entries(given).map(([name, to]) => [name, { kind: 'ref' as const, to }]),
		),
	);

/** A list of relations. */
export const lists = (given: Record<string, string>): Fields =>
	Object.fromEntries(
		Object.entries(given).map(([name, to]) => [name, { kind: 'refs' as const, to }]),
	);

/** Lists that follow from other records: `{ phone_numbers: ['phonenumber', 'client'] }`. */
export const back = (given: Record<string, [string, string]>): Fields =>
	Object.fromEntries(
		Object.entries(given).map(([name, [to, by]]) => [
			name,
			{ kind: 'back' as const, to, by, readOnly: true },
		]),
	);

const marked = (fields: Fields, mark: Partial<Field>): Fields =>
	Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { ...field, ...mark }]));

export const readOnly = (fields: Fields): Fields => marked(fields, { readOnly: true });
export const required = (fields: Fields): Fields => marked(fields, { required: true });
export const inferred = (fields: Fields): Fields => marked(fields, { inferred: true });
export const choice = (name: string, choices: number[]): Fields => ({
	[name]: { kind: 'int', choices },
});
