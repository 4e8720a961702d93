import { IANAZone, Info, type Zone } from 'luxon';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * Wall clock of one IANA zone. luxon's own conversion from wall clock to instant starts from the
 * present offset, so its answer for an hour that happens twice depends on today's date; this one
 * depends on its arguments only.
 */
export interface ZoneClock {
	/** Minutes by which the wall clock is ahead of UTC at an instant. */
	offset(instantMs: number): number;
	/** Local days since 1970-01-01 at an instant. */
	localDay(instantMs: number): number;
	/** First instant at which the wall clock shows `minutes` after local midnight, or later. */
	instant(localDay: number, minutes: number): number;
}

type OffsetAt = (instantMs: number) => number;

/** The instant inside a gap of the wall clock at which it jumps, by bisection to the millisecond. */
const jumpBetween = (offset: OffsetAt, before: number, after: number): number => {
	const newOffset = offset(after);
	let low = before;
	let high = after;
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (offset(middle) === newOffset) high = middle;
		else low = middle;
	}
	return high;
};

const instantOf = (offset: OffsetAt, wallMs: number): number => {
	const early = offset(wallMs - DAY_MS);
	const late = offset(wallMs + DAY_MS);
	const first = wallMs - Math.max(early, late) * MINUTE_MS;
	const last = wallMs - Math.min(early, late) * MINUTE_MS;
	if (first === last) return first;
	const fits = [first, last].find((at) => at + offset(at) * MINUTE_MS === wallMs);
	return fits ?? jumpBetween(offset, first, last);
};

/** Opening times ask about the same few days over and over, and each question to Intl is dear. */
const mostRemembered = 4096;
const clocks = new Map<string, ZoneClock>();

const remembered = (answer: (key: number) => number): ((key: number) => number) => {
	const answers = new Map<number, number>();
	return (key) => {
		const known = answers.get(key);
		if (known !== undefined) return known;
		if (answers.size >= mostRemembered) answers.clear();
		const found = answer(key);
		answers.set(key, found);
		return found;
	};
};

function clockOf(zone: IANAZone): ZoneClock {
	const offsetAtDay = remembered((day) => zone.offset(day * DAY_MS));
	// Clocks are never moved twice within a day: the same offset at both ends holds all day.
	const offset: OffsetAt = (instantMs) => {
		const day = Math.floor(instantMs / DAY_MS);
		const minutes = offsetAtDay(day);
		return minutes === offsetAtDay(day + 1) ? minutes : zone.offset(instantMs);
	};
	const instant = remembered((wallMs) => instantOf(offset, wallMs));
	return {
		offset,
		localDay: (instantMs) => Math.floor((instantMs + offset(instantMs) * MINUTE_MS) / DAY_MS),
		instant: (localDay, minutes) => instant(localDay * DAY_MS + minutes * MINUTE_MS),
	};
}

/** The zone for luxon, with what the clock of the zone remembers. */
class RememberingZone extends IANAZone {
	override offset(instantMs: number): number {
		return zoneClock(this.name).offset(instantMs);
	}
}

const zones = new Map<string, Zone>();

/** The zone as luxon takes it; the same wall clock, many times quicker than by its name. */
export const luxonZone = (timeZone: string): Zone => {
	const known = zones.get(timeZone);
	if (known) return known;
	const named = Info.normalizeZone(timeZone);
	if (!named.isValid) return named;
	const zone = named instanceof IANAZone ? new RememberingZone(named.name) : named;
	zones.set(timeZone, zone);
	return zone;
};

/** Throws a RangeError for a name that is no time zone (profiles are checked before). */
export const zoneClock = (timeZone: string): ZoneClock => {
	const known = clocks.get(timeZone);
	if (known) return known;
	const zone = IANAZone.create(timeZone);
	if (!zone.isValid) throw new RangeError('The time zone of a calendar is unknown');
	const clock = clockOf(zone);
	clocks.set(timeZone, clock);
	return clock;
};
