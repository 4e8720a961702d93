import { identifier, text, type Raw } from '../normalise';

export const isRecord = (value: unknown): value is Raw =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Id of a related record. Relations come as full addresses (`…/client/218/`), or inlined when the
 * read asked for that; the host is not looked at, because addresses are built from ids on our side.
 */
export function idOf(relation: unknown): string | undefined {
	if (isRecord(relation)) return identifier(relation.id) ?? idOf(relation.url);
	const given = text(relation);
	if (given === undefined) return undefined;
	if (/^\d+$/.test(given)) return identifier(given);
	return /\/(\d+)\/?(?:\?.*)?$/.exec(given)?.[1];
}

export const idsOf = (relations: unknown): string[] =>
	(Array.isArray(relations) ? relations : []).flatMap((one) => idOf(one) ?? []);

/** The inlined records of a relation; `undefined` when some of them came as addresses only. */
export function inlined(relations: unknown): Raw[] | undefined {
	const list: unknown[] = Array.isArray(relations) ? relations : [];
	return list.every(isRecord) ? list : undefined;
}

/**
 * Whether a row is of a patient: `undefined` when it does not say. Rows name one patient or, like
 * consultations, several.
 */
export function isOfPatient(row: Raw, patientId: string): boolean | undefined {
	const several = Array.isArray(row.patients) ? idsOf(row.patients) : [];
	const one = idOf(row.patient);
	const named = [...several, ...(one === undefined ? [] : [one])];
	return named.length === 0 ? undefined : named.includes(patientId);
}

export const isOf =
	(field: string, id: string) =>
	(row: Raw): boolean | undefined => {
		const named = idOf(row[field]);
		return named === undefined ? undefined : named === id;
	};
