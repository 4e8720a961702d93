import type { Urgency } from '../packet/release';
import type { Ask } from '../referral/asks';
import { phaseOf } from '../referral/phase';
import type { Phase } from '../referral/phases';
import type { CaseRow } from '../referral/row';
import type { ReferralState } from '../referral/state';
import { allowedActions } from './allowed-actions';
import { viewFor, type SpecialistView } from './redact';

/** What a hospital can do to several cases at once. */
export const worklistActions = ['acknowledge', 'mark_seen'] as const;
export type WorklistAction = (typeof worklistActions)[number];

/**
 * What the hospital owes next, in the order of the page. It owes nothing yet for visits that lie `ahead`,
 * and nothing now where others are next (`waiting`).
 */
export const worklistGroups = [
	'emergency',
	'acknowledge',
	'decide',
	'book',
	'visit',
	'report',
	'cancel',
	'answer',
	'ahead',
	'waiting',
] as const;
export type WorklistGroup = (typeof worklistGroups)[number];

/** One line of the worklist: nothing that the page of the case does not show to the hospital too. */
export interface WorklistRow {
	rowId: number;
	caseId: string;
	phase: Phase;
	urgency: Urgency;
	group: WorklistGroup;
	clinicId: string;
	clinicName: string;
	specialistId: string;
	service: string;
	patientName: string;
	/** Species and breed. */
	patient: string;
	ownerName: string;
	ownerPhone: string;
	appointment?: SpecialistView['appointment'];
	/** What the hospital owes first; also says what an emergency is waiting for. */
	ask?: Pick<Ask, 'key' | 'what' | 'dueAt'>;
	overdue: boolean;
	/** IANA zone of the service, for its times. */
	timeZone: string;
	can: WorklistAction[];
	test: boolean;
}

/** Whether something is asked of the hospital now. */
export const isAsked = ({ ask }: WorklistRow): boolean => ask !== undefined;

const groupsByAsk: Readonly<Record<string, WorklistGroup>> = {
	ack: 'acknowledge',
	decision: 'decide',
	slot: 'book',
	appointment: 'book',
	visit: 'visit',
	report: 'report',
	discharge_note: 'report',
	stay_update: 'report',
	cancel: 'cancel',
};

/** The hospital arranges the visit itself when the directory says that it writes to the owner first. */
const hospitalBooks = (ask: Ask, state: ReferralState): boolean =>
	ask.key === 'booking' && state.release?.specialist.contactsOwnerFirst === 'hospital';

/** What of the asks of a case the hospital owes now, the most urgent first. */
export const hospitalAsks = (asks: readonly Ask[], state: ReferralState, now: string): Ask[] =>
	asks.filter((ask) => (ask.owes === 'hospital' || hospitalBooks(ask, state)) && ask.since <= now);

function groupOf(ask: Ask | undefined, state: ReferralState): WorklistGroup {
	if (!ask) return phaseOf(state) === 'scheduled' ? 'ahead' : 'waiting';
	if (state.urgency === 'emergency') return 'emergency';
	if (ask.key === 'booking') return 'book';
	return groupsByAsk[ask.key] ?? 'answer';
}

/** Whether the hospital has the packet: before, the case is no business of anybody there. */
export const isAtHospital = ({ transport }: ReferralState): boolean =>
	transport.status === 'done' || transport.doneAt !== undefined;

/** The line of a case on the worklist, or nothing for a case that the hospital does not have yet. */
export function worklistRow(
	row: CaseRow,
	state: ReferralState,
	asks: readonly Ask[],
	around: { clinicName: string; timeZone: string; now: string },
): WorklistRow | undefined {
	if (!row.open || !isAtHospital(state)) return undefined;
	const view = viewFor(state, 'specialist');
	const [ask] = hospitalAsks(asks, state, around.now);
	const allowed = allowedActions(state, 'specialist');
	return {
		rowId: row.id,
		caseId: row.caseId,
		phase: view.phase,
		urgency: view.urgency,
		group: groupOf(ask, state),
		clinicId: row.clinicId,
		clinicName: around.clinicName,
		specialistId: row.specialistId,
		service: view.hospital?.service ?? row.service,
		patientName: view.patientName,
		patient: [view.patient?.species, view.patient?.breed].filter(Boolean).join(', '),
		ownerName: view.owner?.name ?? '',
		ownerPhone: view.owner?.phone ?? '',
		...(view.appointment ? { appointment: view.appointment } : {}),
		...(ask ? { ask: { key: ask.key, what: ask.what, dueAt: ask.dueAt } } : {}),
		overdue: ask !== undefined && ask.dueAt < around.now,
		timeZone: around.timeZone,
		can: worklistActions.filter((action) => allowed.includes(action)),
		test: state.test,
	};
}

export interface WorklistFilter {
	/** Clinic id. */
	clinic?: string;
	service?: string;
	urgency?: string;
	/** Part of patient, owner, clinic, service or case number. */
	text?: string;
}

const matches = (row: WorklistRow, filter: WorklistFilter): boolean => {
	if (filter.clinic && row.clinicId !== filter.clinic) return false;
	if (filter.service && row.service !== filter.service) return false;
	if (filter.urgency && row.urgency !== filter.urgency) return false;
	const wanted = (filter.text ?? '').trim().toLowerCase();
	if (wanted === '') return true;
	return [row.patientName, row.ownerName, row.clinicName, row.service, row.caseId].some((value) =>
		value.toLowerCase().includes(wanted),
	);
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The lines that match, by what is owed, what is overdue longest first. */
export const sortedWorklist = (
	rows: readonly WorklistRow[],
	filter: WorklistFilter = {},
): WorklistRow[] =>
	rows
		.filter((row) => matches(row, filter))
		.sort(
			(a, b) =>
				worklistGroups.indexOf(a.group) - worklistGroups.indexOf(b.group) ||
				compare(
					a.ask?.dueAt ?? a.appointment?.start ?? '',
					b.ask?.dueAt ?? b.appointment?.start ?? '',
				) ||
				a.rowId - b.rowId,
		);
