import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { services } from '../../scripts/demo/clinic.mts';
import { credentialTypeOf, type CredentialRef } from '../../scripts/demo/templates.mts';
import { accounts, secretOf, type World } from '../../scripts/demo/world.mts';
import type { N8n } from '../support/n8n.mts';
import type { WorkflowJson } from '../support/n8n-client.mts';
import type { HospitalSystem } from './systems.mts';

/** A hospital of the matrix: one service, one practice system, its own door, desk key and mailbox. */
export interface Hospital {
	system: HospitalSystem;
	specialistId: string;
	/** First part of the address of its doors. */
	path: string;
	mailbox: string;
}

/** The hospital's own secret, with which it signs its links. */
export const deskSecretOf = (path: string): string => `${accounts.deskSecret}-${path}`;

const readIntake = (): WorkflowJson =>
	JSON.parse(readFileSync(join(process.cwd(), 'workflows', 'intake.json'), 'utf8')) as WorkflowJson;

/** The template as a hospital sets it up: its doors, its practice system, its addresses, its keys. */
function setUp(json: WorkflowJson, hospital: Hospital, credentials: CredentialRef[]): WorkflowJson {
	const nodes = json.nodes.map((given) => {
		const node = structuredClone(given) as {
			name: string;
			type: string;
			parameters: Record<string, unknown>;
			webhookId?: string;
		};
		const { parameters } = node;
		if ('path' in parameters) parameters.path = hospital.path;
		if ('pims' in parameters) parameters.pims = hospital.system.pims;
		if ('staffEmail' in parameters) parameters.staffEmail = hospital.mailbox;
		if (node.webhookId) node.webhookId = `${node.webhookId}-${hospital.path}`;
		const type =
			'pims' in parameters
				? credentials.find((one) => one.name === `${hospital.path} system`)?.type
				: credentialTypeOf(node as never);
		const credential = credentials.find((one) => one.type === type);
		return credential
			? {
					...node,
					credentials: { [credential.type]: { id: credential.id, name: credential.name } },
				}
			: node;
	});
	return { ...json, name: `${json.name} (${hospital.path})`, nodes };
}

export interface HospitalDesk {
	hospital: Hospital;
	/** The secret the referring clinic gave. */
	clinicSecret: string;
	/** The mail account of the hospital. */
	mail: CredentialRef;
	/** Changes to the template beyond its setting-up. */
	change?: (json: WorkflowJson) => WorkflowJson;
}

/** Sets the template up on an n8n and waits until its table is there; gives the address for clinics. */
export async function installIntake(
	n8n: N8n,
	{ hospital, clinicSecret, mail, change = (json) => json }: HospitalDesk,
): Promise<string> {
	const { path, system } = hospital;
	const own = await system.credential?.(n8n);
	const desk = await n8n.createCredential(`Desk of ${path}`, 'referralDeskApi', {
		publicUrl: n8n.url,
		internalUrl: '',
		path,
		keyId: 'h1',
		secret: deskSecretOf(path),
		previousKeyId: '',
		previousSecret: '',
		pimsWebhookSecret: '',
		clinicSecrets: clinicSecret,
	});
	const credentials = [desk, mail, ...(own ? [{ ...own, name: `${path} system` }] : [])];
	const json = change(setUp(readIntake(), hospital, credentials));
	await n8n.publish(await n8n.importWorkflow(json));
	await n8n.waitFor(
		async () => await n8n.dataTable('vet_referral_intake').id(),
		'the table of the intake',
		30_000,
	);
	return `${n8n.url}/webhook/${path}/intake`;
}

/** Sets a hospital up beside the clinic and puts its door into the directory of the clinic. */
export async function openHospital(
	world: World,
	system: HospitalSystem,
	index: number,
): Promise<Hospital> {
	const specialistId = services[index]?.id ?? '';
	const path = `hospital-${system.id}`;
	const hospital = { system, specialistId, path, mailbox: `intake@${path}.example.com` };
	const mail = world.credentials.find(({ type }) => type === 'smtp');
	if (!mail) throw new Error('There is no mail account.');
	const clinicSecret = secretOf(specialistId);
	const inboundUrl = await installIntake(world.n8n, { hospital, clinicSecret, mail });
	const table = world.n8n.dataTable('vet_referral_specialists');
	const [row] = await table.rows<{ entry: string }>({ specialistId });
	const entry = JSON.parse(row?.entry ?? '{}') as object;
	await table.update({ specialistId }, { entry: JSON.stringify({ ...entry, inboundUrl }) });
	return hospital;
}
