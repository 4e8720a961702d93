import { IANAZone } from 'luxon';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * Wall clock of one IANA zone. luxon's own conversion from wall clock to instant starts from the
 * present offset, so its answer for an hour that happens twice depends on today's date; this one
 * depends on its arguments only.
 */
export interface ZoneClock {
	/** Local days since 1970-01-01 at an instant. */
	localDay(instantMs: number): number;
	/** First instant at which the wall clock shows `minutes` after local midnight, or later. */
	instant(localDay: number, minutes: number): number;
}

/** The instant inside a gap of the wall clock at which it jumps, by bisection to the millisecond. */
const jumpBetween = (zone: IANAZone, before: number, after: number): number => {
	const newOffset = zone.offset(after);
	let low = before;
	let high = after;
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (zone.offset(middle) === newOffset) high = middle;
		else low = middle;
	}
	return high;
};

const instantOf = (zone: IANAZone, wallMs: number): number => {
	const early = zone.offset(wallMs - DAY_MS);
	const late = zone.offset(wallMs + DAY_MS);
	const first = wallMs - Math.max(early, late) * MINUTE_MS;
	const last = wallMs - Math.min(early, late) * MINUTE_MS;
	if (first === last) return first;
	const fits = [first, last].find((at) => at + zone.offset(at) * MINUTE_MS === wallMs);
	return fits ?? jumpBetween(zone, first, last);
};

/** Opening times ask for the same few instants over and over; each costs two questions to Intl. */
const mostRemembered = 4096;
const clocks = new Map<string, ZoneClock>();

function clockOf(zone: IANAZone): ZoneClock {
	const instants = new Map<number, number>();
	return {
		localDay: (instantMs) => Math.floor((instantMs + zone.offset(instantMs) * MINUTE_MS) / DAY_MS),
		instant: (localDay, minutes) => {
			const wallMs = localDay * DAY_MS + minutes * MINUTE_MS;
			const known = instants.get(wallMs);
			if (known !== undefined) return known;
			if (instants.size >= mostRemembered) instants.clear();
			const found = instantOf(zone, wallMs);
			instants.set(wallMs, found);
			return found;
		},
	};
}

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
