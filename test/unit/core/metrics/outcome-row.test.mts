import { describe, expect, test } from '@jest/globals';
import { outcomeColumns, outcomeOf, readOutcome } from '../../../../core/metrics/outcome-row';
import { declineReasonOf, leakReasonOf } from '../../../../core/metrics/reasons';
import type { EventData, EventType, ReferralEvent } from '../../../../core/referral/events';
import { ACase, caseId, clinic, heart, releaseFields } from '../desk/a-case.mts';

const later = '2027-06-01T12:00:00.000Z';
const outcome = (aCase: ACase, now = later) =>
	outcomeOf(caseId, aCase.events, { clinic, hospitalCalendar: heart, now });

/** An event as it stands in a ledger, at a time of one's own. */
const event = <T extends EventType>(type: T, at: string, data: EventData[T]): ReferralEvent =>
	({
		id: `${type}-${at}`,
		caseId,
		type,
		at,
		receivedAt: at,
		actor: { role: 'system', via: 'workflow' },
		data,
	}) as ReferralEvent;

describe('the outcome row of a case', () => {
	test('has every milestone of a whole case, in order', () => {
		const row = outcome(new ACase().filed());
		const times = [
			row.openedAt,
			row.releasedAt,
			row.sentAt,
			row.acknowledgedAt,
			row.acceptedAt,
			row.bookedAt,
			row.seenAt,
			row.filedAt,
		];
		expect(times).toEqual([...times].sort());
		expect(times).not.toContain('');
		expect(row).toMatchObject({
			clinicId: clinic.id,
			specialistId: 'heart',
			specialty: 'cardiology',
			urgency: 'urgent',
			sentMonth: '2026-11',
			complete: 'yes',
			ackInTime: 'yes',
			appointments: 1,
			noShows: 0,
			outcome: '',
			closedAt: '',
		});
		expect(row.visitAt).toBe('2026-11-25T16:00:00.000Z');
	});

	test('does not depend on the order or the repetition of events', () => {
		const { events } = new ACase().filed();
		const context = { clinic, hospitalCalendar: heart, now: later };
		const told = outcomeOf(caseId, events, context);
		expect(outcomeOf(caseId, [...events].reverse().concat(events), context)).toEqual(told);
	});

	test('holds nothing that a person wrote, and no name but that of the hospital', () => {
		const aCase = new ACase().filed();
		aCase.posts('clinic', {
			action: 'close',
			outcome: 'closed_no_visit',
			reason: 'Too dear for Olive',
			name: 'Nina',
		});
		const told = JSON.stringify(outcome(aCase));
		for (const word of ['Olive', 'Biscuit', 'Nina', '555', 'Murmur', 'dear', 'Stage B2']) {
			expect(told).not.toContain(word);
		}
	});

	test('keeps the first booking although the visit was moved', () => {
		const aCase = new ACase().booked();
		const before = outcome(aCase);
		aCase.later(1).posts('specialist', {
			action: 'set_appointment',
			start: '2026-12-10T10:00',
			name: 'Fay Frontdesk',
		});
		expect(outcome(aCase)).toMatchObject({
			bookedAt: before.bookedAt,
			visitAt: before.visitAt,
			appointments: 1,
		});
	});

	test('counts a visit to which nobody came, and the next one as another', () => {
		const aCase = new ACase().booked().later(50);
		aCase.posts('specialist', { action: 'no_show', name: 'Fay Frontdesk' });
		aCase.posts('specialist', {
			action: 'set_appointment',
			start: '2026-12-10T10:00',
			name: 'Fay Frontdesk',
		});
		expect(outcome(aCase)).toMatchObject({ appointments: 2, noShows: 1 });
	});

	test('counts the decision in opening hours of the hospital only', () => {
		const aCase = new ACase().sent();
		const [sent] = [aCase.events.length];
		const events = [
			...aCase.events.slice(0, sent),
			// Friday 17:30 in Chicago, half an hour before closing; Monday 9:00, an hour after opening.
			event('ack.received', '2026-11-27T23:30:00.000Z', {}),
			event('decision.accepted', '2026-11-30T15:00:00.000Z', {}),
			event('outreach.sent', '2026-11-30T15:04:00.000Z', { number: 1, channel: 'sms' }),
		];
		const row = outcomeOf(caseId, events, { clinic, hospitalCalendar: heart, now: later });
		expect(row.decisionMinutes).toBe(90);
		expect(row.contactMinutes).toBe(4);
		expect(row.ackInTime).toBe('no');
	});

	test('does not count the night when the owner could not be written to', () => {
		const { events } = new ACase().sent();
		const row = outcomeOf(
			caseId,
			[
				...events,
				// Accepted at 22:00 in New York, written to at 9:07 the next morning.
				event('decision.accepted', '2026-11-24T03:00:00.000Z', {}),
				event('outreach.sent', '2026-11-24T14:07:00.000Z', { number: 1, channel: 'sms' }),
			],
			{ clinic, hospitalCalendar: heart, now: later },
		);
		expect(row.contactMinutes).toBe(7);
		expect(row.touchesOutsideHours).toBe(0);
	});

	test('finds messages that broke a rule', () => {
		const { events } = new ACase().sent();
		const row = outcomeOf(
			caseId,
			[
				...events,
				event('outreach.sent', '2026-11-24T03:00:00.000Z', { number: 1, channel: 'sms' }),
				event('owner.opted_out', '2026-11-24T15:00:00.000Z', { channel: 'sms' }),
				event('outreach.sent', '2026-11-24T16:00:00.000Z', { number: 2, channel: 'sms' }),
				event('outreach.sent', '2026-11-24T17:00:00.000Z', { number: 2, channel: 'email' }),
			],
			{ clinic, now: later },
		);
		expect(row).toMatchObject({
			touches: 3,
			touchesOutsideHours: 1,
			touchesAfterStop: 1,
			touchesTwice: 1,
		});
	});

	test('counts an alert as handled when a person acts by the end of the next working day', () => {
		const aCase = new ACase().sent();
		const fired = event('timer.fired', '2026-11-24T16:00:05.000Z', {
			ask: 'ack',
			dueAt: '2026-11-24T16:00:00.000Z',
		});
		const note = (at: string): ReferralEvent => ({
			...event('note.added', at, { text: 'Called' }),
			actor: { role: 'referrer', via: 'page' },
		});
		const told = (more: ReferralEvent[], now = later) => {
			const row = outcomeOf(caseId, [...aCase.events, fired, ...more], { clinic, now });
			return [row.alerts, row.alertsHandled, row.alertLagSeconds];
		};
		expect(told([note('2026-11-25T20:00:00.000Z')])).toEqual([1, 1, 5]);
		expect(told([note('2026-11-27T20:00:00.000Z')])).toEqual([1, 0, 5]);
		expect(told([], '2026-11-25T15:00:00.000Z')).toEqual([0, 0, 5]);
	});

	test('judges no acknowledgment while its window runs, nor of a case withdrawn within it', () => {
		const aCase = new ACase().sent();
		expect(outcome(aCase, aCase.now).ackInTime).toBe('');
		expect(outcome(aCase).ackInTime).toBe('no');
		aCase.posts('clinic', { action: 'cancel', reason: 'Changed plans', name: 'Nina' });
		expect(outcome(aCase).ackInTime).toBe('');
	});

	test('says that a packet went out with gaps', () => {
		const aCase = new ACase().released().happens('packet.built', {
			packetVersion: 1,
			patient: { pimsId: '77', name: 'Biscuit' },
			files: [],
			manifestSha256: 'c'.repeat(64),
			gaps: [{ field: 'labs', label: 'Labs', level: 'required' }],
		});
		expect(outcome(aCase).complete).toBe('');
		aCase.happens('referral.sending', { deliveryId: 'd1', channel: 'webhook' });
		expect(outcome(aCase).complete).toBe('no');
	});

	test('counts follow-up by the date it was due', () => {
		const base = new ACase().reported();
		base.happens('report.filing', { version: 1 });
		base.happens('report.filed', { version: 1, refs: [] });
		base.happens('followup.scheduling', { version: 1 });
		base.happens('followup.created', {
			version: 1,
			items: [
				{ key: 'a', kind: 'recheck', title: 'Recheck', dueDate: '2026-12-12', status: 'created' },
				{ key: 'b', kind: 'recheck', title: 'Call', dueDate: '2026-12-13', status: 'task' },
				{ key: 'c', kind: 'medication', title: 'Refill', status: 'task' },
			],
		});
		expect(outcome(base, '2026-12-01T00:00:00.000Z')).toMatchObject({
			followUps: 1,
			followUpsInTime: 1,
		});
		expect(outcome(base)).toMatchObject({ followUps: 2, followUpsInTime: 1 });
	});

	test('sorts why a case ended without a visit', () => {
		const aCase = new ACase().accepted();
		aCase.posts('clinic', {
			action: 'close',
			outcome: 'closed_no_visit',
			reason: 'The owner cannot afford it',
			name: 'Nina',
		});
		expect(outcome(aCase)).toMatchObject({ outcome: 'closed_no_visit', reason: 'cost' });
	});

	test('survives the table', () => {
		const row = outcome(new ACase().filed());
		const stored = Object.fromEntries(
			Object.entries(row).map(([name, value]) => [name, value === '' ? null : value]),
		);
		expect(readOutcome({ id: 7, createdAt: 'x', ...stored })).toEqual(row);
		expect(Object.keys(outcomeColumns).sort()).toEqual(Object.keys(row).sort());
		for (const [name, type] of Object.entries(outcomeColumns)) {
			expect([name, typeof row[name as keyof typeof row]]).toEqual([name, type]);
		}
		expect(readOutcome({})).toBeUndefined();
	});

	test('a release with another urgency is judged by that window', () => {
		const aCase = new ACase();
		aCase.posts('release', { ...releaseFields, urgency: 'routine' });
		expect(outcome(aCase).urgency).toBe('routine');
	});
});

describe('reasons in plain words', () => {
	test.each([
		['Owner says it is too expensive', 'cost'],
		['Two hours of driving is too far', 'distance'],
		['Earliest slot in six weeks', 'wait'],
		['We could not reach the owner', 'unreachable'],
		['Went to another clinic', 'elsewhere'],
		['The dog was euthanised', 'died'],
		['Back to normal since Monday', 'recovered'],
		['', 'other'],
		['See notes', 'other'],
	])('%s', (text, reason) => {
		expect(leakReasonOf(text)).toBe(reason);
	});

	test.each([
		['Fully booked until March', 'capacity'],
		['This is not our service, try neurology', 'wrong_service'],
		['We need more information first', 'incomplete'],
		['Hmm', 'other'],
	])('%s', (text, reason) => {
		expect(declineReasonOf(text)).toBe(reason);
	});
});
