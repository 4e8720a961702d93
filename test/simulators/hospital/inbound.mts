import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { readBody, sendJson } from '../shared/http.mts';
import { afterAppointmentRequest, afterCancelRequest, afterInfo, afterReferral } from './auto.mts';
import type { Hospital } from './hospital.mts';
import { inboundMessage } from './schema.mts';
import type { InboundMessage } from './schema.mts';
import type { Referral } from './types.mts';

const header = (req: IncomingMessage, name: string): string => {
	const value = req.headers[name];
	return typeof value === 'string' ? value : '';
};

/** The reason why a request is not to be believed, or undefined. */
function distrust(webhook: Webhook, req: IncomingMessage, body: string): string | undefined {
	try {
		webhook.verify(body, req.headers as Record<string, string>, { jsonParse: false });
		return undefined;
	} catch (error) {
		if (error instanceof WebhookVerificationError) return error.message;
		throw error;
	}
}

function parse(body: string): { message: InboundMessage } | { issues: string[] } {
	let json: unknown;
	try {
		json = JSON.parse(body);
	} catch (error) {
		return { issues: [`body is not JSON: ${String(error)}`] };
	}
	const parsed = inboundMessage.safeParse(json);
	if (parsed.success) return { message: parsed.data };
	return {
		issues: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
	};
}

/** What a message says, leaving out addresses: links may be renewed when it is sent again. */
function digestOf(message: InboundMessage): string {
	const said = JSON.stringify(message.data, (key, value: unknown) =>
		/url$/i.test(key) ? undefined : value,
	);
	return createHash('sha256').update(said).digest('hex');
}

async function takeReferral(
	hospital: Hospital,
	data: Extract<InboundMessage, { type: 'referral.requested' }>['data'],
): Promise<Referral> {
	const { behaviour } = hospital;
	const referral = hospital.take(data);
	hospital.log.deliveries++;
	hospital.note('referral received', data.caseId, `delivery ${data.deliveryId}`);
	const check = () => hospital.checkFiles(referral, data.files, data.deliveryId);
	if (behaviour.verifyFiles === 'before') await check();
	if (behaviour.verifyFiles === 'after') hospital.inBackground(check());
	if (behaviour.ackInsideDelivery !== 'none' && behaviour.mode !== 'silent') {
		await (
			await hospital.begin(referral, 'ack')
		).first;
		if (behaviour.ackInsideDelivery === 'ackAndAccept') {
			await (
				await hospital.begin(referral, 'accept')
			).first;
		}
	}
	return referral;
}

const nothingMore = (): Promise<void> => Promise.resolve();

/** Handles the messages about a case that is already in the worklist. */
function takeFollowUp(
	hospital: Hospital,
	referral: Referral,
	message: Exclude<InboundMessage, { type: 'referral.requested' }>,
): () => Promise<void> {
	hospital.note(`${message.type} received`, referral.caseId);
	switch (message.type) {
		case 'appointment.requested':
			referral.appointmentRequest = message.data;
			return () => afterAppointmentRequest(hospital, referral);
		case 'info.supplied': {
			const { data } = message;
			referral.infoSupplied.push(data);
			if (referral.state === 'info_requested') referral.state = 'acknowledged';
			if (hospital.behaviour.verifyFiles !== 'off') {
				hospital.inBackground(hospital.checkFiles(referral, data.files, 'info.supplied'));
			}
			return () => afterInfo(hospital, referral);
		}
		case 'referral.cancel_requested':
			referral.cancelReason = message.data.reason;
			referral.state = 'cancel_requested';
			return () => afterCancelRequest(hospital, referral);
		case 'referral.cancel_withdrawn':
			delete referral.cancelReason;
			referral.state = 'acknowledged';
			return nothingMore;
		case 'referral.closed':
		case 'patient.deceased':
			referral.news.push(message);
			referral.state = 'cancelled';
			return nothingMore;
		case 'appointment.cancelled':
			delete referral.appointmentRequest;
			referral.news.push(message);
			return nothingMore;
		case 'report.rejected':
			referral.news.push(message);
			return nothingMore;
	}
}

/** The hospital's one door for signed messages from referring clinics: POST /inbound. */
export function createInbound(hospital: Hospital, secret: string) {
	const webhook = new Webhook(secret);

	return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
		const body = (await readBody(req)).toString('utf8');
		const reason = distrust(webhook, req, body);
		if (reason) {
			hospital.log.badSignatures++;
			hospital.note('signature refused', undefined, reason);
			return sendJson(res, 401, { message: 'The signature does not verify.', reason });
		}
		if (hospital.behaviour.slowMs > 0) await hospital.pause(hospital.behaviour.slowMs);
		if (hospital.behaviour.failNext > 0) {
			hospital.behaviour.failNext--;
			hospital.log.failedOnPurpose++;
			return sendJson(res, 500, { message: 'The hospital system is not available just now.' });
		}
		const parsed = parse(body);
		if ('issues' in parsed) {
			hospital.log.badBodies++;
			hospital.note('content refused', undefined, parsed.issues.slice(0, 5).join('; '));
			return sendJson(res, 422, { message: 'The content does not fit.', issues: parsed.issues });
		}
		const { message } = parsed;
		const isReferral = message.type === 'referral.requested';
		if (isReferral && hospital.behaviour.mode === 'gone') {
			hospital.log.refusedAsGone++;
			return sendJson(res, 410, { message: 'This service takes no referrals here.' });
		}
		const known = hospital.referrals.get(message.data.caseId);
		const key = isReferral ? message.data.deliveryId : header(req, 'webhook-id');
		const digest = digestOf(message);
		const before = hospital.seen.get(key);
		if (before !== undefined) {
			hospital.log.duplicates++;
			if (before !== digest) hospital.log.changedDuplicates++;
			hospital.note('duplicate', message.data.caseId, key);
			return sendJson(res, 409, { message: 'Already processed.', reference: known?.reference });
		}
		if (!isReferral && !known) {
			return sendJson(res, 404, { message: 'No referral with this caseId is known here.' });
		}
		// From here on a repeat is a duplicate, even while this request is still being answered.
		hospital.seen.set(key, digest);
		if (isReferral) {
			const referral = await takeReferral(hospital, message.data);
			sendJson(res, 200, { reference: referral.reference });
			hospital.inBackground(afterReferral(hospital, referral));
		} else if (known) {
			const proceed = takeFollowUp(hospital, known, message);
			sendJson(res, 200, { reference: known.reference });
			hospital.inBackground(proceed());
		}
	};
}
