import { DateTime } from 'luxon';
import type { IExecuteFunctions } from 'n8n-workflow';
import { minutesAfter } from '../../core/calendar/minutes-after';
import type { OwnerContact } from '../../core/outreach/owner-contact';
import { defaultClinicProfile, type ClinicProfile } from '../../core/profile/clinic-profile';
import type { Specialist } from '../../core/profile/specialist';
import { graceMinutes, leaseMinutes } from '../../core/referral/lease';
import type { StepContext } from '../../core/referral/next-step';
import type { CaseRow, Lease } from '../../core/referral/row';
import type { ReferralState } from '../../core/referral/state';
import { readJson } from './read-json';
import { readProfile } from './read-row';

export const nowIso = (): string => DateTime.utc().toISO();

/** Who the owner is to the outreach plan: contact from the record, consent from the release. */
export function ownerContact(state: ReferralState): OwnerContact | undefined {
	const { owner, release, outreach } = state;
	if (!owner || !release) return undefined;
	const { contact, consent } = release;
	return {
		name: owner.name,
		phone: owner.phone,
		email: owner.email,
		language: contact.language ?? owner.language ?? 'en',
		timeZone: owner.timeZone,
		preferredChannel: contact.preferredChannel ?? 'sms',
		smsConsent: { given: contact.sms, at: consent.at, how: consent.how, wording: contact.wording },
		emailAllowed: contact.email ?? false,
		optedOut: outreach.optedOut.filter((channel) => channel === 'sms' || channel === 'email'),
		lastAutomaticAt: outreach.touches
			.filter((touch) => touch.status === 'sent')
			.map((touch) => touch.at)
			.sort()
			.pop(),
		brake: state.deceasedAt ? 'the patient has died' : undefined,
	};
}

/** The clinic's profile; while none is saved the defaults stand in, so that a case is never lost for it. */
export function profileOf(
	execution: IExecuteFunctions,
	itemIndex: number,
	clinicId: string,
): ClinicProfile {
	const given = readJson(execution, 'clinicProfile', itemIndex);
	return given === undefined || given === null
		? defaultClinicProfile(clinicId)
		: readProfile(execution, itemIndex);
}

/** Everything the core needs beside the row to say what is owed and what comes next. */
export function stepContext(
	state: ReferralState,
	clinic: ClinicProfile,
	specialist: Specialist | undefined,
	now: string,
): StepContext {
	const { timeZone, hours, holidays } = clinic;
	return {
		now,
		clinic,
		deadlines: clinic.deadlines,
		paused: clinic.mode === 'paused',
		escalation: clinic.escalation,
		clinicCalendar: { timeZone, hours, holidays },
		hospitalCalendar: specialist && {
			timeZone: specialist.timeZone,
			hours: specialist.hours,
			holidays: specialist.holidays,
		},
		owner: ownerContact(state),
	};
}

/** The lease of this execution while it works, or until the end of a wait it is about to begin. */
export function leaseOf(execution: IExecuteFunctions, now: string, waitUntil?: string): Lease {
	const runId = execution.getExecutionId();
	return waitUntil === undefined
		? { runId, runUntil: minutesAfter(now, leaseMinutes) }
		: { runId, runUntil: minutesAfter(waitUntil, graceMinutes) };
}

/**
 * The lease of a waiting run that is about to be woken. n8n can lose a wake-up (a worker that dies, a
 * wake-up that was taken and never ran), so from now on the run has the grace time to take the case up
 * itself; then Watch takes it for dead. Nothing changes while no run waits.
 */
export function leaseOfWoken(row: CaseRow, now: string): Partial<Lease> {
	if (row.wakeUrl === '') return {};
	const until = minutesAfter(now, graceMinutes);
	return until < row.runUntil ? { runUntil: until } : {};
}

/**
 * While the Desk itself tells the hospital what the change made it need to know, Watch does not: it
 * takes the notice for lost when the grace time has passed. A live run keeps its lease.
 */
export function leaseOfTelling(row: CaseRow, after: ReferralState, now: string): Partial<Lease> {
	const tells = after.notices.some(
		({ status, intendedAt }) => status === 'intended' && intendedAt === now,
	);
	if (!tells || row.runUntil > now) return {};
	return { runId: '', runUntil: minutesAfter(now, graceMinutes) };
}
