import { ok, type Result } from '../../../core/result';
import type { FindReferralsOptions, MarkedReferral, ReferralHint } from '../pims';
import { changedAfter, nextCursor, readCursor } from './changed';
import type { EzyVetClient } from './client';
import { identifier, type Raw } from '../normalise';
import type { Reads } from './reads';
import { consultOf, recogniserFor, type Recogniser } from './recognise';
import type { EzyVetResource } from './versions';

const keyOf = (mark: MarkedReferral): string => `${mark.pimsEventId}#${mark.version}`;

/** ezyVet has no referral record: a text, an appointment type or fields of the patient are the sign [inferred]. */
export function createReferralReads(client: EzyVetClient, reads: Reads, now: () => string) {
	const findReferrals = async (
		cursor: string | null,
		options: FindReferralsOptions = {},
	): Promise<Result<{ referrals: MarkedReferral[]; cursor: string }>> => {
		const at = readCursor(cursor, now(), options.lookBackSeconds);
		if (!at.ok) return at;
		const recogniser = recogniserFor(client, reads, options);
		if (!recogniser.ok) return recogniser;
		const { resource, what, marksOf } = recogniser.value;
		const got = await changedAfter(client, resource, at.value, what);
		if (!got.ok) return got;
		const marks = await marksOf(got.value);
		if (!marks.ok) return marks;
		const seen = new Set(at.value.seen);
		const referrals = [...marks.value.values()]
			.flat()
			.filter((mark) => !seen.has(keyOf(mark)))
			.sort((a, b) => Date.parse(a.markedAt) - Date.parse(b.markedAt));
		const keysOf = (record: Raw): string[] => (marks.value.get(record) ?? []).map(keyOf);
		return ok({ referrals, cursor: nextCursor(at.value, got.value, keysOf) });
	};

	const one = async (resource: EzyVetResource, id: string): Promise<Result<Raw | undefined>> => {
		const got = await client.list(resource, { id }, `read the ${resource} ${id}`);
		return got.ok ? ok(got.value.find((record) => identifier(record.id) === id)) : got;
	};

	/** The id of the record that the recogniser looks at, as far as the hint leads to it. */
	const followed = async (
		{ resource }: Recogniser,
		hint: ReferralHint,
	): Promise<Result<string | undefined>> => {
		if (resource === 'appointment') return ok(hint.appointmentId);
		const known = resource === 'animal' ? hint.patientId : hint.encounterId;
		if (known !== undefined || hint.appointmentId === undefined) return ok(known);
		const appointment = await one('appointment', hint.appointmentId);
		if (!appointment.ok || appointment.value === undefined) {
			return appointment.ok ? ok(undefined) : appointment;
		}
		const { value } = appointment;
		return ok(resource === 'animal' ? identifier(value.animal_id) : consultOf(value));
	};

	const readReferral = async (
		hint: ReferralHint,
		options: FindReferralsOptions = {},
	): Promise<Result<MarkedReferral[]>> => {
		const recogniser = recogniserFor(client, reads, options);
		if (!recogniser.ok) return recogniser;
		const id = await followed(recogniser.value, hint);
		if (!id.ok) return id;
		if (id.value === undefined) return ok([]);
		const record = await one(recogniser.value.resource, id.value);
		if (!record.ok || record.value === undefined) return record.ok ? ok([]) : record;
		const marks = await recogniser.value.marksOf([record.value]);
		return marks.ok ? ok([...marks.value.values()].flat()) : marks;
	};

	return { findReferrals, readReferral };
}

/** Anybody may post to a webhook's address: what is no number is no id, and is not asked for. */
const numberOf = (value: unknown): string | undefined => {
	const id = identifier(value);
	return id !== undefined && /^\d{1,15}$/.test(id) ? id : undefined;
};

const isRecord = (value: unknown): value is Raw => typeof value === 'object' && value !== null;

/**
 * Ids of a webhook body. Seen in production: `meta.event` = `appointment_…` with appointments in
 * v2 shape [documented: live client]; a consult event would look alike [inferred].
 */
export function parseHint(body: unknown): ReferralHint[] {
	const items = isRecord(body) && Array.isArray(body.items) ? body.items.filter(isRecord) : [];
	return items.flatMap((item) => {
		const appointment = isRecord(item.appointment) ? item.appointment : undefined;
		const consult = isRecord(item.consult) ? item.consult : undefined;
		const appointmentId = numberOf(appointment?.id);
		const encounterId = numberOf(consult?.id ?? (appointment && consultOf(appointment)));
		const patientId = numberOf(consult?.animal_id ?? appointment?.animal_id);
		if (encounterId === undefined && appointmentId === undefined) return [];
		return [
			{
				...(encounterId === undefined ? {} : { encounterId }),
				...(appointmentId === undefined ? {} : { appointmentId }),
				...(patientId === undefined ? {} : { patientId }),
			},
		];
	});
}
