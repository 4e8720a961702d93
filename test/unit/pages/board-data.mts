import { callsOf, mostUrgentFirst, type Call } from '../../../core/board/call-list';
import { addOutcome } from '../../../core/metrics/add-outcome';
import { outcomeOf, type OutcomeColumns } from '../../../core/metrics/outcome-row';
import { addOpen, emptySummary, type Summary } from '../../../core/metrics/summary';
import type { CaseRow } from '../../../core/referral/row';
import type { BoardFrame, BoardView } from '../../../nodes/shared/pages/board-input';
import { ACase, caseId, clinic, heart } from '../core/desk/a-case.mts';

export const now = '2026-11-25T12:00:00.000Z';
const pets = ['Biscuit', 'Waffle', 'Mocha', 'Pepper', 'Clover', 'Ziggy', 'Hazel', 'Nugget'];
const owners = ['Olive Owner', 'Sam Sample', 'Maria Muster', 'Jo Placeholder'];
const groups = ['clinic', 'hospital', 'owner', 'system', ''] as const;
const asks: Record<string, string> = {
	clinic: 'Complete the records, or send anyway with a reason',
	hospital: 'Acknowledge the referral',
	owner: 'Book the visit',
	system: 'Send the packet',
};

const base = new ACase().sent().row();

/** A row of the table, open unless said otherwise. */
export const boardRow = (id: number, more: Partial<CaseRow> = {}): CaseRow => ({
	...base,
	id,
	caseId: `REF-${String(id).padStart(12, '0')}`,
	...more,
});

/** Open cases as a busy clinic has them. */
export const busyRows = (count: number): CaseRow[] =>
	Array.from({ length: count }, (_, index) => {
		const owes = groups[index % groups.length] ?? '';
		return boardRow(index + 1, {
			patientName: pets[index % pets.length],
			ownerName: owners[index % owners.length],
			owes,
			ask: asks[owes] ?? '',
			urgency: index % 11 === 0 ? 'emergency' : index % 4 === 0 ? 'urgent' : 'routine',
			dueAt: new Date(Date.parse(now) + (index - count / 3) * 3_600_000).toISOString(),
		});
	});

const place = ({ after, ...parts }: Parameters<BoardView['url']>[1] & object): string =>
	new URLSearchParams({
		...(parts as Record<string, string>),
		...(after ? { after: `${after.dueAt}~${after.id}` } : {}),
	}).toString();

/** Addresses as the shell makes them. */
export const url: BoardView['url'] = (filter, where = {}) => {
	const kept = Object.entries(filter).filter(([, value]) => Boolean(value)) as Array<
		[string, string]
	>;
	return `https://desk.example.com/webhook/vet-referral/board?t=token&${new URLSearchParams(kept).toString()}&${place(where)}`;
};

export const frame: BoardFrame = {
	now,
	clinic,
	heartbeatAt: now,
	view: {
		url,
		choices: {
			clinics: [[clinic.id, clinic.name]],
			hospitals: ['Example Animal Hospital', 'Northside Heart Centre'],
		},
	},
};

/** Cases with all kinds of ends over a year, and some open ones. */
export function busySummary(cases: number): Summary {
	const summary = emptySummary(now);
	const aCase = new ACase().filed();
	const whole = outcomeOf(caseId, aCase.events, { clinic, hospitalCalendar: heart, now });
	const specialties = ['cardiology', 'oncology', 'surgery'];
	for (let index = 0; index < cases; index += 1) {
		const sent = Date.parse(now) - ((index * 37) % 520) * 86_400_000 - 86_400_000;
		const after = (hours: number): string => new Date(sent + hours * 3_600_000).toISOString();
		const reached = index % 7;
		const row: OutcomeColumns = {
			...whole,
			sentAt: after(0),
			deliveredAt: after(0.02),
			sentMonth: after(0).slice(0, 7),
			acknowledgedAt: reached > 0 ? after(0.05 * ((index * 13) % 700)) : '',
			decidedAt: reached > 1 ? after(40) : '',
			acceptedAt: reached > 1 ? after(40) : '',
			contactedAt: reached > 1 ? after(40.1) : '',
			bookedAt: reached > 2 ? after(60) : '',
			visitAt: reached > 2 ? after(40 + ((index * 11) % 300)) : '',
			seenAt: reached > 3 ? after(200) : '',
			noteAt: reached > 3 ? after(205) : '',
			reportedAt: reached > 3 ? after(200 + ((index * 7) % 400)) : '',
			filedAt: reached > 3 ? after(601) : '',
			readAt: reached > 4 ? after(640) : '',
			closedAt: after(700),
			outcome: reached > 3 ? 'closed' : 'closed_no_visit',
			reason: reached > 3 ? '' : (['cost', 'distance', 'unreachable', 'other'][index % 4] ?? ''),
			declineReason: reached === 1 ? 'capacity' : '',
			complete: index % 9 === 0 ? 'no' : 'yes',
			ackInTime: reached > 0 && index % 5 > 0 ? 'yes' : 'no',
			answered: reached > 4 ? (index % 6 === 0 ? 'partly' : 'yes') : '',
			decisionMinutes: reached > 1 ? (index * 17) % 900 : -1,
			contactMinutes: reached > 1 ? index % 40 : -1,
			specialty: specialties[index % 3] ?? '',
			patientKey: String((index * 2_654_435_761) % 4_294_967_296),
		};
		addOutcome(summary, row);
	}
	for (const row of busyRows(60)) addOpen(summary, row);
	return summary;
}

/** The calls that cases at several stages lead to. */
export function someCalls(at = '2026-12-01T15:00:00.000Z'): Call[] {
	const noShow = new ACase().booked().later(60);
	noShow.posts('specialist', { action: 'no_show', name: 'Fay Frontdesk' });
	const declined = new ACase().sent();
	declined.posts('specialist', {
		action: 'decline',
		reason: 'Fully booked',
		name: 'Dr Hugo Heart',
		role: 'Cardiologist',
	});
	const cases = [
		new ACase().sent(),
		new ACase().accepted(),
		noShow,
		declined,
		new ACase().booked(),
	];
	return mostUrgentFirst(
		cases.flatMap((aCase, index) => {
			const { asks: owed } = aCase.projected();
			const row = { ...aCase.row(index + 1), patientName: pets[index] ?? '' };
			return callsOf(row, aCase.state, owed, { clinic, specialist: heart, now: at });
		}),
	);
}
