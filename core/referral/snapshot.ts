import type { Specialist } from '../profile/specialist';
import type { SpecialistSnapshot } from './events';

/** What a case keeps of the directory entry it is released to. */
export function snapshotOf(specialist: Specialist, clinician?: string): SpecialistSnapshot {
	const {
		id,
		hospital,
		service,
		specialty,
		channel,
		phone,
		address,
		timeZone,
		contactsOwnerFirst,
		booking,
		clinicians,
	} = specialist;
	return {
		id,
		hospital,
		service,
		specialty,
		channel,
		phone: phone || undefined,
		address,
		timeZone,
		// With several clinicians nobody is named whom nobody chose.
		clinician: clinician ?? (clinicians.length === 1 ? clinicians[0] : undefined),
		bookingUrl: booking.mode === 'url' ? booking.url : undefined,
		contactsOwnerFirst,
	};
}
