import type { WorkflowJson } from '../../test/support/n8n-client.mts';
import type { CredentialRef } from '../demo/templates.mts';
import { reads } from './handbuilt-reads.mts';
import { startNode } from './start.mts';

export interface HandbuiltOptions {
	/** The pack's guarantees as well, from n8n's own nodes. */
	safe: boolean;
	baseUrl: string;
	formUrl: string;
	/** Carries the token in a header; it was fetched once. */
	ezyVetAuth: CredentialRef;
	/** The key of the Crypto node's signature. */
	signing: CredentialRef;
	files: number;
}

type Json = Record<string, unknown>;
type Step = Json & { name: string };

/** The table of {@link handbuiltWorkflow} with `safe`. */
export const safeTable = {
	name: 'bench_cases',
	columns: [
		{ name: 'caseId', type: 'string' },
		{ name: 'version', type: 'number' },
		{ name: 'status', type: 'string' },
		{ name: 'patientName', type: 'string' },
		{ name: 'checksums', type: 'string' },
		{ name: 'reference', type: 'string' },
		{ name: 'changedAt', type: 'string' },
	],
};

const node = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: Json,
	more: Json = {},
): Step => ({
	id: `bench-${name}`,
	name,
	type: `n8n-nodes-base.${type}`,
	typeVersion,
	position: [0, 0],
	parameters,
	...more,
});

const authenticated = ({ ezyVetAuth: { id, name, type } }: HandbuiltOptions) => ({
	more: { credentials: { [type]: { id, name } } },
	parameters: { authentication: 'genericCredentialType', genericAuthType: type },
});

function readNodes(options: HandbuiltOptions): Step[] {
	const { more, parameters } = authenticated(options);
	return reads.map(({ name, path, query }) =>
		node(
			name,
			'httpRequest',
			4.2,
			{
				...parameters,
				url: `${options.baseUrl}${path}`,
				sendQuery: true,
				queryParameters: {
					parameters: [
						...Object.entries(query).map(([key, value]) => ({ name: key, value })),
						{ name: 'limit', value: '200' },
					],
				},
				options: {},
			},
			more,
		),
	);
}

function fileNodes(options: HandbuiltOptions): Step[] {
	const { more, parameters } = authenticated(options);
	const documents =
		"={{ ({ documents: [...$('Documents of patient').first().json.items, ...$('Documents of consults').first().json.items].map((item) => item.attachment) }) }}";
	return [
		node('Documents', 'set', 3.4, { mode: 'raw', jsonOutput: documents, options: {} }),
		node('One by one', 'splitOut', 1, { fieldToSplitOut: 'documents', options: {} }),
		node(
			'Download',
			'httpRequest',
			4.2,
			{
				...parameters,
				url: `=${options.baseUrl}/v1/attachment/download/{{ $json.id }}`,
				options: { response: { response: { responseFormat: 'file' } } },
			},
			more,
		),
	];
}

/** Puts the records and the files of all items into one item. */
const packetCode = (safe: boolean): string => `
const start = $('Start').first().json.body;
const read = (name) => $(name).first().json.items;
const documents = $('One by one').all();
const binary = {};
const stored = $('Download').all();
const files = $input.all().map((item, index) => {
	const file = stored[index].binary.data;
	binary['file_' + index] = file;
	const { name, mime_type } = documents[index].json;
	return { name, mimeType: mime_type, size: file.bytes${safe ? ', sha256: item.json.sha256' : ''} };
});
const packet = { caseId: start.eventId, release: start.release, files, records: {
${reads.map(({ name }) => `	${JSON.stringify(name)}: read(${JSON.stringify(name)}),`).join('\n')}
} };
return [{ json: { caseId: start.eventId, packet: JSON.stringify(packet), files, at: String(Math.floor(Date.now() / 1000)) }, binary }];
`;

const makePacket = (safe: boolean): Step =>
	node('Packet', 'code', 2, { mode: 'runOnceForAllItems', jsCode: packetCode(safe) });

function sendNode({ formUrl, files, safe }: HandbuiltOptions): Step {
	const header = (name: string, value: string) => ({ name, value });
	const signature = safe
		? {
				sendHeaders: true,
				headerParameters: {
					parameters: [
						header('webhook-id', "={{ $('Packet').first().json.caseId }}"),
						header('webhook-timestamp', "={{ $('Packet').first().json.at }}"),
						header('webhook-signature', "=v1,{{ $('Sign').first().json.signature }}"),
					],
				},
			}
		: {};
	return node('Send', 'httpRequest', 4.2, {
		method: 'POST',
		url: formUrl,
		...signature,
		sendBody: true,
		contentType: 'multipart-form-data',
		bodyParameters: {
			parameters: [
				{
					parameterType: 'formData',
					name: 'packet',
					value: "={{ $('Packet').first().json.packet }}",
				},
				...Array.from({ length: files }, (_, index) => ({
					parameterType: 'formBinaryData',
					name: `file_${index}`,
					inputDataFieldName: `file_${index}`,
				})),
			],
		},
		options: {},
	});
}

const waitNode = node(
	'Wait for acknowledgment',
	'wait',
	1.1,
	{ resume: 'webhook', options: {} },
	{ webhookId: 'bench-wait' },
);

const table = { __rl: true, mode: 'name', value: safeTable.name };
const equals = (keyName: string, keyValue: string) => ({ keyName, condition: 'eq', keyValue });
const rowColumns = (value: Json): Json => ({
	mappingMode: 'defineBelow',
	value,
	matchingColumns: [],
	schema: [],
});
const now = '={{ $now.toUTC().toISO() }}';

const ifNode = (name: string, leftValue: string): Step =>
	node(name, 'if', 2.2, {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
			conditions: [
				{
					id: 'c1',
					leftValue,
					rightValue: '',
					operator: { type: 'boolean', operation: 'true', singleValue: true },
				},
			],
			combinator: 'and',
		},
		looseTypeValidation: true,
		options: {},
	});

/** A status change that holds only if nobody else changed the row in between. */
const updateNode = (name: string, from: number, columns: Json): Step =>
	node(
		name,
		'dataTable',
		1.1,
		{
			resource: 'row',
			operation: 'update',
			dataTableId: table,
			matchType: 'allConditions',
			filters: {
				conditions: [
					equals('id', "={{ $('Open case').first().json.id }}"),
					equals('version', String(from)),
				],
			},
			columns: rowColumns({ version: from + 1, changedAt: now, ...columns }),
			options: {},
		},
		{ alwaysOutputData: true },
	);

const openNodes: Step[] = [
	node('Open case', 'dataTable', 1.1, {
		resource: 'row',
		operation: 'insert',
		dataTableId: table,
		columns: rowColumns({
			caseId: '={{ $json.body.eventId }}',
			version: 1,
			status: 'open',
			changedAt: now,
		}),
		options: {},
	}),
	node(
		'Rows of case',
		'dataTable',
		1.1,
		{
			resource: 'row',
			operation: 'get',
			dataTableId: table,
			matchType: 'allConditions',
			filters: { conditions: [equals('caseId', '={{ $json.caseId }}')] },
			returnAll: true,
		},
		{ alwaysOutputData: true },
	),
	ifNode(
		'First?',
		"={{ $json.id === $('Open case').first().json.id && $('Rows of case').all().every((row) => row.json.id >= $json.id) }}",
	),
];

function guarded(options: HandbuiltOptions): Step[] {
	const { id, name, type } = options.signing;
	return [
		...openNodes,
		...readNodes(options),
		...fileNodes(options),
		node('Checksum', 'crypto', 2, {
			action: 'hash',
			type: 'SHA256',
			binaryData: true,
			binaryPropertyName: 'data',
			dataPropertyName: 'sha256',
			encoding: 'hex',
		}),
		makePacket(true),
		updateNode('Record intent', 1, {
			status: 'sending',
			patientName: "={{ $('Animal').first().json.items[0].animal.name }}",
			checksums: '={{ JSON.stringify($json.files) }}',
		}),
		ifNode('Intent recorded?', '={{ !!$json.id }}'),
		node(
			'Sign',
			'crypto',
			2,
			{
				action: 'hmac',
				type: 'SHA256',
				value:
					"={{ $('Packet').first().json.caseId }}.{{ $('Packet').first().json.at }}.{{ $('Packet').first().json.packet }}",
				dataPropertyName: 'signature',
				encoding: 'base64',
			},
			{ credentials: { [type]: { id, name } } },
		),
		node('With files', 'merge', 3.2, {
			mode: 'combine',
			combineBy: 'combineByPosition',
			options: {},
		}),
		sendNode(options),
		updateNode('Record receipt', 2, { status: 'delivered', reference: '={{ $json.reference }}' }),
		ifNode('Receipt recorded?', '={{ !!$json.id }}'),
		waitNode,
	];
}

const bare = (options: HandbuiltOptions): Step[] => [
	...readNodes(options),
	...fileNodes(options),
	makePacket(false),
	sendNode(options),
	waitNode,
];

type Target = { node: string; type: 'main'; index: number };

/**
 * The bare job from n8n's own nodes: read the same records and files, put them together, post them,
 * wait. With `safe` the guarantees of the pack are built by hand too: one row per case with a check for
 * doubles, the intent claimed before the effect and the receipt recorded after it, SHA-256 of every
 * file, and a signature over the packet that lists them.
 */
export function handbuiltWorkflow(options: HandbuiltOptions): WorkflowJson {
	const path = options.safe ? 'handbuilt-safe' : 'handbuilt';
	const steps: Json[] = [startNode(path), ...(options.safe ? guarded(options) : bare(options))];
	const connections: Record<string, { main: Target[][] }> = {};
	const connect = (from: string, to: string, index = 0): void => {
		connections[from] ??= { main: [[]] };
		connections[from].main[0]?.push({ node: to, type: 'main', index });
	};
	steps.slice(1).forEach((step, index) => {
		connect(String(steps[index]?.name), String(step.name));
	});
	// The signature comes with the row, the files with the packet.
	if (options.safe) connect('Packet', 'With files', 1);
	const placed = steps.map((step, index) => ({ ...step, position: [index * 220, 0] }));
	return {
		name: `Bench: ${path}`,
		nodes: placed,
		connections,
		settings: { executionOrder: 'v1', saveDataSuccessExecution: 'all' },
	};
}
