import { ok, type Result } from '../../../core/result';
import { withMarker } from '../marker';
import { given } from '../names';
import type { ProvetClient } from './client';
import { idOf } from './relations';
import { bearing, type Writer } from './writing';

/** What a site may answer that has no referral records, or other fields for them. */
const without = new Set(['pims_forbidden', 'pims_not_found', 'pims_rejected']);

/**
 * Enters who referred a patient as a record of `/patient_referral/` too [documented: route; unknown:
 * body, and which direction it is for]. The fields of the client are what counts, so a site that does
 * not take such a record goes without.
 */
export const createReferralRecord =
	(client: ProvetClient, writer: Writer) =>
	async (
		of: { patientId: string; ownerId: string; referrer: string; words: string },
		marker: string,
	): Promise<Result<void>> => {
		const operation = 'enter the referral record';
		const written = await writer.create({
			path: 'patient_referral',
			bodies: [
				given({
					patient: client.url(`patient/${of.patientId}`),
					client: client.url(`client/${of.ownerId}`),
					referrer: of.referrer,
					reason: withMarker(of.words, marker),
				}),
			],
			operation,
			look: async () => {
				const rows = await client.list('patient_referral', {
					operation,
					query: { patient: of.patientId },
					belongs: (row) => idOf(row.patient) === of.patientId,
				});
				return rows.ok ? ok(bearing(rows.value, marker)) : rows;
			},
		});
		return written.ok || without.has(written.refusal.code) ? ok(undefined) : written;
	};
