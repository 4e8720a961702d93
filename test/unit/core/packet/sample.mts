import { assemblePacket, type PacketInput } from '../../../../core/packet/assemble';
import type { PacketFile } from '../../../../core/packet/manifest';
import type { PatientRecord } from '../../../../core/packet/records';
import { parseRelease, type Release } from '../../../../core/packet/release';

export const now = '2026-11-22T12:00:00Z';

export const daysAgo = (days: number): string =>
	new Date(Date.parse(now) - days * 86_400_000).toISOString();

export const sha = (letter: string): string => letter.repeat(64);

export const releaseInput = () => ({
	specialistId: 'demo-cardiology',
	urgency: 'routine',
	clinicalQuestion: 'Stage of the valve disease, and is treatment right?',
	reason: 'Murmur grew from grade 2 to 4 within a year; coughs daily.',
	noteApproved: true,
	consent: {
		share: true,
		by: 'Olive Owner',
		at: '2026-11-22T10:00:00Z',
		how: 'in person, signed form',
	},
	contact: {
		hospital: true,
		sms: true,
		wording: 'You may text me about this referral.',
		language: 'en',
		preferredChannel: 'sms',
	},
	by: { name: 'Dr Vera Sample', role: 'vet' },
	supplement: {
		allergies: ['penicillin: facial swelling'],
		handling: 'Friendly, no muzzle.',
		toldOwner: 'Probable valve disease; cost of echocardiography.',
		exam: 'HR 140, RR 36 at rest, murmur 4/6 left apex, lungs clear.',
		pendingTests: [],
		medicationTiming: 'Furosemide last given at 08:00 today.',
	},
});

export function release(change: Record<string, unknown> = {}): Release {
	const parsed = parseRelease({ ...releaseInput(), ...change });
	if (!parsed.ok) throw new Error(parsed.refusal.message);
	return parsed.value;
}

export const record = (): PatientRecord => ({
	patient: {
		id: '501',
		name: 'Biscuit',
		species: 'Canine (Dog)',
		breed: 'Cavalier King Charles Spaniel',
		sex: 'male',
		neutered: true,
		dateOfBirth: '2017-10-13',
		weightKg: 11.2,
		weightAt: daysAgo(5),
		microchip: '985000000000501',
		ownerId: '88',
		raw: { secret: 'vendor record' },
	},
	owner: {
		id: '88',
		name: 'Olive Owner',
		contactPoints: [
			{ kind: 'phone', value: '+12025550187' },
			{ kind: 'mobile', value: '+12025550188' },
			{ kind: 'email', value: 'olive.owner@example.com' },
		],
	},
	encounters: [
		{ id: '7', patientId: '501', at: daysAgo(5), vet: 'Dr Tomas Placeholder', reason: 'Cough' },
		{ id: '3', patientId: '501', at: daysAgo(180), reason: 'Murmur recheck' },
	],
	notes: [
		{ id: 'h1', kind: 'history', at: daysAgo(180), text: 'Murmur grade 3/6.' },
		{ id: 'h2', kind: 'history', at: daysAgo(5), encounterId: '7', text: 'Coughs daily.' },
		{ id: 'h0', kind: 'history', at: daysAgo(1200), text: 'Puppy visit.' },
	],
	medications: [
		{ id: 'm1', name: 'Omega-3 capsule', instructions: '1 daily', start: '2026-10-01' },
		{ id: 'm2', name: 'Furosemide 40 mg', dose: '20 mg', start: '2026-11-17' },
		{ id: 'm3', name: 'Carprofen', dose: '20 mg', start: '2026-11-20', active: false },
	],
	vaccinations: [{ id: 'v1', name: 'Rabies', givenOn: '2025-11-22', dueOn: '2028-11-22' }],
	labReports: [
		{
			id: 'l1',
			name: 'Chemistry and haematology',
			at: daysAgo(5),
			items: [{ name: 'Creatinine', value: '92', unit: 'umol/L', range: '44-159' }],
		},
	],
	documents: [],
	unread: [],
});

export const files = (): PacketFile[] => [
	{
		name: 'Thorax right lateral.dcm',
		mimeType: 'application/dicom',
		size: 4000,
		sha256: sha('b'),
		date: daysAgo(5),
		documentId: '2',
	},
	{ name: 'ECG.pdf', mimeType: 'application/pdf', size: 900, sha256: sha('a'), documentId: '1' },
];

export const input = (change: Partial<PacketInput> = {}): PacketInput => ({
	caseId: 'REF-1a2b3c4d',
	packetVersion: 1,
	now,
	records: record(),
	release: release(),
	clinic: {
		id: 'riverbank',
		name: 'Riverbank Animal Clinic',
		phone: '+12025550100',
		email: 'desk@riverbank.example.com',
		timeZone: 'America/New_York',
	},
	specialist: {
		id: 'demo-cardiology',
		hospital: 'Demo Specialty Hospital',
		service: 'Cardiology',
		specialty: 'cardiology',
		phone: '+12025550199',
	},
	files: files(),
	encounterId: '7',
	...change,
});

export const packet = (change: Partial<PacketInput> = {}) => assemblePacket(input(change));
