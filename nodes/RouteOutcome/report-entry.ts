import type { OutcomeReport } from '../../core/report/schema';
import type { SpecialistSnapshot } from '../../core/referral/events';
import type { ReportVersion } from '../../core/referral/state';

/** An entry in the record is a pointer to the report, not a second copy of it. */
const longestLine = 400;
const longestEntry = 3000;

const cut = (text: string, longest: number): string =>
	text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`;

const join = (...parts: Array<string | undefined>): string =>
	parts.filter((part) => part !== undefined && part !== '').join(', ');

const block = (heading: string, lines: string[]): string[] =>
	lines.length === 0 ? [] : [`${heading}:`, ...lines.map((line) => `- ${cut(line, longestLine)}`)];

const dueText = (due: OutcomeReport['plan'][number]['due']): string | undefined =>
	due === undefined ? undefined : typeof due === 'string' ? due : `in ${due.inDays} days`;

/** What the record says about a report: who wrote it, the answers and what is to be done. */
export function reportEntry(
	{ report, files, amended }: ReportVersion,
	from: SpecialistSnapshot | undefined,
): { subject: string; text: string } {
	const kind = amended ? 'Amended specialist report' : 'Specialist report';
	const hospital = join(from?.service, from?.hospital);
	const text = [
		`${kind}${hospital ? ` from ${hospital}` : ''}${report.clinician ? `, ${report.clinician.name}` : ''}.`,
		...(report.visitDates.length > 0 ? [`Seen: ${report.visitDates.join(', ')}.`] : []),
		...block(
			'Answers',
			report.answers.map(({ question, answer }) => (question ? `${question} ${answer}` : answer)),
		),
		...block(
			'Diagnoses',
			report.diagnoses.map((one) => join(one.text, one.certainty, one.stage)),
		),
		...block(
			'Medication',
			report.medications.map((one) => join(`${one.name} (${one.status})`, one.dose, one.frequency)),
		),
		...block(
			'Plan',
			report.plan.map((one) => join(one.what, dueText(one.due), one.where)),
		),
		...block(
			'Files',
			files.map(({ name }) => name),
		),
		...(report.text ? ['Text of the report:', report.text] : []),
	].join('\n');
	return { subject: `${kind}${hospital ? `: ${hospital}` : ''}`, text: cut(text, longestEntry) };
}
