import { linesPdf } from '../shared/paper.mts';
import { ownerOf } from './practice.mts';
import type { Patient, Practice } from './practice.mts';

/** The patient history as the report prints it: newest visit first, as lines. */
export function historyLines(practice: Practice, patient: Patient): string[] {
	const owner = ownerOf(practice, patient);
	const visits = [...patient.visits].sort((a, b) => b.date.localeCompare(a.date));
	return [
		practice.name,
		`Patient: ${patient.name} (${patient.id})`,
		owner
			? `Client: ${owner.lastName}, ${owner.firstName} (${owner.id})`
			: 'Client: none on record',
		`Species: ${patient.species}   Breed: ${patient.breed}   Sex: ${patient.gender}`,
		`Born: ${american(patient.born)}   Microchip: ${patient.microchip}`,
		'',
		...visits.flatMap((visit) => [
			`${american(visit.date)}  ${visit.reason}  (${visit.vet})`,
			...visit.notes.map((note) => `    ${note}`),
			...(visit.vaccines ?? []).map(({ code, description }) => `    ${code}  ${description}`),
			...(visit.medicines ?? []).map(
				({ code, description, quantity, instructions }) =>
					`    Rx ${code}  ${description}  qty ${quantity}  ${instructions}`,
			),
			'',
		]),
		'Fictional demo record. No real patient, owner or clinic.',
	];
}

/** `2026-11-02` as the practice prints it: `11/02/2026`. */
export const american = (date: string): string =>
	/^\d{4}-\d\d-\d\d$/.test(date) ? `${date.slice(5, 7)}/${date.slice(8)}/${date.slice(0, 4)}` : '';

export const historyPdf = async (practice: Practice, patient: Patient, at: Date): Promise<Buffer> =>
	await linesPdf(`Patient History: ${patient.name}`, historyLines(practice, patient), at);

/** The same history as rich text: Windows-1252 escapes, one paragraph a line. */
export function historyRtf(practice: Practice, patient: Patient): Buffer {
	const escaped = (text: string) =>
		[...text]
			.map((char) => {
				const code = char.codePointAt(0) ?? 63;
				if ('\\{}'.includes(char)) return `\\${char}`;
				if (code < 128) return char;
				return code < 256 ? `\\'${code.toString(16).padStart(2, '0')}` : `\\u${code}?`;
			})
			.join('');
	const lines = [`Patient History: ${patient.name}`, '', ...historyLines(practice, patient)];
	const body = lines.map((line) => `${escaped(line)}\\par`).join('\r\n');
	const head = '{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\\f0\\fs20';
	return Buffer.from(`${head}\r\n${body}\r\n}\r\n`, 'latin1');
}

/** What a column of the practice's own list can hold. */
export const meanings = [
	'patientId',
	'patientName',
	'species',
	'breed',
	'sex',
	'born',
	'weight',
	'microchip',
	'clientId',
	'ownerFirstName',
	'ownerLastName',
	'phone',
	'email',
	'reason',
] as const;
export type Meaning = (typeof meanings)[number];

/** Each practice names its columns itself: three ways of saying the same. */
const NAMES: Record<Meaning, [string, string, string]> = {
	patientId: ['Patient ID', 'Pat. No.', 'Chart #'],
	patientName: ['Patient Name', 'Pet', 'Animal'],
	species: ['Species', 'Spec.', 'Kind'],
	breed: ['Breed', 'Breed Desc', 'Race'],
	sex: ['Sex', 'Gender', 'M/F'],
	born: ['Birthdate', 'DOB', 'Born on'],
	weight: ['Weight (kg)', 'Wt', 'Last weight'],
	microchip: ['Microchip', 'Chip No', 'ISO chip'],
	clientId: ['Client ID', 'Acct', 'Owner No.'],
	ownerFirstName: ['Client First Name', 'First', 'Given name'],
	ownerLastName: ['Client Last Name', 'Last', 'Surname'],
	phone: ['Phone', 'Tel. 1', 'Call'],
	email: ['Email', 'E-mail address', 'Mail'],
	reason: ['Referral Note', 'Refer for', 'Why'],
};

/** The columns of a practice before and after somebody there has renamed and moved them. */
export interface ColumnSets {
	now: ColumnSet;
	renamed: ColumnSet;
}

export interface ColumnSet {
	/** The heading this practice chose for each meaning. */
	names: Record<Meaning, string>;
	/** The order of the columns. */
	order: Meaning[];
}

/** The columns one practice chose; the same number gives the same columns, another one others. */
export function columnSet(number: number): ColumnSet {
	const names = Object.fromEntries(
		meanings.map((meaning, at) => [meaning, NAMES[meaning][(number + at) % 3]]),
	) as Record<Meaning, string>;
	const order = [...meanings];
	let state = number + 1;
	for (let at = order.length - 1; at > 0; at--) {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		const other = state % (at + 1);
		[order[at], order[other]] = [order[other] as Meaning, order[at] as Meaning];
	}
	return { names, order };
}

export interface CsvOptions {
	columns: ColumnSet;
	separator: ',' | ';';
	encoding: 'utf-8' | 'windows-1252';
	/** Starts with a byte order mark, as some programs write UTF-8. */
	byteOrderMark: boolean;
	/** Dates as 31/12/2026 in place of 12/31/2026. */
	dayFirst: boolean;
	/** Leaves the owner's columns empty. */
	withoutOwner: boolean;
}

/** The list "Save As" gives: headings, one row a patient, quotes only where they are needed. */
export function listCsv(
	practice: Practice,
	rows: Array<{ patient: Patient; reason: string }>,
	options: CsvOptions,
): Buffer {
	const { columns, separator, encoding, byteOrderMark } = options;
	const cell = (value: string) =>
		/["\r\n]/.test(value) || value.includes(separator) ? `"${value.replaceAll('"', '""')}"` : value;
	const lines = [
		columns.order.map((meaning) => cell(columns.names[meaning])),
		...rows.map(({ patient, reason }) => {
			const values = valuesOf(practice, patient, reason, options);
			return columns.order.map((meaning) => cell(values[meaning]));
		}),
	];
	const list = lines
		.map((line) => line.join(separator))
		.join('\r\n')
		.concat('\r\n');
	const text = byteOrderMark ? `\uFEFF${list}` : list;
	return encoding === 'utf-8' ? Buffer.from(text, 'utf8') : windows1252(text);
}

function valuesOf(
	practice: Practice,
	patient: Patient,
	reason: string,
	{ withoutOwner, dayFirst }: CsvOptions,
): Record<Meaning, string> {
	const owner = withoutOwner ? undefined : ownerOf(practice, patient);
	return {
		patientId: patient.id,
		patientName: patient.name,
		species: patient.species,
		breed: patient.breed,
		sex: patient.gender && `${patient.gender}${patient.neutered ? ' (neutered)' : ''}`,
		born: dayFirst ? european(patient.born) : american(patient.born),
		weight: patient.weight === null ? '' : String(patient.weight),
		microchip: patient.microchip,
		clientId: owner?.id ?? '',
		ownerFirstName: owner?.firstName ?? '',
		ownerLastName: owner?.lastName ?? '',
		phone: owner?.phones[0]?.number ?? '',
		email: owner?.email ?? '',
		reason,
	};
}

const european = (date: string): string => american(date).replace(/^(..)\/(..)/, '$2/$1');

const CODE_PAGE = new TextDecoder('windows-1252').decode(
	Uint8Array.from({ length: 256 }, (_, n) => n),
);

/** Windows-1252 bytes; letters it does not have become "?". */
const windows1252 = (text: string): Buffer =>
	Buffer.from(
		[...text].map((char) => {
			const code = CODE_PAGE.indexOf(char);
			return code < 0 ? 63 : code;
		}),
	);
