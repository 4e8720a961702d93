/** The clinic and the hospitals of the demo and of the end-to-end tests. All fictional. */

/**
 * A time zone in which it is late morning now. Messages to owners have quiet hours and hospitals have
 * opening hours; the demo shows the loop at any hour without switching either off.
 */
export function daytimeZone(now: Date): string {
	const offset = 11 - now.getUTCHours();
	return offset === 0 ? 'Etc/GMT' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
}

/** An hour earlier: calls are listed from nine to twelve, and noon must not come in the middle of a run. */
export const morningZone = (now: Date): string => daytimeZone(new Date(now.getTime() + 3_600_000));

const everyDay = (open: string, close: string) =>
	Object.fromEntries(
		['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [{ open, close }]]),
	);

export const clinicId = 'clinic';

/** The referring clinic, live from the start. */
export const clinicProfile = (timeZone: string, changes: Record<string, unknown> = {}) => ({
	id: clinicId,
	version: 1,
	name: 'Riverbank Animal Clinic',
	phone: '+15550110',
	email: 'clinic@riverbank.example.com',
	staffAlertEmail: 'front-desk@riverbank.example.com',
	timeZone,
	hours: everyDay('06:00', '22:00'),
	address: '1 River Road, Sampletown',
	mode: 'live',
	followUp: { appointmentType: 'Recheck', provider: 'Consult room 1' },
	...changes,
});

interface Service {
	id: string;
	hospital: string;
	service: string;
	specialty: 'cardiology' | 'oncology' | 'surgery';
	clinician: string;
}

export const services: Service[] = [
	{
		id: 'northside-cardiology',
		hospital: 'Northside Veterinary Heart Centre',
		service: 'Cardiology',
		specialty: 'cardiology',
		clinician: 'Dr Hugo Specimen',
	},
	{
		id: 'lakeview-oncology',
		hospital: 'Lakeview Animal Cancer Care',
		service: 'Oncology',
		specialty: 'oncology',
		clinician: 'Dr Ines Placeholder',
	},
	{
		id: 'hillcrest-surgery',
		hospital: 'Hillcrest Veterinary Surgeons',
		service: 'Orthopaedic surgery',
		specialty: 'surgery',
		clinician: 'Dr Otto Example',
	},
];

/** A hospital with a system of its own: packets go by signed webhook. */
export const webhookEntry = (service: Service, inboundUrl: string, timeZone: string) => ({
	id: service.id,
	hospital: service.hospital,
	service: service.service,
	specialty: service.specialty,
	clinicians: [service.clinician],
	channel: 'webhook',
	inboundUrl,
	phone: '+15550120',
	address: '2 Hill Street, Sampletown',
	timeZone,
	hours: everyDay('06:00', '22:00'),
	booking: { mode: 'slots' },
});

/** A hospital with no system at all: packets go by e-mail, answers come by the page. */
export const mailEntry = (timeZone: string) => ({
	id: 'meadow-cardiology',
	hospital: 'Meadow Small Animal Hospital',
	service: 'Cardiology (by e-mail)',
	specialty: 'cardiology',
	clinicians: ['Dr Paula Pretend'],
	channel: 'email',
	email: 'referrals@meadow.example.com',
	phone: '+15550130',
	address: '3 Meadow Lane, Sampletown',
	timeZone,
	hours: everyDay('06:00', '22:00'),
	booking: { mode: 'phone' },
});
