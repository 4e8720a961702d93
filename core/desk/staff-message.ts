import { DateTime } from 'luxon';
import type { Ask } from '../referral/asks';
import { never, type Tell } from '../referral/telling';

/** A mail to the people of the clinic. No clinical text and no owner's name: mail is not a safe place. */
export interface StaffMessage {
	from: string;
	/** One address, or several with commas. */
	to: string;
	subject: string;
	text: string;
	html: string;
}

/** One case that people are told of, and what of it. */
export interface StaffCase {
	caseId: string;
	patient: string;
	urgency: string;
	hospital: string;
	tells: readonly Tell[];
	/** Link to the page on which the reader can act. */
	url: string;
}

const signs = { '&': '&#38;', '<': '&#60;', '>': '&#62;', '"': '&#34;', "'": '&#39;' };
const escapeHtml = (text: string): string =>
	text.replace(/[&<>"']/g, (sign) => signs[sign as keyof typeof signs]);

/** One line without breaks: a name must not become a header of the mail. */
export const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ').trim();

/** A follow-up task is named by its medicine or test: those words stand on the page only. */
const whatOf = ({ key, what }: Ask): string =>
	key.startsWith('task:') ? 'Do a follow-up task of the report' : what;

/** An instant as people of the clinic read it, `Mon 23 Nov, 09:30`. */
export const wallTime = (iso: string, timeZone: string): string =>
	DateTime.fromISO(iso, { zone: timeZone }).setLocale('en').toFormat('ccc d LLL, HH:mm');

function dueText({ ask, overdue }: Tell, timeZone: string): string {
	if (overdue) return `, overdue since ${wallTime(ask.dueAt, timeZone)}`;
	return ask.dueAt === never ? '' : `, until ${wallTime(ask.dueAt, timeZone)}`;
}

/** What is owed, who owes it and until when, as one line. */
export const tellLine = (tell: Tell, timeZone: string): string =>
	`${whatOf(tell.ask)} (${tell.ask.owes}${dueText(tell, timeZone)})`;

const markOf = (urgency: string): string =>
	urgency === 'routine' || urgency === '' ? '' : `${urgency.toUpperCase()}: `;

const aboutOf = ({ patient, hospital }: StaffCase): string =>
	oneLine(hospital ? `${patient}, referred to ${hospital}` : patient);

function stateOf(tells: readonly Tell[]): string {
	if (tells.some((tell) => tell.escalated)) return 'Still overdue: ';
	return tells.some((tell) => tell.overdue) ? 'Overdue: ' : '';
}

interface Frame {
	from: string;
	to: string;
	clinic: string;
	timeZone: string;
}

/** What a person is told of a case: each thing owed, and one link to act. */
export function staffMessage(input: Frame & StaffCase): StaffMessage {
	const { from, to, clinic, timeZone, caseId, patient, urgency, tells, url } = input;
	const [top] = tells;
	const first = top ? whatOf(top.ask) : 'Look at this referral';
	const subject = oneLine(`${markOf(urgency)}${stateOf(tells)}${first} (${patient}, ${caseId})`);
	const lines = tells.map((tell) => tellLine(tell, timeZone));
	const about = aboutOf(input);
	const text = [`${clinic}: ${about}`, '', ...lines.map((line) => `- ${line}`), '', url, ''].join(
		'\n',
	);
	const html = `<p>${escapeHtml(clinic)}: ${escapeHtml(about)}</p><ul>${lines
		.map((line) => `<li>${escapeHtml(line)}</li>`)
		.join('')}</ul><p><a href="${escapeHtml(url)}">Open the case</a></p>`;
	return { from, to, subject, text, html };
}

/** How many names a subject takes before it only counts the rest. */
const namesInSubject = 10;

function emergenciesIn(cases: readonly StaffCase[]): string {
	const emergencies = cases.filter(({ urgency }) => urgency === 'emergency');
	if (emergencies.length === 0) return '';
	const names = emergencies
		.slice(0, namesInSubject)
		.map(({ patient, caseId }) => `${patient} (${caseId})`);
	const rest = emergencies.length - names.length;
	return `EMERGENCY: ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}; `;
}

/**
 * Many cases in one message, in the order given. `heading` says what they have in common and ends the
 * subject; emergencies are named before it.
 */
export function staffList(
	frame: Frame,
	cases: readonly StaffCase[],
	heading: string,
): StaffMessage {
	const { from, to, clinic, timeZone } = frame;
	const entries = cases.map((entry) => ({
		about: `${markOf(entry.urgency)}${aboutOf(entry)} (${entry.caseId})`,
		lines: entry.tells.map((tell) => tellLine(tell, timeZone)),
		url: entry.url,
	}));
	const text = [
		`${clinic}: ${heading}`,
		'',
		...entries.flatMap(({ about, lines, url }) => [
			about,
			...lines.map((line) => `- ${line}`),
			url,
			'',
		]),
	].join('\n');
	const html = `<p>${escapeHtml(clinic)}: ${escapeHtml(heading)}</p>${entries
		.map(
			({ about, lines, url }) =>
				`<p><a href="${escapeHtml(url)}">${escapeHtml(about)}</a></p><ul>${lines
					.map((line) => `<li>${escapeHtml(line)}</li>`)
					.join('')}</ul>`,
		)
		.join('')}`;
	return { from, to, subject: oneLine(`${emergenciesIn(cases)}${heading}`), text, html };
}

/** A message of a few lines that is about no case. */
export const plainMessage = (
	{ from, to }: Pick<Frame, 'from' | 'to'>,
	subject: string,
	lines: readonly string[],
): StaffMessage => ({
	from,
	to,
	subject: oneLine(subject),
	text: `${lines.join('\n\n')}\n`,
	html: lines.map((line) => `<p>${escapeHtml(line)}</p>`).join(''),
});
