import { createHash } from 'node:crypto';
import { ownerOf } from '../practice.mts';
import type { Patient, Practice } from '../practice.mts';
import { entities } from './entities.mts';
import type { Entity } from './entities.mts';

/** One row as the service keeps it; times in epoch milliseconds. */
export type Row = Record<string, string | number | boolean | null> & {
	pimsId: string;
	dpModifiedDate: number;
	deleted: boolean;
};

export interface Change {
	entity: Entity;
	pimsId: string;
	fields: Record<string, string | number | boolean | null>;
	deleted?: boolean;
}

export interface Feed {
	siteId: number;
	/** When the agent last sent what had changed, epoch ms. */
	lastSync(): number;
	rows(entity: Entity): Row[];
	/** Something happens in the practice; the service learns of it at the next sync. */
	change(change: Change): void;
	waiting(): number;
	/** The agent sends: all that waited gets one and the same dpModifiedDate. */
	sync(): number;
}

const DAY_MS = 86_400_000;
const LAG_MS = 2 * DAY_MS;

/**
 * What the agent on the practice's server has sent so far. The first sync is 48 hours old; nothing
 * that happens in the practice is seen before the next one.
 */
export function createFeed(practice: Practice, siteId: number, nowMs: () => number): Feed {
	const tables = new Map<Entity, Map<string, Row>>();
	const queue: Change[] = [];
	let last = nowMs() - LAG_MS;

	const table = (entity: Entity) => {
		const known = tables.get(entity) ?? new Map<string, Row>();
		tables.set(entity, known);
		return known;
	};
	const uid = (text: string) => {
		const hex = createHash('sha256').update(text).digest('hex');
		return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
	};
	const put = ({ entity, pimsId, fields, deleted = false }: Change, at: number) => {
		const before = table(entity).get(pimsId);
		const empty = Object.fromEntries(Object.keys(entities[entity]).map((name) => [name, null]));
		const row: Row = {
			...empty,
			...before,
			...fields,
			pimsId,
			siteId,
			dpUid: uid(`${siteId}/${entity}/${pimsId}`),
			correlationId: uid(`${siteId}/${at}`),
			agentVersion: '4.2.1',
			action: deleted ? 'Delete' : before ? 'Update' : 'Insert',
			generation: 1,
			dpCreatedDate: before?.dpCreatedDate ?? at,
			dpModifiedDate: at,
			syncDate: at,
			deleted,
		};
		table(entity).set(pimsId, row);
	};
	for (const change of changesOf(practice)) put(change, last);

	return {
		siteId,
		lastSync: () => last,
		rows: (entity) => [...table(entity).values()],
		change: (change) => queue.push(change),
		waiting: () => queue.length,
		sync() {
			last = nowMs();
			const sent = queue.splice(0);
			for (const change of sent) put(change, last);
			return sent.length;
		},
	};
}

const time = (date: string): number | null => (date ? Date.parse(`${date}T00:00:00Z`) : null);

/** The whole practice as rows; each visit is an appointment, each thing given a charge. */
function changesOf(practice: Practice): Change[] {
	const vets = practice.vets.map((name, at): Change => {
		const [, firstName = '', lastName = ''] = /^(?:Dr\. )?(\S+) (.+)$/.exec(name) ?? [];
		return {
			entity: 'Resources',
			pimsId: `V${at + 1}`,
			fields: { title: 'Dr.', firstName, lastName },
		};
	});
	return [
		...vets,
		...practice.owners.map(client),
		...practice.patients.flatMap(patientRows(practice)),
	];
}

function client(owner: Practice['owners'][number]): Change {
	const phones = [0, 1, 2].flatMap((at) => [
		[`phoneName${at + 1}`, owner.phones[at]?.name ?? null],
		[`phone${at + 1}`, owner.phones[at]?.number ?? null],
	]);
	const { id, phones: _phones, ...plain } = owner;
	const fields = { ...plain, address2: null, pimsClientIdentifier: id, inactive: false };
	return {
		entity: 'Clients',
		pimsId: `C${id}`,
		fields: { ...fields, suspendReminders: false, ...Object.fromEntries(phones) },
	};
}

const patientRows =
	(practice: Practice) =>
	(patient: Patient): Change[] => {
		const owner = ownerOf(practice, patient);
		const clientPimsId = owner ? `C${owner.id}` : null;
		const links = { clientPimsId, patientPimsId: `P${patient.id}` };
		const vetOf = (name: string) => `V${practice.vets.indexOf(name) + 1}`;
		const row: Change = {
			entity: 'Patients',
			pimsId: `P${patient.id}`,
			fields: {
				pimsPatientIdentifier: patient.id,
				name: patient.name,
				gender: patient.gender || null,
				speciesDescription: patient.species || null,
				breedDescription: patient.breed || null,
				colorDescription: patient.color || null,
				microchipId: patient.microchip || null,
				dateOfBirth: time(patient.born),
				dateOfDeath: time(patient.died),
				spayedOrNeutered: patient.neutered,
				inactive: patient.died !== '',
				weight: patient.weight,
				weightUnit: patient.weight === null ? null : 'kg',
				rabiesTag: patient.rabiesTag || null,
				clientPimsId,
				pimsClientIdentifier: owner?.id ?? null,
			},
		};
		return [row].concat(
			patient.visits.flatMap((visit, at): Change[] => {
				const key = `${patient.id}-${at + 1}`;
				const day = Date.parse(`${visit.date}T15:00:00Z`);
				const given = (n: number, code: string, description: string, quantity: number): Change => ({
					entity: 'Transactions',
					pimsId: `T${key}-${n}`,
					fields: {
						...links,
						invoiceId: `I${key}`,
						code,
						description,
						quantity,
						amount: 0,
						providerId: vetOf(visit.vet),
						transactionDate: day,
						isVoided: false,
					},
				});
				return [
					{
						entity: 'Appointments',
						pimsId: `A${key}`,
						fields: {
							...links,
							date: day,
							duration: 20,
							status: 'Checked Out',
							reason: visit.reason,
							resourceId: vetOf(visit.vet),
							resourceName: visit.vet,
						},
					},
					given(0, 'EXAM', visit.reason, 1),
					...(visit.vaccines ?? []).flatMap(({ code, description, dueInDays }, n): Change[] => [
						given(n + 1, code, description, 1),
						{
							entity: 'Reminders',
							pimsId: `R${key}-${n}`,
							fields: { ...links, code, description, dueDate: day + dueInDays * DAY_MS },
						},
					]),
					...(visit.medicines ?? []).map(
						({ code, description, quantity, instructions }, n): Change => ({
							entity: 'Prescriptions',
							pimsId: `X${key}-${n}`,
							fields: {
								...links,
								code,
								description,
								quantity,
								instructions,
								providerId: vetOf(visit.vet),
								providerName: visit.vet,
								administeredDate: day,
							},
						}),
					),
				];
			}),
		);
	};
