import { flag, identifier, type Raw } from './normalise';

/** Names by id of what records only point at. */
export type Names = Map<string, string>;

export const named = (names: Names, id: unknown): string | undefined =>
	names.get(identifier(id) ?? '');

/** A record that staff deleted keeps `active` false; one without the field counts as kept. */
export const isActive = (record: Raw): boolean => flag(record.active) !== false;

/** Drops absent fields, so that "not given" is one thing everywhere. */
export function given<T extends object>(record: T): T {
	return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
