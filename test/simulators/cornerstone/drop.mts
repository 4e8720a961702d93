import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../shared/http.mts';
import { historyPdf, historyRtf, listCsv } from './exports.mts';
import type { ColumnSets } from './exports.mts';
import { patientOf } from './practice.mts';
import type { Patient, Practice } from './practice.mts';

export const fileKinds = ['pdf', 'rtf', 'csv'] as const;
export type FileKind = (typeof fileKinds)[number];

/** What can be wrong with what the workstation leaves in the folder. */
export const dropFaults = [
	'windows1252',
	'semicolon',
	'byteOrderMark',
	'renamedColumns',
	'dayFirst',
	'noRows',
	'twoOfOneName',
	'missingOwner',
	'growing',
	'empty',
	'cutPdf',
] as const;
/**
 * windows1252, semicolon, byteOrderMark: encoding, separator and start of the list. renamedColumns:
 * the practice has given its columns other names and another order. dayFirst: dates as 31/12/2026.
 * noRows: headings only. twoOfOneName: every patient of that
 * name stands in the list. missingOwner: the owner's columns are empty. growing: the file has its
 * final name from the start and grows. empty: files of 0 bytes. cutPdf: the PDF ends half way.
 */
export type DropFault = (typeof dropFaults)[number];

export interface DropOptions {
	reason?: string;
	kinds?: FileKind[];
	faults?: DropFault[];
	/** `half` stops with half-written files until `finish()`; a number finishes after so many ms. */
	stop?: 'half' | number;
	/** Patients in the list besides the one referred (`all`: the whole practice). */
	also?: string[] | 'all';
}

export interface DroppedFile {
	kind: FileKind;
	/** Its final name. */
	name: string;
	/** Of the complete file. */
	size: number;
	sha256: string;
}

export interface Drop {
	id: string;
	patientId: string;
	files: DroppedFile[];
	done: boolean;
}

interface Waiting extends DroppedFile {
	bytes: Buffer;
	/** Where the half-written file stands now. */
	at: string;
	path: string;
}

export interface Workstation {
	drops: Drop[];
	/** Exports a patient's history and list row into the folder; null when there is no such patient. */
	drop(patientId: string, options?: DropOptions): Promise<Drop | null>;
	/** Writes the rest of a stopped drop; false when there is none of that id. */
	finish(id: string): Promise<boolean>;
	settled(): Promise<void>;
}

/**
 * A person at a Cornerstone workstation who prints the Patient History to a file and saves a list
 * (help pages of the vendor; file names and columns are the practice's own choice). A file is first
 * written half under `~name.tmp` and gets its name when it is complete.
 */
export function createWorkstation(
	practice: Practice,
	folder: string,
	columns: ColumnSets,
	nowMs: () => number,
): Workstation {
	const drops: Drop[] = [];
	const waiting = new Map<string, Waiting[]>();
	const timers = new Map<NodeJS.Timeout, Promise<unknown>>();

	const finish = async (id: string): Promise<boolean> => {
		const files = waiting.get(id);
		if (!files) return false;
		waiting.delete(id);
		for (const file of files) {
			await appendFile(file.at, file.bytes.subarray(half(file.bytes)));
			if (file.at !== file.path) await rename(file.at, file.path);
		}
		const drop = drops.find((item) => item.id === id);
		if (drop) drop.done = true;
		return true;
	};

	return {
		drops,
		async drop(patientId, options = {}) {
			const patient = patientOf(practice, patientId);
			if (!patient) return null;
			const faults = new Set(options.faults);
			const at = new Date(nowMs());
			const stamp = at.toISOString().slice(0, 19).replace(/[-:T]/g, '');
			const base = `${patient.name.replace(/[\\/:*?"<>|]/g, '_')} ${patient.id} ${stamp}`;
			const isListed = (item: Patient): boolean =>
				item === patient ||
				options.also === 'all' ||
				options.also?.includes(item.id) === true ||
				(faults.has('twoOfOneName') && item.name === patient.name);
			const listed = faults.has('noRows') ? [] : practice.patients.filter(isListed);
			const reason = options.reason ?? '';
			const make: Record<FileKind, () => Promise<Buffer> | Buffer> = {
				pdf: async () => {
					const whole = await historyPdf(practice, patient, at);
					return faults.has('cutPdf') ? whole.subarray(0, half(whole)) : whole;
				},
				rtf: () => historyRtf(practice, patient),
				csv: () =>
					listCsv(
						practice,
						listed.map((item) => ({ patient: item, reason: item === patient ? reason : '' })),
						{
							columns: faults.has('renamedColumns') ? columns.renamed : columns.now,
							byteOrderMark: faults.has('byteOrderMark'),
							dayFirst: faults.has('dayFirst'),
							separator: faults.has('semicolon') ? ';' : ',',
							encoding: faults.has('windows1252') ? 'windows-1252' : 'utf-8',
							withoutOwner: faults.has('missingOwner'),
						},
					),
			};
			await mkdir(folder, { recursive: true });
			const files: Waiting[] = [];
			for (const kind of options.kinds ?? fileKinds) {
				const bytes = faults.has('empty') ? Buffer.alloc(0) : await make[kind]();
				const name = `${base}.${kind}`;
				const path = join(folder, name);
				const place = faults.has('growing') ? path : join(folder, `~${name}.tmp`);
				await writeFile(place, bytes.subarray(0, half(bytes)));
				files.push({
					kind,
					name,
					size: bytes.length,
					sha256: sha256(bytes),
					bytes,
					at: place,
					path,
				});
			}
			const shown = files.map(({ kind, name, size, sha256: sum }) => ({
				kind,
				name,
				size,
				sha256: sum,
			}));
			const drop: Drop = { id: randomUUID(), patientId, files: shown, done: false };
			drops.push(drop);
			waiting.set(drop.id, files);
			if (options.stop === undefined) await finish(drop.id);
			else if (typeof options.stop === 'number') {
				let end: () => void = () => undefined;
				const ended = new Promise<void>((resolve) => (end = resolve));
				const timer = setTimeout(() => void finish(drop.id).finally(end), options.stop);
				timers.set(timer, ended);
				void ended.finally(() => timers.delete(timer));
			}
			return drop;
		},
		finish,
		settled: async () => {
			await Promise.all(timers.values());
		},
	};
}

const half = (bytes: Buffer): number => Math.floor(bytes.length / 2);
