import type { ReceivedReferral } from './message';

/** What still has to be done in the practice system, and why a program could not. */
export interface LeftToDo {
	what: string;
	why?: string;
}

export interface FilingSlip {
	referral: ReceivedReferral;
	/** Mark to write beside the entry, so that a look-up finds it. */
	marker: string;
	left: readonly LeftToDo[];
	/** What is in the record already, in words. */
	done: readonly string[];
	fileNames: readonly string[];
}

const line = (label: string, ...parts: Array<string | number | undefined>): string[] => {
	const value = parts.filter((part) => part !== undefined && part !== '').join(', ');
	return value ? [`${label}: ${value.replace(/\s+/g, ' ')}`] : [];
};

const section = (title: string, lines: readonly string[]): string[] =>
	lines.length > 0 ? ['', title, ...lines.map((entry) => `- ${entry}`)] : [];

/**
 * The slip a person works from who enters a referral by hand: who it is about, what to file, and the
 * mark that goes with it. Plain text, one fact a line.
 */
export function filingSlip({ referral, marker, left, done, fileNames }: FilingSlip): string {
	const { patient, owner, referrer, specialist } = referral;
	const others = fileNames.filter((name) => !left.some(({ what }) => what.endsWith(name)));
	return [
		`FILING SLIP ${marker}`,
		...line('Patient', patient.name, patient.species, patient.breed, patient.sex),
		...line('Born', patient.dateOfBirth),
		...line('Weight', patient.weightKg === undefined ? undefined : `${patient.weightKg} kg`),
		...line('Microchip', patient.microchip),
		...line('Owner', owner.name, owner.phone, owner.email),
		...line('Referred by', referrer.clinic, referrer.vet, referrer.phone, referrer.email),
		...line('For', specialist.service, specialist.clinician),
		...line('Urgency', referral.urgency, referral.reasonForUrgency),
		...line('Question', referral.clinicalQuestion),
		...section(
			'To do:',
			left.map(({ what, why }) => (why ? `${what} (${why})` : what)),
		),
		...section('Already in the record:', done),
		...section('Other files that came:', others),
		'',
		`Write ${marker} beside the entry.`,
	].join('\n');
}
