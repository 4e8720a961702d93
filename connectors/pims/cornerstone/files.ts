import { checkFile, type FilePatient, type FileSample } from '../../../core/packet/file-check';
import { compareNames } from '../../../core/report/patient-identity';
import { ok, refuse, type Result } from '../../../core/result';

/** A file as it was handed in, measured by the shell. */
export interface HandedFile extends FileSample {
	/** The name of the field of the item that holds it. */
	field: string;
	size: number;
	sha256: string;
	/** Its words, as far as they can be read; empty for images. */
	text: string;
}

const typeByEnding: Record<string, string> = {
	pdf: 'application/pdf',
	rtf: 'application/rtf',
	txt: 'text/plain',
	csv: 'text/csv',
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	png: 'image/png',
	dcm: 'application/dicom',
	mp4: 'video/mp4',
};
const known = new Set(Object.values(typeByEnding));

const endingOf = (name: string): string => /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';

/** The type by the ending of the name: mailboxes and browsers often say only "a file". */
export const typeOf = ({ name, mimeType }: { name: string; mimeType: string }): string => {
	const said = mimeType.toLowerCase().split(';')[0]?.trim() ?? '';
	if (said === 'text/rtf') return 'application/rtf';
	return typeByEnding[endingOf(name)] ?? said;
};

export const isList = (file: { name: string; mimeType: string }): boolean =>
	typeOf(file) === 'text/csv';

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** The plain words of a rich text file: control words, groups of fonts and escapes are taken out. */
export function wordsOfRtf(rtf: string): string {
	return rtf
		.replace(/\{\\(?:fonttbl|colortbl|stylesheet|info|\*)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '')
		.replace(/\\'([0-9a-f]{2})/gi, (_all, hex: string) =>
			new TextDecoder('windows-1252').decode(Uint8Array.of(Number.parseInt(hex, 16))),
		)
		.replace(/\\u(-?\d+)\??/g, (_all, code: string) => String.fromCharCode(Number(code) & 0xffff))
		.replace(/\\(?:par|line)\b ?/g, '\n')
		.replace(/\\[a-z]+-?\d* ?/gi, '')
		.replace(/\\([\\{}])/g, '$1')
		.replace(/[{}]/g, '');
}

/** Whether the end of a file that has an end is not there yet. */
function isUnfinished(file: HandedFile): boolean {
	const type = typeOf(file);
	if (type === 'application/pdf') return !latin(file.tail).includes('%%EOF');
	if (type === 'application/rtf') {
		return !/\}\s*\0*$/.test(latin(file.tail));
	}
	return false;
}

/** `Patient: Biscuit (1001)` as histories are headed; what stands behind the word up to the next label. */
const headings = /\bpatient(?: name)?\s*[:#]\s*([^\r\n]{1,80}?)(?=\s{2,}|\s+\w+\s*:|[\r\n]|$)/gi;

/** Whether a text is headed with the name of another patient. */
export function namesAnother(text: string, patient: { id: string; name: string }): boolean {
	const named = [...text.matchAll(headings)].map(([, words = '']) => words.trim());
	if (named.length === 0) return false;
	const fits = (words: string): boolean => {
		const [name = '', id] = words.split(/\s*[([]\s*/);
		const number = id?.replace(/[)\]].*$/, '').trim();
		if (number && /\d/.test(number) && number !== patient.id) return false;
		if (words === patient.id || number === patient.id) return true;
		return compareNames(name.trim(), patient.name) !== 'different';
	};
	return !named.some(fits);
}

const bad = (code: string, message: string, hint: string): Result<never> =>
	refuse(code, message, hint);

/**
 * Looks at a file before its case is opened: empty, still being written, of a type that no record has,
 * damaged, locked, or headed with another patient. Says the name of the file, never its words.
 */
export function checkHandedFile(
	file: HandedFile,
	patient: FilePatient & { id: string },
): Result<HandedFile> {
	const { name } = file;
	if (file.size === 0) {
		return bad('file_empty', `The file ${name} is empty.`, 'Save it again and hand it in again.');
	}
	const mimeType = typeOf(file);
	if (!known.has(mimeType)) {
		return bad(
			'file_type',
			`The file ${name} is of a type that is not taken.`,
			'Hand in PDF, RTF, text, JPEG, PNG, DICOM or MP4 files.',
		);
	}
	if (mimeType === 'application/rtf' && !latin(file.head).trimStart().startsWith('{\\rtf')) {
		return bad('file_damaged', `The file ${name} is not the rich text it says.`, 'Save it again.');
	}
	const isPdf = mimeType === 'application/pdf';
	if (isUnfinished(file) && (!isPdf || latin(file.head).includes('%PDF-'))) {
		return bad(
			'file_growing',
			`The file ${name} has no end: it is still being written, or it is cut.`,
			'Wait until it is complete, then hand it in again.',
		);
	}
	const fault = checkFile({ ...file, mimeType }, patient);
	if (fault) {
		return bad(
			`file_${fault.code}`,
			`The file ${name} was not taken: ${fault.reason}.`,
			'Check it and hand the right file in again.',
		);
	}
	if (namesAnother(file.text, patient)) {
		return bad(
			'file_other_patient',
			`The file ${name} is headed with another patient.`,
			'Check which patient it belongs to and hand in the right file.',
		);
	}
	return ok({ ...file, mimeType });
}
