import {
	clinicProfileSchema,
	type ClinicProfile,
	type ReferralState,
	type StepContext,
} from './core.mts';

export type Mode = ClinicProfile['mode'];

const profileOf = (mode: Mode): ClinicProfile =>
	clinicProfileSchema.parse({
		id: 'sample-clinic',
		name: 'Sample Street Veterinary Clinic',
		phone: '+1 555 0100',
		email: 'desk@sample-street.example.com',
		timeZone: 'America/New_York',
		mode,
	});

/** The clinic as its profile stands in each mode. */
export const clinics: Record<Mode, ClinicProfile> = {
	live: profileOf('live'),
	shadow: profileOf('shadow'),
	paused: profileOf('paused'),
};

/** What the nodes give the core beside the row. */
export function contextOf(state: ReferralState, mode: Mode, now: string): StepContext {
	const { owner, release, outreach, deceasedAt } = state;
	const clinic = clinics[mode];
	return {
		now,
		clinic,
		deadlines: clinic.deadlines,
		paused: mode === 'paused',
		escalation: clinic.escalation,
		clinicCalendar: clinic,
		owner: owner &&
			release && {
				name: owner.name,
				phone: owner.phone,
				email: owner.email,
				language: 'en',
				preferredChannel: release.contact.preferredChannel ?? 'sms',
				smsConsent: { given: release.contact.sms },
				emailAllowed: release.contact.email ?? false,
				optedOut: outreach.optedOut as never,
				lastAutomaticAt: outreach.touches
					.filter((touch) => touch.status === 'sent')
					.map((touch) => touch.at)
					.sort()
					.pop(),
				brake: deceasedAt && 'the patient has died',
			},
	};
}
