import { DateTime, IANAZone } from 'luxon';
import { nextOpening, type BusinessCalendar } from '../calendar/business-time';
import { everyDay, type OpenSpan } from '../calendar/opening-hours';
import type { ClinicProfile } from '../profile/clinic-profile';
import type { OwnerContact } from './owner-contact';

/** Zones far apart can have no allowed hour in common; after this many steps there is none. */
const MAX_STEPS = 200;

/** The wall-clock spans in which an automatic message may arrive: outside quiet, inside the law. */
export const allowedSpans = (outreach: ClinicProfile['outreach']): OpenSpan[] => {
	const { quietHours, hardLimits } = outreach;
	const awake: OpenSpan[] =
		quietHours.start > quietHours.end
			? [{ open: quietHours.end, close: quietHours.start }]
			: [
					{ open: '00:00', close: quietHours.start },
					{ open: quietHours.end, close: '24:00' },
				];
	return awake
		.map((span) => ({
			open: span.open > hardLimits.start ? span.open : hardLimits.start,
			close: span.close < hardLimits.end ? span.close : hardLimits.end,
		}))
		.filter((span) => span.open < span.close);
};

/**
 * Zones a message must suit: the owner's own if known, else the clinic's and every zone the owner
 * may be in. Never guessed from an area code.
 */
export const zonesOf = (owner: OwnerContact, clinic: ClinicProfile): string[] => {
	if (owner.timeZone !== undefined && IANAZone.create(owner.timeZone).isValid)
		return [owner.timeZone];
	const candidates = (owner.timeZoneCandidates ?? []).filter(
		(zone) => IANAZone.create(zone).isValid,
	);
	return [...new Set([clinic.timeZone, ...candidates])];
};

/**
 * First instant from `at` on at which a message may arrive in all of the owner's zones, or
 * undefined when they have no allowed hour in common.
 */
export const nextAllowed = (
	at: DateTime,
	owner: OwnerContact,
	clinic: ClinicProfile,
): DateTime | undefined => {
	const spans = allowedSpans(clinic.outreach);
	if (spans.length === 0) return undefined;
	const calendars: BusinessCalendar[] = zonesOf(owner, clinic).map((timeZone) => ({
		timeZone,
		hours: everyDay(spans),
		holidays: [],
	}));
	let candidate = at;
	for (let step = 0; step < MAX_STEPS; step += 1) {
		const openings = calendars.map((calendar) => nextOpening(candidate, calendar));
		const latest = openings.reduce((a, b) => (b > a ? b : a));
		if (latest.toMillis() === candidate.toMillis()) return latest;
		candidate = latest;
	}
	return undefined;
};

/**
 * The last moment at which a message that is sent now may still arrive: the legal end of the day in the
 * first of the owner's zones to reach it. A provider that is held up until then must not deliver it.
 */
export const arrivesBy = (now: DateTime, owner: OwnerContact, clinic: ClinicProfile): DateTime => {
	const [hour = 21, minute = 0] = clinic.outreach.hardLimits.end.split(':').map(Number);
	const ends = zonesOf(owner, clinic).map((zone) => {
		const end = now.setZone(zone).startOf('day').set({ hour, minute });
		return end > now ? end : end.plus({ days: 1 });
	});
	return ends.reduce((a, b) => (b < a ? b : a));
};
