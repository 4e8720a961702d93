import { ok, refuse, type Result } from '../../../core/result';
import { given } from '../names';
import { firstOf, instant, text, type Raw } from '../normalise';
import { defaultReferralMarker, findMarks, isOurs } from '../marker';
import type { FindReferralsOptions, MarkedReferral, Recognition, ReferralHint } from '../pims';
import type { ProvetClient } from './client';
import { exposed, type Consultations } from './consultations';
import { after, changesSince, readCursor, unread } from './cursor';
import { wordsOf } from './map-clinical';
import type { People } from './people';
import { idOf, idsOf, inlined } from './relations';
import { system } from './words';

/** Recognitions that Provet Cloud has a place for. */
export const recognitions: readonly Recognition[] = ['text', 'referralRecord'];

/** Consultations whose notes are read one by one in one poll; the next poll goes on with the rest. */
const mostReadOneByOne = 60;

type Found = Result<{ referrals: MarkedReferral[]; cursor: string }>;

const keyOf = (mark: MarkedReferral): string => `${mark.pimsEventId}#${mark.version}`;

const notOffered = (recognise: Recognition) =>
	refuse(
		'recognition_not_offered',
		`${system} has no '${recognise}' by which a referral could be recognised.`,
		"Choose the text of the consultation or the referral record in 'Recognise By'.",
	);

/** What a consultation says about each mark; a note names its patient where there are several. */
interface Written {
	words: string;
	patientIds: string[];
	/** Beginning of the version: marks of the complaint are `1`, `2`, …, of a note `note-88-1`, … */
	prefix: string;
}

function writtenIn(consultation: Raw, notes: Raw[]): Written[] {
	const patientIds = idsOf(consultation.patients);
	const ofNote = (note: Raw): Written => {
		const own = idOf(note.patient);
		return {
			words: wordsOf(note) ?? '',
			patientIds: own === undefined ? patientIds : [own],
			prefix: `note-${idOf(note) ?? ''}-`,
		};
	};
	const complaint = { words: text(consultation.complaint) ?? '', patientIds, prefix: '' };
	return [complaint, ...notes.map(ofNote)];
}

/** One referral for each mark, and for each patient where a consultation with several names none. */
function marksOf(consultation: Raw, notes: Raw[], marker: string): MarkedReferral[] {
	const id = idOf(consultation) ?? '';
	const markedAt = instant(consultation.modified) ?? instant(consultation.created) ?? '';
	return writtenIn(consultation, notes).flatMap(({ words, patientIds, prefix }) =>
		findMarks(words, marker).flatMap((said, index) =>
			patientIds.map((patientId) =>
				given({
					pimsEventId: id,
					version: `${prefix}${index + 1}${patientIds.length > 1 ? `-patient-${patientId}` : ''}`,
					patientId,
					encounterId: id,
					text: said,
					vetId: idOf(consultation.supervising_veterinarian),
					markedAt,
				}),
			),
		),
	);
}

/** A referral record as a case; names of its fields are [unknown]. */
function ofRecord(record: Raw): MarkedReferral | undefined {
	const patientId = idOf(record.patient) ?? idsOf(record.patients)[0];
	if (patientId === undefined) return undefined;
	return given({
		pimsEventId: `referral-${idOf(record) ?? ''}`,
		readAgain: { referralId: idOf(record) ?? '' },
		version: '1',
		patientId,
		encounterId: idOf(record.consultation),
		text: text(firstOf(record, 'reason', 'description', 'text', 'complaint', 'remarks')) ?? '',
		vetId: idOf(record.veterinarian) ?? idOf(record.created_user),
		markedAt: instant(record.created) ?? instant(record.modified) ?? '',
	});
}

/**
 * Marked cases: a mark in the complaint or the notes of a consultation [inferred], or a record of
 * `/patient_referral/` [documented: route; unknown: body, and which direction it is for].
 */
export function createReferralReads(
	client: ProvetClient,
	{
		people,
		consultations,
		now,
	}: { people: People; consultations: Consultations; now: () => string },
) {
	/** Notes that came with the list, else `undefined`: they have to be read one by one. */
	const notesAtHand = (row: Raw): Raw[] | undefined =>
		Array.isArray(row.consultation_notes) ? inlined(row.consultation_notes) : undefined;

	const findByText = async (
		cursor: string | null,
		options: FindReferralsOptions,
	): Promise<Found> => {
		const askedAt = now();
		const at = readCursor(cursor, askedAt, options.lookBackSeconds);
		if (!at.ok) return at;
		const since = changesSince(at.value);
		const rows = await client.list('consultation', {
			operation: 'look for consultations marked for referral',
			query: { ...since.query, ...exposed },
			belongs: since.belongs,
		});
		if (!rows.ok) return rows;
		const marker = options.marker ?? defaultReferralMarker;
		const seen = new Set(at.value.seen);
		const referrals: MarkedReferral[] = [];
		const done: Raw[] = [];
		let readOneByOne = 0;
		for (const row of unread(rows.value, at.value)) {
			let notes = notesAtHand(row);
			if (notes === undefined) {
				// The cursor stays at what was read, so the next poll goes on from here.
				if (readOneByOne++ >= mostReadOneByOne) break;
				const got = await consultations.rows(row, 'notes');
				if (!got.ok) return got;
				notes = got.value;
			}
			referrals.push(...marksOf(row, notes, marker).filter((mark) => !seen.has(keyOf(mark))));
			done.push(row);
		}
		return ok({ referrals, cursor: after(at.value, done, referrals.map(keyOf), askedAt) });
	};

	const findByRecord = async (
		cursor: string | null,
		options: FindReferralsOptions,
	): Promise<Found> => {
		const askedAt = now();
		const at = readCursor(cursor, askedAt, options.lookBackSeconds);
		if (!at.ok) return at;
		const rows = await client.list('patient_referral', {
			operation: 'look for referral records',
			...changesSince(at.value),
		});
		if (!rows.ok) return rows;
		const fresh = unread(rows.value, at.value);
		// What was entered here for a patient that came to this practice is no referral of it.
		const theirs = fresh.filter((row) => !isOurs(row));
		const found = theirs.map(ofRecord).filter((mark) => mark !== undefined);
		if (theirs.length > 0 && found.length === 0) {
			return refuse(
				'pims_unreadable',
				`${system} has referral records that name no patient in a field this version knows.`,
				'Recognise referrals by the text of the consultation instead, and report the fields.',
			);
		}
		const seen = new Set(at.value.seen);
		const referrals = found.filter((mark) => !seen.has(keyOf(mark)));
		return ok({ referrals, cursor: after(at.value, fresh, referrals.map(keyOf), askedAt) });
	};

	const findReferrals = async (
		cursor: string | null,
		options: FindReferralsOptions = {},
	): Promise<Found> => {
		const { recognise = 'text' } = options;
		if (recognise === 'text') return await findByText(cursor, options);
		if (recognise === 'referralRecord') return await findByRecord(cursor, options);
		return notOffered(recognise);
	};

	/** A record that is gone meanwhile carries no mark. */
	const orNothing = <T>(got: Result<T>): Result<T | undefined> =>
		!got.ok && got.refusal.code === 'pims_not_found' ? ok(undefined) : got;

	/** The consultation that a hint leads to. */
	const visitOf = async (hint: ReferralHint): Promise<Result<Raw | undefined>> => {
		if (hint.encounterId !== undefined) return orNothing(await consultations.one(hint.encounterId));
		if (hint.appointmentId !== undefined) {
			const { appointmentId } = hint;
			const got = orNothing(
				await client.one('appointment', appointmentId, `read the appointment ${appointmentId}`),
			);
			if (!got.ok || got.value === undefined) return got;
			const visitId = idOf(got.value.consultation);
			if (visitId !== undefined) return orNothing(await consultations.one(visitId));
			const [patientId] = idsOf(got.value.patients);
			if (patientId === undefined) return ok(undefined);
			const visits = await consultations.of(patientId);
			if (!visits.ok) return visits;
			return ok(visits.value.find(({ appointment }) => idOf(appointment) === appointmentId));
		}
		if (!hint.pressed || hint.patientId === undefined) return ok(undefined);
		const patient = orNothing(await people.patient(hint.patientId));
		if (!patient.ok || patient.value === undefined) return patient;
		const lastId = idOf(patient.value.last_consultation);
		return lastId === undefined ? ok(undefined) : orNothing(await consultations.one(lastId));
	};

	/** The referral record that a hint leads to, for feedback the one it answers. */
	const recordOf = async (hint: ReferralHint): Promise<Result<Raw | undefined>> => {
		let id = hint.referralId;
		if (id === undefined && hint.feedbackId !== undefined) {
			const { feedbackId } = hint;
			const got = orNothing(
				await client.one(
					'patient_referral_feedback',
					feedbackId,
					`read the feedback ${feedbackId}`,
				),
			);
			if (!got.ok || got.value === undefined) return got;
			id = idOf(firstOf(got.value, 'patient_referral', 'referral'));
		}
		if (id === undefined) return ok(undefined);
		return orNothing(await client.one('patient_referral', id, `read the referral record ${id}`));
	};

	/** A press on the button is the mark: without one in the text, the first mark of that consultation. */
	const pressedOn = (visit: Raw | undefined, hint: ReferralHint): MarkedReferral[] => {
		const patientIds = visit === undefined ? [] : idsOf(visit.patients);
		const patientId = hint.patientId ?? patientIds[0];
		if (patientId === undefined || (visit && !patientIds.includes(patientId))) return [];
		const day = now().slice(0, 10);
		const id = visit === undefined ? `patient-${patientId}` : (idOf(visit) ?? '');
		return [
			given({
				pimsEventId: id,
				// Without a consultation, presses of one day are one case.
				version: visit === undefined ? `button-${day}` : '1',
				patientId,
				encounterId: visit === undefined ? undefined : id,
				text: text(visit?.complaint) ?? '',
				vetId: idOf(visit?.supervising_veterinarian),
				markedAt: now(),
			}),
		];
	};

	const readReferral = async (
		hint: ReferralHint,
		options: FindReferralsOptions = {},
	): Promise<Result<MarkedReferral[]>> => {
		const { recognise = 'text', marker = defaultReferralMarker } = options;
		if (!recognitions.includes(recognise)) return notOffered(recognise);
		if (recognise === 'referralRecord' && !hint.pressed) {
			const record = await recordOf(hint);
			if (!record.ok || record.value === undefined) return record.ok ? ok([]) : record;
			const mark = isOurs(record.value) ? undefined : ofRecord(record.value);
			return ok(mark ? [mark] : []);
		}
		const visit = await visitOf(hint);
		if (!visit.ok) return visit;
		if (visit.value === undefined) {
			const isPatients = hint.pressed && !hint.encounterId && !hint.appointmentId;
			if (!isPatients || hint.patientId === undefined) return ok([]);
			const patient = orNothing(await people.patient(hint.patientId));
			if (!patient.ok) return patient;
			return ok(patient.value === undefined ? [] : pressedOn(undefined, hint));
		}
		const notes = await consultations.rows(visit.value, 'notes');
		if (!notes.ok) return notes;
		const marks = marksOf(visit.value, notes.value, marker);
		return ok(marks.length === 0 && hint.pressed ? pressedOn(visit.value, hint) : marks);
	};

	return { findReferrals, readReferral };
}
