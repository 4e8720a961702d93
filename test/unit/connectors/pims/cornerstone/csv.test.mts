import fc from 'fast-check';
import { readTable } from '../../../../../connectors/pims/cornerstone/csv';
import {
	dateFrom,
	handInFields,
	kilogramsFrom,
	rowsOf,
	type ColumnMap,
	type HandInField,
} from '../../../../../connectors/pims/cornerstone/fields';

const value = <T,>(result: { ok: true; value: T } | { ok: false; refusal: object }): T => {
	if (!result.ok) throw new Error(JSON.stringify(result.refusal));
	return result.value;
};
const refusal = (result: { ok: boolean; refusal?: { code: string; message: string } }) =>
	result.refusal ?? { code: 'ok', message: '' };
const table = (text: string) => readTable(Buffer.from(text));

/** Letters that Windows-1252 and UTF-8 both have, with everything a list has to quote. */
const letters = [...'abcXYZ019 äßéñÜ,;\t|"\'#\n-/'];
const cellText = fc
	.array(fc.constantFrom(...letters), { maxLength: 12 })
	.map((parts) => parts.join(''));
const seen = (text: string): string => text.replace(/[\s\u00A0]+/g, ' ').trim();

const quote = (text: string, separator: string, always: boolean): string =>
	always || text.includes(separator) || /["\r\n]/.test(text)
		? `"${text.replaceAll('"', '""')}"`
		: text;

const encodings: Record<string, (text: string) => Buffer> = {
	utf8: (text) => Buffer.from(text, 'utf8'),
	'utf8 with mark': (text) => Buffer.from(`\uFEFF${text}`, 'utf8'),
	'utf16 with mark': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
	'windows-1252': (text) => Buffer.from(text, 'latin1'),
};

const shuffledList = fc.record({
	fields: fc.shuffledSubarray([...handInFields], { minLength: 2 }),
	separator: fc.constantFrom(',', ';', '\t', '|'),
	lineEnd: fc.constantFrom('\n', '\r\n'),
	encoding: fc.constantFrom(...Object.keys(encodings)),
	always: fc.boolean(),
	lastLineEnds: fc.boolean(),
	salt: fc.nat(999),
	values: fc.array(fc.array(cellText, { minLength: 20, maxLength: 20 }), {
		minLength: 1,
		maxLength: 5,
	}),
});

test('a list is read the same whatever the order, separator, quoting and encoding', () => {
	fc.assert(
		fc.property(shuffledList, (list) => {
			const { fields, separator, lineEnd, encoding, always } = list;
			const headingOf = (field: HandInField) => `${field} Nº ${list.salt}`;
			const rows = list.values.map((cells) =>
				fields.map((_, at) => (at === 0 ? `x${cells[at]}` : (cells[at] ?? ''))),
			);
			const text = [fields.map(headingOf), ...rows]
				.map((cells) => cells.map((cell) => quote(cell, separator, always)).join(separator))
				.join(lineEnd)
				.concat(list.lastLineEnds ? lineEnd : '');
			const bytes = encodings[encoding]!(text);
			const map: ColumnMap = Object.fromEntries(fields.map((field) => [field, headingOf(field)]));
			const read = value(rowsOf(value(readTable(bytes)), map));
			expect(read).toHaveLength(rows.length);
			for (const [index, { fields: texts }] of read.entries()) {
				for (const [at, field] of fields.entries()) {
					expect(texts[field] ?? '').toBe(seen(rows[index]![at]!));
				}
			}
		}),
		{ numRuns: 400 },
	);
});

test('any bytes are read or refused, never thrown at', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
			const read = readTable(bytes);
			if (read.ok) {
				for (const { cells } of read.value.rows) {
					expect(cells).toHaveLength(read.value.columns.length);
				}
			} else expect(read.refusal.hint).not.toBe('');
		}),
	);
});

test('a half-written list is refused, with the row', () => {
	const whole = 'Pet;Owner;Why\r\nBiscuit;Olive Owner;"Murmur; cough"\r\nRex;Max Mockup;Limps\r\n';
	expect(value(table(whole)).rows.map(({ line }) => line)).toEqual([2, 3]);
	expect(refusal(table(whole.slice(0, whole.indexOf('cough'))))).toMatchObject({
		code: 'csv_unreadable',
		message: expect.stringContaining('row 2'),
	});
	expect(refusal(table(whole.slice(0, whole.indexOf(';Max'))))).toMatchObject({
		code: 'csv_unreadable',
		message: expect.stringContaining('Row 3'),
	});
	expect(refusal(table('')).code).toBe('csv_unreadable');
});

test('the line on top by which Excel is told the separator is no row', () => {
	const { columns, rows } = value(table('sep=;\r\nPet;Owner\r\nBiscuit;Olive Owner\r\n'));
	expect(columns).toEqual(['Pet', 'Owner']);
	expect(rows).toEqual([{ line: 3, cells: ['Biscuit', 'Olive Owner'] }]);
});

test('a mapped column that is missing or there twice is named, with what the list has', () => {
	const list = value(table('Pet,Pet,Owner\nBiscuit,Biscuit,Olive Owner\n'));
	expect(refusal(rowsOf(list, { patientId: 'Pat. No.' }))).toMatchObject({
		code: 'csv_column_missing',
		message: "The list has no column 'Pat. No.' for patientId; it has: Pet, Pet, Owner.",
	});
	expect(refusal(rowsOf(list, { patientName: 'pet' })).code).toBe('csv_column_twice');
	expect(value(rowsOf(list, { ownerName: '  OWNER ' }))[0]!.fields).toEqual({
		ownerName: 'Olive Owner',
	});
});

test.each([
	['2017-05-31', undefined, '2017-05-31'],
	['2017-05-31T00:00:00', undefined, '2017-05-31'],
	['05/31/2017', undefined, '2017-05-31'],
	['31.5.2017', undefined, '2017-05-31'],
	['03/04/2017', undefined, undefined],
	['04/04/2017', undefined, '2017-04-04'],
	['03/04/2017', 'monthFirst', '2017-03-04'],
	['03/04/2017', 'dayFirst', '2017-04-03'],
	['31/05/2017', 'monthFirst', undefined],
	['02/30/2017', undefined, undefined],
	['3 yrs', undefined, undefined],
] as const)('the date %p, order %p, is %p', (text, order, expected) => {
	expect(dateFrom(text, order)).toBe(expected);
});

test.each([
	['31.2', 31.2],
	['31,2 kg', 31.2],
	['68.8 lbs', 31.21],
	['0', undefined],
	['heavy', undefined],
] as const)('the weight %p is %p kg', (text, expected) => {
	expect(kilogramsFrom(text)).toBe(expected);
});
