import { createHash } from 'node:crypto';
import type { CaseFile, EventData, Slot } from '../referral/events';
import { currentAppointment, type ReferralState } from '../referral/state';
import type { DeskAction } from './allowed-actions';
import { claimKinds, openClaims } from './claims';
import { changeUrgency } from './course-form';
import type { FormReader } from './form-reader';
import {
	hospitalZone,
	personOf,
	say,
	type DeskContext,
	type FormHandler,
	type Saying,
} from './saying';

const slotFields = ['slot1', 'slot2', 'slot3'] as const;

function readSlots(form: FormReader, state: ReferralState, ctx: DeskContext): Slot[] {
	const clinician = form.optional('slotClinician', 'The clinician', 120);
	const location = form.optional('slotLocation', 'The place', 300);
	const shared = {
		...(clinician === undefined ? {} : { clinician }),
		...(location === undefined ? {} : { location }),
	};
	const starts = slotFields.map((field, index) =>
		form.time(field, `Time ${index + 1}`, hospitalZone(state, ctx), 'future'),
	);
	return [...new Set(starts)]
		.filter((start) => start !== undefined)
		.map((start) => ({ start, ...shared }));
}

const accept: FormHandler = (form, state, ctx) => {
	const offeredSlots = readSlots(form, state, ctx);
	const bookingUrl = form.webAddress('bookingUrl', 'The booking address');
	const instructions = form.optional('instructions', 'The instructions for the owner');
	const data: EventData['decision.accepted'] = {
		...(offeredSlots.length > 0 ? { offeredSlots } : {}),
		...(bookingUrl === undefined ? {} : { bookingUrl }),
		...(instructions === undefined ? {} : { instructions }),
	};
	return [say('decision.accepted', data, { name: personOf(form, true) })];
};

const offerTimes: FormHandler = (form, state, ctx) => {
	const offered = accept(form, state, ctx);
	const data = offered[0]?.data as EventData['decision.accepted'] | undefined;
	if (!data?.offeredSlots && !data?.bookingUrl) {
		form.bad('slot1', 'Time 1', 'No time and no booking address was given.');
	}
	return offered;
};

/** Reads an appointment as typed at the hospital; also used when the clinic heard it by phone. */
export function readAppointment(form: FormReader, state: ReferralState, ctx: DeskContext): Saying {
	const start = form.requiredTime(
		'start',
		'The time of the appointment',
		hospitalZone(state, ctx),
		'future',
	);
	const clinician = form.optional('clinician', 'The clinician', 120);
	const location = form.optional('location', 'The place', 300);
	const appointment: Slot = {
		start,
		...(clinician === undefined ? {} : { clinician }),
		...(location === undefined ? {} : { location }),
	};
	const current = currentAppointment(state);
	const same =
		current?.start === start && current.clinician === clinician && current.location === location;
	const moved = current?.status === 'scheduled' && !same;
	return say(moved ? 'appt.rescheduled' : 'appt.scheduled', { appointment });
}

/** What somebody else said about the hospital's part, said now by the hospital itself. */
const confirmClaim: FormHandler = (form, state, ctx) => {
	const kind = form.requiredOneOf('claim', 'What is confirmed', claimKinds);
	if (kind !== undefined && !openClaims(state).some((claim) => claim.kind === kind)) {
		form.bad('claim', 'What is confirmed', 'This is not open any more. Look at the case again.');
	}
	const name = personOf(form, true);
	const { decision, visitClaimed } = state;
	const appointment = currentAppointment(state);
	if (kind === 'decision' && decision.status === 'declined') {
		return [say('decision.declined', { reason: decision.reason ?? '' }, { name })];
	}
	if (kind === 'decision') return [say('decision.accepted', {}, { name })];
	if (kind === 'appointment' && appointment) {
		const { start, end, clinician, location } = appointment;
		const slot: Slot = {
			start,
			...(end === undefined ? {} : { end }),
			...(clinician === undefined ? {} : { clinician }),
			...(location === undefined ? {} : { location }),
		};
		return [say('appt.scheduled', { appointment: slot }, { name })];
	}
	if (kind !== 'visit') return [];
	const booked = appointment && appointment.start <= ctx.now ? appointment.start : undefined;
	const visitedAt = visitClaimed?.visitedAt ?? booked;
	return [say('visit.started', visitedAt === undefined ? {} : { visitedAt }, { name })];
};

const noShow: FormHandler = (form, state, ctx) => {
	const start = currentAppointment(state)?.start;
	if (start !== undefined && Date.parse(start) > Date.parse(ctx.now)) {
		form.bad('name', 'The appointment', 'The time of the appointment has not come yet.');
	}
	return [say('appt.no_show', {}, { name: personOf(form, false) })];
};

const markSeen: FormHandler = (form, state, ctx) => {
	const visitedAt = form.time(
		'visitedAt',
		'The time of the visit',
		hospitalZone(state, ctx),
		'past',
	);
	return [
		say('visit.started', visitedAt === undefined ? {} : { visitedAt }, {
			name: personOf(form, false),
		}),
	];
};

/** The same files and words always give the same hash, in whatever order the files came. */
function contentHashOf(files: readonly CaseFile[], words: unknown): string {
	const sums = files.map((file) => file.sha256).sort();
	return createHash('sha256')
		.update(JSON.stringify([sums, words]))
		.digest('hex');
}

const sendReport: FormHandler = (form, state, ctx) => {
	const files = [...(ctx.files ?? [])];
	const text = form.optional('text', 'The report', 50_000);
	const visitDate = form.date('visitDate', 'The date of the visit');
	const inDays = form.wholeNumber('recheckInDays', 'The days until the recheck', 1, 730);
	const where = form.oneOf('recheckWhere', 'The place of the recheck', ['referrer', 'specialist']);
	const person = personOf(form, true);
	if (files.length === 0 && text === undefined) {
		form.bad(
			'files',
			'The report',
			'There is no file and no text. Choose the report file or write it.',
		);
	}
	const version = state.reports.length + 1;
	const amended = version > 1;
	const patientName = state.patient?.name ?? state.created?.data.patientName ?? '';
	if (patientName === '') form.bad('files', 'The report', 'The case has no patient name yet.');
	const said = { text, visitDate, inDays, where };
	const data: EventData['report.final'] = {
		report: {
			caseId: state.caseId,
			kind: amended ? 'amended' : 'final',
			version,
			patient: { name: patientName },
			visitDates: visitDate === undefined ? [] : [visitDate],
			clinician: {
				name: form.required('name', 'Your name', 120),
				role: form.optional('role', 'Your role', 80),
			},
			answers: [],
			diagnoses: [],
			findings: [],
			testsPending: [],
			medications: [],
			plan:
				inDays === undefined
					? []
					: [{ kind: 'recheck', what: 'Recheck', due: { inDays }, where: where ?? 'unspecified' }],
			...(text === undefined ? {} : { text }),
		},
		files,
		contentHash: contentHashOf(files, said),
	};
	return [say(amended ? 'report.amended' : 'report.final', data, { name: person })];
};

/** What the hospital can say on its page. */
export const specialistForms: Partial<Record<DeskAction, FormHandler>> = {
	acknowledge: (form) => [say('ack.received', {}, { name: personOf(form, false) })],
	accept,
	offer_times: offerTimes,
	decline: (form) => [
		say(
			'decision.declined',
			{ reason: form.required('reason', 'The reason', 1000) },
			{ name: personOf(form, true) },
		),
	],
	ask_info: (form) => [
		say(
			'info.requested',
			{ question: form.required('question', 'The question') },
			{ name: personOf(form, false) },
		),
	],
	set_appointment: (form, state, ctx) => [
		{ ...readAppointment(form, state, ctx), name: personOf(form, false) },
	],
	cancel_appointment: (form) => [
		say(
			'appt.cancelled',
			{ by: 'hospital', reason: form.required('reason', 'The reason', 1000) },
			{ name: personOf(form, false) },
		),
	],
	no_show: noShow,
	mark_seen: markSeen,
	interim_note: (form) => [
		say(
			'interim.note',
			{
				text: form.required('text', 'The update', 5000),
				...(form.checked('staying') ? { staying: true } : {}),
			},
			{ name: personOf(form, false) },
		),
	],
	propose_redirect: (form) => [
		say(
			'redirect.proposed',
			{
				to: form.required('to', 'The other service', 200),
				reason: form.required('reason', 'The reason', 1000),
			},
			{ name: personOf(form, true) },
		),
	],
	change_urgency: changeUrgency,
	confirm_claim: confirmClaim,
	send_report: sendReport,
	confirm_cancellation: (form) => [say('cancel.confirmed', {}, { name: personOf(form, false) })],
	patient_died: (form) => [
		say('patient.deceased', noteOf(form.optional('note', 'The note', 1000)), {
			name: personOf(form, false),
		}),
	],
};

const noteOf = (note: string | undefined): { note?: string } =>
	note === undefined ? {} : { note };
