import type { Ask } from '../referral/asks';
import type { Tell } from '../referral/telling';

/** A mail to the people of the clinic. No clinical text and no owner's name: mail is not a safe place. */
export interface StaffMessage {
	from: string;
	to: string;
	subject: string;
	text: string;
	html: string;
}

const escapeHtml = (text: string): string =>
	text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A follow-up task is named by its medicine or test: those words stand on the page only. */
const whatOf = ({ key, what }: Ask): string =>
	key.startsWith('task:') ? 'Do a follow-up task of the report' : what;

/** What a person is told of a case: each thing owed, and one link to act. */
export function staffMessage(input: {
	from: string;
	to: string;
	clinic: string;
	caseId: string;
	patient: string;
	urgency: string;
	hospital: string;
	tells: readonly Tell[];
	url: string;
}): StaffMessage {
	const { from, to, clinic, caseId, patient, urgency, hospital, tells, url } = input;
	const overdue = tells.some((tell) => tell.overdue);
	const [top] = tells;
	const first = top ? whatOf(top.ask) : 'Look at this referral';
	const mark = urgency === 'routine' ? '' : `${urgency.toUpperCase()}: `;
	const subject = `${mark}${overdue ? 'Overdue: ' : ''}${first} (${patient}, ${caseId})`.replace(
		/[\r\n]+/g,
		' ',
	);
	const lines = tells.map(
		({ ask, overdue: late }) =>
			`${whatOf(ask)} (${ask.owes}${late ? `, overdue since ${ask.dueAt}` : `, until ${ask.dueAt}`})`,
	);
	const about = hospital ? `${patient}, referred to ${hospital}` : patient;
	const text = [`${clinic}: ${about}`, '', ...lines.map((line) => `- ${line}`), '', url, ''].join(
		'\n',
	);
	const html = `<p>${escapeHtml(clinic)}: ${escapeHtml(about)}</p><ul>${lines
		.map((line) => `<li>${escapeHtml(line)}</li>`)
		.join('')}</ul><p><a href="${escapeHtml(url)}">Open the case</a></p>`;
	return { from, to, subject, text, html };
}
