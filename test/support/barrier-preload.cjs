/**
 * Loaded into an n8n under test with NODE_OPTIONS=--require: tells the barrier server of the test when
 * a node is about to run, when it has run, and when an outside system has answered a write of it, and
 * goes on only when the server says so. Nothing of the product knows of this file.
 */
const { AsyncLocalStorage } = require('node:async_hooks');
const http = require('node:http');
const Module = require('node:module');
const net = require('node:net');
const { PassThrough } = require('node:stream');

const port = Number(process.env.BARRIER_PORT ?? 0);

/** One connection for the whole process; every line is a question, answered in any order. */
function connect() {
	const waiting = new Map();
	let last = 0;
	let rest = '';
	const socket = net.connect(port, '127.0.0.1');
	socket.setNoDelay(true);
	socket.unref();
	socket.on('data', (chunk) => {
		const lines = (rest + chunk.toString('utf8')).split('\n');
		rest = lines.pop();
		for (const line of lines) {
			waiting.get(Number(line))?.();
			waiting.delete(Number(line));
		}
	});
	// Without a test behind it this n8n just runs.
	const release = () => {
		for (const go of waiting.values()) go();
		waiting.clear();
	};
	socket.on('error', release);
	socket.on('close', release);
	return (what) =>
		new Promise((go) => {
			if (socket.destroyed) return go();
			const n = ++last;
			waiting.set(n, go);
			socket.write(`${JSON.stringify({ n, ...what })}\n`);
		});
}

const places = new AsyncLocalStorage();

/** What shows which case a run is about. */
function hintsOf(items) {
	const first = items?.main?.[0]?.[0]?.json ?? items?.[0]?.[0]?.json;
	const text = first === undefined ? '' : JSON.stringify(first);
	const one = (pattern) => pattern.exec(text)?.[1];
	return {
		caseId: one(/"caseId":"(REF-[^"]+)"/),
		rowId: first?.rowId ?? (first?.caseId && first?.events ? first.id : undefined),
		patientId: first?.patientPimsId ?? first?.patientId,
	};
}

/** What a node does, as far as its parameters say so without evaluating an expression. */
const shapeOf = (node) => ({
	type: node.type,
	operation: typeof node.parameters?.operation === 'string' ? node.parameters.operation : '',
	resource: typeof node.parameters?.resource === 'string' ? node.parameters.resource : '',
});

function instrument(WorkflowExecute, tell) {
	const { runNode, processRunExecutionData } = WorkflowExecute.prototype;

	WorkflowExecute.prototype.runNode = async function (workflow, executionData, runData, ...rest) {
		const { node } = executionData;
		const [, additionalData] = rest;
		const place = {
			execution: String(additionalData.executionId ?? ''),
			workflow: workflow.name,
			node: node.name,
			resumed: node.disabled === true,
			...shapeOf(node),
		};
		await tell({ ...place, edge: 'before', ...hintsOf(executionData.data) });
		const result = await places.run(
			place,
			async () => await runNode.call(this, workflow, executionData, runData, ...rest),
		);
		const claim = result?.data?.[0]?.[0]?.json?.claim;
		await tell({ ...place, edge: 'after', claim, ...hintsOf(result?.data) });
		return result;
	};

	WorkflowExecute.prototype.processRunExecutionData = function (workflow, ...rest) {
		const execution = String(this.additionalData?.executionId ?? '');
		const start = this.runExecutionData?.executionData?.nodeExecutionStack?.[0]?.node?.name;
		const about = { execution, workflow: workflow.name, node: start };
		void tell({ ...about, edge: 'begin' });
		const running = processRunExecutionData.call(this, workflow, ...rest);
		const over = () => void tell({ ...about, edge: 'end' });
		running.then(over, over);
		return running;
	};
}

/**
 * The body of an answer to a write is held back until the server lets it through. A copy stands in for
 * the answer: n8n would take one that is announced late for a broken connection.
 */
function instrumentHttp(tell) {
	const { emit } = http.ClientRequest.prototype;
	http.ClientRequest.prototype.emit = function (event, ...args) {
		const place = event === 'response' && this.method !== 'GET' ? places.getStore() : undefined;
		if (!place) return emit.call(this, event, ...args);
		const [answer] = args;
		const { statusCode, statusMessage, headers, rawHeaders, httpVersion, req } = answer;
		const copy = Object.assign(new PassThrough(), { statusCode, statusMessage, headers });
		Object.assign(copy, { rawHeaders, httpVersion, req, trailers: {}, rawTrailers: [] });
		answer.on('error', (error) => copy.destroy(error));
		const { pathname } = new URL(this.path, 'http://host');
		void tell({ ...place, edge: 'answered', request: `${this.method} ${pathname}` }).then(() =>
			answer.pipe(copy),
		);
		return emit.call(this, event, copy);
	};
}

if (port > 0) {
	const { _load } = Module;
	let tell;
	Module._load = function (request, ...rest) {
		const loaded = _load.call(this, request, ...rest);
		// Only a process that runs workflows gets here; n8n's helpers inherit NODE_OPTIONS too.
		if (tell === undefined && /workflow-execute$/.test(request) && loaded.WorkflowExecute) {
			tell = connect();
			instrument(loaded.WorkflowExecute, tell);
			instrumentHttp(tell);
		}
		return loaded;
	};
}
