import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sha256 } from '../shared/http.mts';
import { readPdf } from '../shared/paper.mts';
import { patientOf } from './practice.mts';
import type { Patient, Practice } from './practice.mts';

/** A document in a patient's record: put there by a person, once. */
export interface Filed {
	patientId: string;
	/** Name of the file as it arrived. */
	name: string;
	sha256: string;
	size: number;
	pages: number;
	/** The reference on the slip, e.g. `REF-1a2b3c4d/report/1`. */
	marker: string;
	/** What the slip says, as text. */
	slip: string;
	by: string;
	/** ISO time. */
	at: string;
}

/** A look at one file of the in-folder, as a person would sort it. */
export interface Arrived {
	name: string;
	kind: 'document' | 'slip' | 'unknown';
	size: number;
	/** Of a document: the slip that names it. Of a slip: the document it names. */
	belongsTo?: string;
	/** Why a person would not file it as it is; absent when all is well. */
	problem?: string;
}

export interface FileRequest {
	/** Name of the document in the in-folder. */
	document: string;
	by: string;
	/** The person's own choice of record; needed when the slip names no patient of this practice. */
	patientId?: string;
}

export type FileAnswer =
	| { status: 'filed'; record: Filed }
	| { status: 'already'; record: Filed }
	| { status: 'refused'; code: string; problem: string };

export interface Inbox {
	/** The folder that outgoing documents and their slips are put into. */
	folder: string;
	records: Filed[];
	/** Every attempt, with what came of it. */
	attempts: Array<{ at: string; document: string; by: string; status: string; code?: string }>;
	put(name: string, bytes: Buffer): Promise<void>;
	look(): Promise<Arrived[]>;
	file(request: FileRequest): Promise<FileAnswer>;
	/** The bytes of a filed document. */
	bytes(sum: string): Buffer | undefined;
}

interface Slip {
	name: string;
	text: string;
	/** The text without the names of the files in the folder. */
	words: string;
	marker: string;
}

const MARKER = /\bREF-[0-9A-Za-z]{3,}(?:\/[0-9A-Za-z_-]+)*/g;
/** A SHA-256 in hex, perhaps broken over lines. */
const SUM = /(?<![0-9a-z])(?:[0-9a-f]\n?){63}[0-9a-f](?![0-9a-z])/i;
const refused = (code: string, problem: string): FileAnswer => ({
	status: 'refused',
	code,
	problem,
});

/**
 * The practice's side of a hand-off: a folder with documents and slips, and a person who drags each
 * document into the patient's documents. The person files only what opens and what the slip assigns
 * to one patient: by patient id and name, or by name and the person's own choice.
 */
export function createInbox(practice: Practice, folder: string, nowMs: () => number): Inbox {
	const records: Filed[] = [];
	const attempts: Inbox['attempts'] = [];
	const kept = new Map<string, Buffer>();
	const now = () => new Date(nowMs()).toISOString();

	const names = async (): Promise<string[]> => {
		await mkdir(folder, { recursive: true });
		const entries = await readdir(folder, { withFileTypes: true });
		return entries
			.filter((entry) => entry.isFile())
			.map((entry) => entry.name)
			.sort();
	};
	const read = (name: string) => readFile(join(folder, name));

	/** Everything in the folder: slips with their text, and the rest. */
	const sort = async (): Promise<{ slips: Slip[]; others: string[] }> => {
		const all = await names();
		const slips: Slip[] = [];
		for (const name of all) {
			const text = await slipText(name, await read(name));
			if (text === null || !isSlip(name, text)) continue;
			// A file's name may hold the reference and the patient's id; only the slip's own words count.
			const words = all.reduce((left, file) => left.replace(broken(file), ' '), text);
			const marker = markerOf(words);
			if (marker) slips.push({ name, text, words, marker });
		}
		return { slips, others: all.filter((name) => slips.every((slip) => slip.name !== name)) };
	};

	/** Takes a filed document away, and its slip with the last document it names. */
	const clear = async (document: string, slip: Slip, others: string[]): Promise<void> => {
		await rm(join(folder, document));
		const more = others.some((name) => name !== document && namesFile(slip.text, name));
		if (!more) await rm(join(folder, slip.name));
	};

	const decide = async ({ document, by, patientId }: FileRequest): Promise<FileAnswer> => {
		if (!by.trim()) return refused('nobody', 'Say who files the document.');
		const { slips, others } = await sort();
		if (!others.includes(document)) {
			return refused('no_document', `There is no document ${document} in the folder.`);
		}
		const bytes = await read(document);
		const pdf = await readPdf(bytes);
		if (!pdf) return refused('not_a_pdf', `${document} does not open as a PDF with pages.`);
		const mine = slips.filter(({ text }) => namesFile(text, document));
		const [slip] = mine;
		if (!slip) return refused('no_slip', `No slip names ${document}.`);
		if (mine.length > 1) return refused('two_slips', `More than one slip names ${document}.`);
		const sum = sha256(bytes);
		const stated = SUM.exec(slip.words)?.[0].replaceAll('\n', '').toLowerCase();
		if (stated && stated !== sum) {
			return refused('other_content', `${document} is not the file whose checksum is on the slip.`);
		}
		const chosen = choose(practice, slip.words, patientId);
		if ('problem' in chosen) return refused(chosen.code, chosen.problem);
		const known = records.find((row) => row.sha256 === sum && row.patientId === chosen.patient.id);
		if (known) {
			await clear(document, slip, others);
			return { status: 'already', record: known };
		}
		const record: Filed = {
			patientId: chosen.patient.id,
			name: document,
			sha256: sum,
			size: bytes.length,
			pages: pdf.pages,
			marker: slip.marker,
			slip: slip.text,
			by: by.trim(),
			at: now(),
		};
		records.push(record);
		kept.set(sum, bytes);
		await clear(document, slip, others);
		return { status: 'filed', record };
	};

	return {
		folder,
		records,
		attempts,
		async put(name, bytes) {
			await mkdir(folder, { recursive: true });
			await writeFile(join(folder, basename(name)), bytes);
		},
		async look() {
			const { slips, others } = await sort();
			const shown: Arrived[] = [];
			for (const name of others) {
				const bytes = await read(name);
				const slip = slips.find(({ text }) => namesFile(text, name));
				const opens = (await readPdf(bytes)) !== null;
				const problem = opens
					? slip
						? undefined
						: 'No slip names it.'
					: 'It does not open as a PDF.';
				const kind = opens ? 'document' : 'unknown';
				shown.push({ name, kind, size: bytes.length, belongsTo: slip?.name, problem });
			}
			for (const { name, text } of slips) {
				const document = others.find((other) => namesFile(text, other));
				const problem = document ? undefined : 'The document it names is not here.';
				const size = (await read(name)).length;
				shown.push({ name, kind: 'slip', size, belongsTo: document, problem });
			}
			return shown;
		},
		async file(request) {
			const answer = await decide(request);
			const { document, by } = request;
			const code = answer.status === 'refused' ? { code: answer.code } : {};
			attempts.push({ at: now(), document, by, status: answer.status, ...code });
			return answer;
		},
		bytes: (sum) => kept.get(sum),
	};
}

/** The slip's words; null when the file cannot be read as one. */
async function slipText(name: string, bytes: Buffer): Promise<string | null> {
	const ending = name.toLowerCase().split('.').at(-1) ?? '';
	if (ending === 'pdf') return (await readPdf(bytes))?.text ?? null;
	if (ending === 'txt') return bytes.toString('utf8');
	if (ending !== 'html' && ending !== 'htm') return null;
	const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
	return bytes
		.toString('utf8')
		.replace(/<style[\s\S]*?<\/style>/gi, ' ')
		.replace(/<[^>]*>/g, '\n')
		.replace(/&(amp|lt|gt|quot|#39);/g, (_all, entity: string) => entities[entity] ?? ' ');
}

/** A slip says so in its name or in its first words; a report that quotes the reference does not. */
const isSlip = (name: string, text: string): boolean =>
	/slip/i.test(name) || /\bslip\b/i.test(text.trim().slice(0, 200));

/** Finds a file's name in a text; a long one may be broken over lines. */
const broken = (file: string): RegExp =>
	new RegExp(
		[...file]
			.filter((char) => char.trim())
			.map((char) => char.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
			.join('\\s*'),
		'gu',
	);
/** The most exact reference of a text: `REF-1/report/1` says more than the `REF-1` in its heading. */
const markerOf = (text: string): string | undefined =>
	(text.match(MARKER) ?? []).reduce<string | undefined>(
		(best, found) => (best === undefined || found.length > best.length ? found : best),
		undefined,
	);
const namesFile = (text: string, file: string): boolean => broken(file).test(text);
const word = (text: string, wanted: string): boolean =>
	text.split(/[^0-9A-Za-z-]+/).includes(wanted);
const says = (text: string, name: string): boolean =>
	text.replace(/\s+/g, ' ').toLowerCase().includes(name.replace(/\s+/g, ' ').toLowerCase());

type Chosen = { patient: Patient } | { code: string; problem: string };

/** The one patient a slip means. The id decides, the name must agree; two of one name are not guessed. */
function choose(practice: Practice, text: string, own: string | undefined): Chosen {
	const byId = practice.patients.filter(({ id }) => word(text, id));
	if (byId.length > 1) {
		return { code: 'many_ids', problem: 'The slip has the ids of several patients.' };
	}
	const [stated] = byId;
	if (own !== undefined) {
		const patient = patientOf(practice, own);
		if (!patient) return { code: 'no_patient', problem: `There is no patient ${own}.` };
		if (stated && stated.id !== own) {
			return { code: 'other_patient', problem: `The slip says patient ${stated.id}, not ${own}.` };
		}
		if (!says(text, patient.name)) {
			return { code: 'other_name', problem: `The slip does not say the name ${patient.name}.` };
		}
		return { patient };
	}
	if (stated) {
		if (says(text, stated.name)) return { patient: stated };
		const problem = `The slip has the id of ${stated.name}, but not the name.`;
		return { code: 'other_name', problem };
	}
	const byName = practice.patients.filter(({ name }) => says(text, name));
	if (byName.length > 1) {
		return { code: 'which_patient', problem: 'More than one patient fits the name on the slip.' };
	}
	return { code: 'no_id', problem: 'The slip has no patient id of this practice.' };
}
