import type { PatientSample } from './patient-sample';
import { sampleSize } from './patient-sample';
import { shareOf, type Share } from './share';
import { mostExact, spreadOf, type Spread } from './sketch';
import type { ShareId, SpreadId, Summary } from './summary';

/** The figures of the loop in the order in which they are shown. */
export const figureIds = [
	'closure',
	'cms50',
	'disposition',
	'complete',
	'ack',
	'ackInTime',
	'unacknowledged',
	'decision',
	'contact',
	'booked',
	'booking',
	'lead',
	'leadWeek',
	'noShow',
	'lateCancel',
	'note',
	'report',
	'filed',
	'read',
	'answered',
	'followUp',
	'declined',
	'redirect',
	'leakage',
	'alerts',
	'alertLag',
	'messages',
	'heartbeat',
	'humanTime',
	'survey',
] as const;
export type FigureId = (typeof figureIds)[number];

/** Times are in minutes. `absent`: the ledger does not hold it. */
export type FigureValue =
	| { kind: 'share'; share: Share; sampled?: boolean }
	| { kind: 'time'; spread: Spread; rounded: boolean }
	| { kind: 'parts'; total: number; parts: Array<[code: string, count: number]> }
	| { kind: 'age'; minutes?: number }
	| { kind: 'absent' };

export interface Figure {
	id: FigureId;
	value: FigureValue;
	/** What the figure is made up of, by code: reasons of a refusal, waiting time by specialty. */
	detail?: Array<[code: string, count: number]>;
	spreads?: Array<[code: string, spread: Spread]>;
}

const partsOf = (counts: Record<string, number>): Array<[string, number]> =>
	Object.entries(counts)
		.filter(([, count]) => count > 0)
		.sort(([a, one], [b, two]) => two - one || (a < b ? -1 : 1));

const sum = (parts: ReadonlyArray<[string, number]>): number =>
	parts.reduce((total, [, count]) => total + count, 0);

/** CMS50-like: the latest year that has patients, of the two that are kept. */
function firstReferrals(patients: Record<string, PatientSample>): FigureValue {
	const year = Object.keys(patients).sort().pop();
	const sample = Object.values(year === undefined ? {} : (patients[year] ?? {}));
	const reported = sample.filter(([, came]) => came === 1).length;
	return {
		kind: 'share',
		share: shareOf(reported, sample.length),
		sampled: sample.length >= sampleSize,
	};
}

/**
 * Tells a summary as figures. `heartbeatAt`: last sign of life of the watch (ISO), judged at `now`.
 */
export function figuresOf(summary: Summary, now: string, heartbeatAt?: string): Figure[] {
	const share = (id: ShareId): FigureValue => ({
		kind: 'share',
		share: shareOf(...summary.shares[id]),
	});
	const time = (id: SpreadId): FigureValue => ({
		kind: 'time',
		spread: spreadOf(summary.spreads[id]),
		rounded: summary.spreads[id].n > mostExact,
	});
	const age = (Date.parse(now) - Date.parse(heartbeatAt ?? '')) / 60_000;
	const leakage = partsOf(summary.leakage);
	const { sent, ...broken } = summary.messages;
	const values: Record<FigureId, Omit<Figure, 'id'>> = {
		closure: { value: share('closure') },
		cms50: { value: firstReferrals(summary.patients) },
		disposition: { value: share('disposition') },
		complete: { value: share('complete') },
		ack: { value: time('ack') },
		ackInTime: { value: share('ackInTime') },
		unacknowledged: { value: share('unacknowledged') },
		decision: { value: time('decision') },
		contact: { value: time('contact') },
		booked: { value: share('booked') },
		booking: { value: time('booking') },
		lead: {
			value: time('lead'),
			spreads: Object.entries(summary.leadBySpecialty)
				.sort(([a], [b]) => (a < b ? -1 : 1))
				.map(([specialty, sketch]) => [specialty, spreadOf(sketch)]),
		},
		leadWeek: { value: share('leadWeek') },
		noShow: { value: share('noShow') },
		lateCancel: { value: share('lateCancel') },
		note: { value: time('note') },
		report: { value: time('report') },
		filed: { value: time('filed') },
		read: { value: time('read') },
		answered: { value: share('answered') },
		followUp: { value: share('followUp') },
		declined: { value: share('declined'), detail: partsOf(summary.declines) },
		redirect: { value: share('redirect') },
		leakage: { value: { kind: 'parts', total: sum(leakage), parts: leakage } },
		alerts: { value: share('alerts') },
		alertLag: { value: time('alertLag') },
		messages: {
			value: { kind: 'parts', total: sum(Object.entries(broken)), parts: Object.entries(broken) },
			detail: [['sent', sent]],
		},
		heartbeat: { value: { kind: 'age', ...(age >= 0 ? { minutes: age } : {}) } },
		humanTime: { value: { kind: 'absent' } },
		survey: { value: { kind: 'absent' } },
	};
	return figureIds.map((id) => ({ id, ...values[id] }));
}
