import type { Row, Store } from '../store.mts';

export const DAY = 86_400;

export interface Practice {
	store: Store;
	/** The day all dates count back from, epoch seconds. */
	now: number;
	ago(days: number): number;
	vera: number;
	tomas: number;
}

export interface Visit {
	daysAgo: number;
	reason: string;
	vet?: number;
	notes?: string[];
	exam?: string;
	assessment?: string;
	vitals?: Record<string, unknown>;
}

/** A consult with its notes, exam, assessment and vitals, all dated to the visit. */
export function visit(practice: Practice, animalId: number, given: Visit): Row {
	const { store } = practice;
	const at = practice.ago(given.daysAgo);
	const vet = given.vet ?? practice.vera;
	const links = { animal_id: animalId, vet_id: vet };
	const consult = store.add('consult', { ...links, date: at, description: given.reason }, at);
	const inConsult = { ...links, consult_id: consult.id, timestamp: at };
	for (const comments of given.notes ?? []) {
		store.add('history', { ...inConsult, comments, history_system: 1, chain: 0 }, at);
	}
	if (given.exam) store.add('physicalexam', { ...inConsult, notes: given.exam }, at);
	if (given.assessment) store.add('assessment', { ...inConsult, notes: given.assessment }, at);
	if (given.vitals)
		store.add('healthstatus', { ...inConsult, weight_unit: 'kg', ...given.vitals }, at);
	return consult;
}

export interface Medicine {
	product: string;
	code: string;
	instructions: string;
	qty: string;
	remaining: string;
}

/** A prescription of the visit with its items; products are made once by code. */
export function prescribe(practice: Practice, consult: Row, medicines: Medicine[]): Row {
	const { store } = practice;
	const at = consult.created_at;
	const prescription = store.add(
		'prescription',
		{
			animal_id: consult.animal_id,
			consult_id: consult.id,
			prescribing_vet_user_id: consult.vet_id,
			date_of_prescription: at,
			external_reference: '',
		},
		at,
	);
	prescription.prescription_item_list = medicines.map((medicine) => {
		const item = {
			prescription_id: prescription.id,
			product_id: product(practice, medicine.code, medicine.product).id,
			qty: medicine.qty,
			remaining: medicine.remaining,
			date_start: at,
			serial_number: '',
			instructions: medicine.instructions,
		};
		return store.add('prescriptionitem', item, at).id;
	});
	return prescription;
}

/** The product with this code; made on first use. */
export function product({ store, ago }: Practice, code: string, name: string): Row {
	const known = store.all('product').find((row) => row.code === code);
	return known ?? store.add('product', { code, name, description: name }, ago(900));
}

export interface Panel {
	name: string;
	reference: string;
	outcome: string;
	/** name, value, unit, lowest and highest normal. */
	items: Array<[string, string, string, string, string]>;
}

/** A laboratory request with its result and numbers, dated to the visit. */
export function laboratory(practice: Practice, consult: Row, panel: Panel): Row {
	const { store } = practice;
	const at = consult.created_at;
	const links = {
		animal_id: consult.animal_id,
		consult_id: consult.id,
		vet_id: consult.vet_id,
		reference_number: panel.reference,
		date: at,
	};
	const request = store.add('diagnosticrequest', { ...links, name: panel.name }, at);
	const fields = { ...links, diagnosticrequest_id: request.id, supplier_id: 310 };
	const result = store.add(
		'diagnosticresult',
		{ ...fields, external_link: '', outcome: panel.outcome, specifics: panel.name },
		at,
	);
	for (const [name, value, unit, low, high] of panel.items) {
		const number = Number(value);
		const qualifier =
			low !== '' && number < Number(low) ? 'L' : high !== '' && number > Number(high) ? 'H' : '';
		store.add(
			'diagnosticresultitem',
			{
				diagnosticresult_id: result.id,
				name,
				value,
				unit,
				reference_low: low,
				reference_high: high,
				qualifier,
			},
			at,
		);
	}
	return result;
}

/** A vaccination of the visit; the next one is due after so many days. */
export function vaccinate(practice: Practice, consult: Row, name: string, dueInDays: number): Row {
	const at = consult.created_at;
	return practice.store.add(
		'vaccination',
		{
			consult_id: consult.id,
			product_id: product(practice, `VAC-${name.toUpperCase().slice(0, 4)}`, `${name} vaccine`).id,
			vet_id: consult.vet_id,
			date_of_administration: at,
			date_of_next_administration: at + dueInDays * DAY,
			description: name,
			notes: '',
			qty: '1.00',
		},
		at,
	);
}

/** A file on a patient or consult. */
export function attach(
	practice: Practice,
	record: { type: 'Animal' | 'Consult'; row: Row; daysAgo: number },
	file: { name: string; mimeType: string; notes?: string; active?: boolean },
	bytes: Buffer,
): Row {
	return practice.store.addFile(
		{
			record_type: record.type,
			record_id: record.row.id,
			name: file.name,
			mime_type: file.mimeType,
			notes: file.notes ?? '',
			active: file.active ?? true,
		},
		bytes,
		practice.ago(record.daysAgo),
	);
}
