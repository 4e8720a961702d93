import { readFileSync } from 'node:fs';
import type { IDataObject } from 'n8n-workflow';
import { parseClinicProfile, type ClinicProfile } from '../../core/profile/clinic-profile';
import { parseSpecialist, type Specialist } from '../../core/profile/specialist';
import { caseIdOf } from '../../core/referral/case-id';
import type { Command } from '../../core/referral/decide';
import type { EventData } from '../../core/referral/events';
import { change, open, stateOf, type CaseRow } from '../../core/referral/row';
import { snapshotOf } from '../../core/referral/snapshot';
import type { Result } from '../../core/result';

/** Everything below is obviously made up; the patients are those of the simulated practice. */
export interface CaseFixture {
	animalId: number;
	clinicalQuestion: string;
	reasonForUrgency: string;
	referText: string;
	expected: { files: { total: number }; mustNotAppear: string[]; minimumHistoryNotes: number };
	report: IDataObject;
}

export const fixture = (name: string): CaseFixture =>
	JSON.parse(readFileSync(`test/fixtures/cases/${name}.json`, 'utf8')) as CaseFixture;

export function value<T>(result: Result<T>): T {
	if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
	return result.value;
}

export const clinicProfile = (more: IDataObject = {}): ClinicProfile =>
	value(
		parseClinicProfile({
			id: 'oak',
			name: 'Oak Street Sample Clinic',
			phone: '+12025550100',
			email: 'desk@oak.example.com',
			timeZone: 'America/Chicago',
			mode: 'live',
			...more,
		}),
	);

export const specialist = (more: IDataObject = {}): Specialist =>
	value(
		parseSpecialist({
			id: 'riverside-cardiology',
			hospital: 'Riverside Sample Hospital',
			service: 'Cardiology',
			specialty: 'cardiology',
			channel: 'webhook',
			inboundUrl: 'http://127.0.0.1:9/inbound',
			phone: '+12025550177',
			timeZone: 'America/Chicago',
			...more,
		}),
	);

const context = (clinic: ClinicProfile, now: string) => ({
	now,
	clinic,
	deadlines: clinic.deadlines,
	clinicCalendar: { timeZone: clinic.timeZone, hours: clinic.hours, holidays: clinic.holidays },
});

const vet = { role: 'referrer', name: 'Dr Vera Sample', via: 'page' } as const;
export const system = { role: 'system', via: 'workflow' } as const;
export const hospitalActor = {
	role: 'specialist',
	name: 'Dr Cora Sample',
	via: 'webhook',
} as const;

export const release = (
	to: Specialist,
	more: Partial<EventData['release.given']> = {},
): EventData['release.given'] => ({
	specialistId: to.id,
	specialist: snapshotOf(to),
	urgency: 'urgent',
	reasonForUrgency: 'Daily cough and one near-collapse within the last week.',
	clinicalQuestion: 'Which stage is the mitral valve disease?',
	reason: 'Murmur now grade 4/6 with a daily cough.',
	noteApproved: true,
	consent: {
		share: true,
		by: 'Olive Owner',
		at: '2026-11-02T15:00:00Z',
		how: 'spoken at the visit',
	},
	contact: { hospital: true, sms: true, email: true, language: 'en', preferredChannel: 'sms' },
	supplement: {
		problemList: ['Degenerative mitral valve disease'],
		allergies: ['penicillin'],
		toldOwner: 'That the heart has to be looked at soon.',
		exam: 'Left apical systolic murmur grade 4/6, lungs clear.',
		medicationTiming: 'Pimobendan at 7:00 and 19:00.',
		pendingTests: [],
		microchipSource: 'scanned',
		handling: 'Friendly, no muzzle.',
	},
	overrides: [],
	by: { name: 'Dr Vera Sample', role: 'veterinarian' },
	...more,
});

interface Opening {
	clinic?: ClinicProfile;
	to?: Specialist;
	animalId?: number;
	/** The mark; every mark is a case of its own. */
	eventId?: string;
	encounterId?: string;
	patientName?: string;
	/** Undefined leaves the case unreleased. */
	released?: EventData['release.given'];
	now?: string;
}

/** The row of a new case, as Open Case and a Data Table insert give it. */
export function openedRow(opening: Opening = {}): CaseRow {
	const { clinic = clinicProfile(), animalId = 501, released } = opening;
	const now = opening.now ?? new Date().toISOString();
	const source = {
		pims: 'ezyvet',
		site: 'site_demo01',
		eventId: opening.eventId ?? '9001',
		version: '1',
		patientId: String(animalId),
		...(opening.encounterId ? { encounterId: opening.encounterId } : {}),
	};
	const caseId = caseIdOf(source);
	const created: Command<'referral.created'> = {
		type: 'referral.created',
		actor: vet,
		key: caseId,
		data: { source, clinicId: clinic.id, patientName: opening.patientName ?? 'Biscuit' },
	};
	const more: Command[] = released
		? [{ type: 'release.given', actor: vet, key: 'page', data: released }]
		: [];
	const { columns } = value(open(created, caseId, context(clinic, now), more));
	return { id: 7, ...columns };
}

/** What a node asks the ledger to record. */
export interface NodeCommand {
	type: Command['type'];
	key?: string;
	data: Command['data'];
}

/** Records commands the way Referral Case does; throws when the ledger would refuse them. */
export function record(
	row: CaseRow,
	commands: NodeCommand[],
	actor: Command['actor'] = system,
	now = new Date().toISOString(),
): CaseRow {
	const all = commands.map((command): Command => ({ ...command, actor }));
	return { ...row, ...value(change(row, all, context(clinicProfile(), now))).columns };
}

export const commandsOf = (json: IDataObject): NodeCommand[] => json.commands as never;
export const typesOf = (json: IDataObject): string[] => commandsOf(json).map(({ type }) => type);
export const state = stateOf;
