import { NodeHelpers } from 'n8n-workflow';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	IRunExecutionData,
	IWebhookDescription,
	IWebhookResponseData,
} from 'n8n-workflow';
import { engineHost, cloneData } from './engine-host.mts';
import {
	fakeRequest,
	fakeResponse,
	type WebhookAnswer,
	type WebhookRequest,
} from './engine-http.mts';
import {
	additionalData,
	buildWorkflow,
	execute,
	type NodeInput,
	type RunResult,
	type WorkflowInput,
} from './engine.mts';

export type { WebhookAnswer, WebhookRequest } from './engine-http.mts';

async function callWebhook(
	input: WorkflowInput,
	pick: (nodes: Record<string, INode>) => INode | undefined,
	request: WebhookRequest,
	data: IRunExecutionData | null,
) {
	const host = await engineHost();
	const workflow = buildWorkflow(host, input);
	const node = pick(workflow.nodes);
	if (!node) throw new Error('The workflow has no such node.');
	const type = host.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const parameters = NodeHelpers.getNodeParameters(
		type.description.properties,
		node.parameters,
		true,
		false,
		node,
		type.description,
	);
	node.parameters = parameters ?? node.parameters;
	const method = request.method ?? 'POST';
	const described = type.description.webhooks?.find(
		(one: IWebhookDescription) =>
			one.httpMethod.split(',').includes(method) && Boolean(one.restartWebhook) === (data !== null),
	);
	if (!described || !type.webhook) {
		throw new Error(`"${node.name}" has no ${data ? 'waiting ' : ''}webhook for ${method}.`);
	}
	const answer: WebhookAnswer = { status: 200, headers: {}, body: undefined, sent: false };
	const credentials = structuredClone(input.credentials ?? {});
	const extra = additionalData(host, input, credentials);
	Object.assign(extra, { httpRequest: fakeRequest(request), httpResponse: fakeResponse(answer) });
	const webhookData = {
		httpMethod: method,
		node: node.name,
		path: String(described.path),
		webhookDescription: described,
		workflowId: workflow.id,
		workflowExecuteAdditionalData: extra,
	};
	const mode = input.mode ?? 'webhook';
	const context = new host.core.WebhookContext(workflow, node, extra, mode, webhookData, [], data);
	const returned: IWebhookResponseData = await type.webhook.call(context);
	if (!answer.sent) answer.body = returned.webhookResponse;
	return { node, answer, returned, staticData: workflow.staticData as IDataObject };
}

export interface TriggerCall {
	answer: WebhookAnswer;
	/** Items that would start an execution; undefined when none is started. */
	items?: INodeExecutionData[];
	staticData: IDataObject;
}

/** Calls the door of a webhook trigger. */
export async function callTrigger(
	input: Omit<WorkflowInput, 'nodes'> & { node: NodeInput; request: WebhookRequest },
): Promise<TriggerCall> {
	const { node, request, ...rest } = input;
	const workflow = { ...rest, nodes: [node] };
	const called = await callWebhook(workflow, (all) => Object.values(all)[0], request, null);
	return {
		answer: called.answer,
		items: called.returned.workflowData?.[0],
		staticData: called.staticData,
	};
}

export interface ResumeCall {
	answer: WebhookAnswer;
	/** False when the node answered without ending its wait. */
	resumed: boolean;
	/** The run after the resume; without one, undefined. */
	result?: RunResult;
}

/** Calls the link of a waiting run, as `/webhook-waiting/…` would after checking its signature. */
export async function resumeByWebhook(
	waiting: RunResult,
	request: WebhookRequest,
): Promise<ResumeCall> {
	if (waiting.status !== 'waiting') {
		throw new Error(`Only a waiting run can be called; this one is "${waiting.status}".`);
	}
	const data = cloneData(waiting.data);
	const last = data.resultData.lastNodeExecuted ?? '';
	const input = { ...waiting.input, credentials: waiting.credentials };
	const entry = data.executionData?.nodeExecutionStack[0];
	if (!entry) throw new Error('The waiting run holds no node to go on with.');
	entry.node.disabled = true;
	data.waitTill = undefined;
	const { answer, returned } = await callWebhook(input, (all) => all[last], request, data);
	if (!returned.workflowData) return { answer, resumed: false };
	entry.data.main = returned.workflowData;
	entry.metadata = { ...entry.metadata, forwardAllOutputs: true } as typeof entry.metadata;
	data.resultData.runData[last]?.pop();
	return { answer, resumed: true, result: await execute(input, data) };
}

export interface PollCall {
	/** Items by execution: one list for each that the poll started. */
	emitted: INodeExecutionData[][];
	/** What the poll told as a failed execution. */
	errors: Error[];
	staticData: IDataObject;
}

/** How the run of an emitted case ends; `undefined` when nothing is ever heard of it. */
export type EndOfRun = (items: INodeExecutionData[]) => 'success' | 'waiting' | 'error' | undefined;

/** Runs `poll()` once; pass `staticData` of one call to the next to go on from its cursor. */
export async function poll(
	input: Omit<WorkflowInput, 'nodes'> & { node: NodeInput; endOfRun?: EndOfRun },
): Promise<PollCall> {
	const host = await engineHost();
	const { node, endOfRun, ...rest } = input;
	const workflow = buildWorkflow(host, { ...rest, nodes: [node] });
	const [own] = Object.values(workflow.nodes);
	if (!own) throw new Error('The workflow has no node to poll.');
	const type = host.nodeTypes.getByNameAndVersion(own.type, own.typeVersion);
	if (!type.poll) throw new Error(`"${own.name}" is no polling trigger.`);
	const emitted: INodeExecutionData[][] = [];
	const errors: Error[] = [];
	const emit = (
		data: INodeExecutionData[][],
		_answer?: unknown,
		done?: { resolve(run: unknown): void },
	) => {
		emitted.push(...data);
		const status = endOfRun?.(data[0] ?? []);
		if (status) done?.resolve({ status });
	};
	const emitError = (error: Error) => {
		errors.push(error);
	};
	const mode = rest.mode ?? 'trigger';
	const extra = additionalData(
		host,
		{ ...rest, nodes: [] },
		structuredClone(rest.credentials ?? {}),
	);
	const context = new host.core.PollContext(
		workflow,
		own,
		extra,
		mode,
		'activate',
		emit,
		emitError,
	);
	const returned = await type.poll.call(context);
	if (returned) emitted.push(...returned);
	return { emitted, errors, staticData: workflow.staticData };
}
