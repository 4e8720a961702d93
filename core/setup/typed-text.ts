import type { OpenSpan } from '../calendar/opening-hours';
import type { TimeWindow } from '../profile/deadlines';

type Cell = TimeWindow | 'none';

const unitWords: Record<TimeWindow['unit'], [one: string, many: string]> = {
	minutes: ['minute', 'minutes'],
	hours: ['hour', 'hours'],
	days: ['day', 'days'],
	business_hours: ['business hour', 'business hours'],
	business_days: ['business day', 'business days'],
};

/** Short forms that people type. */
const shortUnits: Record<string, TimeWindow['unit']> = {
	min: 'minutes',
	mins: 'minutes',
	m: 'minutes',
	h: 'hours',
	hr: 'hours',
	hrs: 'hours',
	d: 'days',
};

const unitOf = (text: string): TimeWindow['unit'] | undefined => {
	const plain = text.toLowerCase().replace(/[\s_-]+/g, ' ');
	const units = Object.keys(unitWords) as Array<TimeWindow['unit']>;
	return units.find((unit) => unitWords[unit].includes(plain)) ?? shortUnits[plain];
};

/** A length of time as people write it: `4 business hours`, `none`. */
export const windowText = (cell: Cell): string => {
	if (cell === 'none') return 'none';
	const [one, many] = unitWords[cell.unit];
	return `${cell.amount} ${cell.amount === 1 ? one : many}`;
};

/** Reads what {@link windowText} writes, and the short forms people type; undefined when it is neither. */
export const readWindow = (text: string): Cell | undefined => {
	const plain = text.trim();
	if (/^(?:none|off|never)$/i.test(plain)) return 'none';
	const found = /^(\d{1,6}(?:\.\d{1,3})?)\s*([a-z][a-z _-]*)$/i.exec(plain);
	const unit = unitOf(found?.[2]?.trim() ?? '');
	return found && unit ? { amount: Number(found[1]), unit } : undefined;
};

/** Several lengths of time, separated by commas; an empty text is an empty list. */
export const windowsText = (windows: readonly TimeWindow[]): string =>
	windows.map(windowText).join(', ');

const partsOf = (text: string): string[] =>
	text
		.split(/[,;\n]/)
		.map((part) => part.trim())
		.filter((part) => part !== '');

/** Reads what {@link windowsText} writes; undefined when one part cannot be read. */
export const readWindows = (text: string): TimeWindow[] | undefined => {
	const cells = partsOf(text).map(readWindow);
	return cells.every((cell): cell is TimeWindow => cell !== undefined && cell !== 'none')
		? cells
		: undefined;
};

/** Opening spans of a day: `09:00-12:30, 14:00-18:00`; a closed day is empty. */
export const spansText = (spans: readonly OpenSpan[]): string =>
	spans.map(({ open, close }) => `${open}-${close}`).join(', ');

const wallTime = (text: string): string | undefined => {
	const found = /^(\d{1,2})(?:[:.](\d{2}))?$/.exec(text);
	return found ? `${(found[1] ?? '').padStart(2, '0')}:${found[2] ?? '00'}` : undefined;
};

/** Reads what {@link spansText} writes; `9-12` and an en dash will do. Undefined when unreadable. */
export const readSpans = (text: string): OpenSpan[] | undefined => {
	if (/^closed$/i.test(text.trim())) return [];
	const spans: OpenSpan[] = [];
	for (const part of partsOf(text)) {
		const [from = '', to = '', ...more] = part.split(/\s*(?:-|–|—|to)\s*/);
		const [open, close] = [wallTime(from), wallTime(to)];
		if (open === undefined || close === undefined || more.length > 0) return undefined;
		spans.push({ open, close });
	}
	return spans;
};

/** One entry a line (commas will do), empty ones left out. */
export const linesText = (lines: readonly string[]): string => lines.join('\n');
export const readLines = (text: string): string[] =>
	text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');
export const readWords = partsOf;
