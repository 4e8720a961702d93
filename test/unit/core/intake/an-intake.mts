import { createHash } from 'node:crypto';
import { newRow, type IntakeRow } from '../../../../core/intake/row';
import type { Inbound } from '../../../../core/intake/message';
import { aReferral } from '../../connectors/pims/a-received-referral.mts';

export const now = '2026-03-02T15:04:05.000Z';

/** The digest over a list of files, as docs/hospital-webhook.md describes it. */
export const digestOver = (files: ReadonlyArray<Record<string, unknown>>): string =>
	createHash('sha256')
		.update(
			files
				.map(({ name, kind, mimeType, size, sha256 }) =>
					JSON.stringify([name, kind, mimeType, size, sha256]),
				)
				.join('\n'),
		)
		.digest('hex');

export const inbound = (changes: Parameters<typeof aReferral>[0] = {}): Inbound => ({
	type: 'referral.requested',
	data: aReferral(changes),
});

export const aRow = (changes: Partial<IntakeRow> = {}): IntakeRow => ({
	id: 7,
	...newRow(inbound(), { key: 'dlv-1', door: 'vet-referral', now }),
	...changes,
});
