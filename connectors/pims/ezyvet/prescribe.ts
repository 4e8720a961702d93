import { DateTime } from 'luxon';
import { ok, refuse, type Result } from '../../../core/result';
import type { Http } from '../../http';
import { withMarker } from '../marker';
import type { FollowUpInput, PrescribedItem, WriteResult } from '../pims';
import type { EzyVetClient } from './client';
import { identifier, type Raw } from '../normalise';
import { scopeOf } from './versions';
import { bearing, switchedOff, writeResult } from './writes';

/**
 * Enters what another practice prescribed: `POST /v1/externalprescription` [documented: pharmacy
 * guide; types of the values inferred]. The marker stands in `external_reference` and in the
 * instructions, because which of the two a list shows is [unknown].
 */
export function createPrescriptions(
	client: EzyVetClient,
	options: { http: Http; allowUnverifiedWrites: boolean; now: () => string },
) {
	const look = async (patientId: string, marker: string): Promise<Result<Raw | undefined>> => {
		const operation = 'look for the prescription';
		const headers = await client.list('prescription', { animal_id: patientId }, operation);
		if (!headers.ok) return headers;
		const own = bearing(headers.value, marker);
		if (own) return ok(own);
		const ids = headers.value.flatMap(({ id }) => identifier(id) ?? []);
		const items = await client.listIn('prescriptionitem', 'prescription_id', ids, operation);
		if (!items.ok) return items;
		const item = bearing(items.value, marker);
		const of = identifier(item?.prescription_id);
		return ok(headers.value.find(({ id }) => identifier(id) === of));
	};

	return async (
		followUp: FollowUpInput,
		{ product, quantity, instructions }: PrescribedItem,
		marker: string,
	): Promise<Result<WriteResult>> => {
		if (!options.allowUnverifiedWrites) return switchedOff('a prescription of another practice');
		if (!/^\d+(\.\d+)?$/.test(quantity.trim())) {
			return refuse(
				'invalid_quantity',
				'The quantity of the prescribed product is not a number.',
				'Give the number of units alone, such as 60.',
			);
		}
		const date = Math.floor(DateTime.fromISO(options.now(), { zone: 'utc' }).toSeconds());
		const body = {
			animal_id: Number(followUp.patientId),
			...(followUp.encounterId ? { consult_id: Number(followUp.encounterId) } : {}),
			...(followUp.ownerId ? { contact_id: Number(followUp.ownerId) } : {}),
			date_of_prescription: date,
			external_reference: marker,
			items: [
				{
					external_product_name: product,
					instructions: withMarker(instructions ?? followUp.what, marker),
					qty: quantity.trim(),
					remaining: '0',
				},
			],
		};
		const url = client.writeUrl('externalprescription');
		const written = await client.write(
			async () => await options.http({ method: 'POST', url, body }),
			async () => await look(followUp.patientId, marker),
			{
				operation: 'enter the prescription',
				scope: scopeOf('externalprescription', 'write'),
			},
		);
		return written.ok ? ok(writeResult(written.value, ({ uid, id }) => uid ?? id)) : written;
	};
}
