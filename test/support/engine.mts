import { createRunExecutionData, Workflow } from 'n8n-workflow';
import type {
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IRunExecutionData,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { EngineCredentials, type CredentialData } from './engine-credentials.mts';
import { cloneData, engineHost, type Host } from './engine-host.mts';

export type { CredentialData } from './engine-credentials.mts';

/** A node as templates write it; what is left out gets a usual value. */
export type NodeInput = Partial<INode> & { type: string; parameters?: INodeParameters };
export type ItemInput = INodeExecutionData | IDataObject;

export interface WorkflowInput {
	nodes: NodeInput[];
	connections?: IConnections;
	/** By credential type; every node that needs the type gets it. */
	credentials?: CredentialData;
	/** Name of the node that receives `items`; by default the first. */
	start?: string;
	items?: ItemInput[];
	mode?: WorkflowExecuteMode;
	staticData?: IDataObject;
	/** n8n's address as nodes see it. */
	baseUrl?: string;
	executionId?: string;
	settings?: Record<string, unknown>;
}

export interface RunResult {
	/** `success`, `error`, `waiting`, … as n8n stores it. */
	status: string;
	waitTill?: Date;
	error?: Error & { description?: string; node?: INode };
	data: IRunExecutionData;
	/** What the last `sendResponse` of a node was. */
	response?: { body: unknown; headers: Record<string, string>; statusCode: number };
	staticData: IDataObject;
	/** Credentials as they are after the run (tokens fetched meanwhile are in them). */
	credentials: CredentialData;
	/** How often a node ran. */
	runs(node: string): number;
	/** Items of all outputs of a node's run (the last by default). */
	outputs(node: string, run?: number): INodeExecutionData[][];
	/** JSON of the items on one output (the first by default). */
	json(node: string, output?: number, run?: number): IDataObject[];
	/** For the resume helpers. */
	input: WorkflowInput;
}

const isItem = (item: ItemInput): item is INodeExecutionData =>
	typeof item.json === 'object' && item.json !== null;

const toItems = (items: ItemInput[] = [{}]): INodeExecutionData[] =>
	items.map((item, index) => ({
		pairedItem: { item: index },
		...(isItem(item) ? item : { json: item }),
	}));

function toNode(host: Host, node: NodeInput, index: number): INode {
	const typeVersion = node.typeVersion ?? 1;
	const { description } = host.nodeTypes.getByNameAndVersion(node.type, typeVersion);
	const credentials = Object.fromEntries(
		(description.credentials ?? []).map(({ name }) => [name, { id: name, name }]),
	);
	return {
		id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
		name: description.displayName,
		position: [index * 220, 0],
		parameters: {},
		credentials,
		...node,
		typeVersion,
	};
}

const refuseCall = (what: string) => async () => {
	throw new Error(`${what} is not part of the engine tests; use a real n8n (test/e2e) for it.`);
};

export function additionalData(
	host: Host,
	input: WorkflowInput,
	credentials: CredentialData,
): IWorkflowExecuteAdditionalData {
	const base = input.baseUrl ?? 'https://clinic.example.com/';
	return {
		credentialsHelper: new EngineCredentials(host, credentials),
		executionId: input.executionId ?? '1',
		currentNodeExecutionIndex: 0,
		restApiUrl: `${base}rest`,
		instanceBaseUrl: base,
		formBaseUrl: `${base}form`,
		formWaitingBaseUrl: `${base}form-waiting`,
		formTestBaseUrl: `${base}form-test`,
		webhookBaseUrl: `${base}webhook`,
		webhookWaitingBaseUrl: `${base}webhook-waiting`,
		webhookTestBaseUrl: `${base}webhook-test`,
		mcpBaseUrl: `${base}mcp`,
		mcpTestBaseUrl: `${base}mcp-test`,
		variables: {},
		logAiEvent: () => {},
		setExecutionStatus: () => {},
		executeWorkflow: refuseCall('Calling another workflow'),
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		startRunnerTask: refuseCall('The task runner'),
		// n8n-core adds fields of its own to this type, which only its own sources see.
	} as unknown as IWorkflowExecuteAdditionalData;
}

export function buildWorkflow(host: Host, input: WorkflowInput): Workflow {
	return new Workflow({
		id: 'engine-test',
		name: 'Engine test',
		nodes: input.nodes.map((node, index) => toNode(host, node, index)),
		connections: input.connections ?? {},
		active: true,
		nodeTypes: host.nodeTypes,
		staticData: input.staticData ?? {},
		settings: { executionOrder: 'v1', ...input.settings },
	});
}

/** Runs the engine over prepared run data; the start and every resume end here. */
export async function execute(input: WorkflowInput, data: IRunExecutionData): Promise<RunResult> {
	const host = await engineHost();
	const workflow = buildWorkflow(host, input);
	const credentials = structuredClone(input.credentials ?? {});
	const mode = input.mode ?? 'trigger';
	const extra = additionalData(host, input, credentials);
	const hooks = new host.core.ExecutionLifecycleHooks(mode, extra.executionId, {
		...workflow,
		settings: workflow.settings,
	});
	let response: RunResult['response'];
	hooks.addHandler('sendResponse', (sent) => {
		response = sent as RunResult['response'];
	});
	Object.assign(extra, { hooks });
	const run = await new host.core.WorkflowExecute(extra, mode, data).processRunExecutionData(
		workflow,
	);
	const runData = run.data.resultData.runData;
	const outputs = (node: string, at?: number): INodeExecutionData[][] => {
		const list = runData[node];
		const task = list?.[at ?? list.length - 1];
		return (task?.data?.main ?? []).map((items) => items ?? []);
	};
	return {
		status: run.status,
		waitTill: run.waitTill ?? undefined,
		error: run.data.resultData.error as RunResult['error'],
		data: run.data,
		response,
		staticData: workflow.staticData,
		credentials,
		runs: (node) => runData[node]?.length ?? 0,
		outputs,
		json: (node, output = 0, at) => (outputs(node, at)[output] ?? []).map((item) => item.json),
		input,
	};
}

/** Runs a workflow from `start`, which receives `items`, until it ends or waits. */
export async function runWorkflow(input: WorkflowInput): Promise<RunResult> {
	const host = await engineHost();
	const workflow = buildWorkflow(host, input);
	const first = Object.values(workflow.nodes)[0];
	const node = input.start ? workflow.getNode(input.start) : first;
	if (!node) throw new Error(`The workflow has no node "${input.start}".`);
	const data = createRunExecutionData({
		executionData: {
			contextData: {},
			nodeExecutionStack: [{ node, data: { main: [toItems(input.items)] }, source: null }],
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
		},
	});
	return await execute(input, data);
}

export type NodeRunInput = Omit<WorkflowInput, 'nodes' | 'connections' | 'start'> & {
	node: NodeInput;
};

/** Runs one node; its outputs are found under its name (by default its display name). */
export async function runNode({ node, ...input }: NodeRunInput): Promise<RunResult> {
	return await runWorkflow({ ...input, nodes: [node] });
}

/** Lets the time of a waiting run pass: its input comes out of the first output. */
export async function resumeByTimeout(result: RunResult): Promise<RunResult> {
	if (result.status !== 'waiting' || !result.waitTill) {
		throw new Error(`Only a waiting run can be resumed; this one is "${result.status}".`);
	}
	const data = cloneData(result.data);
	data.waitTill = result.waitTill;
	return await execute({ ...result.input, credentials: result.credentials }, data);
}

/** Stores bytes in n8n's binary store and returns what belongs under `binary.<name>` of an item. */
export async function storeBinary(
	bytes: Uint8Array | string,
	meta: { fileName: string; mimeType: string },
) {
	const { binaries } = await engineHost();
	const location = { type: 'execution', workflowId: 'engine-test', executionId: '1' };
	return (await binaries.store(location, Buffer.from(bytes), { ...meta, data: '' })) as never;
}

/** Reads what an item carries under `binary.<name>`. */
export async function readBinary(binary: unknown): Promise<Buffer> {
	return await (await engineHost()).binaries.getAsBuffer(binary);
}
