import type { Specialist } from '../profile/specialist';

/** All services of one hospital: they share one worklist, one link and one daily mail. */
export interface Hospital {
	/** What tells hospitals apart: the name without differences of case and space. */
	key: string;
	/** The name as its first entry writes it. */
	name: string;
	/** By id; never empty. */
	entries: Specialist[];
}

/** A row of `vet_referral_settings`. */
export interface Setting {
	key: string;
	value: string;
}

export const hospitalKey = (name: string): string =>
	name.normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase();

/** The hospitals of the directory, by name. Entries that are switched off count: their cases go on. */
export function hospitalsOf(directory: readonly Specialist[]): Hospital[] {
	const groups = new Map<string, Specialist[]>();
	for (const entry of [...directory].sort((a, b) => (a.id < b.id ? -1 : 1))) {
		const key = hospitalKey(entry.hospital);
		groups.set(key, [...(groups.get(key) ?? []), entry]);
	}
	return [...groups]
		.map(([key, entries]) => ({ key, name: entries[0]?.hospital ?? '', entries }))
		.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** What a worklist link says of its hospital: the id of one entry, and the name it had then. */
export const worklistSubject = ({ entries, name }: Hospital): string =>
	`${entries[0]?.id ?? ''}|${name}`;

const namedIn = (subject: string): { id: string; name: string } => {
	const [id = '', ...name] = subject.split('|');
	return { id, name: name.join('|') };
};

/**
 * The hospital of a worklist link: the one that has the name now, else (it was renamed) the one to which
 * the entry named in the link belongs. An entry that moved to another hospital therefore takes no link
 * of its old hospital with it as long as that hospital is in the directory.
 */
export function hospitalOfSubject(
	subject: string,
	directory: readonly Specialist[],
): Hospital | undefined {
	const { id, name } = namedIn(subject);
	const hospitals = hospitalsOf(directory);
	return (
		hospitals.find(({ key }) => key === hospitalKey(name)) ??
		hospitals.find(({ entries }) => entries.some((entry) => entry.id === id))
	);
}

/** The hospital that a person names, whatever case and spaces they type. */
export const hospitalNamed = (
	name: string,
	directory: readonly Specialist[],
): Hospital | undefined => hospitalsOf(directory).find(({ key }) => key === hospitalKey(name));

/**
 * The settings that hold the link version of a hospital: one by its name, one by each entry. All are
 * raised together, so that neither a new name nor a new entry makes a withdrawn link work again.
 */
export const versionKeys = ({ key, entries }: Hospital): string[] => [
	`worklist:${key}`,
	...entries.map(({ id }) => `worklist:${id}`),
];

const versionIn = (settings: readonly Setting[], keys: readonly string[]): number =>
	settings
		.filter(({ key }) => keys.includes(key))
		.map(({ value }) => Number.parseInt(value, 10))
		.reduce((highest, version) => (version > highest ? version : highest), 1);

/** The version that links to the worklist of this hospital carry now; 1 until one is withdrawn. */
export const worklistVersion = (hospital: Hospital, settings: readonly Setting[]): number =>
	versionIn(settings, versionKeys(hospital));

/** Whether a link still opens: nothing it could have been withdrawn by is above its version. */
export const isLinkCurrent = (
	{ subject, linkVersion }: { subject: string; linkVersion: number },
	hospital: Hospital,
	settings: readonly Setting[],
): boolean => {
	const ownName = `worklist:${hospitalKey(namedIn(subject).name)}`;
	return linkVersion >= versionIn(settings, [...versionKeys(hospital), ownName]);
};

/** The settings to write so that every worklist link of the hospital given out so far stops working. */
export function withdrawal(hospital: Hospital, settings: readonly Setting[]): Setting[] {
	const value = String(worklistVersion(hospital, settings) + 1);
	return versionKeys(hospital).map((key) => ({ key, value }));
}

/** Which rows of the case table may be on the worklist of a hospital. */
export interface CaseLookup {
	column: 'specialistId' | 'hospital';
	value: string;
}

/** Cases are found by the entry they were released to; those of a removed entry by the name they keep. */
export const lookupsOf = ({ entries }: Hospital): CaseLookup[] => [
	...entries.map(({ id }): CaseLookup => ({ column: 'specialistId', value: id })),
	...[...new Set(entries.map(({ hospital }) => hospital))].map(
		(value): CaseLookup => ({ column: 'hospital', value }),
	),
];

/** Whether a case belongs to the hospital; a case of an entry that was removed belongs to its name. */
export function isCaseOf(
	row: { specialistId: string; hospital: string },
	{ key, entries }: Hospital,
	directory: readonly Specialist[],
): boolean {
	if (row.specialistId === '') return false;
	if (entries.some(({ id }) => id === row.specialistId)) return true;
	const removed = !directory.some(({ id }) => id === row.specialistId);
	return removed && hospitalKey(row.hospital) === key;
}
