import {
	compareBirthDates,
	compareBreeds,
	compareChips,
	compareNames,
	compareSexes,
	compareSpecies,
	type Agreement,
} from './patient-identity';
import type { ReportPatient } from './schema';

/** The patient as the referring clinic's record has it. */
export interface PatientRecord {
	name: string;
	species?: string;
	breed?: string;
	sex?: string;
	dateOfBirth?: string;
	microchip?: string;
}

export interface PatientMatch {
	/** `match` may be filed, `review` asks a person, `mismatch` is quarantined. */
	verdict: 'match' | 'review' | 'mismatch';
	/** 0 to 100: how much of what could agree agrees. For people; the verdict does not use it. */
	score: number;
	/** Codes such as `microchip_same`, `name_similar`, `case_id_missing`. */
	reasons: string[];
}

type Feature = 'microchip' | 'name' | 'species' | 'dateOfBirth' | 'sex' | 'breed';
type Comparison = Record<Feature, Agreement>;

const weights: Record<Feature, number> = {
	microchip: 50,
	name: 20,
	species: 10,
	dateOfBirth: 10,
	sex: 5,
	breed: 5,
};
const worth: Record<Agreement, number> = { same: 1, similar: 0.5, different: 0, unknown: 0 };

const scoreOf = (comparison: Comparison): number => {
	const known = (Object.keys(weights) as Feature[]).filter((key) => comparison[key] !== 'unknown');
	const possible = known.reduce((sum, key) => sum + weights[key], 0);
	const reached = known.reduce((sum, key) => sum + weights[key] * worth[comparison[key]], 0);
	return possible === 0 ? 0 : Math.round((100 * reached) / possible);
};

const verdictOf = (found: Comparison, caseIdMatches: boolean): PatientMatch['verdict'] => {
	if (found.microchip === 'different' || found.species === 'different') return 'mismatch';
	if (found.microchip === 'same') {
		// A chip read on site decides, unless nothing else about the animal fits.
		const isStranger = found.name === 'different' && !caseIdMatches;
		const isContradicted = found.sex === 'different' && found.dateOfBirth === 'different';
		return isStranger || isContradicted ? 'review' : 'match';
	}
	if (found.name === 'different') return 'mismatch';
	if (found.dateOfBirth === 'different') return caseIdMatches ? 'review' : 'mismatch';
	if (found.name !== 'same' || !caseIdMatches || found.sex === 'different') return 'review';
	if (found.dateOfBirth === 'same') return 'match';
	const isPlain = found.dateOfBirth === 'unknown' && found.breed !== 'different';
	return found.species === 'same' && isPlain ? 'match' : 'review';
};

/**
 * Guards against filing a report under the wrong animal. Equal chips decide for, different chips or
 * species against. Without chips the name must be the same, the report must carry the case id, and
 * date of birth or species must agree with nothing speaking against it; siblings share name forms,
 * breed and birthday, so anything less goes to a person.
 */
export const matchPatient = (
	patient: ReportPatient,
	record: PatientRecord,
	context: { caseIdMatches: boolean },
): PatientMatch => {
	const found: Comparison = {
		microchip: compareChips(patient.microchip, record.microchip),
		name: compareNames(patient.name, record.name),
		species: compareSpecies(patient.species, record.species),
		dateOfBirth: compareBirthDates(patient.dateOfBirth, record.dateOfBirth),
		sex: compareSexes(patient.sex, record.sex),
		breed: compareBreeds(patient.breed, record.breed),
	};
	const reasons = (Object.keys(found) as Feature[])
		.filter((key) => found[key] !== 'unknown')
		.map((key) => `${key}_${found[key]}`);
	return {
		verdict: verdictOf(found, context.caseIdMatches),
		score: scoreOf(found),
		reasons: [...reasons, context.caseIdMatches ? 'case_id_same' : 'case_id_missing'],
	};
};
