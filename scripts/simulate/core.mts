import type * as CaseIds from '../../core/referral/case-id';
import type * as Asks from '../../core/referral/asks';
import type * as Claims from '../../core/referral/claim';
import type * as Delivery from '../../core/referral/delivery';
import type * as Lease from '../../core/referral/lease';
import type * as Mode from '../../core/referral/mode';
import type * as NextSteps from '../../core/referral/next-step';
import type * as Redirects from '../../core/referral/redirect';
import type * as Rows from '../../core/referral/row';
import type * as States from '../../core/referral/state';
import type * as Telling from '../../core/referral/telling';
import type * as Notices from '../../core/desk/notices';
import type * as OwnerReply from '../../core/desk/owner-reply';
import type * as Profiles from '../../core/profile/clinic-profile';
import type * as WatchClaims from '../../core/watch/claim';
import type * as WatchRules from '../../core/watch/rules';
import { built } from './built.mts';

export const { caseIdOf } = built<typeof CaseIds>('core/referral/case-id');
export const { asksOf } = built<typeof Asks>('core/referral/asks');
export const { claimOf } = built<typeof Claims>('core/referral/claim');
export const { deliveryIdFor, isToSend, mailMayBeOut, sendingNow } =
	built<typeof Delivery>('core/referral/delivery');
export const { graceMinutes } = built<typeof Lease>('core/referral/lease');
export const { mayLeave } = built<typeof Mode>('core/referral/mode');
export const { nextStep, stepFor } = built<typeof NextSteps>('core/referral/next-step');
export const { childCase, childCaseId } = built<typeof Redirects>('core/referral/redirect');
export const { change, open, stateOf, firstRow, noLease, noWake } =
	built<typeof Rows>('core/referral/row');
export const { claimedTouch, latestReport, currentAppointment } =
	built<typeof States>('core/referral/state');
export const { nextTell, never } = built<typeof Telling>('core/referral/telling');
export const { noticesToSend, openNotices } = built<typeof Notices>('core/desk/notices');
export const { ownerTextCommands } = built<typeof OwnerReply>('core/desk/owner-reply');
export const { claimTells, claimedTells, toldCommands } =
	built<typeof WatchClaims>('core/watch/claim');
export const { reproject } = built<typeof WatchRules>('core/watch/rules');
export const { clinicProfileSchema } = built<typeof Profiles>('core/profile/clinic-profile');

export type { Ask } from '../../core/referral/asks';
export type { Command } from '../../core/referral/decide';
export type { Actor, EventData, EventType, ReferralEvent } from '../../core/referral/events';
export type { NextStep, StepContext } from '../../core/referral/next-step';
export type { CaseRow, Carried, Change } from '../../core/referral/row';
export type { ReferralState } from '../../core/referral/state';
export type { ClinicProfile } from '../../core/profile/clinic-profile';
