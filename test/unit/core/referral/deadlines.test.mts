import fc from 'fast-check';
import { onWeekdays, everyDay } from '../../../../core/calendar/opening-hours';
import type { BusinessCalendar } from '../../../../core/calendar/business-time';
import { deadlinesSchema, timerIds, urgencies } from '../../../../core/profile/deadlines';
import { asksOf, type Ask, type AskContext } from '../../../../core/referral/asks';
import { isTerminal, phases } from '../../../../core/referral/phases';
import { nextStep } from '../../../../core/referral/next-step';
import { never, tellsDue } from '../../../../core/referral/telling';
import { reached } from './sayings.mts';
import {
	accepted,
	acknowledged,
	arranged,
	booked,
	clinic,
	delivered,
	filed,
	released,
	reported,
	seen,
	type Story,
} from './story.mts';

const everywhere = (): Story[] => phases.flatMap((phase) => reached[phase].map((given) => given()));
const always = everyDay([{ open: '00:00', close: '24:00' }]);
const weekdays = onWeekdays('09:00', '17:30');
const calendar = (timeZone: string, more: Partial<BusinessCalendar> = {}): BusinessCalendar => ({
	timeZone,
	hours: weekdays,
	holidays: [],
	...more,
});
const asks = (story: Story, more: Partial<AskContext> = {}): Ask[] =>
	asksOf(story.state, { ...story.context, ...more });
const due = (list: Ask[], key: string): string | undefined =>
	list.find((ask) => ask.key === key)?.dueAt;
const withUrgency = (story: Story, urgency: (typeof urgencies)[number]): Story =>
	story.tries('urgency.changed', { urgency, reason: 'looked at again' }) && story;

describe('a deadline', () => {
	test('is an instant in UTC with the rule that made it', () => {
		for (const story of everywhere()) {
			for (const ask of story.asks) {
				expect(ask.dueAt).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
				expect(ask.rule).toMatch(
					/^(T\d+H?|\w+) (\d+(\.\d+)? \w+|off) \((emergency|urgent|routine)\)$/,
				);
				expect(ask.dueAt >= ask.since).toBe(true);
			}
		}
	});

	const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));

	test('is the same instant wherever it is read: the zones of the two sides are all that counts', () => {
		const story = delivered();
		fc.assert(
			fc.property(zone, zone, (here, there) => {
				const read = (reader: string) =>
					asks(story, {
						clinicCalendar: calendar(here),
						hospitalCalendar: calendar(there),
						...({ now: story.now, reader } as object),
					});
				expect(read('UTC')).toEqual(read('Asia/Kathmandu'));
			}),
			{ numRuns: 100 },
		);
	});

	test('of the hospital runs in its opening hours, of everybody else in those of the clinic', () => {
		const open = calendar('UTC', { hours: always });
		for (const story of everywhere()) {
			const usual = asks(story);
			const openClinic = asks(story, { clinicCalendar: open, hospitalCalendar: clinic });
			const openHospital = asks(story, { hospitalCalendar: open });
			for (const [index, ask] of usual.entries()) {
				const moved = ask.owes === 'hospital' ? openClinic : openHospital;
				expect([ask.key, due(moved, ask.key)]).toEqual([ask.key, usual[index]!.dueAt]);
			}
		}
	});

	test('of the hospital moves with its hours and holidays, when they change', () => {
		const story = delivered();
		const at = (hospitalCalendar: BusinessCalendar) =>
			due(asks(story, { hospitalCalendar }), 'ack')!;
		const zoneOfClinic = clinic.timeZone;
		const usual = at(calendar(zoneOfClinic));
		const since = Date.parse(story.asks.find(({ key }) => key === 'ack')!.since);
		const nonStop = at(calendar(zoneOfClinic, { hours: always }));
		expect(Date.parse(nonStop) - since).toBe(4 * 3_600_000);
		expect(at(calendar(zoneOfClinic, { hours: onWeekdays('09:00', '10:00') })) > usual).toBe(true);
		const holiday = at(calendar(zoneOfClinic, { holidays: ['2026-11-23'] }));
		expect(holiday).toBe('2026-11-24T18:00:00.000Z');
	});

	test('stands still over nights, weekends and holidays in every zone, for what is not urgent', () => {
		const story = delivered();
		fc.assert(
			fc.property(zone, (timeZone) => {
				const at = due(asks(story, { hospitalCalendar: calendar(timeZone) }), 'ack')!;
				const local = new Intl.DateTimeFormat('en-GB', {
					timeZone,
					weekday: 'short',
					hour: '2-digit',
					minute: '2-digit',
				}).format(Date.parse(at) - 1);
				expect(local).not.toMatch(/Sat|Sun/);
				const [, hours, minutes] = /(\d\d):(\d\d)/.exec(local)!;
				const shown = Number(hours) * 60 + Number(minutes);
				expect(shown).toBeGreaterThanOrEqual(9 * 60);
				expect(shown).toBeLessThan(17 * 60 + 30);
			}),
			{ numRuns: 600 },
		);
	});
});

describe('an emergency', () => {
	const shut = calendar('UTC', { hours: onWeekdays('09:00', '09:05'), holidays: ['2026-11-23'] });
	const night = { clinicCalendar: shut, hospitalCalendar: shut };

	test('never waits for anybody to open', () => {
		for (const story of everywhere()) {
			const emergency = withUrgency(story, 'emergency');
			if (emergency.state.urgency !== 'emergency') continue;
			const closed = asks(emergency, night);
			const open = asks(emergency, {
				clinicCalendar: calendar('UTC', { hours: always }),
				hospitalCalendar: calendar('UTC', { hours: always }),
			});
			expect(closed).toEqual(open);
			expect(closed.filter(({ rule }) => rule.includes('business'))).toEqual([]);
		}
	});

	test('never gives more time than a routine case', () => {
		for (const start of [
			released,
			delivered,
			acknowledged,
			accepted,
			booked,
			seen,
			reported,
			filed,
		]) {
			const [routine, emergency] = [start(), withUrgency(start(), 'emergency')];
			for (const { key, dueAt } of asks(emergency)) {
				const usual = due(asks(routine), key);
				if (usual !== undefined) expect([key, dueAt <= usual]).toEqual([key, true]);
			}
		}
	});

	test('is only as long an emergency as people say so', () => {
		const story = delivered();
		const before = due(story.asks, 'ack');
		withUrgency(story, 'emergency');
		expect(due(story.asks, 'ack')! < before!).toBe(true);
		withUrgency(story, 'routine');
		expect(due(story.asks, 'ack')).toBe(before);
	});
});

describe('a timer that fires', () => {
	const fire = (story: Story): string[] => {
		const tells = tellsDue(story.state, story.asks, story.now);
		for (const { ask, at } of tells) {
			story.says('timer.fired', { ask: ask.key, dueAt: at }, { key: `${ask.key}:${at}` });
		}
		return tells.map(({ ask }) => ask.key);
	};
	/** The state without what timers themselves leave. */
	const facts = (story: Story): string => {
		const { raised: _, ...state } = story.state;
		return JSON.stringify(state);
	};

	test('changes no fact of the case, only who was told', () => {
		for (const story of everywhere()) {
			story.after(24 * 200);
			const before = facts(story);
			const { phase } = story;
			fire(story);
			expect([story.phase, facts(story)]).toEqual([phase, before]);
		}
	});

	test('twice is told once, however late', () => {
		for (const story of everywhere()) {
			story.after(24 * 200);
			fire(story);
			const events = story.events.length;
			const again = fire(story);
			// What is said again and again (nothing happens on a case for weeks) has a time of its own.
			expect(again.filter((key) => key !== 'stale')).toEqual([]);
			expect(story.events.length - events).toBe(again.length);
		}
	});

	test('with the same time again adds no event', () => {
		const story = delivered().after(100);
		const [ask] = story.asks;
		const data = { ask: ask!.key, dueAt: ask!.dueAt };
		story.says('timer.fired', data, { key: 'first' });
		const again = story.tries('timer.fired', data, { key: 'second' });
		expect(again).toEqual({ ok: true, value: [] });
	});

	test('fires anew when the deadline itself moved on', () => {
		const story = delivered().after(100);
		expect(fire(story)).toContain('ack');
		story.says('ack.received', {}).after(24 * 10);
		expect(fire(story)).toContain('decision');
	});
});

describe('the timers of the clinic profile', () => {
	const used = new Set<string>();
	for (const story of everywhere()) {
		for (const urgency of urgencies) {
			const moved = withUrgency(story.copy(), urgency);
			for (const { rule } of moved.asks) used.add(rule.split(' ')[0]!);
		}
	}

	test('are all at work', () => {
		expect(timerIds.filter((timer) => !used.has(timer))).toEqual(['T7']);
	});

	test('T7, counted back from the visit, moves the reminder', () => {
		const story = accepted().says('appt.scheduled', {
			appointment: { start: '2026-12-21T15:00:00.000Z' },
		});
		const earlier = deadlinesSchema.parse({ T7: { routine: { amount: 5, unit: 'days' } } });
		const at = (deadlines = story.context.deadlines) =>
			nextStep(story.state, { ...story.context, deadlines }).notBefore;
		expect(at()).toBe('2026-12-19T15:00:00.000Z');
		expect(at(earlier)).toBe('2026-12-16T15:00:00.000Z');
		const off = deadlinesSchema.parse({ T7: { routine: 'none' } });
		expect(nextStep(story.state, { ...story.context, deadlines: off }).step).toBe('none');
	});

	test.each(timerIds.filter((timer) => used.has(timer)))(
		'%s set to another time moves what is owed',
		(timer) => {
			const longer = deadlinesSchema.parse({
				[timer]: Object.fromEntries(
					urgencies.map((urgency) => [urgency, { amount: 45, unit: 'days' }]),
				),
			});
			const moved = everywhere().filter((story) => {
				const before = JSON.stringify(asks(story));
				return JSON.stringify(asks(story, { deadlines: longer })) !== before;
			});
			expect(moved.length).toBeGreaterThan(0);
		},
	);

	test.each(timerIds)(
		'%s switched off leaves no open case without anybody who owes something',
		(timer) => {
			const off = deadlinesSchema.parse({
				[timer]: { emergency: 'none', urgent: 'none', routine: 'none' },
			});
			for (const story of everywhere()) {
				const left = asks(story, { deadlines: off });
				const goesOn = story.next.step !== 'none' || isTerminal(story.phase);
				expect([story.phase, goesOn || left.length > 0]).toEqual([story.phase, true]);
				for (const ask of left) if (ask.dueAt === never) expect(ask.forPerson).toBe(true);
			}
		},
	);

	test('never leave the tasks of people out', () => {
		const off = deadlinesSchema.parse(
			Object.fromEntries(
				timerIds.map((timer) => [timer, { emergency: 'none', urgent: 'none', routine: 'none' }]),
			),
		);
		expect(
			asks(arranged(), { deadlines: off })
				.map(({ key }) => key)
				.sort(),
		).toEqual(['read', 'task:t1']);
	});
});
