import { DateTime } from 'luxon';
import { isoDateOf, weekdayOf } from '../calendar/opening-hours';
import { zoneClock } from '../calendar/zone-clock';
import type { Specialist } from '../profile/specialist';
import { isAsked, worklistGroups, type WorklistGroup, type WorklistRow } from './worklist';
import type { Hospital } from './worklist-hospital';

/** The setting that remembers the daily mail of a hospital. */
export const digestKey = ({ key }: Hospital): string => `digest:${key}`;

/** What the setting holds before the first mail. */
export const noDigest = 'none';

/** A run that claimed a mail and never said what became of it is taken for dead after this. */
const claimMinutes = 10;

/** The entries of a hospital whose people want one mail a day instead of one a case. */
export const digestEntries = ({ entries }: Hospital): Specialist[] =>
	entries.filter((entry) => entry.active && entry.mail === 'digest' && entry.email !== undefined);

/** The addresses of the daily mail, each once. */
export const digestAddresses = (hospital: Hospital): string[] => [
	...new Set(digestEntries(hospital).flatMap(({ email }) => email ?? [])),
];

interface Kept {
	date: string;
	what: string;
	at: string;
}

const readKept = (value: string): Kept => {
	const [date = '', what = '', at = ''] = value.split(' ');
	return { date, what, at };
};

/**
 * The day (`YYYY-MM-DD` at the hospital) whose mail is due now, or nothing. Due from `timeOfDay` (`HH:MM`)
 * to the end of a day on which the hospital is open, once: a mail that was sent, or a morning on which
 * nothing was asked, is done. One that failed, and one whose run died, is due again the same day.
 */
export function digestDue(
	hospital: Hospital,
	kept: string,
	now: string,
	timeOfDay: string,
): string | undefined {
	const [entry] = digestEntries(hospital);
	if (!entry) return undefined;
	const here = DateTime.fromISO(now, { zone: entry.timeZone });
	const day = zoneClock(entry.timeZone).localDay(here.toMillis());
	const date = isoDateOf(day);
	if (here.toFormat('HH:mm') < timeOfDay) return undefined;
	if (entry.hours[weekdayOf(day)].length === 0 || entry.holidays.includes(date)) return undefined;
	const { date: last, what, at } = readKept(kept);
	if (last !== date || what === 'failed') return date;
	const age = Date.parse(now) - Date.parse(at);
	return what === 'claimed' && !(age < claimMinutes * 60_000) ? date : undefined;
}

/** What the setting holds from the claim on; `runId` makes the claim of every run another one. */
export const digestMarks = (date: string, now: string, runId: string) => ({
	claimed: `${date} claimed ${now} ${runId}`,
	sent: `${date} sent ${now}`,
	failed: `${date} failed ${now}`,
	nothing: `${date} nothing ${now}`,
});

/** What a group of cases is waiting for, in a mail. */
const headings: Record<WorklistGroup, string> = {
	emergency: 'Emergencies',
	acknowledge: 'Acknowledge',
	decide: 'Accept or decline',
	book: 'Confirm or book the visit',
	visit: 'Say whether the visit took place',
	report: 'Send the report or a note',
	cancel: 'Confirm the cancellation',
	answer: 'Answer',
	ahead: '',
	waiting: '',
};

/** A mail with more lines than this is read by nobody; the worklist has the rest. */
const mostLines = 100;

export interface DigestMail {
	to: string;
	subject: string;
	text: string;
	html: string;
}

const escapeHtml = (text: string): string =>
	text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').trim();

/** A case in a mail: animal, number, service and clinic; no owner and no clinical text. */
function lineOf({ ask, ...row }: WorklistRow): string {
	const due = DateTime.fromISO(ask?.dueAt ?? '', { zone: row.timeZone, locale: 'en' });
	const when = due.isValid && due.year < 9000 ? due.toFormat('ccc d LLL yyyy, HH:mm ZZZZ') : '';
	const until = when === '' ? '' : row.overdue ? `, OVERDUE since ${when}` : `, until ${when}`;
	const what = row.group === 'emergency' || row.group === 'answer' ? `: ${ask?.what ?? ''}` : '';
	const urgent = row.urgency === 'urgent' ? 'URGENT ' : '';
	const about = `${row.patientName} (${row.caseId}), ${row.service}, from ${row.clinicName}`;
	return oneLine(`${urgent}${about}${what}${until}`);
}

/**
 * The daily mail of a hospital: what is asked of it, and the link to its worklist. `rows` as sorted for
 * the page. Nothing when nothing is asked.
 */
export function digestMail(
	hospital: Hospital,
	rows: readonly WorklistRow[],
	url: string,
): DigestMail | undefined {
	const asked = rows.filter(isAsked);
	if (asked.length === 0) return undefined;
	const overdue = asked.filter((row) => row.overdue).length;
	const count = `${asked.length} ${asked.length === 1 ? 'referral waits' : 'referrals wait'} for you`;
	const subject = oneLine(`${hospital.name}: ${count}${overdue > 0 ? `, ${overdue} overdue` : ''}`);
	const shown = asked.slice(0, mostLines);
	const more = asked.length - shown.length;
	const groups = worklistGroups
		.map((group) => ({
			title: headings[group],
			all: asked.filter((row) => row.group === group).length,
			lines: shown.filter((row) => row.group === group).map(lineOf),
		}))
		.filter(({ all }) => all > 0);
	const button = 'Open the worklist (no log-in needed)';
	const rest = more > 0 ? [`And ${more} more on the worklist.`] : [];
	const text = [
		`${count} at ${hospital.name}.`,
		...groups.map(({ title, all, lines }) =>
			[`${title} (${all})`, ...lines.map((line) => `- ${line}`)].join('\n'),
		),
		...rest,
		`${button}:\n${url}`,
		'Emergencies and urgent referrals are also mailed one by one, as they come.',
	].join('\n\n');
	const html = [
		`<p>${escapeHtml(`${count} at ${hospital.name}.`)}</p>`,
		...groups.map(
			({ title, all, lines }) =>
				`<p><strong>${escapeHtml(title)} (${all})</strong></p><ul>${lines
					.map((line) => `<li>${escapeHtml(line)}</li>`)
					.join('')}</ul>`,
		),
		...rest.map((line) => `<p>${line}</p>`),
		`<p><a href="${escapeHtml(url)}"><strong>${button}</strong></a></p>`,
		'<p>Emergencies and urgent referrals are also mailed one by one, as they come.</p>',
	].join('\n');
	return { to: digestAddresses(hospital).join(', '), subject, text, html };
}
