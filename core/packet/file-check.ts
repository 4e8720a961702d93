import { compareBirthDates, compareNames, compareSpecies } from '../report/patient-identity';
import { imageIdentity, isDicom, type ImageIdentity } from './dicom-header';

/** A stored file as far as the check needs it. */
export interface FileSample {
	name: string;
	mimeType: string;
	/** The first bytes; 64 kB are enough for every check. */
	head: Uint8Array;
	/** The last bytes; only PDFs are judged by them. */
	tail: Uint8Array;
}

export interface FilePatient {
	name: string;
	species?: string;
	dateOfBirth?: string;
	ownerName?: string;
}

/** Why a file does not go along: a stable code, and words that name nobody. */
export interface FileFault {
	code: 'program' | 'damaged' | 'locked' | 'other_patient';
	reason: string;
}

const fault = (code: FileFault['code'], reason: string): FileFault => ({ code, reason });

const programNames =
	/\.(exe|com|scr|bat|cmd|msi|dll|pif|jar|js|jse|vbs|vbe|wsf|hta|ps1|lnk|app|apk)$/i;
const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const begins = (head: Uint8Array, ...bytes: number[]): boolean =>
	bytes.every((byte, index) => head[index] === byte);

const isProgram = ({ name, head }: FileSample): boolean =>
	programNames.test(name) || begins(head, 0x4d, 0x5a) || begins(head, 0x7f, 0x45, 0x4c, 0x46);

/** What a file of a kind begins with; kinds that are not here begin with anything. */
const beginnings: Record<string, (head: Uint8Array) => boolean> = {
	'application/pdf': (head) => latin(head.subarray(0, 1024)).includes('%PDF-'),
	'image/jpeg': (head) => begins(head, 0xff, 0xd8, 0xff),
	'image/png': (head) => begins(head, 0x89, 0x50, 0x4e, 0x47),
	'application/zip': (head) => begins(head, 0x50, 0x4b),
};

function isDamaged({ mimeType, head, tail }: FileSample): boolean {
	const kind = mimeType.toLowerCase();
	const begin = Object.hasOwn(beginnings, kind) ? beginnings[kind] : undefined;
	if (begin && !begin(head)) return true;
	return kind === 'application/pdf' && !latin(tail).includes('%%EOF');
}

function isLocked({ mimeType, head, tail }: FileSample): boolean {
	const kind = mimeType.toLowerCase();
	if (kind === 'application/pdf') return /\/Encrypt\s+\d+\s+\d+\s+R/.test(latin(tail));
	// Bit 0 of the flags of the first entry (ZIP, section 4.4.4).
	return begins(head, 0x50, 0x4b, 0x03, 0x04) && ((head[6] ?? 0) & 1) === 1;
}

const wordsOf = (name: string): string[] =>
	name.split(/[\s^=,;/_-]+/).filter((word) => word.length > 1);
const agrees = (a: string, b: string): boolean => compareNames(a, b) !== 'different';

/** Whether the name in an image is another animal's; one that holds the owner's only says nothing. */
function isOtherName(shown: string, { name, ownerName = '' }: FilePatient): boolean {
	const owners = wordsOf(ownerName);
	const words = wordsOf(shown).filter((word) => !owners.some((owner) => agrees(owner, word)));
	if (words.length === 0) return false;
	const names = wordsOf(name);
	return (
		!words.some((word) => names.some((each) => agrees(each, word))) &&
		!agrees(words.join(' '), name)
	);
}

/** Whether an image shows another patient: another name or species, or a namesake of somebody else. */
export function isOtherPatient(image: ImageIdentity, patient: FilePatient): boolean {
	if (compareSpecies(image.species, patient.species) === 'different') return true;
	if (image.patientName !== undefined && isOtherName(image.patientName, patient)) return true;
	const owners = wordsOf(patient.ownerName ?? '');
	const shown = wordsOf(image.responsiblePerson ?? '');
	const isOtherOwner =
		owners.length > 0 &&
		shown.length > 0 &&
		!shown.some((word) => owners.some((owner) => agrees(owner, word)));
	return isOtherOwner && compareBirthDates(image.birthDate, patient.dateOfBirth) === 'different';
}

/**
 * Looks into a file before it goes along: programs, files that are not what they say or that nobody can
 * open, and images of another patient stay here. Nothing about their contents is repeated. It is no virus
 * scanner.
 */
export function checkFile(file: FileSample, patient: FilePatient): FileFault | undefined {
	if (isProgram(file)) return fault('program', 'it is a program, not a document');
	if (isDamaged(file))
		return fault('damaged', 'it is damaged: its contents are not what its type says');
	if (isLocked(file)) return fault('locked', 'it is locked with a password');
	if (!isDicom(file.head)) return undefined;
	const image = imageIdentity(file.head);
	return image && isOtherPatient(image, patient)
		? fault('other_patient', 'the image is labelled with another patient')
		: undefined;
}
