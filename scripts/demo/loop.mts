import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { waitFor } from '../../test/support/wait-for.mts';
import { services } from './clinic.mts';
import { act, linkIn, releaseFields } from './pages.mts';
import type { World } from './world.mts';

export interface CaseFixture {
	animalId: number;
	specialty: string;
	urgency: string;
	clinicalQuestion: string;
	report: Record<string, unknown>;
	[more: string]: unknown;
}

export const fixture = (name: 'cardiology' | 'oncology' | 'surgery'): CaseFixture =>
	JSON.parse(
		readFileSync(join(process.cwd(), 'test/fixtures/cases', `${name}.json`), 'utf8'),
	) as CaseFixture;

export interface LedgerRow {
	id: number;
	caseId: string;
	version: number;
	phase: string;
	step: string;
	claim: string;
	open: boolean;
	events: string;
	wakeUrl: string;
	runId: string;
	runUntil: string;
	ask: string;
	tellAt: string;
	[column: string]: unknown;
}

export interface LedgerEvent {
	id: string;
	type: string;
	at: string;
	actor: { role: string; name?: string; via: string };
	data: Record<string, unknown>;
}

/** The rows of the ledger, or those of one case. */
export const cases = async (world: World, caseId?: string): Promise<LedgerRow[]> =>
	await world.n8n.dataTable('vet_referral_cases').rows<LedgerRow>(caseId ? { caseId } : {});

export const eventsOf = (row: LedgerRow): LedgerEvent[] => JSON.parse(row.events) as LedgerEvent[];

export const typesOf = (row: LedgerRow): string[] => eventsOf(row).map(({ type }) => type);

/** Waits until the only case of this animal answers a condition. */
export async function untilCase(
	world: World,
	what: string,
	holds: (row: LedgerRow) => boolean,
	timeoutMs = 60_000,
	caseId?: string,
): Promise<LedgerRow> {
	return await waitFor(
		async () => {
			const rows = await cases(world, caseId);
			const row = rows.find(holds);
			if (!row) {
				const seen = rows.map(
					(entry) => `${entry.caseId} ${entry.phase}/${entry.claim}: ${typesOf(entry).join(' ')}`,
				);
				throw new Error(`no case is there yet; the ledger holds ${seen.join(' | ') || 'nothing'}`);
			}
			return row;
		},
		what,
		timeoutMs,
	);
}

/** Signs what a link stands for as the pack does, valid for a day. */
export function signedToken(
	world: World,
	link: Record<string, unknown>,
	keys: { keyId: string; secret: string } = { keyId: 'k1', secret: world.deskSecret },
): string {
	const load = createRequire(join(process.cwd(), 'package.json'));
	const links = load('./dist/core/links/case-link.js') as {
		signCaseLink: (link: object, keys: object) => string;
	};
	return links.signCaseLink({ exp: Math.floor(Date.now() / 1000) + 86_400, ...link }, keys);
}

/** A signed link to the page of a case for one role. */
export function caseLink(world: World, row: LedgerRow, role: string): string {
	const token = signedToken(world, { rowId: row.id, caseId: row.caseId, role, linkVersion: 1 });
	return `${world.deskUrl}/case?t=${encodeURIComponent(token)}`;
}

/** The newest mail that carries a link to a case. */
export async function mailedLink(world: World, after = 0): Promise<string> {
	return await waitFor(
		async () => {
			const mail = world.mail
				.messages()
				.slice(after)
				.find((entry) => /vet-referral\/case/.test(entry.text ?? ''));
			if (!mail) throw new Error('no mail with a link has come yet');
			return linkIn(mail.text ?? '');
		},
		'a mail with a link',
		30_000,
	);
}

/** Lets n8n ask the practice system at once instead of at the next full minute. */
export async function pollNow(world: World): Promise<void> {
	const id = world.workflows['refer.json'];
	if (!id) throw new Error('The Refer template is not installed.');
	await world.n8n.unpublish(id);
	await world.n8n.publish(id);
}

/** Marks the patient in ezyVet and releases the case on the page that was mailed to the clinic. */
export async function markAndRelease(
	world: World,
	name: 'cardiology' | 'oncology' | 'surgery' = 'cardiology',
	changes: Record<string, string> = {},
): Promise<LedgerRow> {
	const { animalId, specialty, clinicalQuestion } = fixture(name);
	const specialist = services.find((service) => service.specialty === specialty);
	const mails = world.mail.messages().length;
	const before = new Set((await cases(world)).map(({ caseId }) => caseId));
	world.ezyvet.refer(animalId, clinicalQuestion);
	await pollNow(world);
	const link = await mailedLink(world, mails);
	const fields = releaseFields(specialist?.id ?? '', { clinicalQuestion, ...changes });
	const answer = await act(link, 'release', fields);
	if (answer.status !== 200)
		throw new Error(`The release was answered ${answer.status}: ${answer.html.slice(0, 3000)}`);
	return await untilCase(
		world,
		'the release in the ledger',
		(row) => !before.has(row.caseId) && typesOf(row).includes('release.given'),
	);
}

/** The report of a fixture for one case, visited today. */
export function reportFor(name: 'cardiology' | 'oncology' | 'surgery', caseId: string): unknown {
	const text = JSON.stringify(fixture(name).report)
		.replaceAll('{{caseId}}', caseId)
		.replaceAll('{{visitDate}}', new Date().toISOString().slice(0, 10));
	return JSON.parse(text);
}
