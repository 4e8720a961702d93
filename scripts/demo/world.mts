import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { startHospital } from '../../test/simulators/hospital/server.mts';
import { startEzyVet } from '../../test/simulators/ezyvet/server.mts';
import { knownScopes } from '../../test/simulators/ezyvet/resources.mts';
import { startMail } from '../../test/simulators/mail/server.mts';
import { startPhone } from '../../test/simulators/sms/server.mts';
import { startN8n, type N8n } from '../../test/support/n8n.mts';
import type { WorkflowJson } from '../../test/support/n8n-client.mts';
import { waitFor } from '../../test/support/wait-for.mts';
import {
	clinicId,
	clinicProfile,
	daytimeZone,
	mailEntry,
	services,
	webhookEntry,
} from './clinic.mts';
import { installTemplates, type CredentialRef, type TemplateFile } from './templates.mts';

export interface WorldOptions {
	/** Fixed ports for the demo; tests take free ones. */
	ports?: {
		n8n?: number;
		ezyvet?: number;
		hospital?: number;
		phone?: number;
		smtp?: number;
		mail?: number;
	};
	userFolder?: string;
	/** Empties the user folder first. */
	fresh?: boolean;
	env?: Record<string, string>;
	/** Brings an n8n of its own instead, with the package installed. */
	start?: () => Promise<N8n>;
	/** Changes to the clinic profile. */
	profile?: Record<string, unknown>;
	rateLimit?: 'vendor' | 'generous' | 'off';
	/** How the templates get into n8n; by its API unless said otherwise. Gives the id of each file. */
	install?: (n8n: N8n, credentials: CredentialRef[]) => Promise<Record<string, string>>;
	change?: (json: WorkflowJson, file: TemplateFile) => WorkflowJson;
	/** Told what is being done, for the terminal. */
	progress?: (what: string) => void;
}

/** Accounts at the simulated systems and the desk's own secret. Demo values, no secrets. */
export const accounts = {
	deskSecret: 'demo-desk-key-0123456789-abcdefghij',
	pimsSecret: 'whsec_ZGVtby1waW1zLXNlY3JldC0wMTIzNDU2Nzg5',
	twilio: {
		accountSid: `AC${'0123456789abcdef'.repeat(2)}`,
		authToken: 'demo-auth-token',
		from: '+15550100',
	},
	ezyvet: {
		partnerId: 'P-100',
		clientId: 'C-200',
		clientSecret: 'demo-secret-200',
		siteUid: 'site_demo01',
	},
};

/** The secret both sides of a hospital's webhooks sign with: as the pack derives it. */
export function secretOf(specialistId: string): string {
	const load = createRequire(join(process.cwd(), 'package.json'));
	const secrets = load('./dist/core/links/secrets.js') as {
		hospitalSecret: (secret: string, id: string) => string;
	};
	return secrets.hospitalSecret(accounts.deskSecret, specialistId);
}

async function startSystems({ ports = {}, rateLimit = 'generous' }: WorldOptions) {
	const ezyvet = await startEzyVet({
		port: ports.ezyvet,
		switches: { allowUnverified: true, rateLimit },
	});
	const phone = await startPhone({ port: ports.phone, ...accounts.twilio });
	const mail = await startMail({ smtpPort: ports.smtp, httpPort: ports.mail });
	const hospitals: Record<string, Awaited<ReturnType<typeof startHospital>>> = {};
	for (const [index, { id }] of services.entries()) {
		const port = ports.hospital === undefined ? undefined : ports.hospital + index;
		hospitals[id] = await startHospital({ port, secret: secretOf(id) });
	}
	return { ezyvet, phone, mail, hospitals };
}

type Systems = Awaited<ReturnType<typeof startSystems>>;

async function createCredentials(n8n: N8n, systems: Systems): Promise<CredentialRef[]> {
	const { twilio, ezyvet, deskSecret } = accounts;
	return [
		await n8n.createCredential('ezyVet', 'ezyVetApi', {
			...ezyvet,
			baseUrl: systems.ezyvet.url,
			scope: knownScopes.join(','),
			allowUnverifiedWrites: true,
			requestsPerMinute: 0,
		}),
		await n8n.createCredential('Referral desk', 'referralDeskApi', {
			publicUrl: n8n.url,
			internalUrl: '',
			path: 'vet-referral',
			keyId: 'k1',
			secret: deskSecret,
			previousKeyId: '',
			previousSecret: '',
			pimsWebhookSecret: accounts.pimsSecret,
		}),
		await n8n.createCredential('Text messages', 'twilioSmsApi', {
			...twilio,
			baseUrl: systems.phone.apiBase,
		}),
		await n8n.createCredential('Mail', 'smtp', {
			user: 'demo',
			password: 'demo',
			host: '127.0.0.1',
			port: systems.mail.smtpPort,
			secure: false,
			disableStartTls: true,
		}),
	];
}

/** Fills the clinic's settings and the directory, as a clinic does in the table view of n8n. */
async function fillTables(
	n8n: N8n,
	systems: Systems,
	profile: Record<string, unknown>,
): Promise<void> {
	const zone = daytimeZone(new Date());
	const table = async (name: string) =>
		await waitFor(
			async () => {
				await n8n.dataTable(name).id();
				return n8n.dataTable(name);
			},
			`the table ${name}`,
			30_000,
		);
	const entries = [
		...services.map((service) =>
			webhookEntry(service, systems.hospitals[service.id]?.inboundUrl ?? '', zone),
		),
		mailEntry(zone),
	];
	await (
		await table('vet_referral_specialists')
	).insert(
		entries.map((entry) => ({
			specialistId: entry.id,
			version: 1,
			active: true,
			entry: JSON.stringify(entry),
		})),
	);
	// The clinic comes last: workflows that run by the clock begin with it, and need the directory.
	await (
		await table('vet_referral_clinics')
	).insert([{ clinicId, version: 1, profile: JSON.stringify(clinicProfile(zone, profile)) }]);
}

const roles = [
	'ledger',
	'caseFiles',
	'watch',
	'archive',
	'desk',
	'board',
	'worklist',
	'refer',
	'setup',
];

/** Every template has told the others its id. */
async function allRegistered(n8n: N8n): Promise<void> {
	await waitFor(
		async () => {
			const rows = await n8n.dataTable('vet_referral_settings').rows<{ key: string }>();
			const missing = roles.filter((role) => !rows.some(({ key }) => key === `workflow.${role}`));
			if (missing.length > 0) throw new Error(`not registered yet: ${missing.join(', ')}`);
			return true;
		},
		'the templates to register',
		60_000,
	);
}

async function closeSystems({ ezyvet, phone, mail, hospitals }: Systems): Promise<void> {
	await Promise.all([
		ezyvet.close(),
		phone.close(),
		mail.close(),
		...Object.values(hospitals).map(async (hospital) => await hospital.close()),
	]);
}

async function startWith(n8n: N8n, systems: Systems, options: WorldOptions) {
	const credentials = await createCredentials(n8n, systems);
	const workflows = options.install
		? await options.install(n8n, credentials)
		: await installTemplates(n8n, credentials, undefined, options.change);
	await allRegistered(n8n);
	await fillTables(n8n, systems, options.profile ?? {});
	systems.phone.switches.inboundUrl = `${n8n.url}/webhook/vet-referral/sms`;
	return { credentials, workflows };
}

/** A whole little world on this machine: n8n with the pack and the templates, and the systems around it. */
export async function startWorld(options: WorldOptions = {}) {
	const { progress = () => undefined, ports, userFolder, env } = options;
	progress('starting ezyVet, hospitals, phone and mail (simulated)');
	const systems = await startSystems(options);
	let n8n: N8n | undefined;
	const close = async (): Promise<void> => {
		await n8n?.stop();
		await closeSystems(systems);
	};
	try {
		if (options.fresh && userFolder) rmSync(userFolder, { recursive: true, force: true });
		progress('starting n8n');
		n8n = options.start
			? await options.start()
			: await startN8n({ port: ports?.n8n, userFolder, env });
		progress('installing the templates');
		const installed = await startWith(n8n, systems, options);
		return {
			...systems,
			...installed,
			n8n,
			deskSecret: accounts.deskSecret,
			deskUrl: `${n8n.url}/webhook/vet-referral`,
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

export type World = Awaited<ReturnType<typeof startWorld>>;
