import { oneLine, type StaffMessage } from '../desk/staff-message';
import type { ClinicProfile } from '../profile/clinic-profile';
import type { Call } from './call-list';

/** Calls that the mail names; the page behind the link has them all. */
const mostNamed = 50;

const signs = { '&': '&#38;', '<': '&#60;', '>': '&#62;', '"': '&#34;', "'": '&#39;' };
const escapeHtml = (text: string): string =>
	text.replace(/[&<>"']/g, (sign) => signs[sign as keyof typeof signs]);

/**
 * The calls of a day as one mail. As in every mail to the staff, neither the owner's name or number nor
 * clinical text stands in it: the page behind the link has them.
 */
export function callMail(clinic: ClinicProfile, calls: readonly Call[], url: string): StaffMessage {
	const count = `${calls.length} ${calls.length === 1 ? 'call' : 'calls'}`;
	const line = (call: Call): string => {
		const mark = call.urgency === 'routine' ? '' : `${call.urgency.toUpperCase()}: `;
		const whom = call.callee === 'owner' ? 'the owner' : `${call.name} ${call.phone}`;
		return oneLine(`${mark}${call.reason} (${call.patient}, ${call.caseId}): call ${whom}`);
	};
	const lines = calls.slice(0, mostNamed).map(line);
	const rest = calls.length > mostNamed ? [`and ${calls.length - mostNamed} more on the page`] : [];
	const heading = `${clinic.name}: ${count} to make today, most urgent first`;
	const numbers = 'Numbers of owners and what to say stand on the page:';
	return {
		from: clinic.email || clinic.staffAlertEmail,
		to: clinic.staffAlertEmail,
		subject: oneLine(`${count} to make today for open referrals`),
		text: [
			heading,
			'',
			...[...lines, ...rest].map((entry, index) => `${index + 1}. ${entry}`),
			'',
			numbers,
			url,
			'',
		].join('\n'),
		html: `<p>${escapeHtml(heading)}</p><ol>${[...lines, ...rest]
			.map((entry) => `<li>${escapeHtml(entry)}</li>`)
			.join('')}</ol><p>${numbers} <a href="${escapeHtml(url)}">Calls of today</a></p>`,
	};
}
