import { createHash } from 'node:crypto';
import type { CaseFile } from '../../core/referral/events';
import { cases, eventsOf, type LedgerRow } from '../../scripts/demo/loop.mts';
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
