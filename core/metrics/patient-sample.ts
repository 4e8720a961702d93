/**
 * Patients of a year with the first referral of each. Patient keys are hashes, so the smallest
 * {@link sampleSize} of them are a fair sample: up to that number of patients the figure is exact,
 * above it has a standard error of at most 1.6 percentage points. Memory is bounded, and merging in
 * any order gives the same sample.
 */
export type PatientSample = Record<string, [firstSentAt: string, reported: 0 | 1]>;

export const sampleSize = 1000;

/** What is known of a sample that is being filled, so that a full one need not be searched each time. */
const edges = new WeakMap<PatientSample, { count: number; largest?: string }>();

/** Adds a referral of a patient, in place; the earliest one counts. */
export function addReferral(
	sample: PatientSample,
	patientKey: string,
	sentAt: string,
	reported: boolean,
): void {
	const known = sample[patientKey];
	if (known && known[0] <= sentAt) return;
	const entry: [string, 0 | 1] = [sentAt, reported ? 1 : 0];
	if (known) {
		sample[patientKey] = entry;
		return;
	}
	const edge = edges.get(sample) ?? { count: Object.keys(sample).length };
	edges.set(sample, edge);
	if (edge.count < sampleSize) {
		sample[patientKey] = entry;
		edge.count += 1;
		delete edge.largest;
		return;
	}
	edge.largest ??= largestIn(sample);
	if (patientKey > edge.largest) return;
	sample[patientKey] = entry;
	delete sample[edge.largest];
	delete edge.largest;
}

const largestIn = (sample: PatientSample): string =>
	Object.keys(sample).reduce((a, b) => (a > b ? a : b));

/** Adds all patients of another sample, in place. */
export function mergePatients(into: PatientSample, other: PatientSample): void {
	for (const [key, [sentAt, reported]] of Object.entries(other)) {
		addReferral(into, key, sentAt, reported === 1);
	}
}
