import { ok, type Result } from '../../../core/result';
import type {
	DocumentRef,
	LabReport,
	Medication,
	Note,
	Vaccination,
} from '../../../core/packet/records';
import type { EzyVetClient } from './client';
import {
	toDocument,
	toLabReport,
	toMedication,
	toNote,
	toVaccination,
	toVitals,
} from './map-clinical';
import { isActive } from '../names';
import { identifier, type Raw } from '../normalise';
import type { Reads } from './reads';
import type { EzyVetResource } from './versions';

/** Where clinical text lives. All but `history` may be missing or not allowed on a site. */
const noteSources: Array<[EzyVetResource, Note['kind']]> = [
	['history', 'history'],
	['physicalexam', 'exam'],
	['assessment', 'assessment'],
	['plan', 'plan'],
];

const idsOf = (records: Raw[], field = 'id'): string[] =>
	records.flatMap((record) => identifier(record[field]) ?? []);

/** Reads of the clinical record: each list in a fixed number of requests, however long it is. */
export function createClinicalReads(client: EzyVetClient, reads: Reads) {
	const listNotes = async (of: {
		patientId: string;
		encounterId?: string;
	}): Promise<Result<Note[]>> => {
		const found: Array<[Raw, Note['kind']]> = [];
		for (const [resource, kind] of noteSources) {
			const operation = `read the ${resource} notes`;
			const got =
				resource === 'history'
					? await client.list(resource, { animal_id: of.patientId }, operation)
					: await client.listIfAllowed(resource, 'animal_id', [of.patientId], operation);
			if (!got.ok) return got;
			found.push(
				...got.value.filter(isActive).map((record): [Raw, Note['kind']] => [record, kind]),
			);
		}
		const vitals = await reads.vitals(of.patientId);
		if (!vitals.ok) return vitals;
		const staff = await reads.names('user', [
			...found.map(([record]) => record.vet_id),
			...vitals.value.map((record) => record.vet_id),
		]);
		if (!staff.ok) return staff;
		const notes = [
			...found.flatMap(([record, kind]) => toNote(record, kind, staff.value) ?? []),
			...vitals.value.flatMap((record) => toVitals(record, staff.value) ?? []),
		];
		return ok(notes.filter((note) => !of.encounterId || note.encounterId === of.encounterId));
	};

	const listMedications = async (patientId: string): Promise<Result<Medication[]>> => {
		const headers = await client.list(
			'prescription',
			{ animal_id: patientId },
			'list the prescriptions',
		);
		if (!headers.ok) return headers;
		const kept = headers.value.filter(isActive);
		const items = await client.listIn(
			'prescriptionitem',
			'prescription_id',
			idsOf(kept),
			'list the prescribed items',
		);
		if (!items.ok) return items;
		const active = items.value.filter(isActive);
		const products = await reads.names(
			'product',
			active.map((item) => item.product_id),
		);
		if (!products.ok) return products;
		const zone = await reads.zone();
		const byId = new Map(kept.map((header) => [identifier(header.id), header]));
		return ok(
			active.map((item) =>
				toMedication(item, byId.get(identifier(item.prescription_id)), products.value, zone),
			),
		);
	};

	/** Vaccinations hang on the consult and name no animal [documented: live client]. */
	const listVaccinations = async (patientId: string): Promise<Result<Vaccination[]>> => {
		const consults = await reads.consults(patientId);
		if (!consults.ok) return consults;
		const got = await client.listIn(
			'vaccination',
			'consult_id',
			idsOf(consults.value),
			'list the vaccinations',
		);
		if (!got.ok) return got;
		const kept = got.value.filter(isActive);
		const products = await reads.names(
			'product',
			kept.map((record) => record.product_id),
		);
		if (!products.ok) return products;
		const zone = await reads.zone();
		return ok(kept.map((record) => toVaccination(record, products.value, zone)));
	};

	const listLabResults = async (patientId: string): Promise<Result<LabReport[]>> => {
		const results = await client.list(
			'diagnosticresult',
			{ animal_id: patientId },
			'list the laboratory results',
		);
		if (!results.ok) return results;
		const kept = results.value.filter(isActive);
		const items = await client.listIn(
			'diagnosticresultitem',
			'diagnosticresult_id',
			idsOf(kept),
			'list the laboratory values',
		);
		if (!items.ok) return items;
		const requests = await reads.names(
			'diagnosticrequest',
			kept.map((record) => record.diagnosticrequest_id),
		);
		if (!requests.ok) return requests;
		const byResult = new Map<string, Raw[]>();
		for (const item of items.value.filter(isActive)) {
			const id = identifier(item.diagnosticresult_id) ?? '';
			byResult.set(id, [...(byResult.get(id) ?? []), item]);
		}
		const itemsOf = (record: Raw): Raw[] => byResult.get(identifier(record.id) ?? '') ?? [];
		return ok(kept.map((record) => toLabReport(record, itemsOf(record), requests.value)));
	};

	const attachmentsOf = async (recordType: string, ids: string[]): Promise<Result<Raw[]>> =>
		await client.listIn('attachment', 'record_id', ids, 'list the documents', {
			record_type: recordType,
		});

	const listDocuments = async (patientId: string): Promise<Result<DocumentRef[]>> => {
		const consults = await reads.consults(patientId);
		if (!consults.ok) return consults;
		const ofPatient = await attachmentsOf('Animal', [patientId]);
		if (!ofPatient.ok) return ofPatient;
		const ofConsults = await attachmentsOf('Consult', idsOf(consults.value));
		if (!ofConsults.ok) return ofConsults;
		const byId = new Map(
			[...ofPatient.value, ...ofConsults.value]
				.filter(isActive)
				.map((record) => [identifier(record.id), record]),
		);
		return ok([...byId.values()].map(toDocument));
	};

	return { listNotes, listMedications, listVaccinations, listLabResults, listDocuments };
}
