import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createCornerstone } from '../../../../../connectors/pims/cornerstone/cornerstone';
import { wordsOfRtf, type HandedFile } from '../../../../../connectors/pims/cornerstone/files';
import { handedInCase, type HandIn } from '../../../../../connectors/pims/cornerstone/hand-in';
import { readRecord } from '../../../../../connectors/pims/read-record';
import { wordsOfPdf } from '../../../../../core/packet/pdf-words';

const now = '2026-11-22T12:00:00.000Z';
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function pdfOf(lines: string[]): Promise<Uint8Array> {
	const load = createRequire(join(process.cwd(), 'package.json'));
	const { PDFDocument } = load('pdf-lib') as typeof import('pdf-lib');
	const document = await PDFDocument.create();
	const page = document.addPage([400, 300]);
	lines.forEach((line, at) => page.drawText(line, { x: 20, y: 260 - at * 16, size: 10 }));
	return await document.save();
}

async function file(name: string, mimeType: string, bytes: Uint8Array): Promise<HandedFile> {
	const isPdf = mimeType === 'application/pdf';
	return {
		field: 'history',
		name,
		mimeType,
		size: bytes.length,
		sha256: sha256(bytes),
		head: bytes.subarray(0, 65_536),
		tail: bytes.subarray(-4096),
		text: isPdf ? await wordsOfPdf(bytes) : wordsOfRtf(Buffer.from(bytes).toString('latin1')),
	};
}
const history = async (patient = 'Biscuit (20417)'): Promise<HandedFile> =>
	await file(
		'Biscuit 20417.pdf',
		'application/pdf',
		await pdfOf([`Patient: ${patient}`, 'Coughs']),
	);
const rtf = (text: string): Uint8Array =>
	Buffer.from(
		`{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\f0\\fs20\r\n${text}\\par\r\n}\r\n`,
		'latin1',
	);

const columnMap = { patientId: 'Chart #', patientName: 'Animal', ownerName: 'Surname' };
const list = (text: string) => ({ name: 'Biscuit 20417.csv', bytes: Buffer.from(text, 'latin1') });
const twoRows =
	'Surname;Born on;Animal;Chart #;Why;species\r\nMockup;;Rex;20999;;Canine\r\n"Owner; Olive";05/31/2017;Biscuit;20417;Murmur;Canine\r\n';
const fields = { patientId: '20417', patientName: 'Biscuit', ownerName: 'Olive Owner' };
const handIn = (changes: Partial<HandIn>) =>
	handedInCase({ fields: {}, columnMap: {}, files: [], now, ...changes });
const code = (result: ReturnType<typeof handIn>): string =>
	result.ok ? 'ok' : result.refusal.code;
const value = (result: ReturnType<typeof handIn>) => {
	if (!result.ok) throw new Error(result.refusal.message);
	return result.value;
};

test('a history with a list becomes a case about the row whose patient the file names', async () => {
	const { marked } = value(
		handIn({
			list: list(twoRows),
			columnMap: { ...columnMap, dateOfBirth: 'Born on', reason: 'Why' },
			files: [await history()],
		}),
	);
	expect(marked).toMatchObject({
		patient: { id: '20417', name: 'Biscuit', species: 'Canine', dateOfBirth: '2017-05-31' },
		owner: { name: 'Owner; Olive' },
		text: 'Murmur',
		documents: [{ kind: 'clinical_summary', mimeType: 'application/pdf' }],
	});
	expect(marked.notes.map(({ text }) => text)).toEqual([
		'Murmur',
		'The clinical history is the attached file Biscuit 20417.pdf.',
	]);
});

test('fields alone are enough; the same form of the same day is the same case', () => {
	const given = { fields: { ...fields, vet: 'Dr Vera Sample', reason: 'Limps', weightKg: '31,2' } };
	const one = value(handIn(given)).marked;
	expect(one).toMatchObject({
		patient: { weightKg: 31.2 },
		encounters: [{ vet: 'Dr Vera Sample' }],
	});
	expect(value(handIn({ ...given, now: '2026-11-22T18:00:00.000Z' })).marked.eventId).toBe(
		one.eventId,
	);
	expect(value(handIn({ ...given, now: '2026-11-23T09:00:00.000Z' })).marked.eventId).not.toBe(
		one.eventId,
	);
});

test('a history that comes again is the same case, on whatever day', async () => {
	const files = [await history()];
	const one = value(handIn({ fields, files })).marked.eventId;
	const again = handIn({ fields, files, now: '2026-12-24T12:00:00.000Z' });
	expect(value(again).marked.eventId).toBe(one);
	const other = handIn({ fields, files: [await history('Biscuit')] });
	expect(value(other).marked.eventId).not.toBe(one);
});

test.each<[string, () => Promise<Partial<HandIn>> | Partial<HandIn>]>([
	['field_missing', () => ({ fields: { patientName: 'Biscuit' } })],
	['field_missing', () => ({ fields: { patientId: '20417' } })],
	['csv_row_missing', () => ({ fields: { patientId: '1' }, list: list(twoRows), columnMap })],
	[
		'csv_row_ambiguous',
		() => ({
			fields: { patientId: '20417' },
			list: list(`${twoRows}X;;Rex;20417;;\r\n`),
			columnMap,
		}),
	],
	[
		'csv_other_patient',
		() => ({ fields: { patientId: '20417', patientName: 'Rex' }, list: list(twoRows), columnMap }),
	],
	['field_unreadable', () => ({ fields: { ...fields, dateOfBirth: '03/04/2017' } })],
	['field_unreadable', () => ({ fields: { ...fields, weightKg: 'heavy' } })],
	[
		'file_empty',
		async () => ({ fields, files: [await file('a.pdf', 'application/pdf', Buffer.alloc(0))] }),
	],
	[
		'file_growing',
		async () => {
			const bytes = await pdfOf(['Patient: Biscuit']);
			const half = bytes.subarray(0, bytes.length / 2);
			return { fields, files: [await file('a.pdf', 'application/pdf', half)] };
		},
	],
	[
		'file_growing',
		async () => {
			const half = rtf('Patient: Biscuit').subarray(0, 60);
			return { fields, files: [await file('a.rtf', 'application/rtf', half)] };
		},
	],
	[
		'file_type',
		async () => ({ fields, files: [await file('a.docx', 'application/msword', rtf('x'))] }),
	],
	[
		'file_damaged',
		async () => ({ fields, files: [await file('a.pdf', 'application/pdf', rtf('x'))] }),
	],
	[
		'file_damaged',
		async () => ({ fields, files: [await file('a.rtf', 'application/rtf', Buffer.from('x}'))] }),
	],
	[
		'file_program',
		async () => ({ fields, files: [await file('a.txt', 'text/plain', Buffer.from('MZ...'))] }),
	],
	['file_other_patient', async () => ({ fields, files: [await history('Rex (20417x9)')] })],
	['file_other_patient', async () => ({ fields, files: [await history('Biscuit (20431)')] })],
	[
		'file_other_patient',
		async () => ({
			fields,
			files: [await file('a.rtf', 'text/rtf', rtf("Patient: Se\\'f1or (20450)"))],
		}),
	],
])('is refused as %s (%#)', async (expected, make) => {
	const result = handIn(await make());
	expect(code(result)).toBe(expected);
	if (!result.ok) expect(result.refusal.hint.length).toBeGreaterThan(10);
});

test('a refusal about a list names row and column', () => {
	const born = handIn({
		list: list('Animal,Chart #,Born on\nBiscuit,20417,03/04/2017\n'),
		columnMap: { ...columnMap, ownerName: '', dateOfBirth: 'Born on' },
	});
	expect(born.ok ? '' : born.refusal.message).toContain("row 2, column 'Born on'");
});

test('a rich text history of this patient is taken, whatever its letters', async () => {
	const text = "Patient: Se\\'f1or \\'d1and\\'fa (20450)";
	const files = [await file('h.rtf', 'application/octet-stream', rtf(text))];
	const { marked } = value(
		handIn({ fields: { patientId: '20450', patientName: 'Señor Ñandú' }, files }),
	);
	expect(marked.documents).toMatchObject([{ mimeType: 'application/rtf' }]);
});

describe('the connector', () => {
	const connect = async (kept = true) => {
		const { marked, files } = value(
			handIn({ fields: { ...fields, reason: 'Murmur' }, files: [await history()] }),
		);
		const [only] = files;
		const stored = {
			ref: 'store:1',
			name: only!.name,
			mimeType: only!.mimeType,
			size: only!.size,
			sha256: only!.sha256,
		};
		const pims = createCornerstone({
			payload: JSON.parse(JSON.stringify(marked)) as unknown,
			download: async () => await Promise.resolve({ status: 500 }),
			kept: async (sum) =>
				await Promise.resolve(kept && sum === stored.sha256 ? stored : undefined),
			now: () => now,
		});
		return { pims, stored };
	};

	test('reads the record from what was handed in', async () => {
		const { pims, stored } = await connect();
		const record = await readRecord(pims, '20417');
		if (!record.ok) throw new Error(record.refusal.message);
		expect(record.value).toMatchObject({
			patient: { name: 'Biscuit' },
			owner: { name: 'Olive Owner' },
			unread: [],
		});
		const [document] = record.value.documents;
		expect(await pims.downloadDocument(document!)).toEqual({ ok: true, value: stored });
		expect(pims.capabilities()).toMatchObject({
			listNotes: 'asAttachment',
			uploadDocument: 'manual',
		});
	});

	test('says so when a file is not kept any more, and knows no other patient', async () => {
		const { pims } = await connect(false);
		const documents = await pims.listDocuments('20417');
		const [document] = documents.ok ? documents.value : [];
		expect(await pims.downloadDocument(document!)).toMatchObject({
			refusal: { code: 'record_gone' },
		});
		expect(await pims.getPatient('1')).toMatchObject({ refusal: { code: 'not_in_payload' } });
	});

	test('leaves every write to a person, with a name that says where it belongs', async () => {
		const { pims } = await connect();
		const upload = await pims.uploadDocument(
			{ patientId: '20417', file: { ref: 'r', name: 'Letter.PDF', mimeType: 'application/pdf' } },
			'REF-0123456789ab/report/2/3',
		);
		expect(upload).toMatchObject({
			ok: true,
			value: {
				status: 'awaitingHuman',
				handWork: {
					fileName: 'REF-0123456789ab_Biscuit_20417_report_v2_3.pdf',
					patientName: 'Biscuit',
					patientId: '20417',
				},
			},
		});
		const first = await pims.uploadDocument(
			{ patientId: '20417', file: { ref: 'r', name: 'Letter.pdf', mimeType: 'application/pdf' } },
			'REF-0123456789ab/report/1/1',
		);
		expect(first.ok && first.value.handWork?.fileName).toMatch(/_report\.pdf$/);
		const note = await pims.logCommunication(
			{ patientId: '20417', subject: 'Report', text: 'Stage B2' },
			'REF-0123456789ab/report/1',
		);
		expect(note).toMatchObject({
			value: {
				status: 'awaitingHuman',
				instruction: expect.stringContaining('REF-0123456789ab/report/1'),
			},
		});
	});
});
