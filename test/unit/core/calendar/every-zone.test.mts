import {
	addBusinessMinutes,
	businessMinutesBetween,
	dueAt,
	nextOpening,
	type BusinessCalendar,
} from '../../../../core/calendar/business-time';
import { everyDay } from '../../../../core/calendar/opening-hours';
import { DateTime } from 'luxon';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The wall clock of a zone, read from Intl alone: none of our own code and none of luxon's. */
class Wall {
	readonly #format: Intl.DateTimeFormat;
	readonly #known = new Map<number, number>();

	constructor(readonly zone: string) {
		this.#format = new Intl.DateTimeFormat('en-US', {
			timeZone: zone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		});
	}

	/** What the clock on the wall shows at an instant, as if it were UTC (epoch ms). */
	at(instant: number): number {
		const known = this.#known.get(instant);
		if (known !== undefined) return known;
		const text = this.#format.format(instant);
		const [month, date, year, hours, minutes, seconds] = (text.match(/\d+/g) ?? []).map(Number);
		const shown = Date.UTC(year!, month! - 1, date, hours, minutes, seconds);
		this.#known.set(instant, shown);
		return shown;
	}

	offset(instant: number): number {
		return this.at(instant) - instant;
	}
}

interface Change {
	wall: Wall;
	/** First instant of the new offset. */
	at: number;
	/** Milliseconds the clock jumps; negative when an hour happens twice. */
	jump: number;
}

const from = Date.UTC(2020, 0, 1);
const until = Date.UTC(2036, 0, 1);
const zones = Intl.supportedValuesOf('timeZone');

/** Every change of the clocks of a zone in these years; steps of 9 days pass over none. */
function changesOf(zone: string): Change[] {
	const wall = new Wall(zone);
	const changes: Change[] = [];
	for (let start = from; start < until; start += 9 * day) {
		let [low, high] = [start, start + 9 * day];
		const jump = wall.offset(high) - wall.offset(low);
		if (jump === 0) continue;
		while (high - low > minute) {
			const middle = Math.floor((low + high) / 2 / minute) * minute;
			if (wall.offset(middle) === wall.offset(low)) low = middle;
			else high = middle;
		}
		changes.push({ wall, at: high, jump });
	}
	return changes;
}

/** Zones that are other names of one another change alike; each rule is looked at once. */
const byRule = new Map<string, Change[]>();
for (const zone of zones) {
	const changes = changesOf(zone);
	byRule.set(JSON.stringify(changes.map(({ at, jump }) => [at, jump])), changes);
}
const changes = [...byRule.values()].flat();

const where = ({ wall, at }: Change): string => `${wall.zone} ${new Date(at).toISOString()}`;
const minutesOfDay = (shown: number): number => (((shown % day) + day) % day) / minute;

/** Two stretches a day: one over the hours at which clocks are changed, one by day. */
const night = [0, 4 * 60 + 30];
const workday = [9 * 60, 17 * 60];
const hours = everyDay([
	{ open: '00:00', close: '04:30' },
	{ open: '09:00', close: '17:00' },
]);
const calendarIn = (timeZone: string): BusinessCalendar => ({ timeZone, hours, holidays: [] });
const isOpenBy = (wall: Wall, instant: number): boolean => {
	const shown = minutesOfDay(wall.at(instant));
	return [night, workday].some(([open, close]) => open! <= shown && shown < close!);
};

/** Open minutes by the clock on the wall, counted in quarters of an hour, at which all clocks change. */
function openByWall(wall: Wall, start: number, end: number): number {
	let open = 0;
	for (let at = start; at < end; at += 15 * minute) if (isOpenBy(wall, at)) open += 15;
	return open;
}

test('there are clock changes to look at, in both directions, and not only of an hour', () => {
	expect(zones.length).toBeGreaterThan(400);
	expect(changes.length).toBeGreaterThan(900);
	expect(changes.some(({ jump }) => jump > 0) && changes.some(({ jump }) => jump < 0)).toBe(true);
	expect(changes.some(({ jump }) => Math.abs(jump) === 30 * minute)).toBe(true);
});

describe('at every change of the clocks from 2020 to 2035 in every time zone', () => {
	test('business time is the open time by the clock on the wall, and ends inside it', () => {
		const wrong: string[] = [];
		for (const change of changes) {
			const { wall, at } = change;
			const calendar = calendarIn(wall.zone);
			for (const [before, amount] of [
				[5 * hour, 420],
				[90 * minute, 180],
				[0, 60],
			] as const) {
				const start = at - before;
				const due = addBusinessMinutes(DateTime.fromMillis(start), amount, calendar).toMillis();
				const open = openByWall(wall, start, due);
				const between = businessMinutesBetween(iso(start), iso(due), calendar);
				if (open !== amount || between !== amount || !isOpenBy(wall, due - minute)) {
					wrong.push(`${where(change)} +${amount}: ${open} open, ends ${iso(due)}`);
				}
			}
		}
		expect(wrong).toEqual([]);
	});

	test('a window that is counted in two parts ends where it ends in one', () => {
		const wrong: string[] = [];
		for (const change of changes) {
			const calendar = calendarIn(change.wall.zone);
			const start = DateTime.fromMillis(change.at - 3 * hour);
			for (const [a, b] of [
				[75, 150],
				[180, 15],
			] as const) {
				const twice = addBusinessMinutes(addBusinessMinutes(start, a, calendar), b, calendar);
				if (twice.toMillis() !== addBusinessMinutes(start, a + b, calendar).toMillis()) {
					wrong.push(where(change));
				}
			}
		}
		expect(wrong).toEqual([]);
	});

	test('days are days of the wall clock: the same time, moved forward out of a gap', () => {
		const wrong: string[] = [];
		for (const change of changes) {
			const { wall, at, jump } = change;
			for (const days of [1, 2, 7]) {
				for (const offset of [-2 * hour, -30 * minute, 0, 45 * minute, 3 * hour]) {
					// Lands on the day of the change, around the very hour.
					const start = at - days * day + offset;
					const wanted = wall.at(start) + days * day;
					const due = Date.parse(
						dueAt(iso(start), { amount: days, unit: 'days' }, calendarIn(wall.zone)),
					);
					const shown = wall.at(due);
					const isInGap = jump > 0 && wanted >= wall.at(at) - jump && wanted < wall.at(at);
					const expected = isInGap ? wanted + jump : wanted;
					const crossed = wall.offset(start) !== wall.offset(at - minute);
					if (!crossed && shown !== expected) {
						wrong.push(`${where(change)} ${days} days from ${iso(start)}: ${iso(due)}`);
					}
				}
			}
		}
		expect(wrong).toEqual([]);
	});

	test('the next opening is the first open minute by the clock on the wall', () => {
		const wrong: string[] = [];
		for (const change of changes) {
			const { wall, at } = change;
			for (const start of [at - 6 * hour, at - 15 * minute, at]) {
				const opening = nextOpening(DateTime.fromMillis(start), calendarIn(wall.zone)).toMillis();
				const isFirst = opening === start || !isOpenBy(wall, opening - minute);
				if (!isOpenBy(wall, opening) || !isFirst) wrong.push(`${where(change)}: ${iso(opening)}`);
			}
		}
		expect(wrong).toEqual([]);
	});

	test('minutes and hours run on as if nothing happened', () => {
		for (const { wall, at } of changes) {
			const start = at - 2 * hour;
			expect(dueAt(iso(start), { amount: 4, unit: 'hours' }, calendarIn(wall.zone))).toBe(
				iso(start + 4 * hour),
			);
		}
	});
});

function iso(instant: number): string {
	return new Date(instant).toISOString();
}
