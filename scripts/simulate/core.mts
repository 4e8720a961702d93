import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as CaseIds from '../../core/referral/case-id';
import type * as Asks from '../../core/referral/asks';
import type * as NextSteps from '../../core/referral/next-step';
import type * as Rows from '../../core/referral/row';
import type * as States from '../../core/referral/state';
import type * as Telling from '../../core/referral/telling';
import type * as Notices from '../../core/desk/notices';
import type * as OwnerReply from '../../core/desk/owner-reply';
import type * as Profiles from '../../core/profile/clinic-profile';
import type * as Delivery from '../../core/referral/delivery';
import type { StepContext } from '../../core/referral/next-step';
import type { ReferralState } from '../../core/referral/state';

const load = createRequire(join(process.cwd(), 'package.json'));
const built = <T,>(path: string): T => load(`./dist/${path}.js`) as T;

export const { caseIdOf } = built<typeof CaseIds>('core/referral/case-id');
export const { asksOf } = built<typeof Asks>('core/referral/asks');
export const { nextStep, flowOf } = built<typeof NextSteps>('core/referral/next-step');
export const { change, open, stateOf, firstRow, noLease, noWake } =
	built<typeof Rows>('core/referral/row');
export const { latestReport, currentAppointment } = built<typeof States>('core/referral/state');
export const { tellsDue, never } = built<typeof Telling>('core/referral/telling');
export const { newNotices, openNotices } = built<typeof Notices>('core/desk/notices');
export const { ownerTextCommands } = built<typeof OwnerReply>('core/desk/owner-reply');
export const { deliveryIdFor } = built<typeof Delivery>('core/referral/delivery');

export const clinic = built<typeof Profiles>(
	'core/profile/clinic-profile',
).clinicProfileSchema.parse({
	id: 'sample-clinic',
	name: 'Sample Street Veterinary Clinic',
	phone: '+1 555 0100',
	email: 'desk@sample-street.example.com',
	timeZone: 'America/New_York',
	mode: 'live',
});

/** What the nodes give the core beside the row. */
export function contextOf(state: ReferralState, now: string): StepContext {
	const { owner, release, outreach, deceasedAt } = state;
	return {
		now,
		clinic,
		deadlines: clinic.deadlines,
		clinicCalendar: clinic,
		owner: owner &&
			release && {
				name: owner.name,
				phone: owner.phone,
				language: 'en',
				preferredChannel: 'sms',
				smsConsent: { given: release.contact.sms },
				emailAllowed: false,
				optedOut: outreach.optedOut as never,
				brake: deceasedAt && 'the patient has died',
			},
	};
}

export type { Command } from '../../core/referral/decide';
export type { Actor, EventData, EventType } from '../../core/referral/events';
export type { NextStep } from '../../core/referral/next-step';
export type { CaseRow, Carried, Change } from '../../core/referral/row';
export type { ReferralState } from '../../core/referral/state';
