import type { Specialist } from '../profile/specialist';
import type { SpecialistSnapshot } from './events';

/** What a case keeps of the directory entry it is released to. */
export function snapshotOf(specialist: Specialist, clinician?: string): SpecialistSnapshot {
	const { id, hospital, service, specialty, channel, phone, address, contactsOwnerFirst, booking } =
		specialist;
	return {
		id,
		hospital,
		service,
		specialty,
		channel,
		phone: phone || undefined,
		address,
		clinician: clinician ?? specialist.clinicians[0],
		bookingUrl: booking.mode === 'url' ? booking.url : undefined,
		contactsOwnerFirst,
	};
}
