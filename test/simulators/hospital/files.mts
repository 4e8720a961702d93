import { createHash } from 'node:crypto';
import type { ReferralFile } from './schema.mts';
import type { FileCheck, HospitalLog } from './types.mts';

const ATTEMPTS = 3;

/** SHA-256 over one JSON line per file, as docs/hospital-webhook.md describes the manifest. */
export function manifestDigest(files: ReferralFile[]): string {
	const lines = files.map(({ name, kind, mimeType, size, sha256 }) =>
		JSON.stringify([name, kind, mimeType, size, sha256]),
	);
	return createHash('sha256').update(lines.join('\n')).digest('hex');
}

async function read(check: FileCheck, keepBytes: boolean, signal: AbortSignal): Promise<void> {
	const response = await fetch(check.file.url, { signal });
	if (!response.ok || !response.body) throw new Error(`answered ${response.status}`);
	const hash = createHash('sha256');
	const kept: Uint8Array[] = [];
	let bytesRead = 0;
	const reader = response.body.getReader();
	for (let part = await reader.read(); !part.done; part = await reader.read()) {
		hash.update(part.value);
		bytesRead += part.value.length;
		if (keepBytes) kept.push(part.value);
	}
	check.bytesRead = bytesRead;
	check.sha256 = hash.digest('hex');
	if (keepBytes) check.bytes = Buffer.concat(kept);
}

/**
 * Downloads one file as a stream and compares size and SHA-256 with what the delivery promised.
 * A download that fails is tried three times; a file that differs is not (the promise is broken).
 */
export async function checkFile(
	check: FileCheck,
	options: { keepBytes: boolean; log: HospitalLog; signal: AbortSignal },
): Promise<void> {
	for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
		try {
			await read(check, options.keepBytes, options.signal);
			break;
		} catch (error) {
			check.problem = error instanceof Error ? error.message : String(error);
			if (attempt < ATTEMPTS && !options.signal.aborted) {
				await new Promise((resolve) => setTimeout(resolve, 150 * attempt));
				continue;
			}
			check.status = 'unreachable';
			options.log.downloadFailures++;
			return;
		}
	}
	delete check.problem;
	if (check.sha256 === check.file.sha256 && check.bytesRead === check.file.size) {
		check.status = 'verified';
		options.log.filesVerified++;
		return;
	}
	options.log.checksumFailures++;
	check.status = check.bytesRead === check.file.size ? 'wrong_checksum' : 'wrong_size';
	check.problem =
		check.status === 'wrong_size'
			? `expected ${check.file.size} bytes, got ${check.bytesRead}`
			: 'the content differs from the checksum in the delivery';
}
