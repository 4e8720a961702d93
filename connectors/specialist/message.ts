import { DateTime } from 'luxon';
import type { Packet } from '../../core/packet/schema';
import type { Delivery, Mail, Notice, SentFile, SpecialistChannel } from './specialist';

export interface MessageChannelOptions {
	/** Address of the hospital service. */
	email: string;
	/** True when all files are attached; else the mail lists links to them. */
	attached: boolean;
	/** Zone in which times are written, IANA. */
	timeZone: string;
	/** True when what is routine waits for the daily mail of the hospital. */
	digest?: boolean;
}

const escapes: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

/** One line: a subject or a name must not bring lines of its own into a mail. */
const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').trim();

const size = (bytes: number): string =>
	bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

const join = (...parts: Array<string | undefined>): string =>
	parts.filter((part) => part !== undefined && part !== '').join(', ');

/** A mail is written once, as blocks; text and HTML are made from the same ones. */
type Block =
	| { kind: 'text'; text: string }
	| { kind: 'facts'; facts: Array<[string, string]> }
	| { kind: 'files'; files: SentFile[]; withLinks: boolean }
	| { kind: 'button'; label: string; url: string };

function asText(block: Block): string {
	switch (block.kind) {
		case 'text':
			return block.text;
		case 'facts':
			return block.facts.map(([name, value]) => `${name}: ${value}`).join('\n');
		case 'files':
			return block.files
				.map(
					(file) =>
						`- ${file.name} (${size(file.size)})${block.withLinks ? `\n  ${file.url}` : ''}`,
				)
				.join('\n');
		case 'button':
			return `${block.label}:\n${block.url}`;
	}
}

function asHtml(block: Block): string {
	switch (block.kind) {
		case 'text':
			return `<p>${escape(block.text).replace(/\n/g, '<br>')}</p>`;
		case 'facts': {
			const rows = block.facts.map(
				([name, value]) =>
					`<tr><th align="left" valign="top" style="padding:2px 12px 2px 0">${escape(name)}</th>` +
					`<td>${escape(value).replace(/\n/g, '<br>')}</td></tr>`,
			);
			return `<table>${rows.join('')}</table>`;
		}
		case 'files': {
			const lines = block.files.map((file) => {
				const name = escape(file.name);
				const shown = block.withLinks ? `<a href="${escape(file.url)}">${name}</a>` : name;
				return `<li>${shown} (${size(file.size)})</li>`;
			});
			return `<ul>${lines.join('')}</ul>`;
		}
		case 'button':
			return `<p><a href="${escape(block.url)}"><strong>${escape(block.label)}</strong></a></p>`;
	}
}

const mailOf = (to: string, subject: string, blocks: Block[]): Mail => ({
	to,
	subject: oneLine(subject),
	text: blocks.map(asText).join('\n\n'),
	html: blocks.map(asHtml).join('\n'),
});

const patientLine = ({ patient }: Packet): string =>
	join(
		patient.name,
		patient.species,
		patient.breed,
		patient.sex,
		patient.dateOfBirth && `born ${patient.dateOfBirth}`,
		patient.weightKg === undefined ? undefined : `${patient.weightKg} kg`,
		patient.microchip && `microchip ${patient.microchip}`,
	);

const facts = (entries: Array<[string, string | undefined]>): Block => ({
	kind: 'facts',
	facts: entries.filter((entry): entry is [string, string] => Boolean(entry[1])),
});

const words = (content: string): Block => ({ kind: 'text', text: content });

const filesToDownload = (files: SentFile[]): Block[] => [
	words('Files to download (30 days):'),
	{ kind: 'files', files, withLinks: true },
];

const urgent = { emergency: 'EMERGENCY', urgent: 'URGENT', routine: '' };

/** The mail of a referral: who, why, the question, the files, and the page on which to answer. */
function referralMail(delivery: Delivery, options: MessageChannelOptions): Mail {
	const { packet, files, reply } = delivery;
	const { owner, referrer } = packet;
	const weight = urgent[packet.urgency];
	const subject = `${weight ? `${weight}: ` : ''}Referral of ${packet.patient.name} to ${packet.specialist.service} [${delivery.caseId}]`;
	return mailOf(options.email, subject, [
		{
			kind: 'text',
			text: `${referrer.clinic} refers ${packet.patient.name} to ${packet.specialist.service}, ${packet.specialist.hospital}.`,
		},
		facts([
			['Urgency', join(packet.urgency, packet.reasonForUrgency)],
			['Question', packet.clinicalQuestion],
			['Reason', packet.reason],
			['Patient', patientLine(packet)],
			['Owner', join(owner.name, owner.phone, owner.email)],
			['Referring vet', join(delivery.vet, referrer.clinic, referrer.phone, referrer.email)],
			['Case', `${delivery.caseId}, delivery ${delivery.deliveryId}`],
		]),
		{
			kind: 'button',
			label: 'Confirm receipt, accept, ask or decline here (no log-in needed)',
			url: reply.pageUrl,
		},
		...(options.attached
			? [words('Attached files:'), { kind: 'files', files, withLinks: false } as const]
			: filesToDownload(files)),
		{
			kind: 'text',
			text: 'This message is meant for the hospital named above. If it reached you by mistake, please tell the referring clinic and delete it.',
		},
	]);
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function when(start: unknown, timeZone: string): string {
	const at = DateTime.fromISO(text(start), { zone: timeZone, locale: 'en' });
	return at.isValid ? `${at.toFormat('cccc d LLLL yyyy, HH:mm')} (${timeZone})` : text(start);
}

type PlainNotice = Exclude<
	Notice['type'],
	'appointment.requested' | 'info.supplied' | 'referral.cancel_requested'
>;

/** News that ask for nothing but to be known: subject and first sentence. */
const plainTexts: Record<
	PlainNotice,
	[subject: string, text: (from: string, patient: string) => string]
> = {
	'appointment.cancelled': [
		'The owner cancelled the visit',
		(from, patient) =>
			`${from} tells you that the owner of ${patient} cannot come to the visit. The referral goes on; please free the time.`,
	],
	'referral.cancel_withdrawn': [
		'The referral goes on',
		(from, patient) => `${from} takes back the cancellation: please go on with ${patient}.`,
	],
	'referral.closed': [
		'The referral has ended',
		(from, patient) => `${from} has ended the referral of ${patient}. Please plan nothing more.`,
	],
	'patient.deceased': [
		'The patient has died',
		(from, patient) =>
			`${from} tells you that ${patient} has died. Please cancel what is planned, and do not write to the owner.`,
	],
	'report.rejected': [
		'Your report seems to be about another patient',
		(from, patient) =>
			`${from} did not file your report on ${patient}: it seems to be about another patient. Please look for the right one, and send the right report.`,
	],
};

function plainNotice(notice: Notice, options: MessageChannelOptions): Mail {
	const { caseId, data, patient, clinic } = notice;
	const [subject, sentence] = plainTexts[notice.type as PlainNotice];
	return mailOf(options.email, `${subject}: ${patient} [${caseId}]`, [
		{ kind: 'text', text: sentence(clinic.name, patient) },
		facts([
			...(data.start === undefined
				? []
				: [['Visit', when(data.start, options.timeZone)] as [string, string]]),
			['Reason', text(data.reason)],
			['Note', text(data.note)],
			['Referring clinic', `${clinic.name}${clinic.phone ? `, ${clinic.phone}` : ''}`],
		]),
		{ kind: 'button', label: 'Open the case (no log-in needed)', url: notice.reply.pageUrl },
	]);
}

function noticeMail(notice: Notice, options: MessageChannelOptions): Mail {
	const { caseId, data, files = [], owner, patient, clinic } = notice;
	const about = `${patient} [${caseId}]`;
	const from = `${clinic.name}${clinic.phone ? `, ${clinic.phone}` : ''}`;
	const answer: Block = {
		kind: 'button',
		label: 'Answer here (no log-in needed)',
		url: notice.reply.pageUrl,
	};
	switch (notice.type) {
		case 'appointment.requested': {
			const slot = (data.slot ?? {}) as {
				start?: unknown;
				clinician?: unknown;
				location?: unknown;
			};
			return mailOf(options.email, `Appointment asked for: ${about}`, [
				{ kind: 'text', text: `The owner of ${patient} asks for this appointment.` },
				facts([
					['Time', when(slot.start, options.timeZone)],
					['Clinician', text(slot.clinician)],
					['Place', text(slot.location)],
					['Owner', join(owner.name, owner.phone)],
					['Note', text(data.note)],
					['Referring clinic', from],
				]),
				{ ...answer, label: 'Confirm the appointment here (no log-in needed)' },
			]);
		}
		case 'info.supplied':
			return mailOf(options.email, `Answer to your question: ${about}`, [
				{ kind: 'text', text: `${clinic.name} answers your question about ${patient}.` },
				facts([
					['Answer', text(data.answer)],
					['Referring clinic', from],
				]),
				...(files.length > 0 ? filesToDownload(files) : []),
				answer,
			]);
		case 'referral.cancel_requested':
			return mailOf(options.email, `Please cancel the referral: ${about}`, [
				{ kind: 'text', text: `${clinic.name} asks to cancel the referral of ${patient}.` },
				facts([
					['Reason', text(data.reason)],
					['Referring clinic', from],
				]),
				{ ...answer, label: 'Confirm the cancellation here (no log-in needed)' },
			]);
		default:
			return plainNotice(notice, options);
	}
}

/** Notices that ask something of the hospital: the daily mail lists the same as long as it is open. */
const askingNotices: ReadonlyArray<Notice['type']> = [
	'appointment.requested',
	'info.supplied',
	'referral.cancel_requested',
];

const waitsForDigest = ({ type, urgency }: Notice): boolean =>
	urgency === 'routine' && askingNotices.includes(type);

/** Composes mails; one of n8n's own mail nodes sends them. */
export const createMessageChannel = (options: MessageChannelOptions): SpecialistChannel => ({
	id: 'email',
	send: (delivery) => Promise.resolve({ status: 'handOff', mail: referralMail(delivery, options) }),
	tell: (notice) =>
		Promise.resolve(
			options.digest && waitsForDigest(notice)
				? { status: 'delivered', reference: 'daily mail' }
				: { status: 'handOff', mail: noticeMail(notice, options) },
		),
});
