import type { N8n } from '../../test/support/n8n.mts';
import type { WorkflowJson } from '../../test/support/n8n-client.mts';
import { knownScopes } from '../../test/simulators/ezyvet/resources.mts';
import { accounts } from '../demo/world.mts';
import { handbuiltWorkflow, safeTable, type HandbuiltOptions } from './handbuilt.mts';
import { signingKey } from './receiver.mts';
import { startNode } from './start.mts';

export const variantNames = ['noop', 'handbuilt', 'handbuilt_safe', 'pack'] as const;
export type VariantName = (typeof variantNames)[number];

export interface Variant {
	name: VariantName;
	workflowId: string;
	url: string;
	/** In which state its executions are when a case has been handled. */
	ends: 'success' | 'waiting';
	table?: string;
}

const noopWorkflow = (): WorkflowJson => ({
	name: 'Bench: noop',
	nodes: [
		startNode('noop'),
		{
			id: 'bench-noop',
			name: 'No operation',
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
	],
	connections: { Start: { main: [[{ node: 'No operation', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1', saveDataSuccessExecution: 'all' },
});

/** The token a person would put into a credential; the pack fetches its own once, too. */
async function fetchToken(baseUrl: string): Promise<string> {
	const { partnerId, clientId, clientSecret, siteUid } = accounts.ezyvet;
	const answer = await fetch(`${baseUrl}/v1/oauth/access_token`, {
		method: 'POST',
		body: new URLSearchParams({
			partner_id: partnerId,
			client_id: clientId,
			client_secret: clientSecret,
			grant_type: 'client_credentials',
			scope: knownScopes.join(','),
			site_uid: siteUid,
		}),
	});
	return ((await answer.json()) as { access_token: string }).access_token;
}

/** Publishes all variants on one n8n; the pack's workflow is there already. */
export async function installVariants(
	n8n: N8n,
	pack: string,
	{ baseUrl, formUrl, files }: Pick<HandbuiltOptions, 'baseUrl' | 'formUrl' | 'files'>,
): Promise<Variant[]> {
	const ezyVetAuth = await n8n.createCredential('ezyVet token', 'httpHeaderAuth', {
		name: 'Authorization',
		value: `Bearer ${await fetchToken(baseUrl)}`,
	});
	const signing = await n8n.createCredential('Signature', 'crypto', { hmacSecret: signingKey });
	await n8n.api.post('/data-tables', safeTable);
	const handbuilt = { baseUrl, formUrl, files, ezyVetAuth, signing };
	const install = async (json: WorkflowJson): Promise<string> => {
		const id = await n8n.importWorkflow(json);
		await n8n.publish(id);
		return id;
	};
	const variant = (
		name: VariantName,
		workflowId: string,
		ends: Variant['ends'],
		table?: string,
	): Variant => ({
		name,
		workflowId,
		ends,
		url: `${n8n.url}/webhook/bench-${name.replace('_', '-')}`,
		...(table ? { table } : {}),
	});
	return [
		variant('noop', await install(noopWorkflow()), 'success'),
		variant(
			'handbuilt',
			await install(handbuiltWorkflow({ ...handbuilt, safe: false })),
			'waiting',
		),
		variant(
			'handbuilt_safe',
			await install(handbuiltWorkflow({ ...handbuilt, safe: true })),
			'waiting',
			safeTable.name,
		),
		variant('pack', pack, 'waiting', 'vet_referral_cases'),
	];
}
