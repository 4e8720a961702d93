/**
 * Patients of a year with the first referral of each. Patient keys are hashes, so the smallest
 * {@link sampleSize} of them are a fair sample: up to that number of patients the figure is exact,
 * above it has a standard error of at most 1.6 percentage points. Memory is bounded, and merging in
 * any order gives the same sample.
 */
export type PatientSample = Record<string, [firstSentAt: string, reported: 0 | 1]>;

export const sampleSize = 1000;

/** Adds a referral of a patient, in place; the earliest one counts. */
export function addReferral(
	sample: PatientSample,
	patientKey: string,
	sentAt: string,
	reported: boolean,
): void {
	const known = sample[patientKey];
	if (known && known[0] <= sentAt) return;
	sample[patientKey] = [sentAt, reported ? 1 : 0];
	if (!known) trim(sample);
}

function trim(sample: PatientSample): void {
	const keys = Object.keys(sample);
	if (keys.length <= sampleSize) return;
	const largest = keys.reduce((a, b) => (a > b ? a : b));
	delete sample[largest];
}

/** Adds all patients of another sample, in place. */
export function mergePatients(into: PatientSample, other: PatientSample): void {
	for (const [key, [sentAt, reported]] of Object.entries(other)) {
		addReferral(into, key, sentAt, reported === 1);
	}
}
