import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvOf } from '../../../../core/board/csv';

/** Reads CSV by RFC 4180, the strict way. */
function parse(text: string): string[][] {
	const rows: string[][] = [];
	let row: string[] = [];
	let rest = text;
	while (rest !== '') {
		const quoted = /^"((?:[^"]|"")*)"(,|\r\n)/.exec(rest);
		const plain = /^([^",\r\n]*)(,|\r\n)/.exec(rest);
		const found = quoted ?? plain;
		if (!found) throw new Error(`not CSV: ${rest.slice(0, 40)}`);
		const [whole, value = '', end] = found;
		row.push(quoted ? value.replaceAll('""', '"') : value);
		if (end === '\r\n') {
			rows.push(row);
			row = [];
		}
		rest = rest.slice(whole.length);
	}
	return rows;
}

describe('a file for a spreadsheet', () => {
	test('begins with the mark of UTF-8 and ends every line as the standard says', () => {
		expect(
			csvOf([
				['Größe', 'a,b'],
				['x"y', 'line\nbreak'],
			]),
		).toBe('\ufeffGröße,"a,b"\r\n"x""y","line\nbreak"\r\n');
	});

	test('is read back as it was, but for the sign that stops formulas', () => {
		fc.assert(
			fc.property(
				fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), {
					minLength: 1,
					maxLength: 5,
				}),
				(rows) => {
					const read = parse(csvOf(rows).slice(1));
					expect(read).toHaveLength(rows.length);
					rows.forEach((row, at) => {
						expect(
							read[at]?.map(
								(value, column) => value === row[column] || value === `'${row[column]}`,
							),
						).toEqual(row.map(() => true));
					});
				},
			),
		);
	});

	test.each([
		'=1+1',
		'+1 555 0100',
		'-cmd',
		'@sum',
		'\t=1',
		'\r=1',
		' =1',
		'=HYPERLINK("http://x")',
		'-1+2',
	])('keeps %j from being a formula', (text) => {
		expect(parse(csvOf([[text]]).slice(1))[0]?.[0]).toBe(`'${text}`);
	});

	test('no field that text led to begins a formula', () => {
		const start = fc.constantFrom('=', '+', '-', '@', '\t', '\r', ' ', '\n', 'a');
		fc.assert(
			fc.property(fc.tuple(start, start, fc.string()), (parts) => {
				const [[field = ''] = []] = parse(csvOf([[parts.join('')]]).slice(1));
				expect(/^[=+@\t\r]/.test(field) || /^-(?!\d+(?:\.\d+)?$)/.test(field)).toBe(false);
			}),
		);
	});

	test('leaves numbers alone, negative ones too', () => {
		expect(csvOf([[-1.5, 3, '-2', 'REF-1']])).toBe('\ufeff-1.5,3,-2,REF-1\r\n');
	});
});
