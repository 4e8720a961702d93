import { PDFDocument } from 'pdf-lib';
import { parseHospitalEvent } from '../../../core/desk/hospital-event';
import { parseReport } from '../../../core/report/schema';
import { startHospital } from '../../simulators/hospital/server.mts';
import type { RunningHospital } from '../../simulators/hospital/server.mts';
import {
	CASE,
	hex,
	post,
	referralFor,
	SECRET,
	startClinic,
} from '../../simulators/hospital/test-clinic.mts';
import type { Clinic } from '../../simulators/hospital/test-clinic.mts';

let clinic: Clinic;
let hospital: RunningHospital;

beforeEach(async () => {
	clinic = await startClinic();
	hospital = await startHospital({
		secret: SECRET,
		behaviour: { stepMs: 0 },
		retryScale: 1 / 1_000_000,
		maxAttempts: 4,
	});
});

afterEach(async () => {
	await hospital.close();
	await clinic.close();
});

const refer = (change: Record<string, unknown> = {}, options = {}) =>
	post(hospital.inboundUrl, 'referral.requested', referralFor(clinic, change), options);

const simulate = async (path: string, body: unknown) => {
	const response = await fetch(`${hospital.url}/_sim/${path}`, {
		method: 'POST',
		body: JSON.stringify(body),
	});
	return { status: response.status, body: (await response.json()) as Record<string, any> };
};

describe('the hospital’s events', () => {
	const wish = async () =>
		await post(hospital.inboundUrl, 'appointment.requested', {
			caseId: CASE,
			slot: hospital.referrals()[0]?.offeredSlots[1],
			owner: { name: 'Olive Owner', phone: '+15555550199' },
			reply: { eventsUrl: `${clinic.url}/events` },
		});

	it('play the whole loop in automatic mode, signed so that the clinic can verify', async () => {
		hospital.behaviour.mode = 'auto';
		await refer();
		await hospital.idle();
		expect(clinic.types()).toEqual(['ack.received', 'decision.accepted']);
		expect((await wish()).status).toBe(200);
		await hospital.idle();
		expect(clinic.types().slice(2)).toEqual(['appt.scheduled', 'visit.started', 'report.final']);
		const offered = clinic.received[1]?.body.data.offeredSlots;
		expect(offered).toHaveLength(3);
		expect(clinic.received[2]?.body.data.appointment).toEqual(offered[1]);
		expect(hospital.log).toMatchObject({ eventsDelivered: 5, eventsFailed: 0 });
	});

	it('stop at the step they are told to stop at', async () => {
		Object.assign(hospital.behaviour, { mode: 'auto', autoUntil: 'acknowledged' });
		await refer();
		await hospital.idle();
		expect(clinic.types()).toEqual(['ack.received']);
	});

	it.each(['manual', 'silent'] as const)('do not come by themselves in %s mode', async (mode) => {
		hospital.behaviour.mode = mode;
		await refer();
		await hospital.idle();
		expect(clinic.received).toHaveLength(0);
	});

	it('can arrive and be answered before the delivery itself is answered', async () => {
		hospital.behaviour.ackInsideDelivery = 'ackAndAccept';
		clinic.slow(60);
		await refer();
		expect(clinic.types()).toEqual(['ack.received', 'decision.accepted']);
		expect(hospital.log.eventsDelivered).toBe(2);
	});

	it('decline with a reason in decline mode', async () => {
		Object.assign(hospital.behaviour, { mode: 'decline', declineReason: 'No echo machine' });
		await refer();
		await hospital.idle();
		expect(clinic.types()).toEqual(['ack.received', 'decision.declined']);
		expect(clinic.received[1]?.body.data.reason).toBe('No echo machine');
	});

	it('ask first and accept once the answer came in askInfo mode', async () => {
		hospital.behaviour.mode = 'askInfo';
		await refer();
		await hospital.idle();
		expect(clinic.types()).toEqual(['ack.received', 'info.requested']);
		await post(hospital.inboundUrl, 'info.supplied', { caseId: CASE, answer: 'Done', files: [] });
		await hospital.idle();
		expect(clinic.types()[2]).toBe('decision.accepted');
	});

	it('are repeated under one webhook-id until the clinic takes them', async () => {
		await refer();
		clinic.answers.push(503, 404, 409);
		const event = await hospital.act(CASE, 'ack');
		expect(event.outcome).toBe('delivered');
		expect(event.attempts.map((attempt) => attempt.status)).toEqual([503, 404, 409, 200]);
		expect(new Set(clinic.received.map((one) => one.webhookId)).size).toBe(1);
	});

	it('are repeated when the answer is no receipt of the clinic', async () => {
		await refer();
		clinic.answers.push('n8n is starting up. Please wait');
		const event = await hospital.act(CASE, 'ack');
		expect(event.outcome).toBe('delivered');
		expect(event.attempts).toHaveLength(2);
	});

	it('are given up after the bounded number of attempts', async () => {
		await refer();
		clinic.answers.push(500, 500, 500, 500);
		const event = await hospital.act(CASE, 'ack');
		expect(event).toMatchObject({ outcome: 'given_up', attempts: { length: 4 } });
		expect(hospital.log.eventsFailed).toBe(1);
	});

	it('are not repeated when the clinic refuses the content', async () => {
		await refer();
		clinic.answers.push(422);
		const event = await hospital.act(CASE, 'ack');
		expect(event).toMatchObject({ outcome: 'refused', attempts: { length: 1 } });
	});

	it('survive a clinic that is down', async () => {
		await refer();
		await clinic.close();
		const event = await hospital.act(CASE, 'ack');
		expect(event.outcome).toBe('given_up');
		expect(event.attempts.every((attempt) => attempt.status === 0)).toBe(true);
	});

	it('cover every step a person at the hospital can take', async () => {
		await refer();
		const start = '2030-01-07T09:00:00.000-06:00';
		const steps: Array<[string, Record<string, unknown>?]> = [
			['ack'],
			['accept'],
			['schedule', { appointment: { start } }],
			['schedule', { appointment: { start: '2030-01-08T09:00:00.000-06:00' } }],
			['cancelAppointment', { reason: 'Clinician ill' }],
			['schedule', { appointment: { start } }],
			['noShow'],
			['seen'],
			['interim', { text: 'Stable' }],
			['report'],
			['amend', { text: 'Dose corrected' }],
			['confirmCancel'],
		];
		for (const [action, data] of steps) await simulate('act', { caseId: CASE, action, data });
		expect(clinic.types()).toEqual([
			'ack.received',
			'decision.accepted',
			'appt.scheduled',
			'appt.rescheduled',
			'appt.cancelled',
			'appt.scheduled',
			'appt.no_show',
			'visit.started',
			'interim.note',
			'report.final',
			'report.amended',
			'cancel.confirmed',
		]);
		for (const { body } of clinic.received) {
			expect(parseHospitalEvent(JSON.stringify(body))).toMatchObject({ ok: true });
		}
		expect(clinic.received[4]?.body.data).toMatchObject({
			by: 'hospital',
			reason: 'Clinician ill',
		});
		expect(clinic.received[10]?.body.data.report).toMatchObject({ kind: 'amended', version: 2 });
	});

	it('never offer one time to two referrals', async () => {
		hospital.behaviour.mode = 'auto';
		for (let n = 1; n <= 6; n++)
			await refer({ caseId: `REF-00000000000${n}`, deliveryId: `dlv-${n}` });
		await hospital.idle();
		const slots = hospital.referrals().flatMap((one) => one.offeredSlots);
		expect(slots).toHaveLength(18);
		expect(new Set(slots.map((slot) => `${slot.start} ${slot.clinician}`)).size).toBe(18);
	});
});

describe('the hospital’s report', () => {
	it('is a one-page PDF whose checksum is the one in the event', async () => {
		await refer();
		await hospital.act(CASE, 'report');
		const { report, documents } = clinic.received[0]?.body.data ?? {};
		expect(report.patient).toMatchObject({ name: 'Biscuit', microchip: '900000000000001' });
		const bytes = Buffer.from(documents[0].contentBase64, 'base64');
		expect(hex(bytes)).toBe(documents[0].sha256);
		const pdf = await PDFDocument.load(bytes);
		expect(pdf.getPageCount()).toBe(1);
		expect(pdf.getTitle()).toContain(CASE);
	});

	it.each(['cardiology', 'Oncology', 'exotics'])(
		'made up for %s is one that a referring clinic can read without loss',
		async (specialty) => {
			await refer({ specialty });
			await hospital.act(CASE, 'report');
			const { report } = clinic.received[0]?.body.data ?? {};
			expect(parseReport(report)).toEqual({ ok: true, value: report });
		},
	);

	it('prints names beyond Latin-1 instead of failing', async () => {
		const { patient } = referralFor(clinic);
		await refer({ patient: { ...patient, name: 'Żółć 柴犬' } });
		expect((await hospital.act(CASE, 'report')).outcome).toBe('delivered');
	});

	it('can be given, to name another patient or to say little', async () => {
		await refer();
		await hospital.act(CASE, 'report', { report: { patient: { name: 'Bandit' } }, pdf: false });
		expect(clinic.received[0]?.body.data).toMatchObject({
			report: { caseId: CASE, kind: 'final', version: 1, patient: { name: 'Bandit' } },
			documents: [],
		});
	});

	it('can carry a document that does not match its checksum', async () => {
		await refer();
		await hospital.act(CASE, 'report', { corruptDocument: true });
		const [document] = clinic.received[0]?.body.data.documents ?? [];
		expect(document.sha256).not.toBe(hex(Buffer.from(document.contentBase64, 'base64')));
	});
});
