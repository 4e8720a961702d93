import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { N8n } from '../../test/support/n8n.mts';
import type { WorkflowJson } from '../../test/support/n8n-client.mts';

/** The templates in the order in which they are published: who is called comes first. */
export const templateFiles = [
	'ledger.json',
	'case-files.json',
	'watch.json',
	'archive.json',
	'desk.json',
	'board.json',
	'worklist.json',
	'refer.json',
	'setup.json',
] as const;
/** Templates that only some need: practices without a door, and hospitals. */
export const moreTemplateFiles = ['hand-in.json', 'intake.json'] as const;
export type TemplateFile = (typeof templateFiles)[number] | (typeof moreTemplateFiles)[number];

export interface CredentialRef {
	id: string;
	name: string;
	type: string;
}

export const readTemplate = (file: TemplateFile): WorkflowJson =>
	JSON.parse(readFileSync(join(process.cwd(), 'workflows', file), 'utf8')) as WorkflowJson;

const pack = 'n8n-nodes-vet-referral.';
const deskOperations = [
	'answer',
	'answerWorklist',
	'composeAlerts',
	'composeLists',
	'createLink',
	'nextStep',
	'respond',
	'respondSetup',
	'setupLink',
	'showBoard',
	'showChecks',
	'takeSetup',
	'worklistLinks',
	'writeCalls',
	'writeDigests',
];

/** Which credential a person would choose in a node: the one its panel asks for. */
export function credentialTypeOf(node: Record<string, unknown>): string | undefined {
	const { type, parameters = {} } = node as {
		type: string;
		parameters?: Record<string, unknown>;
	};
	if (type === 'n8n-nodes-base.emailSend') return 'smtp';
	if (type === 'n8n-nodes-base.emailReadImap') return 'imap';
	if (type === 'n8n-nodes-base.n8n') return 'n8nApi';
	if (type === 'n8n-nodes-base.formTrigger') return 'httpBasicAuth';
	if (!type.startsWith(pack)) return undefined;
	const { operation, door, pims } = parameters;
	switch (type.slice(pack.length)) {
		case 'pimsTrigger':
		case 'pims':
		case 'buildPacket':
		case 'routeOutcome':
		case 'scheduleFollowUp':
			if (pims === 'provet') return 'provetCloudApi';
			return pims === 'webhook' || pims === 'cornerstone' ? undefined : 'ezyVetApi';
		case 'ownerOutreach':
			return operation === 'waitForOwner' ? undefined : 'twilioSmsApi';
		case 'referralDeskTrigger':
			return door === 'sms' ? 'twilioSmsApi' : 'referralDeskApi';
		case 'hospitalIntake':
			return ['answerPage', 'compose', 'settle'].includes(String(operation))
				? 'referralDeskApi'
				: undefined;
		case 'sendToSpecialist':
			return 'referralDeskApi';
		case 'referralCase':
			return deskOperations.includes(String(operation)) ? 'referralDeskApi' : undefined;
		default:
			return undefined;
	}
}

/** A template with its credentials chosen and nothing else changed. */
export function withCredentials(json: WorkflowJson, credentials: CredentialRef[]): WorkflowJson {
	const nodes = json.nodes.map((node) => {
		const wanted = credentials.find(({ type }) => type === credentialTypeOf(node));
		return wanted
			? { ...node, credentials: { [wanted.type]: { id: wanted.id, name: wanted.name } } }
			: node;
	});
	return { ...json, nodes };
}

/** Imports and publishes the templates; gives the id of each. */
export async function installTemplates(
	n8n: N8n,
	credentials: CredentialRef[],
	files: readonly TemplateFile[] = templateFiles,
	change: (json: WorkflowJson, file: TemplateFile) => WorkflowJson = (json) => json,
): Promise<Record<string, string>> {
	const ids: Record<string, string> = {};
	for (const file of files) {
		const json = change(withCredentials(readTemplate(file), credentials), file);
		const id = await n8n.importWorkflow(json);
		await n8n.publish(id);
		ids[file] = id;
	}
	return ids;
}
