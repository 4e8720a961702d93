import fc from 'fast-check';
import { matchPatient, type PatientRecord } from '../../../../core/report/match';

const record: PatientRecord = {
	name: 'Böbo',
	species: 'Canine (Dog)',
	breed: 'Labrador Retriever',
	sex: 'Male neutered',
	dateOfBirth: '2019-05-04',
	microchip: '981020001234567',
};
const noChip: PatientRecord = { ...record, microchip: undefined };
const verdict = (
	patient: Parameters<typeof matchPatient>[0],
	caseIdMatches: boolean,
	against = noChip,
): string => matchPatient(patient, against, { caseIdMatches }).verdict;

describe('with chips on both sides', () => {
	it.each([
		[
			'the same chip written with spaces',
			{ name: 'Bobo', microchip: '981 020 001 234 567' },
			'match',
		],
		['another chip', { name: 'Böbo', microchip: '981020001234568' }, 'mismatch'],
		[
			'the same chip but another species',
			{ name: 'Bobo', species: 'cat', microchip: '981020001234567' },
			'mismatch',
		],
		['the same chip, nickname', { name: 'Mister B', microchip: '981020001234567' }, 'match'],
		[
			'the same chip, but sex and birth date both differ',
			{ name: 'Bobo', sex: 'f', dateOfBirth: '2012-01-02', microchip: '981020001234567' },
			'review',
		],
	])('%s', (_name, patient, expected) => {
		expect(verdict(patient, true, record)).toBe(expected);
	});

	it('asks a person when only the chip speaks for a differently named animal', () => {
		expect(verdict({ name: 'Zorro', microchip: '981020001234567' }, false, record)).toBe('review');
	});
});

describe('without a chip to compare', () => {
	it.each([
		['name and species', { name: 'BOBO', species: 'dog' }, 'match'],
		['name and birth date', { name: 'bobo', dateOfBirth: '2019-05-04' }, 'match'],
		['the name only', { name: 'Bobo' }, 'review'],
		['an unknown chip format', { name: 'Bobo', microchip: '12', species: 'dog' }, 'match'],
		['a longer name', { name: 'Bobo Owner', species: 'dog' }, 'review'],
		[
			'a name one letter off',
			{ name: 'Boba', species: 'dog', dateOfBirth: '2019-05-04' },
			'review',
		],
		['another name', { name: 'Luna', species: 'dog', dateOfBirth: '2019-05-04' }, 'mismatch'],
		['another species', { name: 'Bobo', species: 'Feline' }, 'mismatch'],
		['another birth date', { name: 'Bobo', species: 'dog', dateOfBirth: '2015-05-04' }, 'review'],
		[
			'nearly the birth date',
			{ name: 'Bobo', species: 'dog', dateOfBirth: '2019-05-20' },
			'review',
		],
		['another sex', { name: 'Bobo', species: 'dog', sex: 'FS' }, 'review'],
		['another breed', { name: 'Bobo', species: 'dog', breed: 'Pug' }, 'review'],
		['a mixed breed', { name: 'Bobo', species: 'dog', breed: 'Lab mix' }, 'match'],
	])('and the right case id: %s', (_name, patient, expected) => {
		expect(verdict(patient, true)).toBe(expected);
	});

	it('asks a person about siblings, however well they fit, when the case id is missing', () => {
		const sibling = { name: 'Bobo', species: 'dog', breed: 'Labrador', dateOfBirth: '2019-05-04' };
		expect(verdict(sibling, false)).toBe('review');
		expect(verdict({ ...sibling, name: 'Bono' }, true)).toBe('review');
	});

	it('quarantines another birth date without the case id', () => {
		expect(verdict({ name: 'Bobo', species: 'dog', dateOfBirth: '2015-05-04' }, false)).toBe(
			'mismatch',
		);
	});
});

describe('whatever is compared', () => {
	const text = fc.constantFrom('Bobo', 'Böbo', 'Luna', 'bobo jr', 'Max');
	const optional = <T,>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
	const patient = fc.record({
		name: text,
		species: optional(fc.constantFrom('dog', 'Canine', 'cat', 'Felis catus', 'axolotl')),
		breed: optional(fc.constantFrom('Pug', 'Labrador', 'Lab mix')),
		sex: optional(fc.constantFrom('M', 'FS', 'male', 'spayed')),
		dateOfBirth: optional(fc.constantFrom('2019-05-04', '2019-01-01', '2015-02-03')),
		microchip: optional(fc.constantFrom('981020001234567', '981020001234568', '12')),
	});

	it('a match never has another chip or species, and needs a chip or the case id', () => {
		fc.assert(
			fc.property(patient, patient, fc.boolean(), (report, animal, caseIdMatches) => {
				const result = matchPatient(report, animal, { caseIdMatches });
				if (result.verdict !== 'match') return;
				expect(result.reasons).not.toContain('microchip_different');
				expect(result.reasons).not.toContain('species_different');
				if (!caseIdMatches) expect(result.reasons).toContain('microchip_same');
			}),
			{ numRuns: 500 },
		);
	});

	it('losing the case id or the chip never makes the verdict more certain', () => {
		fc.assert(
			fc.property(patient, patient, fc.boolean(), (report, animal, caseIdMatches) => {
				const before = matchPatient(report, animal, { caseIdMatches }).verdict;
				const without = matchPatient(report, animal, { caseIdMatches: false }).verdict;
				if (before !== 'match') expect(without).not.toBe('match');
			}),
			{ numRuns: 500 },
		);
	});

	it('does not depend on which side is the report', () => {
		fc.assert(
			fc.property(patient, patient, fc.boolean(), (a, b, caseIdMatches) => {
				expect(matchPatient(a, b, { caseIdMatches })).toEqual(
					matchPatient(b, a, { caseIdMatches }),
				);
			}),
			{ numRuns: 500 },
		);
	});

	it('scores between 0 and 100, and 100 for the same record', () => {
		fc.assert(
			fc.property(patient, patient, (a, b) => {
				const { score } = matchPatient(a, b, { caseIdMatches: true });
				expect(score).toBeGreaterThanOrEqual(0);
				expect(score).toBeLessThanOrEqual(100);
				expect(matchPatient(a, a, { caseIdMatches: true }).score).toBe(100);
			}),
		);
	});
});
