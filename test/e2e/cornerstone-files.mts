import { createHash } from 'node:crypto';
import type { CaseFile } from '../../core/referral/events';
import { cases, eventsOf, type LedgerRow } from '../../scripts/demo/loop.mts';
import { installTemplates } from '../../scripts/demo/templates.mts';
import type { World } from '../../scripts/demo/world.mts';
import type { DroppedFile } from '../simulators/cornerstone/drop.mts';
import { historyPdf, listCsv } from '../simulators/cornerstone/exports.mts';
import type { CornerstoneSimulator } from '../simulators/cornerstone/server.mts';
import type { ReceivedMail } from '../simulators/mail/server.mts';

export const sha256 = (bytes: Uint8Array): string =>
	createHash('sha256').update(bytes).digest('hex');

type Saved = Pick<DroppedFile, 'name' | 'sha256'>;

export const recordOf = (row: LedgerRow): CaseFile[] =>
	eventsOf(row).find(({ type }) => type === 'referral.created')?.data.record as CaseFile[];

/** The cases whose record holds the file with these bytes. */
export const casesWith = async (world: World, { sha256: sum }: Saved): Promise<LedgerRow[]> =>
	(await cases(world)).filter((row) => recordOf(row)?.some((file) => file.sha256 === sum));

export const caseWith = async (world: World, file: Saved): Promise<LedgerRow> =>
	await world.n8n.waitFor(
		async () => (await casesWith(world, file))[0],
		`the case of ${file.name}`,
		60_000,
	);

/** The mails that give a file back, by the name of the file. */
export const mailsBack = (world: World, name: string): ReceivedMail[] =>
	world.mail
		.messages()
		.filter(({ subject, text }) => subject.includes('was not taken') && text.includes(name));

export const mailBack = async (world: World, name: string): Promise<ReceivedMail> =>
	await world.n8n.waitFor(() => mailsBack(world, name)[0], `the mail about ${name}`, 60_000);

/** The list a practice saves about one patient. */
export const listOf = (
	{ practice: all, columns }: CornerstoneSimulator,
	id: string,
	reason: string,
): Buffer =>
	listCsv(
		all,
		all.patients.filter((patient) => patient.id === id).map((patient) => ({ patient, reason })),
		{
			columns,
			separator: ',',
			encoding: 'utf-8',
			byteOrderMark: false,
			dayFirst: false,
			withoutOwner: false,
		},
	);

/** The whole history of a patient, as the practice prints it. */
export async function historyOf(
	{ practice: all }: CornerstoneSimulator,
	id: string,
): Promise<Buffer> {
	const patient = all.patients.find((one) => one.id === id);
	if (!patient) throw new Error(`Cornerstone has no patient ${id}.`);
	return await historyPdf(all, patient, new Date());
}

type Parameters = Record<string, unknown>;

/**
 * Sets `hand-in.json` to a practice, as its people do once, and publishes it. A node that `set` names is
 * switched on and takes what its function makes of its parameters. Gives the id of the workflow.
 */
export async function openHandIn(
	world: World,
	accounts: World['credentials'],
	set: Record<string, (parameters: Parameters) => Parameters>,
	settings: Parameters = {},
): Promise<string> {
	const installed = await installTemplates(
		world.n8n,
		[...world.credentials, ...accounts],
		['hand-in.json'],
		(json) => ({
			...json,
			settings: { ...json.settings, ...settings },
			nodes: json.nodes.map((node) => {
				const parameters = node.parameters as Parameters;
				const change = set[String(node.name)]?.(parameters);
				return change
					? { ...node, disabled: false, parameters: { ...parameters, ...change } }
					: node;
			}),
		}),
	);
	return installed['hand-in.json'] ?? '';
}
