/** Words beyond this are not needed to see whose record it is. */
const mostStreams = 40;
const mostBytes = 4_000_000;

async function inflated(bytes: Uint8Array): Promise<string> {
	const source = new Blob([new Uint8Array(bytes)]).stream();
	const chunks: Uint8Array[] = [];
	let size = 0;
	const reader = source.pipeThrough(new DecompressionStream('deflate')).getReader();
	try {
		for (let next = await reader.read(); !next.done; next = await reader.read()) {
			size += next.value.length;
			if (size > mostBytes) break;
			chunks.push(next.value);
		}
	} catch {
		// A stream may be padded or cut; what came before is still text.
		return Buffer.concat(chunks).toString('latin1');
	}
	await reader.cancel();
	return Buffer.concat(chunks).toString('latin1');
}

const letters = (bytes: Uint8Array): string => new TextDecoder('windows-1252').decode(bytes);

const escapes: Record<string, string> = { n: '\n', r: '\n', t: ' ', b: '', f: '' };
const literal = (text: string): string =>
	letters(
		Buffer.from(
			text
				.replace(/\\([0-7]{1,3})/g, (_all, code: string) =>
					String.fromCharCode(Number.parseInt(code, 8)),
				)
				.replace(/\\([\s\S])/g, (_all, char: string) => escapes[char] ?? char),
			'latin1',
		),
	);
const hexadecimal = (text: string): string => letters(Buffer.from(text.replace(/\s+/g, ''), 'hex'));

/** Brackets inside of a text may stand as they are when they are paired. */
const tokens =
	/\(((?:\\[\s\S]|[^\\()]|\((?:\\[\s\S]|[^\\()])*\))*)\)|<([0-9A-Fa-f\s]+)>|\b(?:Td|TD|Tm|ET)\b|T\*|'/g;

/** The words that one page draws, a line for every move of the pen. */
function drawn(operators: string): string {
	let text = '';
	for (const [whole, round, hex] of operators.matchAll(tokens)) {
		if (round !== undefined) text += literal(round);
		else if (hex !== undefined) text += hexadecimal(hex);
		else if (whole) text += '\n';
	}
	return text;
}

/**
 * The words of a PDF, as far as they are written in Latin letters and not drawn as an image. Good for
 * finding whose record it is, not for reading it: fonts with an alphabet of their own give nothing usable.
 */
export async function wordsOfPdf(bytes: Uint8Array): Promise<string> {
	const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const parts: string[] = [];
	let at = 0;
	for (let count = 0; count < mostStreams; count++) {
		const start = buffer.indexOf('stream', at, 'latin1');
		if (start < 0) break;
		const end = buffer.indexOf('endstream', start, 'latin1');
		if (end < 0) break;
		const head = buffer.subarray(Math.max(0, start - 400), start).toString('latin1');
		const dictionary = head.slice(head.lastIndexOf('obj') + 3);
		const first = buffer[start + 6] === 0x0d ? start + 8 : start + 7;
		const body = buffer.subarray(first, end);
		at = end + 9;
		if (/\/Subtype\s*\/Image|\/FontFile|\/Type\s*\/(?:XRef|ObjStm|Metadata)/.test(dictionary)) {
			continue;
		}
		const isPacked = /\/FlateDecode/.test(dictionary);
		const operators = isPacked ? await inflated(body) : body.toString('latin1');
		if (/\bT[jJ]\b|'/.test(operators)) parts.push(drawn(operators));
	}
	return parts.join('\n');
}
