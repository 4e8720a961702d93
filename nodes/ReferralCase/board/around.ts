import type { IExecuteFunctions } from 'n8n-workflow';
import {
	clinicsOf,
	mayShow,
	readCursor,
	type BoardFilter,
	type Clinics,
	type Cursor,
} from '../../../core/board/board-query';
import { defaultClinicProfile, type ClinicProfile } from '../../../core/profile/clinic-profile';
import type { CaseRow } from '../../../core/referral/row';
import { boardViews, type BoardViewName } from '../../shared/pages/board-input';
import { readJson } from '../../shared/read-json';
import type { DeskRequest } from '../desk/request';
import { clinicsOf as profilesOf } from '../watch/around';

/** What somebody with a board link wants to see. */
export interface BoardWish {
	clinics: Clinics;
	filter: BoardFilter;
	after?: Cursor;
	view: BoardViewName;
	/** What a file is to hold. */
	of: 'cases' | 'figures';
}

/** Reads the wish from the address. A clinic the link does not cover is no wish. */
export function wishOf(request: DeskRequest): BoardWish {
	const { clinic, owes, urgency, specialty, hospital, text, after, view, of } =
		request.filters ?? {};
	const clinics = clinicsOf(request.clinicId ?? '');
	return {
		clinics,
		filter: {
			clinic: clinic && mayShow(clinics, clinic) ? clinic : undefined,
			owes,
			urgency,
			specialty,
			hospital,
			text: text?.slice(0, 80),
		},
		after: readCursor(after),
		view: boardViews.find((name) => name === view) ?? 'board',
		of: of === 'figures' ? 'figures' : 'cases',
	};
}

export interface Setting {
	key: string;
	value: string;
}

/** The given rows of vet_referral_settings; an empty table gives none. */
export function settingsOf(execution: IExecuteFunctions): Setting[] {
	const given = readJson(execution, 'boardSettings', 0);
	const rows = (Array.isArray(given) ? given : [given]) as Array<Partial<Setting> | undefined>;
	return rows.flatMap((row) =>
		row?.key === undefined ? [] : [{ key: String(row.key), value: String(row.value ?? '') }],
	);
}

/** The profiles the link may show, by clinic. */
export const shownProfiles = (
	execution: IExecuteFunctions,
	clinics: Clinics,
): Map<string, ClinicProfile> =>
	new Map([...profilesOf(execution)].filter(([clinicId]) => mayShow(clinics, clinicId)));

/** The profile whose language and time zone a page has: of the chosen clinic, or of the first one. */
export function frameClinic(
	profiles: ReadonlyMap<string, ClinicProfile>,
	{ clinics, filter }: BoardWish,
): ClinicProfile {
	const wanted = filter.clinic ?? (clinics === 'all' ? '' : (clinics[0] ?? ''));
	const [first] = profiles.values();
	return profiles.get(wanted) ?? first ?? defaultClinicProfile(wanted || 'clinic');
}

const texts = [
	'caseId',
	'phase',
	'urgency',
	'clinicId',
	'specialistId',
	'hospital',
	'service',
	'specialty',
	'patientName',
	'ownerName',
	'ownerPhone',
	'owes',
	'ask',
	'askKey',
	'dueAt',
	'openedAt',
	'changedAt',
	'events',
] as const;

/** The rows that came in. What was never set (null) reads as empty text; the event list is not parsed. */
export function rowsIn(execution: IExecuteFunctions, clinics: Clinics): CaseRow[] {
	return execution
		.getInputData()
		.map(({ json }) => json)
		.filter((json) => Number(json.id) > 0 && mayShow(clinics, String(json.clinicId)))
		.map((json) => ({
			...(json as unknown as CaseRow),
			id: Number(json.id),
			open: json.open === true,
			test: json.test === true,
			...(Object.fromEntries(
				texts.map((name) => [name, json[name] === null ? '' : String(json[name] ?? '')]),
			) as Pick<CaseRow, (typeof texts)[number]>),
		}));
}
