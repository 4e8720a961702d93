import { ok, type Result } from '../../../core/result';
import type { Note } from '../../../core/packet/records';
import { firstOf, text, type Raw } from '../normalise';
import type { ProvetClient } from './client';
import { measuredAt } from './map-people';
import type { People } from './people';
import { isOfPatient } from './relations';

/** Measurements with a list of their own below the patient [documented: digest of the schema]. */
const kinds = ['temperature', 'heart_rate', 'respiratory_rate', 'body_condition_score'];

/**
 * What was measured, one exam note for each time, e.g. "Weight 10.8; temperature 38.4; heart rate
 * 138". Names of the fields and units are [unknown], so values are told as they stand.
 */
export async function readVitals(
	client: ProvetClient,
	people: People,
	patientId: string,
): Promise<Result<Note[]>> {
	const byTime = new Map<string, { parts: string[]; raw: unknown[] }>();
	const add = (kind: string, rows: Raw[]): void => {
		for (const row of rows) {
			const value = text(firstOf(row, 'value', kind, 'result', 'measurement'));
			if (value === undefined) continue;
			const at = measuredAt(row) ?? '';
			const { parts, raw } = byTime.get(at) ?? { parts: [], raw: [] };
			const part = `${kind.replaceAll('_', ' ')} ${value}`;
			byTime.set(at, { parts: [...parts, part], raw: [...raw, row] });
		}
	};
	const weights = await people.weights(patientId);
	if (!weights.ok) return weights;
	add('weight', weights.value);
	for (const kind of kinds) {
		const got = await client.listIfAllowed(`patient/${patientId}/${kind}`, {
			operation: `read the ${kind.replaceAll('_', ' ')}`,
			belongs: (row) => isOfPatient(row, patientId) ?? true,
		});
		if (!got.ok) return got;
		add(kind, got.value);
	}
	return ok(
		[...byTime].map(([at, { parts, raw }]): Note => {
			const words = parts.join('; ');
			return {
				id: `vitals-${at || 'undated'}`,
				kind: 'exam',
				...(at ? { at } : {}),
				text: words.charAt(0).toUpperCase() + words.slice(1),
				raw,
			};
		}),
	);
}
