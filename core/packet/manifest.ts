import { createHash } from 'node:crypto';
import { classifyDocument, kindFacts, type DocumentKind } from './kinds';
import type { Manifest, ManifestEntry } from './schema';

/** A file that goes with a packet, as it was measured while it was stored. */
export interface PacketFile {
	name: string;
	mimeType: string;
	size: number;
	sha256: string;
	kind?: DocumentKind;
	date?: string;
	documentId?: string;
}

/** Compares by code units, so the order is the same in every locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const order = (a: ManifestEntry, b: ManifestEntry): number =>
	compare(a.name, b.name) ||
	compare(a.sha256, b.sha256) ||
	compare(a.documentId ?? '', b.documentId ?? '') ||
	compare(JSON.stringify(a), JSON.stringify(b));

const entryOf = (file: PacketFile): ManifestEntry => {
	const kind = file.kind ?? classifyDocument(file);
	const { loinc } = kindFacts[kind];
	return {
		name: file.name,
		kind,
		...(loinc ? { loinc } : {}),
		mimeType: file.mimeType,
		size: file.size,
		sha256: file.sha256,
		...(file.date ? { date: file.date } : {}),
		...(file.documentId ? { documentId: file.documentId } : {}),
	};
};

/** `x.pdf` becomes `x (2).pdf` and so on, so that no file hides another one of the same name. */
function withUniqueNames(entries: ManifestEntry[]): ManifestEntry[] {
	const taken = new Set<string>();
	return entries.map((entry) => {
		const dot = entry.name.lastIndexOf('.');
		const [stem, tail] =
			dot > 0 ? [entry.name.slice(0, dot), entry.name.slice(dot)] : [entry.name, ''];
		let name = entry.name;
		for (let copy = 2; taken.has(name.toLowerCase()); copy++) name = `${stem} (${copy})${tail}`;
		taken.add(name.toLowerCase());
		return { ...entry, name };
	});
}

/** SHA-256 over the entries in the order given; the receiver can compute it again. */
export function manifestDigest(entries: ManifestEntry[]): string {
	const lines = entries.map((e) => JSON.stringify([e.name, e.kind, e.mimeType, e.size, e.sha256]));
	return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/**
 * Lists the files of a packet with names that are unique, and a digest over the list. The result
 * does not depend on the order of the input, so a packet built twice has the same manifest.
 */
export function manifest(files: PacketFile[]): Manifest {
	const entries = withUniqueNames(files.map(entryOf).sort(order));
	return { entries, sha256: manifestDigest(entries) };
}
