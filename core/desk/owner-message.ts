import type { TouchContent } from '../outreach/render-touch';
import type { ClinicProfile } from '../profile/clinic-profile';
import { touchKindOf } from '../referral/reminder';
import { currentAppointment, type ReferralState } from '../referral/state';

/** What a message to the owner of a case is made of; `number` says which message (see reminder.ts). */
export function ownerMessage(
	state: ReferralState,
	number: number,
	clinic: ClinicProfile,
	link: string,
): TouchContent {
	const { owner, patient, release } = state;
	const specialist = release?.specialist;
	const appointment = currentAppointment(state);
	return {
		kind: touchKindOf(number),
		language: release?.contact.language ?? owner?.language ?? clinic.language,
		clinicName: clinic.name,
		petName: patient?.name ?? 'your pet',
		hospital: specialist?.hospital ?? '',
		service: specialist?.service ?? '',
		clinician: specialist?.clinician,
		link,
		phone: clinic.phone,
		texts: clinic.texts,
		...(appointment?.status === 'scheduled'
			? {
					appointment: {
						start: appointment.start,
						timeZone: specialist?.timeZone ?? clinic.timeZone,
					},
				}
			: {}),
	};
}
