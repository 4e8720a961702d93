import {
	caseIdOf,
	isCaseId,
	pimsMarker,
	type CaseIdentity,
} from '../../../../core/referral/case-id';
import type { EventType } from '../../../../core/referral/events';
import { milestonesOf } from '../../../../core/referral/phase';
import {
	isTerminal,
	milestones,
	phases,
	terminalPhases,
	type Phase,
} from '../../../../core/referral/phases';
import { reactionTable, reactionTo, rules } from '../../../../core/referral/reactions';
import {
	accepted,
	acknowledged,
	booked,
	built,
	cancelled,
	cancelling,
	closed,
	declined,
	delivered,
	delivery,
	ended,
	filed,
	opened,
	released,
	reportData,
	reported,
	seen,
	sending,
	type Story,
} from './story.mts';

const reached: Record<Phase, () => Story> = {
	draft: released,
	ready: built,
	sent: () => sending().says('referral.sent', delivery),
	delivered,
	acknowledged,
	info_needed: () => delivered().says('info.requested', { question: 'Which dose?' }),
	accepted,
	declined,
	scheduled: booked,
	appt_cancelled: () => booked().says('appt.cancelled', { by: 'owner', reason: 'ill' }),
	no_show: () => booked().says('appt.no_show', {}),
	seen,
	reported,
	filed,
	cancel_requested: cancelling,
	closed,
	closed_no_visit: () => ended('closed_no_visit'),
	cancelled,
	declined_final: () => ended('declined_final', declined),
	redirected: () => declined().says('redirect.confirmed', { childCaseId: 'REF-cccccccccccc' }),
	deceased: () => ended('deceased'),
	error: () => ended('error', opened),
};

describe('phases', () => {
	test.each(phases)('the loop reaches %s', (phase) => {
		expect(reached[phase]().phase).toBe(phase);
	});

	test('a late receipt, answer or booking does not take a case back', () => {
		const story = seen()
			.says('ack.received', {})
			.says('appt.rescheduled', {
				appointment: { start: '2026-12-01T10:00:00Z' },
			});
		expect(story.phase).toBe('seen');
	});

	test('a report counts more than a cancellation that nobody has confirmed', () => {
		expect(cancelling().says('report.final', reportData()).phase).toBe('reported');
	});

	test('a case reopened after its cancellation goes on', () => {
		const story = cancelled().says('case.reopened', { reason: 'the owner called' });
		expect(story.phase).toBe('delivered');
		expect(story.state.cancellation).toBeUndefined();
		expect(story.next.step).toBe('awaitAck');
	});

	test('reopening a case that is open takes back no cancellation', () => {
		const story = cancelling().says('case.reopened', { reason: 'a form that was still open' });
		expect(story.state.cancellation).toBeDefined();
	});
});

describe('milestones', () => {
	test('nothing is reached before the packet has left', () => {
		expect(Object.values(milestonesOf(built().state))).toEqual(milestones.map(() => undefined));
	});

	test('each is reached when it happened', () => {
		const { state, events } = reported();
		const at = (type: EventType) => events.find((event) => event.type === type)?.at;
		expect(milestonesOf(state)).toEqual({
			referred: at('transport.delivered'),
			scheduled: at('appt.scheduled'),
			seen: at('visit.started'),
			reported: at('report.final'),
		});
	});

	test('a report implies the visit', () => {
		const line = milestonesOf(accepted().says('report.final', reportData()).state);
		expect(line.seen).toBe(line.reported);
		expect(line.scheduled).toBeUndefined();
	});

	test('a cancelled visit is not booked', () => {
		const story = booked().says('appt.cancelled', { by: 'hospital', reason: 'ill' });
		expect(milestonesOf(story.state).scheduled).toBeUndefined();
	});
});

describe('the reaction table', () => {
	const table = reactionTable();

	test('says for every phase and event what happens', () => {
		const pairs = new Set(table.map(({ phase, type }) => `${phase} ${type}`));
		expect(pairs.size).toBe(phases.length * Object.keys(rules).length);
		expect(table.filter(({ reaction }) => !/^(apply|record|ask)$/.test(reaction))).toEqual([]);
	});

	test('lets somebody say every event', () => {
		const silent = Object.entries(rules).filter(([, { roles }]) => roles.length === 0);
		expect(silent).toEqual([]);
	});

	test.each(terminalPhases)('asks a person about news from outside when a case is %s', (phase) => {
		const news = ['report.final', 'appt.scheduled', 'ack.received', 'owner.replied'] as const;
		expect(news.map((type) => reactionTo(phase, type))).toEqual(['ask', 'ask', 'ask', 'ask']);
	});

	test('is followed: an asking cell leaves a question for a person', () => {
		for (const phase of phases) {
			const story = reached[phase]().after(1);
			story.tries('info.requested', { question: 'Which dose?' });
			const asks = Object.keys(story.state.questions).length > 0;
			expect([phase, asks]).toEqual([phase, reactionTo(phase, 'info.requested') === 'ask']);
		}
	});

	test('knows the same final phases as the phases', () => {
		expect(phases.filter(isTerminal)).toEqual(terminalPhases);
	});
});

describe('case numbers', () => {
	const mark: CaseIdentity = { pims: 'ezyvet', site: 's1', eventId: '9', version: '1' };

	test('the same mark always gives the same number', () => {
		expect(caseIdOf(mark)).toBe(caseIdOf({ ...mark }));
		expect(isCaseId(caseIdOf(mark))).toBe(true);
	});

	test.each<Partial<CaseIdentity>>([
		{ pims: 'webhook' },
		{ site: 's2' },
		{ eventId: '10' },
		{ version: '2' },
		{ service: 'heart' },
		{ parentCaseId: 'REF-0123456789ab' },
	])('another mark gives another number: %p', (other) => {
		expect(caseIdOf({ ...mark, ...other })).not.toBe(caseIdOf(mark));
	});

	test('parts that run together are still different marks', () => {
		expect(caseIdOf({ ...mark, site: 's1', eventId: '19' })).not.toBe(
			caseIdOf({ ...mark, site: 's11', eventId: '9' }),
		);
	});

	test.each(['', 'REF-', 'ref-0123456789ab', 'REF-0123456789abc', 'REF-0123456789AB', 7, null])(
		'%p is no case number',
		(value) => {
			expect(isCaseId(value)).toBe(false);
		},
	);

	test('the marker in a PIMS names case, purpose and part', () => {
		expect(pimsMarker('REF-0123456789ab', 'report', 2)).toBe('REF-0123456789ab/report/2');
	});
});
