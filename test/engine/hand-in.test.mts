import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { runNode, storeBinary } from '../support/engine.mts';

interface Given {
	name: string;
	text: string;
	mimeType?: string;
}

async function itemOf(files: Given[], json: IDataObject = {}): Promise<INodeExecutionData> {
	const binary: IBinaryKeyData = {};
	for (const [index, { name, text, mimeType = 'application/octet-stream' }] of files.entries()) {
		binary[`file_${index}`] = await storeBinary(text, { fileName: name, mimeType });
	}
	return { json, binary };
}

async function handIn(items: INodeExecutionData[], parameters: IDataObject = {}) {
	const result = await runNode({
		node: {
			name: 'Hand in',
			type: 'n8n-nodes-vet-referral.pims',
			parameters: {
				resource: 'record',
				operation: 'handIn',
				pims: 'cornerstone',
				clinicId: 'oak',
				...parameters,
			} as never,
		},
		items,
	});
	const [taken = [], refused = []] = result.outputs('Hand in');
	return { result, taken, refused };
}

const pdf = (patient: string): string =>
	`%PDF-1.4\n1 0 obj\n<</Length 60>>\nstream\nBT (Patient: ${patient}) Tj ET\nendstream\nendobj\n%%EOF\n`;
const rtf = '{\\rtf1\\ansi Patient: Biscuit (20417)\\par Coughs.}';
const list = 'Acct;Pat. No.;Pet;Owner\r\n10101;20417;Biscuit;"Owner, Olive"\r\n';
const columns = {
	column: [
		{ field: 'patientId', heading: 'Pat. No.' },
		{ field: 'patientName', heading: 'Pet' },
		{ field: 'ownerId', heading: 'Acct' },
		{ field: 'ownerName', heading: 'Owner' },
	],
};

test('a history and its list become the item that Refer takes, with the files of the case', async () => {
	const item = await itemOf([
		{ name: 'Biscuit 20417.pdf', text: pdf('Biscuit (20417)') },
		{ name: 'Biscuit 20417.csv', text: list },
	]);
	const { taken, refused } = await handIn([item], { columns });
	expect(refused).toEqual([]);
	expect(taken).toHaveLength(1);
	expect(taken[0]!.json).toMatchObject({
		pims: 'cornerstone',
		patientId: '20417',
		patientName: 'Biscuit',
		clinicId: 'oak',
		caseId: expect.stringMatching(/^REF-[0-9a-f]{12}$/),
		case: {
			owner: { id: '10101', name: 'Owner, Olive' },
			documents: [{ name: 'Biscuit 20417.pdf', mimeType: 'application/pdf' }],
		},
	});
	// A list may hold other patients of the practice: it does not go into the case.
	expect(Object.values(taken[0]!.binary!).map(({ fileName }) => fileName)).toEqual([
		'Biscuit 20417.pdf',
	]);
});

test('fields of a form are enough, and their names come by expression', async () => {
	const json = { 'Patient ID': '7', 'Patient name': 'Rex', Reason: 'Limps' };
	const { taken } = await handIn([{ json }], {
		pims: 'webhook',
		caseFields: {
			patientId: "={{ $json['Patient ID'] }}",
			patientName: "={{ $json['Patient name'] }}",
			reason: '={{ $json.Reason }}',
			breed: '={{ $json.Breed }}',
		},
	});
	expect(taken[0]!.json).toMatchObject({ pims: 'webhook', patientId: '7', text: 'Limps' });
});

test('files of a folder are grouped by name; a list alone waits for its history', async () => {
	const items = [
		await itemOf([{ name: 'Biscuit 20417.csv', text: list }]),
		await itemOf([{ name: 'Biscuit 20417.rtf', text: rtf }]),
		await itemOf([{ name: 'Other 20417.csv', text: list }]),
	];
	const { taken, refused } = await handIn(items, {
		columns,
		handInOptions: { groupFiles: true, needsFile: true },
	});
	expect(taken.map(({ json }) => json.patientId)).toEqual(['20417']);
	expect(refused.map(({ json }) => json.code)).toEqual(['file_missing']);
	expect(Object.values(refused[0]!.binary!)[0]!.fileName).toBe('Other 20417.csv');
});

test.each<[string, Given[], IDataObject]>([
	['file_empty', [{ name: 'a.pdf', text: '' }], {}],
	['file_growing', [{ name: 'a.pdf', text: pdf('Biscuit').slice(0, 60) }], {}],
	['file_growing', [{ name: 'a.rtf', text: rtf.slice(0, -1) }], {}],
	['file_growing', [{ name: 'a.pdf', text: pdf('Biscuit') }], { changedAt: '={{ $now.toISO() }}' }],
	['file_type', [{ name: 'a.docx', text: 'x' }], {}],
	['file_other_patient', [{ name: 'a.pdf', text: pdf('Rex (20999)') }], {}],
	['file_other_patient', [{ name: 'a.rtf', text: rtf.replace('20417', '20431') }], {}],
	['csv_unreadable', [{ name: 'a.csv', text: list.slice(0, -12) }], {}],
	['csv_other_patient', [{ name: 'a.csv', text: list.replace('Biscuit', 'Rex') }], {}],
	[
		'two_lists',
		[
			{ name: 'a.csv', text: list },
			{ name: 'b.csv', text: list },
		],
		{},
	],
])('is refused as %s, and the file leaves as it came (%#)', async (code, files, handInOptions) => {
	const json = { subject: 'A mail' };
	const { taken, refused } = await handIn([await itemOf(files, json)], {
		columns,
		handInOptions,
		caseFields: { patientId: '20417', patientName: 'Biscuit' },
	});
	expect(taken).toEqual([]);
	expect(refused).toHaveLength(1);
	expect(refused[0]!.json).toMatchObject({
		subject: 'A mail',
		code,
		error: expect.any(String),
		hint: expect.any(String),
	});
	expect(Object.keys(refused[0]!.binary!)).toHaveLength(files.length);
});

test('a refusal has one number for as long as nothing changes, and every mail has its own', async () => {
	const numberOf = async (text: string, json: IDataObject = {}) => {
		const { refused } = await handIn([await itemOf([{ name: 'a.pdf', text }], json)]);
		return refused[0]!.json.refusalId;
	};
	const first = await numberOf('');
	expect(first).toEqual(expect.stringMatching(/^hand-/));
	expect(await numberOf('')).toBe(first);
	expect(await numberOf('x')).not.toBe(first);
	expect(await numberOf('', { messageId: '1' })).not.toBe(await numberOf('', { messageId: '2' }));
});

test('one that is refused holds back no other', async () => {
	const good = await itemOf([{ name: 'b.pdf', text: pdf('Biscuit (20417)') }]);
	const bad = await itemOf([{ name: 'a.pdf', text: '' }]);
	const caseFields = { patientId: '20417', patientName: 'Biscuit' };
	const { taken, refused } = await handIn([bad, good], { caseFields });
	expect([taken.length, refused.length]).toEqual([1, 1]);
});

test('a system that is asked for its records is told apart from one that hands them in', async () => {
	const { refused } = await handIn([{ json: {} }], { pims: 'ezyvet' });
	expect(refused[0]!.json).toMatchObject({ code: 'pims_has_door' });
});

describe('files of a folder that is looked into again and again', () => {
	const look = async (
		items: INodeExecutionData[],
		staticData: IDataObject,
		mode: 'trigger' | 'manual' = 'trigger',
	) => {
		const result = await runNode({
			mode,
			staticData,
			node: {
				name: 'Hand in',
				type: 'n8n-nodes-vet-referral.pims',
				parameters: {
					resource: 'record',
					operation: 'handIn',
					pims: 'cornerstone',
					clinicId: 'oak',
					columns,
					handInOptions: { groupFiles: true, needsFile: true, untilUnchanged: true },
				} as never,
			},
			items,
		});
		const [taken = [], refused = []] = result.outputs('Hand in');
		return { seen: [taken.length, refused.length], staticData: result.staticData };
	};
	const history = async () => await itemOf([{ name: 'B 20417.pdf', text: pdf('Biscuit (20417)') }]);
	const listed = async (text: string) => await itemOf([{ name: 'B 20417.csv', text }]);
	const cut = list.replace(/, Olive"\r\n$/, '"');

	test('are taken once neither has grown and none has come since the look before', async () => {
		let staticData: IDataObject = {};
		const seen: number[][] = [];
		for (const items of [
			[await history()],
			[await history(), await listed(cut)],
			[await history(), await listed(list)],
			[await listed(list), await history()],
			[await history(), await listed(list)],
		]) {
			const looked = await look(items, staticData);
			staticData = JSON.parse(JSON.stringify(looked.staticData)) as IDataObject;
			seen.push(looked.seen);
		}
		expect(seen).toEqual([
			[0, 0],
			[0, 0],
			[0, 0],
			[1, 0],
			[1, 0],
		]);
		expect(JSON.stringify(staticData)).not.toContain('20417');
	});

	test('are refused with the same patience', async () => {
		const first = await look([await history()], {});
		expect(first.seen).toEqual([0, 0]);
		expect((await look([await history()], first.staticData)).seen).toEqual([0, 1]);
	});

	test('are taken at once in a run by hand', async () => {
		expect((await look([await history(), await listed(list)], {}, 'manual')).seen).toEqual([1, 0]);
	});
});
