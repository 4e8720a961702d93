import axios, { type AxiosInstance } from 'axios';
import { waitFor } from './wait-for.mts';

export interface Access {
	email: string;
	password: string;
	apiKey: string;
}

export interface WorkflowJson {
	name: string;
	nodes: Array<Record<string, unknown>>;
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	[key: string]: unknown;
}

export interface Execution {
	id: string;
	status: string;
	finished: boolean;
	mode: string;
	workflowId: string;
	startedAt: string;
	stoppedAt?: string | null;
	waitTill?: string | null;
	data?: { resultData: { runData: Record<string, unknown[]>; error?: { message: string } } };
}

export type Row = Record<string, unknown> & { id: number };

/** Makes every refused request tell method, path, status and answer. */
function client(baseURL: string, headers: Record<string, string>): AxiosInstance {
	const instance = axios.create({
		baseURL,
		headers,
		proxy: false,
		// n8n refuses reserved characters that axios would leave as they are.
		paramsSerializer: { encode: encodeURIComponent },
	});
	instance.interceptors.response.use(undefined, (error: unknown) => {
		if (axios.isAxiosError(error) && error.response) {
			const { method, url } = error.config ?? {};
			error.message =
				`${method?.toUpperCase()} ${url} was answered ${error.response.status}: ` +
				JSON.stringify(error.response.data).slice(0, 2000);
		}
		return Promise.reject(error);
	});
	return instance;
}

export const apiClient = (url: string, apiKey: string): AxiosInstance =>
	client(`${url}/api/v1`, { 'X-N8N-API-KEY': apiKey });

const browserId = 'project-tests';

const cookieFrom = (headers: unknown): string => {
	const list = (headers as Record<string, string[] | undefined>)['set-cookie'] ?? [];
	return list.map((cookie) => cookie.split(';')[0]).join('; ');
};

/** Logs in (or sets the owner up, on a fresh database) and keeps the cookie. Base is `/rest`. */
export async function loginClient(
	url: string,
	{ email, password }: Pick<Access, 'email' | 'password'>,
	setUp = false,
): Promise<AxiosInstance> {
	const first = client(`${url}/rest`, { 'browser-id': browserId });
	const answer = setUp
		? await first.post('/owner/setup', { email, password, firstName: 'Olive', lastName: 'Owner' })
		: await first.post('/login', { emailOrLdapLoginId: email, password });
	return client(`${url}/rest`, { 'browser-id': browserId, cookie: cookieFrom(answer.headers) });
}

/** A new API key with every scope the owner may give. */
export async function createApiKey(rest: AxiosInstance): Promise<string> {
	const scopes = (await rest.get('/api-keys/scopes')).data.data as string[];
	const body = { label: 'tests', expiresAt: null, scopes };
	return (await rest.post('/api-keys', body)).data.data.rawApiKey as string;
}

/** The data table whose name is exactly `name`. */
export function dataTable(api: AxiosInstance, name: string) {
	const id = async (): Promise<string> => {
		const tables = (await api.get('/data-tables', { params: { limit: 250 } })).data.data as Array<{
			id: string;
			name: string;
		}>;
		const found = tables.find((table) => table.name === name);
		if (!found) throw new Error(`There is no data table "${name}".`);
		return found.id;
	};
	const filterOf = (where: Record<string, unknown>) => ({
		type: 'and',
		filters: Object.entries(where).map(([columnName, value]) => ({
			columnName,
			condition: 'eq',
			value,
		})),
	});
	return {
		id,
		/** Every row whose columns equal `where`. */
		rows: async <T extends object = Row>(where: Record<string, unknown> = {}): Promise<T[]> => {
			const path = `/data-tables/${await id()}/rows`;
			const filter = Object.keys(where).length ? JSON.stringify(filterOf(where)) : undefined;
			const found: T[] = [];
			let cursor: string | undefined;
			do {
				const { data } = await api.get(path, { params: { limit: 250, filter, cursor } });
				found.push(...data.data);
				cursor = data.nextCursor ?? undefined;
			} while (cursor);
			return found;
		},
		insert: async (rows: Array<Record<string, unknown>>): Promise<Row[]> => {
			const body = { data: rows, returnType: 'all' };
			return (await api.post(`/data-tables/${await id()}/rows`, body)).data;
		},
		update: async (
			where: Record<string, unknown>,
			data: Record<string, unknown>,
		): Promise<Row[]> => {
			const body = { filter: filterOf(where), data, returnData: true };
			return (await api.patch(`/data-tables/${await id()}/rows/update`, body)).data;
		},
	};
}

export interface ExecutionQuery {
	workflowId?: string;
	status?: 'canceled' | 'crashed' | 'error' | 'new' | 'running' | 'success' | 'unknown' | 'waiting';
	includeData?: boolean;
	/** At most this many, newest first; all pages are read up to it. */
	limit?: number;
}

/** What tests and scripts do through n8n's public API. */
export function n8nApi(api: AxiosInstance, url: string) {
	return {
		createCredential: async (name: string, type: string, data: Record<string, unknown>) => {
			const created = (await api.post('/credentials', { name, type, data })).data;
			return { id: created.id as string, name, type };
		},
		/**
		 * Creates a workflow from its exported JSON. Each credential named in `credentials` (by type)
		 * is put into every node that uses that type.
		 */
		importWorkflow: async (
			json: WorkflowJson,
			credentials: Array<{ id: string; name: string; type: string }> = [],
		): Promise<string> => {
			const nodes = structuredClone(json.nodes);
			for (const node of nodes) {
				const used = (node.credentials ?? {}) as Record<string, unknown>;
				for (const { id, name, type } of credentials) if (type in used) used[type] = { id, name };
			}
			const { name, connections, settings = { executionOrder: 'v1' } } = json;
			return (await api.post('/workflows', { name, nodes, connections, settings })).data.id;
		},
		publish: async (id: string): Promise<void> => {
			await api.post(`/workflows/${id}/activate`, {});
		},
		unpublish: async (id: string): Promise<void> => {
			await api.post(`/workflows/${id}/deactivate`, {});
		},
		dataTable: (name: string) => dataTable(api, name),
		execution: async (id: string): Promise<Execution> =>
			(await api.get(`/executions/${id}`, { params: { includeData: true } })).data,
		executions: async ({ limit = 250, ...query }: ExecutionQuery = {}): Promise<Execution[]> => {
			const found: Execution[] = [];
			let cursor: string | undefined;
			do {
				const size = Math.min(250, limit - found.length);
				const { data } = await api.get('/executions', {
					params: { ...query, limit: size, cursor },
				});
				found.push(...data.data);
				cursor = data.nextCursor ?? undefined;
			} while (cursor && found.length < limit);
			return found;
		},
		/**
		 * Calls a production webhook and answers with every status. Publishing returns a moment before
		 * the webhook is registered, so "not registered" is tried again for 10 s.
		 */
		callWebhook: async (
			path: string,
			request: { method?: string; data?: unknown; headers?: Record<string, string> } = {},
		) =>
			await waitFor(
				async () => {
					const target = path.startsWith('http') ? path : `${url}/webhook/${path}`;
					const answer = await axios.request({
						url: target,
						method: request.method ?? 'POST',
						data: request.data,
						headers: request.headers,
						maxRedirects: 0,
						proxy: false,
						validateStatus: () => true,
					});
					const missing =
						answer.status === 404 && /not registered/.test(JSON.stringify(answer.data ?? ''));
					if (missing) throw new Error(`no webhook is registered at "${path}"`);
					return answer;
				},
				`the webhook "${path}"`,
				10_000,
			),
	};
}
