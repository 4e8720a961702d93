import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeHelpers } from 'n8n-workflow';
import type {
	ICredentialType,
	ILoadOptionsFunctions,
	INodeType,
	INodeTypes,
	IRun,
	IRunExecutionData,
	IVersionedNodeType,
	IWebhookFunctions,
	IPollFunctions,
	Workflow,
} from 'n8n-workflow';
import { hostModules, root } from './paths.mts';

type Constructor<T> = new (...args: unknown[]) => T;

/** The part of n8n-core that the engine tests drive. */
interface Core {
	WorkflowExecute: Constructor<{ processRunExecutionData(workflow: Workflow): Promise<IRun> }>;
	ExecutionLifecycleHooks: Constructor<{
		addHandler(name: string, handler: (data: unknown) => void): void;
	}>;
	WebhookContext: Constructor<IWebhookFunctions>;
	PollContext: Constructor<IPollFunctions>;
	LoadOptionsContext: Constructor<ILoadOptionsFunctions>;
	PackageDirectoryLoader: Constructor<PackageLoader>;
	BinaryDataService: Constructor<BinaryStore>;
}

interface PackageLoader {
	packageName: string;
	loadAll(): Promise<void>;
	nodeTypes: Record<string, { type: INodeType | IVersionedNodeType }>;
	credentialTypes: Record<string, { type: ICredentialType }>;
}

interface BinaryStore {
	init(): Promise<void>;
	store(location: unknown, data: Buffer, meta: object): Promise<Record<string, unknown>>;
	getAsBuffer(binary: unknown): Promise<Buffer>;
}

type Known = Record<string, { className: string; sourcePath: string }>;

export interface Host {
	core: Core;
	binaries: BinaryStore;
	nodeTypes: INodeTypes;
	credentialType(name: string): ICredentialType;
	/** Loads every node and credential of a built package folder. */
	loadPackage(directory: string): Promise<void>;
}

const fromHost = <T,>(name: string): T => require(join(hostModules, name)) as T;

/** Nodes and credentials of n8n-nodes-base, each read when it is first asked for. */
function builtIns() {
	const base = join(hostModules, 'n8n-nodes-base');
	const known = (kind: string): Known =>
		JSON.parse(readFileSync(join(base, 'dist', 'known', `${kind}.json`), 'utf8'));
	const loaded = new Map<string, unknown>();
	const lists: Record<string, Known> = {};
	return (kind: 'nodes' | 'credentials', name: string): unknown => {
		const key = `${kind}:${name}`;
		lists[kind] ??= known(kind);
		const entry = lists[kind][name];
		if (entry && !loaded.has(key)) {
			const file = require(join(base, entry.sourcePath)) as Record<string, Constructor<unknown>>;
			const found = file[entry.className];
			if (found) loaded.set(key, new found());
		}
		return loaded.get(key);
	};
}

let userFolder: string | undefined;
afterAll(() => {
	if (userFolder) rmSync(userFolder, { recursive: true, force: true });
});

async function startHost(): Promise<Host> {
	userFolder = mkdtempSync(join(tmpdir(), 'vet-referral-engine-'));
	process.env.N8N_USER_FOLDER = userFolder;
	process.env.N8N_ENCRYPTION_KEY = 'only-for-the-engine-tests';
	process.env.N8N_LOG_LEVEL ??= 'silent';
	fromHost('reflect-metadata');
	const core = fromHost<Core>('n8n-core');
	const { Container } = fromHost<{ Container: { get<T>(type: Constructor<T>): T } }>('@n8n/di');
	const binaries = Container.get(core.BinaryDataService);
	await binaries.init();

	const builtIn = builtIns();
	const nodes = new Map<string, INodeType | IVersionedNodeType>();
	const credentials = new Map<string, ICredentialType>();
	const nodeType = (type: string): INodeType | IVersionedNodeType => {
		const [pack = '', name = ''] = type.split('.');
		const found =
			nodes.get(type) ?? (pack === 'n8n-nodes-base' ? builtIn('nodes', name) : undefined);
		if (!found) throw new Error(`No loaded package has a node of type "${type}".`);
		return found as INodeType | IVersionedNodeType;
	};
	return {
		core,
		binaries,
		nodeTypes: {
			getByName: nodeType,
			getByNameAndVersion: (type, version) =>
				NodeHelpers.getVersionedNodeType(nodeType(type), version),
			getKnownTypes: () => ({}),
		},
		credentialType: (name) => {
			const found = credentials.get(name) ?? builtIn('credentials', name);
			if (!found) throw new Error(`No loaded package has a credential of type "${name}".`);
			return found as ICredentialType;
		},
		loadPackage: async (directory) => {
			const loader = new core.PackageDirectoryLoader(directory);
			await loader.loadAll();
			for (const [name, { type }] of Object.entries(loader.nodeTypes)) {
				nodes.set(`${loader.packageName}.${name}`, type);
			}
			for (const [name, { type }] of Object.entries(loader.credentialTypes)) {
				credentials.set(name, type);
			}
		},
	};
}

let host: Promise<Host> | undefined;

/** n8n-core with this repository's built package, loaded once for each test file. */
export async function engineHost(): Promise<Host> {
	host ??= startHost().then(async (started) => {
		if (existsSync(join(root, 'dist', 'nodes'))) await started.loadPackage(root);
		return started;
	});
	return await host;
}

export const cloneData = (data: IRunExecutionData): IRunExecutionData =>
	JSON.parse(JSON.stringify(data));
