import { DateTime } from 'luxon';
import { referenceOf, referralOf, type IntakeRow } from './row';

/** A mail to the people of the hospital who take referrals in. */
export interface IntakeMail {
	subject: string;
	text: string;
}

export interface IntakeLinks {
	/** The page on which a person confirms that it is filed. */
	filing: string;
	/** The page of the case at the referring clinic, where a person accepts, asks or declines. */
	casePage?: string;
}

const notices: Record<string, { subject: string; text: string }> = {
	'appointment.requested': {
		subject: 'An appointment is asked for',
		text: 'The owner asks for this time. Please book it and confirm it on the page of the case.',
	},
	'appointment.cancelled': {
		subject: 'The owner cancelled the visit',
		text: 'The owner cannot come. Please free the time; the referral goes on.',
	},
	'info.supplied': {
		subject: 'The answer to your question',
		text: 'The referring clinic answers your question. You find it here and on the page of the case.',
	},
	'referral.cancel_requested': {
		subject: 'The referral is to be cancelled',
		text: 'The referring clinic asks to cancel. Please confirm it on the page of the case.',
	},
	'referral.cancel_withdrawn': {
		subject: 'The referral goes on',
		text: 'The referring clinic takes its cancellation back.',
	},
	'referral.closed': {
		subject: 'The referral has ended',
		text: 'The referring clinic ended the case. Please plan nothing more.',
	},
	'patient.deceased': {
		subject: 'The patient has died',
		text: 'Please cancel what is planned, and do not write to the owner.',
	},
	'report.rejected': {
		subject: 'Your report was not filed',
		text: 'It seems to be about another patient. Please look for the right one and send it again.',
	},
};

const weight: Record<string, string> = {
	emergency: 'EMERGENCY: ',
	urgent: 'URGENT: ',
	routine: '',
};

const joined = (...parts: Array<string | undefined | false>): string =>
	parts.filter(Boolean).join('\n\n');

const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').trim();

/** Files that came with it, each with the address it can be fetched from for some weeks. */
const filesOf = (files: unknown): Array<[string, string]> =>
	(Array.isArray(files) ? (files as unknown[]) : []).flatMap((file): Array<[string, string]> => {
		const { name, url } = (file ?? {}) as { name?: unknown; url?: unknown };
		const isFile = typeof name === 'string' && typeof url === 'string' && /^https?:/.test(url);
		return isFile ? [[`File ${oneLine(name)}`, url]] : [];
	});

/** What a clinic said after the packet, one line a fact; the words are the clinic's own. */
function noticeFacts(content: string, timeZone: string): string {
	const data = JSON.parse(content || '{}') as Record<string, unknown>;
	const slot = (data.slot ?? {}) as { start?: unknown };
	const start = data.start ?? slot.start;
	const at = typeof start === 'string' ? DateTime.fromISO(start, { zone: timeZone }) : undefined;
	const text = (value: unknown): string => (typeof value === 'string' ? value : '');
	const facts: Array<[string, string]> = [
		['Time', at?.isValid ? at.toFormat('cccc d LLLL yyyy, HH:mm') : text(start)],
		['Answer', text(data.answer)],
		['Reason', text(data.reason)],
		['Note', text(data.note)],
		...filesOf(data.files),
	];
	return facts
		.filter(([, value]) => value !== '')
		.map(([label, value]) => `${label}: ${value}`)
		.join('\n');
}

function noticeMail(row: IntakeRow, links: IntakeLinks, timeZone: string): IntakeMail {
	const { subject, text } = notices[row.kind] ?? { subject: row.kind, text: '' };
	const about = row.patientName ? `${row.patientName}, ${row.caseId}` : row.caseId;
	return {
		subject: oneLine(`${subject}: ${about}`),
		text: joined(
			text,
			noticeFacts(row.content, timeZone),
			links.casePage && `The page of the case (no log-in needed):\n${links.casePage}`,
		),
	};
}

function headOf({ stage, slip, toTell, tries }: IntakeRow): { subject: string; text: string } {
	if (stage === 'person') {
		return {
			subject: 'Please enter a referral',
			text: `It is not in the practice system yet, or not all of it. Please do what stands here.\n\n${slip}`,
		};
	}
	if (stage === 'enter') {
		return {
			subject: 'A referral is not entered yet',
			text: `The practice system does not take it at present; it is tried again by itself.\n\n${slip}`,
		};
	}
	if (!toTell && tries > 0) {
		return {
			subject: 'The clinic could not be told',
			text: 'The referral is in the record, but the referring clinic could not be told. Please confirm on the page of the case.',
		};
	}
	return { subject: 'New referral', text: 'It is in the practice system.' };
}

/** The mail that a row owes. `timeZone` (IANA) is the one times are written in. */
export function intakeMail(row: IntakeRow, links: IntakeLinks, timeZone: string): IntakeMail {
	const referral = referralOf(row);
	if (row.kind !== 'referral.requested' || !referral.ok) return noticeMail(row, links, timeZone);
	const { patient, referrer, owner, specialist, clinicalQuestion, urgency } = referral.value;
	const { subject, text } = headOf(row);
	return {
		subject: oneLine(`${weight[urgency]}${subject}: ${patient.name} [${row.caseId}]`),
		text: joined(
			`${referrer.clinic} refers ${patient.name} to ${specialist.service}.`,
			text,
			[
				row.recordNumber && `Record: ${row.recordNumber}`,
				`Question: ${clinicalQuestion}`,
				`Owner: ${[owner.name, owner.phone].filter(Boolean).join(', ')}`,
				`Number here: ${referenceOf(row.id)}`,
			]
				.filter(Boolean)
				.join('\n'),
			row.stage === 'person' && `When it is in the record, say so here:\n${links.filing}`,
			`Accept, ask or decline on the page of the case (no log-in needed):\n${referral.value.reply.pageUrl}`,
		),
	};
}
