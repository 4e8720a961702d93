import fc from 'fast-check';
import { timeWindowSchema } from '../../../../core/profile/deadlines';
import {
	readSpans,
	readWindow,
	readWindows,
	spansText,
	windowsText,
	windowText,
} from '../../../../core/setup/typed-text';

const units = timeWindowSchema.shape.unit.options;
const anyWindow = fc.record({
	amount: fc.nat({ max: 100_000 }),
	unit: fc.constantFrom(...units),
});

test('a length of time reads as it was written', () => {
	fc.assert(
		fc.property(anyWindow, (window) => {
			expect(readWindow(windowText(window))).toEqual(window);
		}),
	);
	expect(readWindow(windowText('none'))).toBe('none');
});

test('a list of lengths reads as it was written', () => {
	fc.assert(
		fc.property(fc.array(anyWindow, { maxLength: 6 }), (windows) => {
			expect(readWindows(windowsText(windows))).toEqual(windows);
		}),
	);
});

test.each([
	['1 hour', { amount: 1, unit: 'hours' }],
	['4 Business Hours', { amount: 4, unit: 'business_hours' }],
	['2 business_days', { amount: 2, unit: 'business_days' }],
	['15min', { amount: 15, unit: 'minutes' }],
	['1.5 h', { amount: 1.5, unit: 'hours' }],
	['Off', 'none'],
])('%s is understood', (typed, read) => {
	expect(readWindow(typed)).toEqual(read);
});

test.each(['', 'soon', '4', 'four hours', '-1 hours', '1 week', '2 hours late', '1e3 hours'])(
	'"%s" is no length of time',
	(typed) => {
		expect(readWindow(typed)).toBeUndefined();
	},
);

test('"none" has no place in a list', () => {
	expect(readWindows('1 hour, none')).toBeUndefined();
});

test.each([
	['', []],
	['closed', []],
	['9-12', [{ open: '09:00', close: '12:00' }]],
	[
		'08:30–12:00, 14:00 - 18:00',
		[
			{ open: '08:30', close: '12:00' },
			{ open: '14:00', close: '18:00' },
		],
	],
	['09:00 to 24:00', [{ open: '09:00', close: '24:00' }]],
])('hours "%s" are understood', (typed, spans) => {
	expect(readSpans(typed)).toEqual(spans);
	expect(readSpans(spansText(spans))).toEqual(spans);
});

test.each(['9', '9-', 'nine-twelve', '9-12-14', '9:5-12'])('hours "%s" are not', (typed) => {
	expect(readSpans(typed)).toBeUndefined();
});
