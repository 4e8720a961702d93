import fc from 'fast-check';
import { decideAll } from '../../../../core/referral/decide';
import type { EventData, EventType, ReferralEvent } from '../../../../core/referral/events';
import { foldEvents } from '../../../../core/referral/evolve';
import { phaseOf } from '../../../../core/referral/phase';
import { isTerminal } from '../../../../core/referral/phases';
import { rules } from '../../../../core/referral/reactions';
import {
	arranged,
	caseId,
	createdData,
	delivery,
	failure,
	incompleteData,
	packetData,
	releaseData,
	reportData,
	reported,
	seen,
	Story,
	visitStart,
} from './story.mts';

/** Something to say of every type of event, with data as the pack makes it. */
const sayings: { [T in EventType]: EventData[T] } = {
	'referral.created': createdData,
	'release.asked': {},
	'release.given': releaseData,
	'retry.requested': {},
	'packet.incomplete': incompleteData,
	'packet.failed': failure,
	'gap.overridden': { reason: 'urgent', fields: ['exam'] },
	'packet.built': packetData,
	'referral.sending': delivery,
	'referral.sent': delivery,
	'transport.delivered': delivery,
	'transport.failed': { ...delivery, ...failure },
	'ack.received': {},
	'info.requested': { question: 'Which dose?' },
	'info.supplied': { answer: '5 mg' },
	'decision.accepted': {},
	'decision.declined': { reason: 'full' },
	'redirect.proposed': { to: 'Other', reason: 'full' },
	'redirect.confirmed': { childCaseId: 'REF-cccccccccccc' },
	'outreach.sending': { number: 1, channel: 'sms', kind: 'book_first' },
	'outreach.sent': { number: 1, channel: 'sms' },
	'outreach.failed': { number: 1, ...failure },
	'outreach.held': { code: 'quiet_hours', reason: 'night' },
	'outreach.exhausted': { reason: 'all sent' },
	'owner.replied': { kind: 'yes', text: 'yes', confidence: 1 },
	'owner.opted_out': { channel: 'sms' },
	'owner.call_requested': {},
	'owner.unreachable': { reason: 'no answer' },
	'appt.requested': { slot: { start: visitStart } },
	'appt.scheduled': { appointment: { start: visitStart } },
	'appt.rescheduled': { appointment: { start: '2026-12-01T15:00:00.000Z' } },
	'appt.cancelled': { by: 'owner', reason: 'ill' },
	'appt.no_show': {},
	'notice.sending': { noticeId: 'n1', type: 'appointment.requested' },
	'notice.sent': { noticeId: 'n1', type: 'appointment.requested' },
	'notice.failed': { noticeId: 'n1', type: 'appointment.requested', message: 'm', hint: 'h' },
	'visit.started': {},
	'interim.note': { text: 'stable' },
	'report.final': reportData('h1'),
	'report.amended': reportData('h2'),
	'files.kept': { of: 'report', files: [], until: visitStart },
	'report.filing': { version: 1 },
	'report.filed': { version: 1, refs: [] },
	'report.awaiting_human': { version: 1, slip: 'by hand' },
	'report.needs_review': { version: 1, reasons: ['chip'] },
	'report.review_confirmed': { version: 1 },
	'report.filing_failed': { version: 1, ...failure },
	'report.read': {},
	'question.answered': { answered: 'yes' },
	'followup.scheduling': { version: 1 },
	'followup.created': { version: 1, items: [] },
	'followup.done': { key: 't1' },
	'cancel.requested': { reason: 'moved' },
	'cancel.confirmed': {},
	'urgency.changed': { urgency: 'emergency', reason: 'worse' },
	'patient.deceased': {},
	'alert.sending': { ask: 'ack', dueAt: visitStart, until: visitStart },
	'timer.fired': { ask: 'ack', dueAt: visitStart },
	'note.added': { text: 'called' },
	'person.asked': { key: 'q', why: 'odd' },
	'person.settled': { key: 'q', answer: 'fine' },
	'referral.resend_requested': { reason: 'lost' },
	'redirect.chosen': { specialistId: 'other', to: 'Other', reason: 'full' },
	'owner.called': { result: 'will_book' },
	'outreach.paused': { reason: 'complaint' },
	'outreach.resumed': {},
	'hospital.called': { spokeTo: 'Reception' },
	'visit.claimed': { text: 'we were there' },
	'report.rejected': { version: 1, reason: 'another dog' },
	'cancel.withdrawn': { reason: 'mistake' },
	'deceased.corrected': { reason: 'wrong pet' },
	'links.withdrawn': { reason: 'forwarded' },
	'effect.held': { effect: 'touch:1' },
	'effect.approved': { effect: 'touch:1' },
	'case.closed': { outcome: 'closed_no_visit', reason: 'owner declined' },
	'case.reopened': { reason: 'changed mind' },
};
const types = Object.keys(sayings) as EventType[];

/** A random case: things said in any order, refusals left out, some at the very same instant. */
const stories = fc
	.array(fc.tuple(fc.constantFrom(...types), fc.constantFrom(0, 1, 60_000)), { maxLength: 40 })
	.map((said) => {
		const story = new Story().says('referral.created', createdData);
		for (const [type, pause] of said) {
			story.after(pause / 3_600_000);
			const command = story.command(type, sayings[type], { role: rules[type].roles[0] });
			const decided = decideAll(story.state, [command], story.now, story.known);
			if (decided.ok) story.events.push(...decided.value);
		}
		return story;
	});

const shuffled = (events: ReferralEvent[]) =>
	fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length });

const runs = { numRuns: 150 };

test('any order of the same events gives the same state', () => {
	const property = fc.property(
		stories.chain((story) => fc.tuple(fc.constant(story), shuffled(story.events))),
		([story, events]) => {
			expect(foldEvents(caseId, events)).toEqual(story.state);
		},
	);
	fc.assert(property, runs);
});

test('events that arrive twice change nothing', () => {
	const property = fc.property(
		stories.chain((story) => fc.tuple(fc.constant(story), fc.subarray(story.events))),
		([story, again]) => {
			expect(foldEvents(caseId, [...again, ...story.events, ...again])).toEqual(story.state);
		},
	);
	fc.assert(property, runs);
});

test('events of another case change nothing', () => {
	const story = reported();
	const foreign = story.events.map((event) => ({ ...event, id: `x${event.id}`, caseId: 'REF-x' }));
	expect(foldEvents(caseId, [...foreign, ...story.events])).toEqual(story.state);
});

/** Reopening and declining take back what was said; in one breath with it they mean nothing. */
const together = types.filter((type) => type !== 'case.reopened' && type !== 'decision.declined');

test('the state right after a decision is the state read back from the ledger', () => {
	const property = fc.property(
		fc.array(fc.constantFrom(...together), { maxLength: 4 }),
		fc.constantFrom(seen, reported, arranged),
		(said, given) => {
			const story = given().after(1);
			const commands = said.map((type) =>
				story.command(type, sayings[type], { role: rules[type].roles[0] }),
			);
			const state = story.state;
			const decided = decideAll(state, commands, story.now, story.known);
			if (!decided.ok) return;
			const read = foldEvents(caseId, [...story.events, ...decided.value]);
			expect(phaseOf(read)).toBe(phaseOf(state));
		},
	);
	fc.assert(property, { numRuns: 400 });
});

test('a case in a final phase always has somebody who closed it and a reason', () => {
	const property = fc.property(stories, (story) => {
		if (!isTerminal(story.phase)) return;
		const { closed } = story.state;
		expect(closed?.reason).toMatch(/\S/);
		expect(closed?.by.role).toMatch(/^(referrer|specialist|system|owner)$/);
	});
	fc.assert(property, { numRuns: 400 });
});

test('a step that a workflow owes stands on an open case, so that Watch finds it', () => {
	const property = fc.property(stories, (story) => {
		if (story.next.step === 'none') return;
		expect(story.row().open).toBe(true);
	});
	fc.assert(property, { numRuns: 400 });
});

test('an open case is never without somebody who owes something', () => {
	const property = fc.property(stories, (story) => {
		if (isTerminal(story.phase)) return;
		expect(story.asks.length).toBeGreaterThan(0);
	});
	fc.assert(property, { numRuns: 400 });
});

test('the result of work on an older report does not settle the newer one', () => {
	const story = reported()
		.says('report.filing', { version: 1 })
		.says('report.amended', reportData('h2'))
		.says('report.filing_failed', { version: 1, ...failure })
		.says('report.filed', { version: 1, refs: [] })
		.says('followup.created', { version: 1, items: [] });
	expect(story.state.filing.status).toBe('none');
	expect(story.state.followUp.status).toBe('none');
	expect(story.next.step).toBe('route');
});
