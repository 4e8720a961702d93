import { clinicProfileGaps, parseClinicProfile } from '../profile/clinic-profile';
import type { Mode } from '../referral/mode';
import { without, type FieldProblem, type Json } from './setting-fields';
import { clinicProblems, entryProblems, type SettingsTable, type Stored } from './stored';

/** One row to write: it holds only while the row still has the text that was read. */
export interface SettingsWrite {
	table: SettingsTable;
	/** 0 for a new row. */
	rowId: number;
	key: string;
	before: string;
	version: number;
	text: string;
	/** For the directory: whether the service takes referrals. */
	active: boolean;
}

export type Decided = { writes: SettingsWrite[] } | { problems: FieldProblem[] };

const gapWords: Record<string, string> = {
	name: 'Name',
	phone: 'Phone',
	email: 'E-mail',
	staffAlertEmail: 'E-mail for alerts',
	timeZone: 'Time zone',
};

/** What keeps a clinic from going live, by field. */
export function goLiveProblems(json: Json): FieldProblem[] {
	const parsed = parseClinicProfile(json);
	if (!parsed.ok) return [{ field: 'mode', message: parsed.refusal.message }];
	return clinicProfileGaps(parsed.value).map((field) => ({
		field,
		message: `${gapWords[field] ?? field} has to be filled in before the clinic can go live.`,
	}));
}

const isLive = (json: Json | undefined): boolean => json?.mode === 'live';

/** The write of a clinic profile, or what is wrong with it. A change to live needs a complete profile. */
export function writeClinic(before: Stored<unknown> | undefined, json: Json): Decided {
	const version = (before?.version ?? 0) + 1;
	const id = before?.key ?? String(json.id ?? '');
	const full = { ...json, id, version };
	const problems = clinicProblems(full);
	if (problems.length > 0) return { problems };
	if (isLive(full) && !isLive(before?.json)) {
		const gaps = goLiveProblems(full);
		if (gaps.length > 0) return { problems: gaps };
	}
	return { writes: [writeOf('clinics', before, id, version, full)] };
}

/** The write of a directory entry, or what is wrong with it. */
export function writeSpecialist(before: Stored<unknown> | undefined, json: Json): Decided {
	const id = before?.key ?? String(json.id ?? '');
	const full = { ...json, id };
	const problems = entryProblems(full);
	if (problems.length > 0) return { problems };
	const version = (before?.version ?? 0) + 1;
	return { writes: [writeOf('specialists', before, id, version, full)] };
}

function writeOf(
	table: SettingsTable,
	before: Stored<unknown> | undefined,
	key: string,
	version: number,
	json: Json,
): SettingsWrite {
	return {
		table,
		rowId: before?.rowId ?? 0,
		key,
		before: before?.text ?? '',
		version,
		text: JSON.stringify(json),
		active: json.active !== false,
	};
}

/** Sets the mode of one clinic; what "Pause all" remembered of it is forgotten. */
export const setMode = (clinic: Stored<unknown>, mode: Mode): Decided =>
	writeClinic(clinic, { ...without(clinic.json, 'pausedFrom'), mode });

const modeOf = ({ json }: Stored<unknown>): Mode =>
	json.mode === 'live' || json.mode === 'paused' ? json.mode : 'shadow';

const writesOf = (decided: Decided): SettingsWrite[] => ('writes' in decided ? decided.writes : []);

/**
 * Pauses every clinic and remembers the mode each had, so that {@link resumeAll} can give it back.
 * Clinics that were paused before stay so on both ways. Rows that cannot be read are left alone: for
 * them nothing leaves in any case.
 */
export const pauseAll = (clinics: ReadonlyArray<Stored<unknown>>): SettingsWrite[] =>
	clinics
		.filter(({ json }) => json.pausedFrom === undefined)
		.flatMap((clinic) =>
			writesOf(writeClinic(clinic, { ...clinic.json, mode: 'paused', pausedFrom: modeOf(clinic) })),
		);

/** Gives every clinic that {@link pauseAll} paused the mode it had before. */
export const resumeAll = (clinics: ReadonlyArray<Stored<unknown>>): SettingsWrite[] =>
	clinics
		.filter(({ json }) => json.pausedFrom !== undefined)
		.flatMap((clinic) => {
			const json = { ...without(clinic.json, 'pausedFrom'), mode: clinic.json.pausedFrom };
			// Going back to live asks for nothing new, so the check of a first time does not apply.
			return writesOf(writeClinic({ ...clinic, json }, json));
		});

/** Whether what was to be written stands in the table now. */
export const isWritten = (write: SettingsWrite, rows: ReadonlyArray<Stored<unknown>>): boolean =>
	rows.some(({ key, text }) => key === write.key && text === write.text);
