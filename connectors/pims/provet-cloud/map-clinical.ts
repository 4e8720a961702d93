import { classifyDocument, safeFileName } from '../../../core/packet/kinds';
import type {
	DocumentRef,
	Encounter,
	LabItem,
	LabReport,
	Medication,
	Note,
	Vaccination,
} from '../../../core/packet/records';
import { given } from '../names';
import { calendarDate, decimal, firstOf, flag, instant, text, type Raw } from '../normalise';
import { idOf } from './relations';

type Names = Map<string, string>;

const personOf = (names: Names, ...relations: unknown[]): string | undefined =>
	relations.map((relation) => names.get(idOf(relation) ?? '')).find(Boolean);

export const toEncounter = (record: Raw, patientId: string, staff: Names): Encounter =>
	given({
		id: idOf(record) ?? '',
		patientId,
		at: instant(firstOf(record, 'started', 'admitted_time', 'first_entry', 'created')),
		vetId: idOf(record.supervising_veterinarian),
		vet: personOf(staff, record.supervising_veterinarian),
		reason: text(record.complaint),
		modifiedAt: instant(record.modified),
		raw: record,
	});

/**
 * What a note says: `text` in the guide, `note` in the schema, so both are read; the others are
 * [inferred].
 */
export const wordsOf = (record: Raw): string | undefined => {
	const body = text(firstOf(record, 'text', 'note', 'content', 'description', 'history'));
	const title = text(firstOf(record, 'title', 'subject'));
	return [title, body].filter(Boolean).join('\n') || undefined;
};

export function toNote(
	record: Raw,
	of: { source: string; kind: Note['kind']; encounterId?: string },
	staff: Names,
): Note | undefined {
	const body = wordsOf(record);
	if (body === undefined) return undefined;
	return given<Note>({
		id: `${of.source}-${idOf(record) ?? ''}`,
		kind: of.kind,
		at: instant(firstOf(record, 'date', 'created', 'modified')),
		encounterId: of.encounterId ?? idOf(record.consultation),
		author: personOf(staff, record.created_user, record.user, record.author),
		text: body,
		raw: record,
	});
}

/** A medicine of a consultation; whether it is still given is not said. */
export const toMedication = (record: Raw): Medication =>
	given({
		id: idOf(record) ?? '',
		name: text(record.name) ?? `Medicine ${idOf(record) ?? ''}`,
		instructions: text(record.instructions),
		quantity: [text(record.quantity), text(record.unit)].filter(Boolean).join(' ') || undefined,
		start: calendarDate(firstOf(record, 'used', 'created'), 'utc'),
		raw: record,
	});

export const isVaccination = (record: Raw): boolean => flag(record.vaccination) === true;

/** Names of the fields of vaccinations given elsewhere are [unknown]. */
export const toVaccination = (record: Raw, source: 'medicine' | 'external'): Vaccination =>
	given({
		id: `${source}-${idOf(record) ?? ''}`,
		name:
			text(firstOf(record, 'name', 'vaccine', 'vaccination_disease', 'disease', 'description')) ??
			'Vaccination',
		givenOn: calendarDate(firstOf(record, 'used', 'date', 'given', 'date_given', 'created'), 'utc'),
		dueOn: calendarDate(
			firstOf(record, 'valid_until', 'next_vaccination', 'due_date', 'expiry_date'),
			'utc',
		),
		raw: record,
	});

/** Names of result fields are [unknown]: these are a guess in Provet Cloud's style, `raw` has all. */
export function toLabItem(record: Raw): LabItem[] {
	const name = text(firstOf(record, 'name', 'analysis', 'title'));
	const value = text(firstOf(record, 'result', 'value', 'result_value', 'results'));
	if (name === undefined || value === undefined) return [];
	const low = text(firstOf(record, 'reference_min', 'reference_low', 'min_value'));
	const high = text(firstOf(record, 'reference_max', 'reference_high', 'max_value'));
	const bounds = low !== undefined && high !== undefined ? `${low}-${high}` : undefined;
	return [
		given({
			name,
			value,
			unit: text(firstOf(record, 'unit', 'units')),
			range: text(firstOf(record, 'reference_range', 'range', 'reference')) ?? bounds,
			flag: text(firstOf(record, 'flag', 'abnormal', 'indicator')),
		}),
	];
}

export const toLabReport = (id: string, head: Raw, items: Raw[]): LabReport =>
	given({
		id,
		name: text(firstOf(head, 'name', 'title', 'description')) ?? 'Laboratory result',
		at: instant(firstOf(head, 'date', 'results_received', 'used', 'created')),
		lab: text(firstOf(head, 'laboratory', 'lab', 'laboratory_name')),
		reference: text(firstOf(head, 'reference', 'reference_number', 'referral_number')),
		text: text(firstOf(head, 'comment', 'comments', 'result_text', 'remarks')),
		items: items.flatMap(toLabItem),
		raw: { ...head, items },
	});

/** Field names of uploads are [unknown]; the file's own address is whichever of these is one. */
export const fileAddressOf = (record: Raw): string | undefined =>
	text(firstOf(record, 'file', 'file_url', 'download_url', 'download', 'upload', 'link'));

export function toDocument(record: Raw, of: { type: string; id: string }): DocumentRef {
	const id = idOf(record) ?? '';
	const address = fileAddressOf(record)?.replace(/[?#].*$/s, '');
	const mimeType =
		text(firstOf(record, 'mime_type', 'content_type', 'mimetype')) ?? 'application/octet-stream';
	const said = text(firstOf(record, 'name', 'filename', 'file_name', 'title'));
	const name = safeFileName(said ?? address?.split('/').pop() ?? '', mimeType, `upload-${id}`);
	const size = decimal(firstOf(record, 'size', 'file_size', 'filesize'));
	return given({
		id,
		name,
		mimeType,
		kind: classifyDocument({ name, mimeType }),
		date: instant(firstOf(record, 'created', 'date', 'modified')),
		recordType: of.type,
		recordId: of.id,
		size: size !== undefined && Number.isInteger(size) && size >= 0 ? size : undefined,
		raw: record,
	});
}
