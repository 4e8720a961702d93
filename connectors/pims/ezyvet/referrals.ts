import { z } from 'zod';
import { ok, refuse, type Result } from '../../../core/result';
import { defaultReferralMarker, findMarks } from '../marker';
import type { FindReferralsOptions, MarkedReferral, ReferralHint } from '../pims';
import type { EzyVetClient } from './client';
import { isActive } from './names';
import { epochSeconds, identifier, instant, text, type Raw } from './normalise';

/** Every poll asks again for the last five minutes, so a late-committed change is not missed. */
const overlapSeconds = 300;
/** Marks remembered as already told; far above what any clinic marks within the overlap. */
const mostSeen = 1000;

const cursorSchema = z.object({ since: z.number().nonnegative(), seen: z.array(z.string()) });
type Cursor = z.infer<typeof cursorSchema>;

function readCursor(cursor: string): Cursor | undefined {
	try {
		const parsed = cursorSchema.safeParse(JSON.parse(cursor));
		return parsed.success ? parsed.data : undefined;
	} catch {
		return undefined;
	}
}

/** One referral for each mark in the description of a consult. */
function marksOf(consult: Raw, marker: string): MarkedReferral[] {
	const id = identifier(consult.id);
	const patientId = identifier(consult.animal_id);
	if (!isActive(consult) || id === undefined || patientId === undefined) return [];
	const vetId = identifier(consult.vet_id);
	const markedAt =
		instant(consult.modified_at) ?? instant(consult.created_at) ?? instant(consult.date) ?? '';
	return findMarks(text(consult.description) ?? '', marker).map((words, index) => ({
		pimsEventId: id,
		version: String(index + 1),
		patientId,
		encounterId: id,
		text: words,
		...(vetId === undefined ? {} : { vetId }),
		markedAt,
	}));
}

/** ezyVet has no referral record; a mark in the consult's description is the sign [inferred]. */
export function createReferralReads(client: EzyVetClient, now: () => string) {
	const findReferrals = async (
		cursor: string | null,
		options: FindReferralsOptions = {},
	): Promise<Result<{ referrals: MarkedReferral[]; cursor: string }>> => {
		const start = Math.floor(Date.parse(now()) / 1000) - (options.lookBackSeconds ?? 0);
		const at = cursor === null ? { since: start, seen: [] } : readCursor(cursor);
		if (at === undefined) {
			return refuse(
				'cursor_unreadable',
				'The place where the last poll of ezyVet stopped cannot be read.',
				'Switch the workflow off and on again to start anew; known cases are not opened twice.',
			);
		}
		const got = await client.list(
			'consult',
			{ modified_at: { gt: String(Math.max(0, at.since - overlapSeconds)) } },
			'look for consults marked for referral',
		);
		if (!got.ok) return got;
		const keyOf = (mark: MarkedReferral): string => `${mark.pimsEventId}#${mark.version}`;
		const seen = new Set(at.seen);
		const referrals = got.value
			.flatMap((consult) => marksOf(consult, options.marker ?? defaultReferralMarker))
			.filter((mark) => !seen.has(keyOf(mark)))
			.sort((a, b) => Date.parse(a.markedAt) - Date.parse(b.markedAt));
		const newest = got.value.map(({ modified_at }) => epochSeconds(modified_at) ?? 0);
		const next: Cursor = {
			since: newest.reduce((high, seconds) => Math.max(high, seconds), at.since),
			seen: [...at.seen, ...referrals.map(keyOf)].slice(-mostSeen),
		};
		return ok({ referrals, cursor: JSON.stringify(next) });
	};

	const readConsult = async (id: string): Promise<Result<Raw | undefined>> => {
		const got = await client.list('consult', { id }, `read the consult ${id}`);
		return got.ok ? ok(got.value.find((record) => identifier(record.id) === id)) : got;
	};

	const readReferral = async (
		hint: ReferralHint,
		options: FindReferralsOptions = {},
	): Promise<Result<MarkedReferral[]>> => {
		let consultId = hint.encounterId;
		if (consultId === undefined && hint.appointmentId !== undefined) {
			const id = hint.appointmentId;
			const got = await client.list('appointment', { id }, `read the appointment ${id}`);
			if (!got.ok) return got;
			consultId = identifier(got.value[0]?.consult_id);
		}
		if (consultId === undefined) return ok([]);
		const consult = await readConsult(consultId);
		if (!consult.ok || consult.value === undefined) return consult.ok ? ok([]) : consult;
		return ok(marksOf(consult.value, options.marker ?? defaultReferralMarker));
	};

	return { findReferrals, readReferral };
}

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
		const appointmentId = identifier(appointment?.id);
		const encounterId = identifier(consult?.id) ?? identifier(appointment?.consult_id);
		const patientId = identifier(consult?.animal_id) ?? identifier(appointment?.animal_id);
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
