import { randomUUID } from 'node:crypto';
import type { World } from '../../scripts/demo/world.mts';
import type { CornerstoneSimulator } from '../simulators/cornerstone/server.mts';
import type { Dovecot } from '../support/dovecot.mts';
import { openHandIn } from './cornerstone-files.mts';
import { columnsOf } from './cornerstone-folder.mts';

export interface Attached {
	name: string;
	bytes: Uint8Array;
	/** As mail programs say it; often only "a file". */
	mimeType?: string;
}

const folded = (bytes: Uint8Array): string =>
	(
		Buffer.from(bytes)
			.toString('base64')
			.match(/.{1,76}/g) ?? []
	).join('\r\n');

/** A mail from the practice's own mail program, with its attachments. */
export function mailWith(subject: string, files: Attached[]): string {
	const edge = `part-${randomUUID()}`;
	const part = (headers: string[], body: string): string =>
		[`--${edge}`, ...headers, '', body].join('\r\n');
	return [
		'From: Front Desk <front-desk@riverbank.example.com>',
		'To: referrals@riverbank.example.com',
		`Subject: ${subject}`,
		`Date: ${new Date().toUTCString()}`,
		`Message-ID: <${randomUUID()}@riverbank.example.com>`,
		'MIME-Version: 1.0',
		`Content-Type: multipart/mixed; boundary="${edge}"`,
		'',
		part(['Content-Type: text/plain; charset=utf-8'], 'Please refer this patient.'),
		...files.map(({ name, bytes, mimeType = 'application/octet-stream' }) =>
			part(
				[
					`Content-Type: ${mimeType}; name="${name}"`,
					'Content-Transfer-Encoding: base64',
					`Content-Disposition: attachment; filename="${name}"`,
				],
				folded(bytes),
			),
		),
		`--${edge}--`,
		'',
	].join('\r\n');
}

/** A subject of this practice: `Referral 20417 Biscuit`. */
const fromSubject = (group: number): string =>
	`={{ ($json.subject ?? '').match(/^Referral (\\d+) (.+)$/)?.[${group}] }}`;

/**
 * Sets the template to a mailbox and to the list of this practice, as its people do once, and publishes it.
 * Looks and waits that take minutes take seconds here. Gives the id of the workflow.
 */
export async function openMailbox(
	world: World,
	practice: CornerstoneSimulator,
	{ host, port, user, password }: Dovecot,
): Promise<string> {
	const { access, url } = world.n8n;
	const accounts = [
		await world.n8n.createCredential('This n8n', 'n8nApi', {
			apiKey: access.apiKey,
			baseUrl: `${url}/api/v1`,
		}),
		await world.n8n.createCredential('Front desk', 'httpBasicAuth', { user: 'front', password }),
		await world.n8n.createCredential('Mailbox for referrals', 'imap', {
			user,
			password,
			host,
			port,
			secure: false,
		}),
	];
	return await openHandIn(world, accounts, {
		Mailbox: ({ options }) => ({ options: { ...(options as object), forceReconnect: 0.05 } }),
		'Every quarter of an hour': () => ({
			rule: { interval: [{ field: 'seconds', secondsInterval: 5 }] },
		}),
		'This workflow': () => ({}),
		'Connect what is not': () => ({}),
		'Wait for another try': () => ({ amount: 2, unit: 'seconds' }),
		'Hand in files': () => ({
			columns: columnsOf(practice),
			caseFields: { patientId: fromSubject(1), patientName: fromSubject(2) },
		}),
	});
}
