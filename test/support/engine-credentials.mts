import { ICredentialsHelper, NodeHelpers, Workflow } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeProperties,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { Host } from './engine-host.mts';

/** What the clinic typed into its credentials, by credential type. */
export type CredentialData = Record<string, ICredentialDataDecryptedObject>;

const nobody: INode = {
	id: 'credentials',
	name: 'Credentials',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** n8n's treatment of credentials (defaults, expressions, tokens) over a plain object. */
export class EngineCredentials extends ICredentialsHelper {
	private readonly host: Host;
	readonly stored: CredentialData;

	constructor(host: Host, stored: CredentialData) {
		super();
		this.host = host;
		this.stored = stored;
	}

	private parents(type: string): ICredentialType[] {
		const found = this.host.credentialType(type);
		return (found.extends ?? []).flatMap((parent) => [
			...this.parents(parent),
			this.host.credentialType(parent),
		]);
	}

	getParentTypes(type: string): string[] {
		return this.parents(type).map(({ name }) => name);
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		const combined: INodeProperties[] = [];
		for (const { properties } of [...this.parents(type), this.host.credentialType(type)]) {
			NodeHelpers.mergeNodeProperties(combined, properties);
		}
		return combined;
	}

	private emptyWorkflow(): Workflow {
		return new Workflow({
			nodes: [nobody],
			connections: {},
			active: false,
			nodeTypes: this.host.nodeTypes,
		});
	}

	private resolve(value: string, credentials: ICredentialDataDecryptedObject): string {
		if (!value.startsWith('=')) return value;
		const { expression } = this.emptyWorkflow();
		const keys = { $credentials: credentials } as never;
		return String(
			expression.getSimpleParameterValue(nobody, value, 'internal', keys, undefined, '') ?? '',
		);
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		type: string,
		request: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		const options = request as IHttpRequestOptions;
		const { authenticate } = this.host.credentialType(type);
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		const target = options as unknown as Record<string, Record<string, unknown>>;
		for (const [part, values] of Object.entries(authenticate?.properties ?? {})) {
			const resolved = Object.entries((values ?? {}) as Record<string, string>).map(
				([key, value]) => [this.resolve(key, credentials), this.resolve(value, credentials)],
			);
			target[part] = { ...target[part], ...Object.fromEntries(resolved) };
		}
		return options;
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
		node: INode,
		expired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const field = this.host
			.credentialType(type)
			.properties.find((one) => one.type === 'hidden' && one.typeOptions?.expirable === true);
		if (!field || (credentials[field.name] && !expired)) return undefined;
		const output = await this.runPreAuthentication(helpers, credentials, type);
		if (!output?.[field.name]) return undefined;
		const details = node.credentials?.[type];
		if (details) await this.updateCredentials(details, type, { ...this.stored[type], ...output });
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication } = this.host.credentialType(type);
		const output = await preAuthentication?.call(helpers, credentials);
		return output as ICredentialDataDecryptedObject | undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('Encrypted credentials do not exist in the engine tests.');
	}

	async getDecrypted(
		_data: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		_executeData?: unknown,
		raw?: boolean,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = this.stored[type];
		if (!stored) throw new Error(`The test gave no credential of type "${type}".`);
		if (raw) return stored;
		const properties = this.getCredentialsProperties(type);
		const filled = NodeHelpers.getNodeParameters(
			properties,
			stored as never,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		const workflow = this.emptyWorkflow();
		const own = filled as never;
		const resolved = workflow.expression.getComplexParameterValue(
			nobody,
			own,
			mode,
			{},
			undefined,
			undefined,
			own,
		) as ICredentialDataDecryptedObject;
		if (stored.oauthTokenData) resolved.oauthTokenData = stored.oauthTokenData;
		return resolved;
	}

	async updateCredentials(
		_details: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.stored[type] = data;
	}

	async updateCredentialsOauthTokenData(
		_details: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.stored[type] = { ...this.stored[type], oauthTokenData: data.oauthTokenData ?? {} };
	}
}
