import { ok, type Result } from '../../../core/result';
import type { Encounter } from '../../../core/packet/records';
import { epochSeconds, type Raw } from '../normalise';
import type { ProvetClient } from './client';
import type { Lookups } from './lookups';
import { toEncounter } from './map-clinical';
import { idOf, inlined, isOf, isOfPatient } from './relations';

/** What hangs below a consultation, by the field that names it and the route that lists it. */
export const parts = {
	notes: { field: 'consultation_notes', route: 'consultationnote' },
	instructions: {
		field: 'consultation_dischargeinstructions',
		route: 'consultationdischargeinstruction',
	},
} as const;

export interface Consultations {
	/** All consultations of a patient, read once for the run. */
	of(patientId: string): Promise<Result<Raw[]>>;
	one(id: string): Promise<Result<Raw>>;
	/**
	 * Rows below a consultation: inlined, else listed, and not asked for where the consultation says
	 * that it has none.
	 */
	rows(consultation: Raw, part: keyof typeof parts): Promise<Result<Raw[]>>;
	listEncounters(patientId: string, since?: string): Promise<Result<Encounter[]>>;
}

/** Asks to inline what a packet needs: one request instead of one for each consultation. */
export const exposed = Object.fromEntries(
	Object.values(parts).map(({ field }) => [`expose_${field}`, '']),
);

/** Consultations are kept for the life of the connector, which is one run. */
export function createConsultations(client: ProvetClient, lookups: Lookups): Consultations {
	const known = new Map<string, Raw[]>();

	const of: Consultations['of'] = async (patientId) => {
		const kept = known.get(patientId);
		if (kept) return ok(kept);
		const got = await client.list(`patient/${patientId}/consultations`, {
			operation: 'list the consultations',
			query: exposed,
			belongs: (row) => isOfPatient(row, patientId),
		});
		if (got.ok) known.set(patientId, got.value);
		return got;
	};

	const one: Consultations['one'] = async (id) =>
		await client.one('consultation', id, `read the consultation ${id}`, exposed);

	const rows: Consultations['rows'] = async (consultation, part) => {
		const { field, route } = parts[part];
		const said = consultation[field];
		if (Array.isArray(said)) {
			const whole = inlined(said);
			if (whole) return ok(whole);
		}
		const id = idOf(consultation) ?? '';
		return await client.listIfAllowed(`consultation/${id}/${route}`, {
			operation: `read what is written in the consultation ${id}`,
			belongs: (row) => isOf('consultation', id)(row) ?? true,
		});
	};

	const listEncounters: Consultations['listEncounters'] = async (patientId, since) => {
		const got = await of(patientId);
		if (!got.ok) return got;
		const staff = await lookups.users();
		if (!staff.ok) return staff;
		const from = epochSeconds(since) ?? Number.NEGATIVE_INFINITY;
		return ok(
			got.value
				.map((record) => toEncounter(record, patientId, staff.value))
				.filter(({ at }) => at === undefined || (epochSeconds(at) ?? 0) >= from),
		);
	};

	return { of, one, rows, listEncounters };
}
