import { DateTime, IANAZone } from 'luxon';
import { zoneClock } from '../calendar/zone-clock';
import type { Refusal } from '../result';

/** The fields of a posted form; a checkbox that is not ticked is not there. */
export type FormFields = Readonly<Record<string, string | undefined>>;

interface Problem {
	field: string;
	label: string;
	kind: 'missing' | 'bad';
	message: string;
}

/** A time typed by a person lies within these bounds of now; beyond them it is a slip of the keys. */
const YEARS_AHEAD = 2;
const DAY_MS = 86_400_000;

/**
 * Reads fields one by one and remembers what is wrong, so that a person hears of every mistake at
 * once. Read everything first, then look at {@link FormReader.refusal}; values are safe only without one.
 */
export class FormReader {
	private readonly problems: Problem[] = [];

	constructor(
		private readonly fields: FormFields,
		private readonly now: string,
	) {}

	/** The trimmed value, undefined when empty. Longer texts are refused, never cut. */
	optional(field: string, label: string, longest = 2000): string | undefined {
		const value = (this.fields[field] ?? '').replace(/\r\n?/g, '\n').trim();
		if (value.length > longest) {
			this.bad(field, label, `${label} is longer than ${longest} characters.`);
			return undefined;
		}
		return value === '' ? undefined : value;
	}

	required(field: string, label: string, longest = 2000): string {
		const before = this.problems.length;
		const value = this.optional(field, label, longest);
		if (value === undefined && this.problems.length === before) {
			this.problems.push({ field, label, kind: 'missing', message: `${label} is missing.` });
		}
		return value ?? '';
	}

	checked(field: string): boolean {
		return ['yes', 'on', 'true', '1'].includes(this.fields[field] ?? '');
	}

	oneOf<T extends string>(field: string, label: string, allowed: readonly T[]): T | undefined {
		const value = this.optional(field, label, 200);
		if (value === undefined) return undefined;
		const known = allowed.find((entry) => entry === value);
		if (known === undefined) this.bad(field, label, `${label} must be one of the choices.`);
		return known;
	}

	requiredOneOf<T extends string>(
		field: string,
		label: string,
		allowed: readonly T[],
	): T | undefined {
		this.required(field, label, 200);
		return (this.fields[field] ?? '').trim() === '' ? undefined : this.oneOf(field, label, allowed);
	}

	/** One entry per line, empty lines left out. */
	lines(field: string, label: string, longest: number, most: number): string[] {
		const lines = (this.optional(field, label, longest * most) ?? '')
			.split('\n')
			.map((line) => line.trim())
			.filter((line) => line !== '');
		if (lines.length > most) this.bad(field, label, `${label} has more than ${most} lines.`);
		const long = lines.some((line) => line.length > longest);
		if (long) this.bad(field, label, `A line of "${label}" is longer than ${longest} characters.`);
		return lines;
	}

	/**
	 * A `datetime-local` value as ISO UTC, read on the wall clock of `timeZone`. An hour that the clock
	 * skips is refused; of an hour that comes twice the first is meant.
	 */
	time(
		field: string,
		label: string,
		timeZone: string | undefined,
		when: 'future' | 'past',
	): string | undefined {
		const value = this.optional(field, label, 40);
		if (value === undefined) return undefined;
		const instant = timeZone === undefined ? undefined : wallClock(value, timeZone);
		if (instant === undefined) {
			this.bad(field, label, `${label} is not a time that exists there.`);
			return undefined;
		}
		const now = Date.parse(this.now);
		const furthest = DateTime.fromMillis(now, { zone: 'UTC' })
			.plus({ years: YEARS_AHEAD })
			.toMillis();
		if (when === 'future' && instant <= now) {
			this.bad(field, label, `${label} lies in the past.`);
		} else if (when === 'past' && instant > now) {
			this.bad(field, label, `${label} lies in the future.`);
		} else if (instant > furthest) {
			this.bad(field, label, `${label} is more than ${YEARS_AHEAD} years away.`);
		}
		return new Date(instant).toISOString();
	}

	requiredTime(
		field: string,
		label: string,
		timeZone: string | undefined,
		when: 'future' | 'past',
	): string {
		const given = this.required(field, label, 40);
		return given === '' ? '' : (this.time(field, label, timeZone, when) ?? '');
	}

	/** A calendar date `YYYY-MM-DD`. */
	date(field: string, label: string): string | undefined {
		const value = this.optional(field, label, 20);
		if (value === undefined) return undefined;
		const real =
			/^\d{4}-\d{2}-\d{2}$/.test(value) && DateTime.fromISO(value, { zone: 'UTC' }).isValid;
		if (!real) this.bad(field, label, `${label} is not a date that exists.`);
		return value;
	}

	wholeNumber(field: string, label: string, least: number, most: number): number | undefined {
		const value = this.optional(field, label, 20);
		if (value === undefined) return undefined;
		const count = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
		if (!(count >= least && count <= most)) {
			this.bad(field, label, `${label} must be a whole number from ${least} to ${most}.`);
			return undefined;
		}
		return count;
	}

	/** A web address that may stand in a link; a name and password in it are refused. */
	webAddress(field: string, label: string): string | undefined {
		const value = this.optional(field, label, 2000);
		if (value === undefined) return undefined;
		const url = URL.canParse(value) ? new URL(value) : undefined;
		const usable =
			url !== undefined &&
			(url.protocol === 'https:' || url.protocol === 'http:') &&
			url.username === '' &&
			url.password === '';
		if (!usable) this.bad(field, label, `${label} must be a web address that starts with https://`);
		return usable ? url.href : undefined;
	}

	/** Marks a field as wrong for a reason only the caller can see. */
	bad(field: string, label: string, message: string): void {
		this.problems.push({ field, label, kind: 'bad', message });
	}

	/** What is wrong with the form; the code names the first field, e.g. `missing_reason`. */
	get refusal(): Refusal | undefined {
		const first = this.problems[0];
		if (!first) return undefined;
		const messages = [...new Set(this.problems.map((problem) => problem.message))];
		return {
			code: `${first.kind}_${first.field}`,
			message: messages.join(' '),
			hint: 'Nothing was recorded. Correct this and send the form again.',
		};
	}
}

/** Epoch ms of a `datetime-local` text in a zone; undefined for a time the wall clock never shows. */
function wallClock(text: string, timeZone: string): number | undefined {
	const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/.exec(text);
	if (!match || !IANAZone.isValidZone(timeZone)) return undefined;
	const [, date = '', hour = '', minute = ''] = match;
	const midnight = Date.parse(`${date}T00:00:00Z`);
	if (Number.isNaN(midnight)) return undefined;
	const instant = zoneClock(timeZone).instant(
		Math.floor(midnight / DAY_MS),
		Number(hour) * 60 + Number(minute),
	);
	const shown = DateTime.fromMillis(instant, { zone: timeZone }).toFormat("yyyy-MM-dd'T'HH:mm");
	return shown === `${date}T${hour}:${minute}` ? instant : undefined;
}

/** The field a refusal of a form is about, for the link in the error summary. */
export const fieldOf = (code: string): string | undefined =>
	/^(?:missing|bad)_([A-Za-z0-9]+)$/.exec(code)?.[1];
