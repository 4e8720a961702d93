import { packetSchema, type Packet } from '../../core/packet/schema';

/** A packet of an obviously made-up patient. */
export const samplePacket = (more: Partial<Packet> = {}): Packet =>
	packetSchema.parse({
		schemaVersion: 1,
		caseId: 'REF-0123456789ab',
		packetVersion: 1,
		createdAt: '2026-11-20T15:00:00.000Z',
		urgency: 'urgent',
		reasonForUrgency: 'Coughs every night',
		referrer: {
			clinicId: 'oak',
			clinic: 'Oak Street Sample Clinic',
			vet: 'Dr Vera Sample',
			phone: '+12025550100',
			timeZone: 'America/Chicago',
		},
		specialist: {
			id: 'riverside-cardiology',
			hospital: 'Riverside Sample Hospital',
			service: 'Cardiology',
			specialty: 'cardiology',
		},
		owner: { name: 'Olive Owner', phone: '+12025550188', contactPoints: [] },
		consent: {
			share: { share: true, by: 'Olive Owner', at: '2026-11-20T14:00:00Z', how: 'spoken' },
			contact: { hospital: true, sms: false },
		},
		releasedBy: { name: 'Dr Vera Sample', role: 'veterinarian' },
		patient: { name: 'Biscuit', pimsId: '501', species: 'dog' },
		clinicalQuestion: 'Which stage?',
		reason: 'Murmur grade 4/6',
		encounters: [],
		history: [],
		olderEntries: 0,
		medications: [],
		vaccinations: [],
		labs: [],
		files: { entries: [], sha256: '0'.repeat(64) },
		filesLeftOut: [],
		gaps: [],
		overrides: [],
		unread: [],
		...more,
	});
