import { classifyDocument, safeFileName } from '../../../core/packet/kinds';
import { handInId } from '../../../core/referral/case-id';
import { compareNames } from '../../../core/report/patient-identity';
import { ok, refuse, type Result } from '../../../core/result';
import { parseHandedCase, type MarkedCase } from '../webhook/payload';
import { readTable } from './csv';
import {
	dateFrom,
	kilogramsFrom,
	ownerOf as unknownOwner,
	rowsOf,
	type ColumnMap,
	type DateOrder,
	type FieldTexts,
	type HandInField,
	type ReadRow,
} from './fields';
import { checkHandedFile, type HandedFile } from './files';

export interface HandIn {
	/** What a form, a file name or a mail says. */
	fields: FieldTexts;
	/** A list saved from the practice system; one of its rows is this case. */
	list?: { name: string; bytes: Uint8Array };
	columnMap: ColumnMap;
	dateOrder?: DateOrder;
	files: HandedFile[];
	/** ISO; when it was handed in. */
	now: string;
}

export interface HandedInCase {
	marked: MarkedCase;
	/** The files as they go along, under the names of their fields. */
	files: HandedFile[];
}

/** Where a value came from, as a person looks for it. */
interface Source {
	texts: FieldTexts;
	where: (field: HandInField) => string;
}

const endless = (text: string): string => text.replace(/\.[a-z0-9]{1,5}$/i, '').toLowerCase();

/** The row that is about this case: by patient id, by the history it names, or because it is alone. */
function rowFor(rows: ReadRow[], { fields, files, list }: HandIn): Result<ReadRow> {
	const [only] = rows;
	const names = new Set([list?.name ?? '', ...files.map(({ name }) => name)].map(endless));
	const byId = rows.filter((row) => row.fields.patientId === fields.patientId);
	const byFile = rows.filter((row) => names.has(endless(row.fields.historyFile ?? '')));
	// `Biscuit 20417 20261102.pdf`: the id of the patient stands in the name of the file as a word.
	const words = new Set([...names].flatMap((name) => name.split(/[^\p{L}\p{N}]+/u)));
	const byName = rows.filter((row) => words.has((row.fields.patientId ?? '').toLowerCase()));
	const found = fields.patientId ? byId : byFile.length > 0 ? byFile : byName;
	if (found.length === 1 && found[0]) return ok(found[0]);
	if (!fields.patientId && rows.length === 1 && only) return ok(only);
	return refuse(
		found.length === 0 ? 'csv_row_missing' : 'csv_row_ambiguous',
		found.length === 0
			? `None of the ${rows.length} rows of the list is about this case.`
			: `${found.length} rows of the list could be this case: rows ${found.map(({ line }) => line).join(', ')}.`,
		'Save the list with one patient, or put the patient ID into the name of the history.',
	);
}

function sourceOf(input: HandIn): Result<Source> {
	const typed: Source = { texts: input.fields, where: (field) => `the field ${field}` };
	if (!input.list) return ok(typed);
	const table = readTable(input.list.bytes);
	if (!table.ok) return table;
	const rows = rowsOf(table.value, input.columnMap);
	if (!rows.ok) return rows;
	const row = rowFor(rows.value, input);
	if (!row.ok) return row;
	const { fields, line, columns } = row.value;
	const said = input.fields.patientName;
	if (said && fields.patientName && compareNames(said, fields.patientName) === 'different') {
		return refuse(
			'csv_other_patient',
			`Row ${line}, column '${columns.patientName ?? ''}' names another patient than the rest of what was handed in.`,
			'Check which patient the list belongs to, and hand it in again.',
		);
	}
	return ok({
		texts: { ...fields, ...input.fields },
		where: (field) =>
			input.fields[field] === undefined && columns[field]
				? `row ${line}, column '${columns[field]}'`
				: `the field ${field}`,
	});
}

const required: Array<[HandInField, string]> = [
	['patientId', 'the ID of the patient'],
	['patientName', 'the name of the patient'],
];

const unreadable = (what: string, where: string, hint: string): Result<never> =>
	refuse('field_unreadable', `${what} in ${where} cannot be read.`, hint);

type Signalment = Pick<MarkedCase['patient'], 'dateOfBirth' | 'weightKg'>;

function signalment({ texts, where }: Source, order: DateOrder | undefined): Result<Signalment> {
	const dateOfBirth = texts.dateOfBirth ? dateFrom(texts.dateOfBirth, order) : undefined;
	if (texts.dateOfBirth && dateOfBirth === undefined) {
		const hint = "Write it as 2017-05-31, or say in 'Date Order' whether day or month comes first.";
		return unreadable('The date of birth', where('dateOfBirth'), hint);
	}
	const weightKg = texts.weightKg ? kilogramsFrom(texts.weightKg) : undefined;
	if (texts.weightKg && weightKg === undefined) {
		return unreadable('The weight', where('weightKg'), 'Write it as 12.4 kg or 27.3 lb.');
	}
	return ok({ ...(dateOfBirth ? { dateOfBirth } : {}), ...(weightKg ? { weightKg } : {}) });
}

function ownerOf(texts: FieldTexts): MarkedCase['owner'] {
	const both = [texts.ownerFirstName, texts.ownerLastName].filter(Boolean).join(' ');
	const name = texts.ownerName ?? both;
	if (!name) return undefined;
	const { ownerPhone, ownerEmail } = texts;
	return {
		id: texts.ownerId ?? unknownOwner(texts.patientId ?? ''),
		name,
		contactPoints: [
			...(ownerPhone ? [{ kind: 'mobile' as const, value: ownerPhone }] : []),
			...(ownerEmail ? [{ kind: 'email' as const, value: ownerEmail }] : []),
		],
	};
}

/**
 * The same hand-in is the same case: by its files, or without any by what was written on this day. A file
 * that comes again by mail or a form sent twice opens nothing new.
 */
function eventIdOf(texts: FieldTexts, files: HandedFile[], now: string): string {
	const parts =
		files.length > 0
			? [texts.patientId, ...files.map(({ sha256 }) => sha256).sort()]
			: [now.slice(0, 10), ...Object.entries(texts).sort().flat()];
	return handInId(parts);
}

const historyTypes = ['application/pdf', 'application/rtf', 'text/plain'];

/** The first document that does not say what it is counts as the history. */
function documentsOf(files: HandedFile[]): MarkedCase['documents'] {
	let hasHistory = false;
	return files.map(({ name, mimeType, size, sha256 }, index) => {
		const said = classifyDocument({ name, mimeType });
		const isHistory = !hasHistory && said === 'other' && historyTypes.includes(mimeType);
		hasHistory ||= isHistory || said === 'clinical_summary';
		const kind = isHistory ? 'clinical_summary' : said;
		return {
			id: `file-${index + 1}`,
			name: safeFileName(name, mimeType),
			mimeType,
			kind,
			size,
			sha256,
		};
	});
}

/** Notes of a system whose notes cannot be read one by one: what the vet wrote, and where the rest is. */
function notesOf(
	{ reason, vet }: FieldTexts,
	documents: MarkedCase['documents'],
	now: string,
): MarkedCase['notes'] {
	const history = documents.find(({ kind }) => kind === 'clinical_summary');
	const by = vet ? { author: vet } : {};
	return [
		...(reason ? [{ id: 'reason', kind: 'history' as const, at: now, ...by, text: reason }] : []),
		...(history
			? [
					{
						id: 'history',
						kind: 'other' as const,
						text: `The clinical history is the attached file ${history.name}.`,
					},
				]
			: []),
	];
}

/**
 * Makes one marked case of what a practice without an API hands in: its history as a file, a row of a
 * list, fields of a form, or all of them. Refused as a whole when any part is not fit, with the part named;
 * whatever was handed in is then still where it came from.
 */
export function handedInCase(input: HandIn): Result<HandedInCase> {
	const source = sourceOf(input);
	if (!source.ok) return source;
	const { texts } = source.value;
	for (const [field, words] of required) {
		if (texts[field]) continue;
		const column = input.columnMap[field];
		return refuse(
			'field_missing',
			`What was handed in does not say ${words}${input.list && column ? ` (${source.value.where(field)})` : ''}.`,
			'Fill it in, or hand in a list that has it.',
		);
	}
	const read = signalment(source.value, input.dateOrder);
	if (!read.ok) return read;
	const { patientId = '', patientName = '', species, breed, sex, microchip } = texts;
	const owner = ownerOf(texts);
	const files: HandedFile[] = [];
	for (const file of input.files) {
		const checked = checkHandedFile(file, {
			id: patientId,
			name: patientName,
			...(species ? { species } : {}),
			...(read.value.dateOfBirth ? { dateOfBirth: read.value.dateOfBirth } : {}),
			...(owner ? { ownerName: owner.name } : {}),
		});
		if (!checked.ok) return checked;
		files.push(checked.value);
	}
	const documents = documentsOf(files);
	const marked = parseHandedCase({
		eventId: eventIdOf(texts, files, input.now),
		markedAt: input.now,
		text: texts.reason ?? '',
		encounterId: 'handed-in',
		patient: { id: patientId, name: patientName, species, breed, sex, microchip, ...read.value },
		...(owner ? { owner } : {}),
		encounters: [{ id: 'handed-in', at: input.now, vet: texts.vet, reason: texts.reason }],
		notes: notesOf(texts, documents, input.now),
		documents,
	});
	return marked.ok ? ok({ marked: marked.value, files }) : marked;
}
