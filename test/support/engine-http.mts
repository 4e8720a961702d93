/** A call from outside, as n8n hands it to a node's `webhook()`. */
export interface WebhookRequest {
	method?: 'GET' | 'POST' | 'HEAD' | 'PUT' | 'PATCH' | 'DELETE';
	query?: Record<string, string>;
	/** Parsed body; for uploads `{ data, files }`, as n8n parses multipart forms. */
	body?: unknown;
	/** The exact bytes; without it they are made from `body` (JSON). */
	rawBody?: string | Buffer;
	/** Any case; nodes see lower case. */
	headers?: Record<string, string>;
	params?: Record<string, string>;
	ip?: string;
	/** Path of the URL called; nodes that check a signed URL need the true one. */
	originalUrl?: string;
}

/** What the node wrote to the response itself (`sent`), or what n8n would answer for it. */
export interface WebhookAnswer {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	body: unknown;
	sent: boolean;
}

export function fakeRequest(request: WebhookRequest) {
	const headers = Object.fromEntries(
		Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
	);
	const bytes = request.rawBody ?? (request.body === undefined ? '' : JSON.stringify(request.body));
	const query = request.query ?? {};
	const path = request.originalUrl ?? `/webhook/test?${new URLSearchParams(query).toString()}`;
	return {
		method: request.method ?? 'POST',
		headers,
		query,
		params: request.params ?? {},
		body: request.body ?? {},
		rawBody: Buffer.from(bytes),
		ip: request.ip ?? '203.0.113.7',
		originalUrl: path,
		url: path,
		path: path.split('?')[0],
		protocol: 'https',
		get: (name: string) => headers[name.toLowerCase()],
		header: (name: string) => headers[name.toLowerCase()],
		readRawBody: async () => {},
	};
}

export function fakeResponse(answer: WebhookAnswer) {
	const finish = (body: unknown) => {
		if (answer.sent) throw new Error('The node answered the same request twice.');
		answer.sent = true;
		answer.body = body;
	};
	const set = (name: string | Record<string, string>, value?: string) => {
		const pairs = typeof name === 'string' ? { [name]: String(value) } : name;
		for (const [key, one] of Object.entries(pairs)) answer.headers[key.toLowerCase()] = one;
	};
	const response = {
		get headersSent() {
			return answer.sent;
		},
		status: (code: number) => {
			answer.status = code;
			return response;
		},
		setHeader: (name: string, value: string) => {
			set(name, value);
			return response;
		},
		set: (name: string | Record<string, string>, value?: string) => {
			set(name, value);
			return response;
		},
		header: (name: string, value: string) => {
			set(name, value);
			return response;
		},
		type: (value: string) => {
			set('content-type', value);
			return response;
		},
		getHeader: (name: string) => answer.headers[name.toLowerCase()],
		writeHead: (code: number, headers: Record<string, string> = {}) => {
			answer.status = code;
			set(headers);
			return response;
		},
		send: (body?: unknown) => {
			finish(body);
			return response;
		},
		json: (body?: unknown) => {
			set('content-type', 'application/json; charset=utf-8');
			finish(body);
			return response;
		},
		redirect: (code: number | string, location?: string) => {
			answer.status = typeof code === 'number' ? code : 302;
			set('location', typeof code === 'string' ? code : String(location));
			finish('');
		},
		sendStatus: (code: number) => {
			answer.status = code;
			finish('');
			return response;
		},
		end: (body?: unknown) => {
			finish(body);
			return response;
		},
	};
	return response;
}
