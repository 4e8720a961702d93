import { startN8n } from '../../test/support/n8n.mts';
import { knownScopes } from '../../test/simulators/ezyvet/resources.mts';
import { waitFor } from '../../test/support/wait-for.mts';
import { clinicId, clinicProfile, daytimeZone, webhookEntry } from '../demo/clinic.mts';
import { installTemplates } from '../demo/templates.mts';
import { accounts, secretOf } from '../demo/world.mts';
import { startChild } from './child.mts';
import { packWorkflow, service } from './pack.mts';
import type { PracticeFacts } from './practice.mts';
import { installVariants } from './variants.mts';

/** One n8n with SQLite, and the practice and the hospital in processes of their own. */
export async function startBenchWorld(env: Record<string, string> = {}) {
	const secret = secretOf(service.id);
	const practice = await startChild('practice');
	const receiver = await startChild('receiver', secret);
	const n8n = await startN8n({ env });
	const facts = await practice.describe<PracticeFacts>();
	const { inboundUrl, formUrl } = await receiver.describe<{
		inboundUrl: string;
		formUrl: string;
	}>();
	const credentials = [
		await n8n.createCredential('ezyVet', 'ezyVetApi', {
			...accounts.ezyvet,
			baseUrl: practice.url,
			scope: knownScopes.join(','),
			allowUnverifiedWrites: true,
			requestsPerMinute: 0,
		}),
		await n8n.createCredential('Referral desk', 'referralDeskApi', {
			publicUrl: n8n.url,
			internalUrl: '',
			path: 'vet-referral',
			keyId: 'k1',
			secret: accounts.deskSecret,
			previousKeyId: '',
			previousSecret: '',
			pimsWebhookSecret: '',
		}),
		// Never used here, but n8n publishes a workflow only when every credential is chosen.
		await n8n.createCredential('Text messages', 'twilioSmsApi', {
			...accounts.twilio,
			baseUrl: 'http://127.0.0.1:9',
		}),
		await n8n.createCredential('Mail', 'smtp', {
			user: 'demo',
			password: 'demo',
			host: '127.0.0.1',
			port: 9,
			secure: false,
			disableStartTls: true,
		}),
	];
	await installTemplates(n8n, credentials, ['ledger.json', 'case-files.json']);
	const pack = await n8n.importWorkflow(packWorkflow(credentials));
	await n8n.publish(pack);
	const zone = daytimeZone(new Date());
	const fill = async (name: string, row: Record<string, unknown>): Promise<void> => {
		await waitFor(async () => await n8n.dataTable(name).id(), `the table ${name}`, 30_000);
		await n8n.dataTable(name).insert([row]);
	};
	await fill('vet_referral_clinics', {
		clinicId,
		version: 1,
		profile: JSON.stringify(clinicProfile(zone)),
	});
	await fill('vet_referral_specialists', {
		specialistId: service.id,
		version: 1,
		active: true,
		entry: JSON.stringify(webhookEntry(service, inboundUrl, zone)),
	});
	const variants = await installVariants(n8n, pack, {
		baseUrl: practice.url,
		formUrl,
		files: facts.files.length,
	});
	return {
		n8n,
		variants,
		practice,
		receiver,
		facts,
		close: async (): Promise<void> => {
			practice.close();
			receiver.close();
			await n8n.stop();
		},
	};
}

export type BenchWorld = Awaited<ReturnType<typeof startBenchWorld>>;
