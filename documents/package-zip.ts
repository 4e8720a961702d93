import { makeZip } from 'client-zip';

/** One file of the package. `lastModified` is compulsory: the same files give the same bytes. */
export interface ZipEntry {
	name: string;
	input: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | Uint8Array | string;
	lastModified: Date;
	/** Bytes, when they are known without reading; lets the ZIP tell sizes up front. */
	size?: number;
}

export type ZipEntries = Iterable<ZipEntry> | AsyncIterable<ZipEntry>;

/**
 * Packs files into a ZIP (stored, ZIP64 where needed) as they are read: one after another, nothing
 * is held in memory. An entry that cannot be read makes the stream fail.
 */
export function zipStream(entries: ZipEntries): ReadableStream<Uint8Array> {
	return makeZip(entries as AsyncIterable<ZipEntry>, { buffersAreUTF8: true });
}

/** What the package promises about one file. */
export interface BagFile {
	name: string;
	/** SHA-256, hexadecimal. */
	sha256: string;
	/** Bytes. */
	size: number;
}

export interface Bag {
	caseId: string;
	/** When the package was made. */
	at: Date;
	files: BagFile[];
}

const unsafe = /[\\/:*?"<>|]|\p{Cc}/gu;

/** A name that is one plain file on every system, whatever was typed into the patient record. */
function plainName(name: string): string {
	const plain = name.normalize('NFC').replace(unsafe, '_').slice(-180).trim();
	return plain.replace(/^\.+/, '_').replace(/[. ]+$/, '') || 'file';
}

/** Where each file lies in the package, by its name in the manifest. No two share a place. */
export function bagPaths(files: BagFile[]): Map<string, string> {
	const taken = new Set<string>();
	return new Map(
		files.map(({ name }) => {
			const plain = plainName(name);
			let path = plain;
			for (let copy = 2; taken.has(path.toLowerCase()); copy++) path = `${copy}-${plain}`;
			taken.add(path.toLowerCase());
			return [name, `data/${path}`];
		}),
	);
}

/**
 * The layout of BagIt 1.0 (RFC 8493): the declaration, the checksums of the manifest, then the
 * files below `data/`. Files that the manifest does not name are left out, so that what is packed is
 * exactly what was promised.
 */
export async function* bagEntries(files: ZipEntries, bag: Bag): AsyncGenerator<ZipEntry> {
	const paths = bagPaths(bag.files);
	const bytes = bag.files.reduce((total, { size }) => total + size, 0);
	const tag = (name: string, lines: string[]): ZipEntry => ({
		name,
		input: `${lines.join('\n')}\n`,
		lastModified: bag.at,
	});
	yield tag('bagit.txt', ['BagIt-Version: 1.0', 'Tag-File-Character-Encoding: UTF-8']);
	yield tag('bag-info.txt', [
		`External-Identifier: ${bag.caseId}`,
		`Bagging-Date: ${bag.at.toISOString().slice(0, 10)}`,
		`Payload-Oxum: ${bytes}.${bag.files.length}`,
	]);
	yield tag(
		'manifest-sha256.txt',
		bag.files.map(({ name, sha256 }) => `${sha256}  ${paths.get(name)?.replace(/%/g, '%25')}`),
	);
	for await (const file of files) {
		const name = paths.get(file.name);
		if (name) yield { ...file, name };
	}
}
