/** Who an image is of, as its DICOM header says. Absent = not said. */
export interface ImageIdentity {
	patientName?: string;
	species?: string;
	responsiblePerson?: string;
	/** `YYYY-MM-DD` */
	birthDate?: string;
}

const preamble = 128;
const undefinedLength = 0xffffffff;
const explicitLittleEndian = '1.2.840.10008.1.2.1';
const implicitLittleEndian = '1.2.840.10008.1.2';
/** Deflated and big-endian files are written by nothing in use; they are not looked into. */
const unread = ['1.2.840.10008.1.2.1.99', '1.2.840.10008.1.2.2'];
const longLengths = ['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV'];

const tag = (group: number, element: number): number => group * 0x10000 + element;
const tags = {
	transferSyntax: tag(0x0002, 0x0010),
	patientName: tag(0x0010, 0x0010),
	birthDate: tag(0x0010, 0x0030),
	species: tag(0x0010, 0x2201),
	responsiblePerson: tag(0x0010, 0x2297),
	sequenceEnd: tag(0xfffe, 0xe0dd),
};

interface Element {
	tag: number;
	start: number;
	length: number;
}

/** One data element at a place, or nothing where the bytes end. DICOM PS3.5, section 7.1. */
function elementAt(view: DataView, at: number, explicit: boolean): Element | undefined {
	if (at + 8 > view.byteLength) return undefined;
	const found = tag(view.getUint16(at, true), view.getUint16(at + 2, true));
	if (!explicit) return { tag: found, start: at + 8, length: view.getUint32(at + 4, true) };
	const kind = String.fromCharCode(view.getUint8(at + 4), view.getUint8(at + 5));
	if (!longLengths.includes(kind)) {
		return { tag: found, start: at + 8, length: view.getUint16(at + 6, true) };
	}
	if (at + 12 > view.byteLength) return undefined;
	return { tag: found, start: at + 12, length: view.getUint32(at + 8, true) };
}

/** Behind a sequence that does not say its length: after the mark that ends it. */
function afterSequence(view: DataView, from: number): number {
	for (let at = from; at + 8 <= view.byteLength; at += 2) {
		if (tag(view.getUint16(at, true), view.getUint16(at + 2, true)) === tags.sequenceEnd)
			return at + 8;
	}
	return view.byteLength;
}

const textAt = (bytes: Uint8Array, { start, length }: Element): string =>
	Buffer.from(bytes.subarray(start, start + length))
		.toString('utf8')
		.replace(/\0/g, ' ')
		.trim();

/** True for a DICOM Part 10 file, by its mark. */
export const isDicom = (head: Uint8Array): boolean =>
	Buffer.from(head.subarray(preamble, preamble + 4)).toString('latin1') === 'DICM';

/**
 * Reads whom an image is of from the first bytes of a DICOM file (64 kB are plenty). Undefined when it
 * is none, or one whose header cannot be read; a header that ends early gives what stood before.
 */
export function imageIdentity(head: Uint8Array): ImageIdentity | undefined {
	if (!isDicom(head)) return undefined;
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	const found: ImageIdentity = {};
	let syntax = explicitLittleEndian;
	let at = preamble + 4;
	for (;;) {
		const inMeta = at + 2 <= view.byteLength && view.getUint16(at, true) === 2;
		if (!inMeta && unread.includes(syntax)) return undefined;
		const element = elementAt(view, at, inMeta || syntax !== implicitLittleEndian);
		// Tags stand in order: behind the patient's there is nothing to learn.
		if (!element || element.tag > tag(0x0010, 0xffff)) return found;
		if (element.tag === tags.transferSyntax) syntax = textAt(head, element);
		else take(found, element, head);
		at =
			element.length === undefinedLength
				? afterSequence(view, element.start)
				: element.start + element.length;
	}
}

function take(found: ImageIdentity, element: Element, head: Uint8Array): void {
	if (element.length === 0 || element.length > 1024) return;
	const text = textAt(head, element);
	if (text === '') return;
	if (element.tag === tags.patientName) found.patientName = text;
	if (element.tag === tags.species) found.species = text;
	if (element.tag === tags.responsiblePerson) found.responsiblePerson = text;
	if (element.tag === tags.birthDate && /^\d{8}$/.test(text)) {
		found.birthDate = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
	}
}
