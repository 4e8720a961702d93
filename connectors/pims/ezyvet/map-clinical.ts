import { classifyDocument, safeFileName } from '../../../core/packet/kinds';
import type {
	DocumentRef,
	LabItem,
	LabReport,
	Medication,
	Note,
	Vaccination,
} from '../../../core/packet/records';
import { given, named, type Names } from '../names';
import { calendarDate, decimal, firstOf, identifier, instant, text, type Raw } from '../normalise';

/** Body fields: `comments` of history, `notes` of assessment; the others follow it [inferred]. */
export function toNote(record: Raw, kind: Note['kind'], staff: Names): Note | undefined {
	const body = text(firstOf(record, 'comments', 'notes', 'description'));
	if (body === undefined) return undefined;
	return given({
		id: `${kind}-${identifier(record.id) ?? ''}`,
		kind,
		at: instant(record.timestamp) ?? instant(record.created_at),
		encounterId: identifier(record.consult_id),
		author: named(staff, record.vet_id),
		text: body,
		raw: record,
	});
}

/** Vitals with the unit in which ezyVet shows them is [unknown], so they are told as they stand. */
const vitals = [
	'weight',
	'weight_unit',
	'temperature',
	'heart_rate',
	'respiratory_rate',
	'capillary_refill_time',
	'mucous_membranes',
	'body_condition_score',
	'pain_score',
	'notes',
];

/** A health status as an exam note, e.g. "Weight 11.2 kg; temperature 38.6; heart rate 140". */
export function toVitals(record: Raw, staff: Names): Note | undefined {
	const parts = vitals
		.filter((field) => field !== 'weight_unit' && text(record[field]) !== undefined)
		.map((field) => {
			const unit = field === 'weight' ? ` ${text(record.weight_unit) ?? ''}` : '';
			const label = field === 'notes' ? '' : `${field.replaceAll('_', ' ')} `;
			return `${label}${text(record[field]) ?? ''}${unit}`.trim();
		});
	if (parts.length === 0) return undefined;
	const body = parts.join('; ');
	return given<Note>({
		id: `vitals-${identifier(record.id) ?? ''}`,
		kind: 'exam',
		at: instant(firstOf(record, 'timestamp', 'date', 'created_at')),
		encounterId: identifier(record.consult_id),
		author: named(staff, record.vet_id),
		text: body.charAt(0).toUpperCase() + body.slice(1),
		raw: record,
	});
}

export function toMedication(item: Raw, header: Raw | undefined, products: Names, zone: string) {
	const medication: Medication = {
		id: identifier(item.id) ?? '',
		name:
			named(products, item.product_id) ??
			text(firstOf(item, 'product_name', 'name', 'description')) ??
			`Product ${identifier(item.product_id) ?? 'without a name'}`,
		instructions: text(item.instructions),
		quantity: text(item.qty),
		start: calendarDate(item.date_start, zone) ?? calendarDate(header?.date_of_prescription, zone),
		raw: item,
	};
	return given(medication);
}

export const toVaccination = (record: Raw, products: Names, zone: string): Vaccination =>
	given({
		id: identifier(record.id) ?? '',
		name: named(products, record.product_id) ?? text(record.description) ?? 'Vaccination',
		givenOn: calendarDate(record.date_of_administration, zone),
		dueOn: calendarDate(record.date_of_next_administration, zone),
		raw: record,
	});

function toLabItem(record: Raw): LabItem[] {
	const name = text(firstOf(record, 'name', 'test_name', 'description'));
	const value = text(firstOf(record, 'value', 'result'));
	if (name === undefined || value === undefined) return [];
	const low = text(firstOf(record, 'reference_low', 'range_low', 'low'));
	const high = text(firstOf(record, 'reference_high', 'range_high', 'high'));
	const bounds = low !== undefined && high !== undefined ? `${low}-${high}` : undefined;
	return [
		given({
			name,
			value,
			unit: text(firstOf(record, 'unit', 'units')),
			range: text(firstOf(record, 'range', 'reference_range')) ?? bounds,
			flag: text(firstOf(record, 'flag', 'qualifier', 'indicator')),
		}),
	];
}

/** Fields of laboratory results are [unknown]; these are a guess in ezyVet's style, `raw` has all. */
export const toLabReport = (record: Raw, items: Raw[], requests: Names): LabReport =>
	given({
		id: identifier(record.id) ?? '',
		name:
			text(firstOf(record, 'name', 'description')) ??
			named(requests, record.diagnosticrequest_id) ??
			'Laboratory result',
		at: instant(firstOf(record, 'date', 'timestamp', 'created_at')),
		lab: text(firstOf(record, 'supplier_name', 'laboratory')),
		reference: text(firstOf(record, 'reference_number', 'external_reference')),
		text:
			[text(record.outcome), text(firstOf(record, 'specifics', 'comments', 'notes'))]
				.filter(Boolean)
				.join('. ') || undefined,
		items: items.flatMap(toLabItem),
		raw: record,
	});

export function toDocument(record: Raw): DocumentRef {
	const id = identifier(record.id) ?? '';
	const mimeType = text(record.mime_type) ?? 'application/octet-stream';
	const name = safeFileName(text(record.name) ?? '', mimeType, `attachment-${id}`);
	return given({
		id,
		name,
		mimeType,
		kind: classifyDocument({ name, mimeType }),
		date: instant(record.created_at),
		recordType: text(record.record_type) ?? 'Animal',
		recordId: identifier(record.record_id) ?? '',
		size: decimal(record.file_size),
		raw: record,
	});
}
