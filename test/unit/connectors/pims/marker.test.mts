import * as fc from 'fast-check';
import { carriesMarker, findMarks, withMarker } from '../../../../connectors/pims/marker';

describe('the marker of a write', () => {
	it.each([
		['Report [REF-1a2b3c4d/report/1]', true],
		['ref-1A2B3C4D/REPORT/1', true],
		['REF-1a2b3c4d/report/10', false],
		['REF-1a2b3c4d/report/1/note', false],
		['XREF-1a2b3c4d/report/1', false],
		['', false],
		[undefined, false],
		[17, false],
	])('in %p is seen: %p', (text, seen) => {
		expect(carriesMarker(text, 'REF-1a2b3c4d/report/1')).toBe(seen);
	});

	it('is found again in whatever text it was put', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, number) => {
				const marker = `REF-1a2b3c4d/report/${number}`;
				expect(carriesMarker(withMarker(text, marker), marker)).toBe(true);
			}),
		);
	});
});

describe('the mark of a referral', () => {
	it.each([
		['#refer cardiology, urgent', ['cardiology, urgent']],
		['Cough. #REFER: cardio\nNext line', ['cardio']],
		['#refer', ['']],
		['#refer cardiology\n#refer oncology', ['cardiology', 'oncology']],
		['#referral letter written', []],
		['#refer2', []],
		['#refer-not', []],
		['see##refer', []],
		['please refer to cardiology', []],
		['', []],
	])('in %p gives %p', (text, marks) => {
		expect(findMarks(text, '#refer')).toEqual(marks);
	});

	it('may be any word a clinic chooses, dots and stars included', () => {
		expect(findMarks('x (ref*) neuro', '(ref*)')).toEqual(['neuro']);
	});
});
