import type { ReceivedReferral } from '../../../../core/intake/message';
import type { ReceivedFile } from '../../../../connectors/pims/enter-referral';

export const sha = (digit: string): string => digit.repeat(64);

/** A referral as a hospital gets it. */
export const aReferral = (changes: Partial<ReceivedReferral> = {}): ReceivedReferral => ({
	caseId: 'REF-1a2b3c4d5e6f',
	deliveryId: 'dlv-1a2b3c4d5e6f-1',
	packetVersion: 1,
	urgency: 'urgent',
	clinicalQuestion: 'Is treatment needed before dental work?',
	referrer: {
		clinic: 'Placeholder Vets',
		vet: 'Dr Vera Sample',
		phone: '+15555550100',
		email: 'vera@example.com',
	},
	specialist: { id: 'northside-cardio', hospital: 'Northside', service: 'Cardiology' },
	owner: { name: 'Olive Anne Owner', phone: '+15555550199', email: 'olive@example.com' },
	patient: { name: 'Biscuit', species: 'dog', microchip: '900000000000001', weightKg: 9.4 },
	packet: { reason: 'New murmur, coughs at night.' },
	files: [],
	manifestSha256: sha('0'),
	reply: {
		eventsUrl: 'https://clinic.example.com/events?specialist=northside-cardio',
		pageUrl: 'https://clinic.example.com/case?t=token',
		specialistId: 'northside-cardio',
	},
	...changes,
});

export const aFile = (digit: string, name: string): ReceivedFile => ({
	ref: `store:${digit}`,
	name,
	mimeType: 'application/pdf',
	size: 3,
	kind: 'report',
	sha256: sha(digit),
});
