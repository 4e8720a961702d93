import type { ReceivedMail } from '../simulators/mail/server.mts';
import type { SmsMessage } from '../simulators/sms/types.mts';
import type { World } from '../../scripts/demo/world.mts';

/** Who a link to a page is for, read from the part of its token that everybody can read. */
export function linkFacts(url: string): { caseId: string; role: string } {
	const token = decodeURIComponent(new URL(url).searchParams.get('t') ?? '');
	const [, , role = '', , , , caseId = ''] = Buffer.from(token.split('.')[0] ?? '', 'base64url')
		.toString('utf8')
		.split('|');
	return { caseId, role };
}

const linksIn = (text: string): string[] =>
	(text.match(/https?:\/\/\S+\/vet-referral\/case\?t=[A-Za-z0-9_.%-]+/g) ?? []).map((link) =>
		link.replace(/&amp;/g, '&'),
	);

/** The link to this case in a message, if it has one. */
export const linkTo = (text: string, caseId: string): string | undefined =>
	linksIn(text).find((link) => linkFacts(link).caseId === caseId);

/** Texts that left for the owner of this case, as the phone network took them. */
export const textsAbout = (world: World, caseId: string): SmsMessage[] =>
	world.phone
		.messages()
		.filter(({ direction, body }) => direction === 'outbound-api' && linkTo(body, caseId));

/** Mails that name this case or link to it, oldest first. */
export const mailsAbout = (world: World, caseId: string): ReceivedMail[] =>
	world.mail
		.messages()
		.filter(({ subject, text }) => subject.includes(caseId) || linkTo(text, caseId) !== undefined);

/** Mails to the people of the clinic about this case whose subject fits. */
export const alertsAbout = (world: World, caseId: string, subject: RegExp): ReceivedMail[] =>
	mailsAbout(world, caseId).filter(
		(mail) => mail.to.includes('front-desk@riverbank.example.com') && subject.test(mail.subject),
	);

/** How often this case reached the hospital: taken deliveries and repeats that it turned away. */
export function packetsAt(world: World, specialistId: string, caseId: string): number {
	const hospital = world.hospitals[specialistId];
	if (!hospital) throw new Error(`There is no hospital ${specialistId}.`);
	const taken = hospital.referrals().find((referral) => referral.caseId === caseId);
	const repeats = hospital.log.entries.filter(
		(entry) => entry.caseId === caseId && entry.what === 'duplicate',
	);
	return (taken?.deliveryIds.length ?? 0) + repeats.length;
}

export interface FiledEntry {
	animalId: number;
	isMarked: boolean;
}

/** The attachments with these bytes in anybody's record: whose, and whether they carry the case's mark. */
export function filedFiles(world: World, sha256: string, caseId: string): FiledEntry[] {
	const { store } = world.ezyvet;
	const animalOf = (type: unknown, id: number): number =>
		type === 'Consult' ? Number(store.get('consult', id)?.animal_id) : type === 'Animal' ? id : 0;
	return world.ezyvet
		.attachments()
		.filter((row) => row.sha256 === sha256)
		.map((row) => ({
			animalId: animalOf(row.record_type, Number(row.record_id)),
			isMarked: JSON.stringify(row).includes(`${caseId}/report/`),
		}));
}

/** Entries of the record that carry a mark of this case for a purpose (`report`, `followup`). */
export const entriesOf = (world: World, caseId: string, purpose: string) => {
	const carries = (row: object): boolean => JSON.stringify(row).includes(`${caseId}/${purpose}/`);
	return {
		communications: world.ezyvet.communications().filter(carries),
		appointments: world.ezyvet.appointments().filter(carries),
		attachments: world.ezyvet.attachments().filter(carries),
	};
};

/** What left the clinic for one case, to compare in one go. */
export const effectsOf = (world: World, specialistId: string, caseId: string, sha256: string) => ({
	packets: packetsAt(world, specialistId, caseId),
	texts: textsAbout(world, caseId).length,
	filed: filedFiles(world, sha256, caseId).length,
});

/** The SHA-256 of the report's file as the hospital sent it. */
export function sentReport(world: World, specialistId: string, caseId: string): string {
	const referral = world.hospitals[specialistId]?.referrals().find((one) => one.caseId === caseId);
	const event = referral?.events.filter(({ type }) => type === 'report.final').pop();
	const [file] = (event?.data.documents ?? []) as Array<{ contentBase64: string; sha256: string }>;
	if (!file) throw new Error(`Hospital ${specialistId} sent no report for ${caseId}.`);
	return file.sha256;
}
