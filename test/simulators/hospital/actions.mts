import { createHash } from 'node:crypto';
import type { Diary } from './slots.mts';
import { reportPdf } from './pdf.mts';
import { generateReport } from './report.mts';
import type { Sender, Sending } from './sender.mts';
import type { HospitalState, Json, Referral } from './types.mts';

export const actionNames = [
	'ack',
	'accept',
	'decline',
	'askInfo',
	'schedule',
	'cancelAppointment',
	'noShow',
	'seen',
	'interim',
	'report',
	'amend',
	'confirmCancel',
] as const;

export type ActionName = (typeof actionNames)[number];

export const isAction = (name: unknown): name is ActionName =>
	(actionNames as readonly unknown[]).includes(name);

interface Planned {
	type: string;
	data: Json;
	state?: HospitalState;
}

export interface ActionTools {
	diary: Diary;
	sender: Sender;
	now: Date;
}

/** The action lacks something a person has to give; nothing was sent. */
export class NotPossible extends Error {}

const DESK = { name: 'Casey Coordinator', role: 'referral coordinator' };
const VET = { name: 'Dr Hugo Specimen', role: 'specialist' };

const text = (value: unknown, fallback: string): string =>
	typeof value === 'string' && value.trim() ? value : fallback;

const isObject = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The documents of a report: those given, none (`pdf: false`), or a PDF made from the report. */
async function documentsOf(referral: Referral, report: Json, data: Json, now: Date) {
	if (Array.isArray(data.documents)) return data.documents as Json[];
	if (data.pdf === false) return [];
	const bytes = await reportPdf(referral, report, now);
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	const name = `specialist-report-${referral.reference}-v${String(report.version ?? 1)}.pdf`;
	return [
		{
			name,
			mimeType: 'application/pdf',
			kind: 'specialist_report',
			// A wrong checksum on purpose, to see whether the receiver looks.
			sha256: data.corruptDocument === true ? '0'.repeat(64) : sha256,
			contentBase64: bytes.toString('base64'),
		},
	];
}

/** What a person typed on the page changes the generated report. */
function edit(report: Json, data: Json, amends: boolean): Json {
	const name = text(data.patientName, '');
	const remark = text(data.text, amends ? 'Amended: the dose was corrected.' : '');
	return {
		...report,
		...(name && { patient: { ...(report.patient as Json), name } }),
		...(remark && { text: remark }),
	};
}

async function planReport(
	referral: Referral,
	kind: string,
	data: Json,
	now: Date,
): Promise<Planned> {
	const base = kind === 'amended' ? referral.lastReport : undefined;
	const version = referral.reportVersion + 1;
	const report = isObject(data.report)
		? { caseId: referral.caseId, kind, version, ...data.report }
		: edit({ ...generateReport(referral, now), ...base, kind, version }, data, Boolean(base));
	const documents = await documentsOf(referral, report, data, now);
	referral.reportVersion = typeof report.version === 'number' ? report.version : 1;
	referral.lastReport = report;
	return { type: `report.${kind}`, data: { report, documents }, state: 'reported' };
}

function planSchedule(referral: Referral, data: Json): Planned {
	const wanted = referral.appointmentRequest?.slot ?? referral.offeredSlots[0];
	const slot = isObject(data.appointment) ? data.appointment : (wanted ?? {});
	const { start, end, clinician, location } = slot as Record<string, string | undefined>;
	if (!start || Number.isNaN(Date.parse(start))) {
		throw new NotPossible('No time is known: give the appointment a start (ISO 8601).');
	}
	// A time the owner picked from the offer keeps the clinician and the room of that offer.
	const offered = referral.offeredSlots.find((one) => Date.parse(one.start) === Date.parse(start));
	const appointment = {
		start,
		...((end ?? offered?.end) && { end: end ?? offered?.end }),
		...((clinician ?? offered?.clinician) && { clinician: clinician ?? offered?.clinician }),
		...((location ?? offered?.location) && { location: location ?? offered?.location }),
	};
	const type = referral.appointment ? 'appt.rescheduled' : 'appt.scheduled';
	referral.appointment = appointment;
	return { type, data: { appointment }, state: 'scheduled' };
}

async function plan(
	referral: Referral,
	action: ActionName,
	data: Json,
	diary: Diary,
	now: Date,
): Promise<Planned> {
	switch (action) {
		case 'ack': {
			const state = referral.state === 'received' ? 'acknowledged' : undefined;
			return { type: 'ack.received', data: {}, ...(state && { state }) };
		}
		case 'accept': {
			const offered = Array.isArray(data.offeredSlots)
				? (data.offeredSlots as typeof referral.offeredSlots)
				: diary.offer(referral.request.urgency, now);
			referral.offeredSlots = offered;
			const { bookingUrl, instructions } = data;
			return {
				type: 'decision.accepted',
				data: {
					offeredSlots: offered,
					instructions: text(instructions, 'No food for eight hours before the visit.'),
					...(typeof bookingUrl === 'string' && bookingUrl && { bookingUrl }),
				},
				state: 'accepted',
			};
		}
		case 'decline': {
			const reason = text(data.reason, 'No capacity in this service at present.');
			return { type: 'decision.declined', data: { reason }, state: 'declined' };
		}
		case 'askInfo': {
			const question = text(data.question, 'Please send the most recent blood results.');
			return { type: 'info.requested', data: { question }, state: 'info_requested' };
		}
		case 'schedule':
			return planSchedule(referral, data);
		case 'cancelAppointment': {
			// Here `by` names the side that cancelled, not a person (docs/hospital-webhook.md).
			const by = data.by === 'owner' ? 'owner' : 'hospital';
			const reason = text(data.reason, 'The clinician is ill.');
			delete referral.appointment;
			delete referral.appointmentRequest;
			return { type: 'appt.cancelled', data: { by, reason }, state: 'accepted' };
		}
		case 'noShow':
			delete referral.appointment;
			return { type: 'appt.no_show', data: {}, state: 'no_show' };
		case 'seen':
			return {
				type: 'visit.started',
				data: { at: text(data.at, now.toISOString()) },
				state: 'seen',
			};
		case 'interim':
			return {
				type: 'interim.note',
				data: { text: text(data.text, 'Examined today, stable, further tests tomorrow.') },
			};
		case 'report':
			return await planReport(referral, 'final', data, now);
		case 'amend':
			return await planReport(referral, 'amended', data, now);
		case 'confirmCancel':
			return { type: 'cancel.confirmed', data: {}, state: 'cancelled' };
	}
}

const MEDICAL: readonly ActionName[] = ['seen', 'interim', 'report', 'amend'];

/** Does what a person at the hospital would do: changes the worklist and posts the event. */
export async function performAction(
	referral: Referral,
	action: ActionName,
	data: Json,
	tools: ActionTools,
): Promise<Sending> {
	const planned = await plan(referral, action, data, tools.diary, tools.now);
	if (planned.state) referral.state = planned.state;
	const by = isObject(data.by) ? data.by : MEDICAL.includes(action) ? VET : DESK;
	return tools.sender.send(referral, planned.type, {
		caseId: referral.caseId,
		by,
		...planned.data,
	});
}
