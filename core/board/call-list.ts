import { DateTime } from 'luxon';
import { weekdays } from '../calendar/opening-hours';
import type { ClinicProfile } from '../profile/clinic-profile';
import type { Specialist } from '../profile/specialist';
import type { Ask } from '../referral/asks';
import type { CaseRow } from '../referral/row';
import { currentAppointment, type ReferralState } from '../referral/state';
import { callScripts, filled, type Callee, type CallKind } from './call-scripts';

/** One call that a person should make today. */
export interface Call {
	rowId: number;
	caseId: string;
	clinicId: string;
	kind: CallKind;
	callee: Callee;
	/** Who is called, and on which number; empty when nobody knows it. */
	name: string;
	phone: string;
	patient: string;
	hospital: string;
	urgency: string;
	reason: string;
	/** What the case says is owed, in its own words. */
	what: string;
	/** ISO UTC: since when it has been waiting. */
	since: string;
	say: string;
	find: string;
	/** Clinical urgency times days; larger comes first. */
	weight: number;
}

export interface CallContext {
	clinic: ClinicProfile;
	/** The directory entry of the case, for its numbers. */
	specialist?: Specialist;
	/** ISO UTC. */
	now: string;
}

const DAY_MS = 86_400_000;

/** An emergency comes first whatever its age; an urgent case outweighs a routine one five times as old. */
const urgencyWeight: Record<string, number> = { emergency: 10_000, urgent: 5, routine: 1 };

const kinds: ReadonlyArray<[RegExp, CallKind]> = [
	[/^emergency_call$/, 'emergency'],
	[/^deceased$/, 'deceased'],
	[/^call$/, 'wants_call'],
	[/^question:reply:/, 'safety'],
	[/^(transport|resend)$/, 'not_delivered'],
	[/^ack$/, 'silent'],
	[/^decision$/, 'undecided'],
	[/^declined$/, 'declined'],
	[/^(slot|appointment)$/, 'slot'],
	[/^late_visit:/, 'late_visit'],
	[/^visit$/, 'visit'],
	[/^report$/, 'report'],
	[/^(discharge_note|stay_update)$/, 'update'],
	[/^cancel$/, 'cancel'],
	[/^notice:/, 'notice'],
];
const bookingKeys = ['booking', 'call_owner', 'touch', 'paused'];

/** What kind of call an ask leads to; undefined for work that needs no phone. */
function kindOf(ask: Ask, state: ReferralState): CallKind | undefined {
	if (!bookingKeys.includes(ask.key)) {
		return kinds.find(([pattern]) => pattern.test(ask.key))?.[1];
	}
	if (state.outreach.called?.result === 'declined') return 'declined_owner';
	return currentAppointment(state)?.status === 'no_show' ? 'no_show' : 'not_booked';
}

/** Work of the clinic's own people is due as soon as it is there; what others owe once it is overdue. */
const isDue = ({ forPerson, since, dueAt }: Ask, now: string): boolean =>
	dueAt <= now || (forPerson === true && since <= now);

/**
 * The calls of one case: at most one to the owner and one to the hospital, for the reason that has
 * waited longest; what must not wait behind another reason goes first.
 */
export function callsOf(
	row: CaseRow,
	state: ReferralState,
	asks: readonly Ask[],
	context: CallContext,
): Call[] {
	const calls = new Map<Callee, Call>();
	for (const ask of asks) {
		const kind = isDue(ask, context.now) ? kindOf(ask, state) : undefined;
		if (kind === undefined) continue;
		const { callee } = callScripts[kind];
		const before = calls.get(callee);
		if (before && ranked(before) <= ranked({ kind, since: ask.since })) continue;
		calls.set(callee, callOf(row, state, ask, kind, context));
	}
	return [...calls.values()];
}

const first: readonly CallKind[] = ['emergency', 'deceased', 'safety', 'wants_call'];
const ranked = ({ kind, since }: Pick<Call, 'kind' | 'since'>): string =>
	`${first.includes(kind) ? first.indexOf(kind) : 9}${since}`;

function callOf(
	row: CaseRow,
	state: ReferralState,
	ask: Ask,
	kind: CallKind,
	{ clinic, specialist, now }: CallContext,
): Call {
	const { callee, reason, say, find } = callScripts[kind];
	const values = {
		patient: row.patientName || row.caseId,
		hospital: row.hospital || 'the hospital',
		clinic: clinic.name,
		owner: row.ownerName,
		date: DateTime.fromISO(ask.since, { zone: clinic.timeZone, locale: 'en' }).toFormat(
			'cccc d LLL',
		),
	};
	const days = Math.max(0, Date.parse(now) - Date.parse(ask.since)) / DAY_MS;
	return {
		rowId: row.id,
		caseId: row.caseId,
		clinicId: row.clinicId,
		kind,
		callee,
		...(callee === 'owner'
			? { name: row.ownerName, phone: row.ownerPhone }
			: { name: hospitalName(row), phone: hospitalPhone(state, specialist) }),
		patient: values.patient,
		hospital: row.hospital,
		urgency: row.urgency,
		reason,
		what: ask.what,
		since: ask.since,
		say: filled(say, values),
		find: filled(find, values),
		weight: (urgencyWeight[row.urgency] ?? 1) * (1 + days),
	};
}

const hospitalName = ({ hospital, service }: CaseRow): string =>
	[hospital, service].filter((part) => part !== '').join(', ');

/** Night and day there is the on-call number for emergencies, when the directory has one. */
const hospitalPhone = (state: ReferralState, specialist: Specialist | undefined): string =>
	(state.urgency === 'emergency' ? specialist?.onCallPhone : undefined) ||
	specialist?.phone ||
	state.release?.specialist.phone ||
	'';

/** Heaviest first; among equals what has waited longest. */
export const mostUrgentFirst = (calls: readonly Call[]): Call[] =>
	[...calls].sort(
		(a, b) =>
			b.weight - a.weight ||
			(a.since < b.since ? -1 : a.since > b.since ? 1 : 0) ||
			(a.caseId < b.caseId ? -1 : 1),
	);

/** When the list of the day is sent, wall clock of the clinic, and until when a late start catches up. */
const listFrom = '09:00';
const listUntil = '12:00';

/**
 * The day (`2026-11-23`, on the clinic's calendar) whose list of calls is due now; undefined outside
 * the morning, on days without opening hours, on holidays, and when it has been dealt with.
 */
export function callDayDue(
	{ timeZone, hours, holidays, mode, staffAlertEmail }: ClinicProfile,
	lastDay: string,
	now: string,
): string | undefined {
	const local = DateTime.fromISO(now, { zone: timeZone });
	const [day, time] = [local.toFormat('yyyy-MM-dd'), local.toFormat('HH:mm')];
	if (staffAlertEmail === '' || mode === 'paused' || lastDay >= day) return undefined;
	if (time < listFrom || time >= listUntil || holidays.includes(day)) return undefined;
	const weekday = weekdays[local.weekday - 1];
	return weekday && hours[weekday].length > 0 ? day : undefined;
}
