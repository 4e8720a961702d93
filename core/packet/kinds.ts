/** What a file of a packet is; the order is the order in which a packet lists them. */
export const documentKinds = [
	'referral_letter',
	'radiograph',
	'ultrasound',
	'ct_mri',
	'ecg',
	'echo',
	'lab_report',
	'cytology',
	'histology',
	'video',
	'photo',
	'clinical_summary',
	'specialist_report',
	'consent_form',
	'other',
] as const;
export type DocumentKind = (typeof documentKinds)[number];

interface KindFacts {
	label: string;
	/** LOINC document code, where a well-known one fits; absent rather than approximate. */
	loinc?: string;
}

/** LOINC document ontology: referral note, imaging study, consult note and the common reports. */
export const kindFacts: Record<DocumentKind, KindFacts> = {
	referral_letter: { label: 'Referral letter', loinc: '57133-1' },
	radiograph: { label: 'Radiograph', loinc: '18748-4' },
	ultrasound: { label: 'Ultrasound', loinc: '18760-9' },
	ct_mri: { label: 'CT or MRI', loinc: '18748-4' },
	ecg: { label: 'ECG', loinc: '11524-6' },
	echo: { label: 'Echocardiogram', loinc: '42148-7' },
	lab_report: { label: 'Laboratory report', loinc: '11502-2' },
	cytology: { label: 'Cytology' },
	histology: { label: 'Histology', loinc: '11526-1' },
	video: { label: 'Video' },
	photo: { label: 'Photo', loinc: '72170-4' },
	clinical_summary: { label: 'Clinical summary', loinc: '34133-9' },
	specialist_report: { label: 'Specialist report', loinc: '11488-4' },
	consent_form: { label: 'Consent form', loinc: '59284-0' },
	other: { label: 'Other document' },
};

/**
 * Words of a file name that tell its kind. The first row that matches wins, so the specific stand
 * before the general ("echo report" is an echo, not a report).
 */
const nameWords: Array<[DocumentKind, RegExp]> = [
	['consent_form', /\bconsent\b/],
	['echo', /\b(echo|echocardiogra\w*)\b/],
	['ecg', /\b(ecg|ekg|holter|electrocardiogra\w*)\b/],
	['cytology', /\b(cytolog\w*|fna|fine needle)\b/],
	['histology', /\b(histo\w*|biops\w*|patholog\w*)\b/],
	['ultrasound', /\b(ultraso\w*|sonogra\w*|afast|tfast|us abdo\w*)\b/],
	['ct_mri', /\b(ct|mri|tomogra\w*|magnetic resonance)\b/],
	['radiograph', /\b(radiogra\w*|x ?rays?|xr|thora\w*|chest (film|view)s?)\b/],
	[
		'lab_report',
		/\b(labs?|labwork|laborator\w*|blood\w*|cbc|haem\w*|hema\w*|biochem\w*|chem(istry)?|urinalysis|urine|probnp|thyroid|t4|culture|panel)\b/,
	],
	['specialist_report', /\b(specialist report|discharge|final report|outcome report)\b/],
	['referral_letter', /\b(referral|letter)\b/],
	['clinical_summary', /\b(summary|history|medical record|clinical notes?)\b/],
	['video', /\b(video|movie)\b/],
];

const videoExtension = /\.(mp4|mov|avi|webm|m4v|3gp)$/i;
const imageExtension = /\.(jpe?g|png|heic|heif|gif|webp|tiff?|bmp)$/i;
const dicomExtension = /\.(dcm|dicom)$/i;

/**
 * Tells the kind of a file from its name and MIME type alone. DICOM without a telling name counts
 * as a radiograph, the commonest modality in general practice; a person sees and may change it.
 */
export function classifyDocument(file: { name: string; mimeType: string }): DocumentKind {
	const words = file.name.toLowerCase().replace(/[^a-z0-9]+/g, ' ');
	const named = nameWords.find(([, pattern]) => pattern.test(words));
	const mime = file.mimeType.toLowerCase();
	if (mime.startsWith('video/') || videoExtension.test(file.name)) {
		return named?.[0] === 'echo' || named?.[0] === 'ultrasound' ? named[0] : 'video';
	}
	if (named) return named[0];
	if (mime === 'application/dicom' || dicomExtension.test(file.name)) return 'radiograph';
	if (mime.startsWith('image/') || imageExtension.test(file.name)) return 'photo';
	return 'other';
}

const extensions: Record<string, string> = {
	'application/pdf': 'pdf',
	'application/dicom': 'dcm',
	'image/jpeg': 'jpg',
	'image/png': 'png',
	'image/heic': 'heic',
	'text/plain': 'txt',
	'video/mp4': 'mp4',
};

/** Characters no file name may hold: separators, reserved by Windows, control and bidi characters. */
const unsafe = /[/\\:*?"<>|\p{Cc}\p{Bidi_Control}]+/gu;

/** Longest name kept; common file systems allow 255 bytes and a letter may take four of them. */
const longestName = 120;

/** Makes a name of a PIMS fit for any file system, adding an extension by MIME type if it has none. */
export function safeFileName(name: string, mimeType: string, fallback = 'document'): string {
	const clean = name
		.replace(unsafe, '-')
		.replace(/\s+/g, ' ')
		.replace(/^[\s.-]+|[\s.-]+$/g, '');
	const hasExtension = /\.[a-z0-9]{1,5}$/i.test(clean);
	const extension = extensions[mimeType.toLowerCase()];
	const full = `${clean || fallback}${hasExtension || !extension ? '' : `.${extension}`}`;
	const letters = [...full];
	if (letters.length <= longestName) return full;
	const tail = /\.[a-z0-9]{1,5}$/i.exec(full)?.[0] ?? '';
	return letters.slice(0, longestName - tail.length).join('') + tail;
}
