import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import { nextOpening, type BusinessCalendar } from '../calendar/business-time';
import type { OutcomeReport, ReportMedication, ReportPlanItem } from './schema';

export interface FollowUpItem {
	/** The same for the same statement in every version of the report. */
	key: string;
	kind: 'recheck' | 'medication_start' | 'medication_stop' | 'check_in' | 'test';
	/**
	 * What it becomes: an `appointment` at the referring clinic, a `task` for its people, or
	 * `confirm_booked`, a board task to make sure the specialist has it in the book.
	 */
	action: 'appointment' | 'task' | 'confirm_booked';
	title: string;
	details: string;
	/** ISO date in the clinic's zone; left out when the report names none. */
	dueDate?: string;
	where: ReportPlanItem['where'];
	/** Field of the report it comes from, such as `plan[0]`. */
	source: string;
}

export interface FollowUpContext {
	/** ISO instant at which the report came in. */
	receivedAt: string;
	clinicCalendar: BusinessCalendar;
}

/** An item and the words of the report it rests on. */
type Draft = Omit<FollowUpItem, 'key'> & { statement: unknown };

const isDate = (text: string | undefined): text is string =>
	text !== undefined &&
	/^\d{4}-\d{2}-\d{2}$/.test(text) &&
	DateTime.fromISO(text, { zone: 'UTC' }).isValid;

/** Days are counted from the last visit, as the report means it, or from its receipt. */
const startOfDays = (report: OutcomeReport, context: FollowUpContext): DateTime => {
	const zone = context.clinicCalendar.timeZone;
	const visits = [...report.visitDates].sort();
	const last = visits[visits.length - 1];
	const start = DateTime.fromISO(last ?? context.receivedAt, { zone }).startOf('day');
	if (!start.isValid) throw new RangeError('The time at which the report came in is not valid');
	return start;
};

/** A stated date stays as it is; a number of days that ends on a closed day moves to the next open one. */
const dueOf = (
	item: ReportPlanItem,
	report: OutcomeReport,
	context: FollowUpContext,
): { dueDate?: string; remark?: string } => {
	if (item.due === undefined) return {};
	if (typeof item.due === 'string') return { dueDate: item.due };
	const stated = startOfDays(report, context).plus({ days: item.due.inDays });
	const remark = `Stated as: in ${item.due.inDays} days.`;
	if (item.where === 'specialist') return { dueDate: stated.toISODate() ?? undefined, remark };
	const open = nextOpening(stated, context.clinicCalendar);
	return { dueDate: open.toISODate() ?? undefined, remark };
};

const kinds: Record<ReportPlanItem['kind'], FollowUpItem['kind']> = {
	recheck: 'recheck',
	test: 'test',
	check_in: 'check_in',
	// "Adjust the dose" is neither a start nor a stop: a person reads what is written.
	medication: 'check_in',
	other: 'check_in',
};

const actionOf = (item: ReportPlanItem): FollowUpItem['action'] => {
	if (item.where === 'specialist') return 'confirm_booked';
	const isVisit = item.kind === 'recheck' || item.kind === 'test';
	return isVisit && item.where === 'referrer' ? 'appointment' : 'task';
};

const planDraft = (
	item: ReportPlanItem,
	index: number,
	report: OutcomeReport,
	context: FollowUpContext,
): Draft => {
	const { remark, ...due } = dueOf(item, report, context);
	const action = actionOf(item);
	const title =
		action === 'confirm_booked' ? `Confirm booked at specialist: ${item.what}` : item.what;
	const where = item.where === 'unspecified' ? 'The report does not say where.' : undefined;
	return {
		kind: kinds[item.kind],
		action,
		title: title.slice(0, 200),
		details: [item.what, remark, where].filter((line) => line !== undefined).join('\n'),
		...due,
		where: item.where,
		source: `plan[${index}]`,
		statement: item,
	};
};

const directions = (medication: ReportMedication): string =>
	[
		medication.name,
		medication.dose,
		medication.route,
		medication.frequency,
		medication.start && `start: ${medication.start}`,
		medication.supply && `supply: ${medication.supply}`,
		medication.refillBy && `refill by: ${medication.refillBy}`,
	]
		.filter((part) => part !== undefined && part !== '')
		.join(', ');

const medicationDrafts = (medication: ReportMedication, index: number): Draft[] => {
	const common = {
		action: 'task',
		where: 'referrer',
		details: directions(medication),
		statement: medication,
	} as const;
	const source = `medications[${index}]`;
	const drafts: Draft[] = [];
	if (medication.status === 'new' || medication.status === 'changed') {
		const title = `Medication ${medication.status}: ${medication.name}`;
		const due = isDate(medication.start) ? { dueDate: medication.start } : {};
		drafts.push({ kind: 'medication_start', title, ...common, ...due, source });
	}
	if (medication.status === 'stopped') {
		const title = `Medication stopped: ${medication.name}`;
		drafts.push({ kind: 'medication_stop', title, ...common, source });
	}
	if (medication.status !== 'stopped' && isDate(medication.refillBy)) {
		const title = `Refill due: ${medication.name}`;
		const dueDate = medication.refillBy;
		drafts.push({ kind: 'check_in', title, ...common, dueDate, source: `${source}.refillBy` });
	}
	return drafts;
};

const pendingDraft = (test: OutcomeReport['testsPending'][number], index: number): Draft => ({
	kind: 'test',
	action: 'task',
	title: `Result pending: ${test.name}`,
	details: test.expected === undefined ? test.name : `${test.name}, expected: ${test.expected}`,
	...(isDate(test.expected) ? { dueDate: test.expected } : {}),
	where: 'specialist',
	source: `testsPending[${index}]`,
	statement: test,
});

/** Keyed by what is stated, not by when it came in or where it stands in the list. */
const keyed = (caseId: string, { statement, ...item }: Draft): FollowUpItem => {
	const stated = JSON.stringify([caseId, item.kind, item.title, statement]);
	const hash = createHash('sha256').update(stated).digest('hex').slice(0, 16);
	return { key: `${caseId}:${item.kind}:${hash}`, ...item };
};

/**
 * Turns what a report states into work: rechecks, tests, check-ins, medication starts and stops.
 * It adds nothing, leaves out unchanged medication, and keeps the same key for the same statement,
 * so that an amended report creates only what is new in it.
 */
export const planFollowUp = (report: OutcomeReport, context: FollowUpContext): FollowUpItem[] => {
	const drafts = [
		...report.plan.map((item, index) => planDraft(item, index, report, context)),
		...report.medications.flatMap(medicationDrafts),
		...report.testsPending.map(pendingDraft),
	];
	const items = drafts.map((draft) => keyed(report.caseId, draft));
	return items.filter((item, index) => items.findIndex(({ key }) => key === item.key) === index);
};
