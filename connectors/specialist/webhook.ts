import type { Packet } from '../../core/packet/schema';
import type { Refusal } from '../../core/result';
import { signedHeaders } from '../../core/webhooks/standard-webhooks';
import { heard, type Http, type HttpResponse } from '../http';
import type { Delivery, Notice, SendOutcome, SpecialistChannel } from './specialist';

export interface WebhookChannelOptions {
	http: Http;
	inboundUrl: string;
	/** `whsec_…`, shared with this hospital only. */
	secret: string;
	/** ISO UTC. */
	now: () => string;
}

/** Standard Webhooks signs `id.timestamp.body`, so an id cannot hold a dot. */
const webhookId = (id: string): string => id.replace(/[^\w/:-]/g, '_');

const present = <T extends object>(record: T): T =>
	Object.fromEntries(
		Object.entries(record).filter(([, value]) => value !== undefined && value !== ''),
	) as T;

const patientOf = ({ patient }: Packet) =>
	present({
		name: patient.name,
		species: patient.species,
		breed: patient.breed,
		sex: patient.sex,
		dateOfBirth: patient.dateOfBirth,
		weightKg: patient.weightKg,
		microchip: patient.microchip,
		pimsId: patient.pimsId,
	});

const ownerOf = ({ owner }: Packet) =>
	present({
		name: owner.name,
		phone: owner.phone,
		email: owner.email,
		language: owner.language,
		preferredChannel: owner.preferredChannel,
	});

/** The content of `referral.requested` (docs/hospital-webhook.md). */
const referralOf = ({ packet, vet, ...delivery }: Delivery) =>
	present({
		caseId: delivery.caseId,
		deliveryId: delivery.deliveryId,
		packetVersion: packet.packetVersion,
		urgency: packet.urgency,
		specialty: packet.specialist.specialty,
		clinicalQuestion: packet.clinicalQuestion,
		reasonForUrgency: packet.reasonForUrgency,
		referrer: present({
			clinic: packet.referrer.clinic,
			vet,
			phone: packet.referrer.phone,
			email: packet.referrer.email,
			timeZone: packet.referrer.timeZone,
		}),
		specialist: present({
			id: packet.specialist.id,
			hospital: packet.specialist.hospital,
			service: packet.specialist.service,
			clinician: packet.specialist.clinician,
		}),
		owner: ownerOf(packet),
		patient: patientOf(packet),
		packet,
		files: delivery.files,
		manifestSha256: delivery.manifestSha256,
		reply: delivery.reply,
	});

function noticeOf({ type, caseId, data, files = [], owner, reply }: Notice): object {
	switch (type) {
		case 'appointment.requested':
			return { caseId, ...data, owner: present(owner), reply: { eventsUrl: reply.eventsUrl } };
		case 'info.supplied':
			return { caseId, ...data, files };
		default:
			return { caseId, ...data };
	}
}

const again = 'Try again; the hospital knows this delivery by its number and takes it only once.';

function refusalOf(status: number): { refusal: Refusal; isFinal: boolean } {
	const failed = (code: string, message: string, hint: string, isFinal: boolean) => ({
		refusal: { code, message, hint },
		isFinal,
	});
	if (status === 0) {
		return failed(
			'unknown_fate',
			"The hospital's system did not answer, so it is not known whether it has the message.",
			again,
			false,
		);
	}
	if (status >= 500 || status === 429 || status === 408) {
		return failed(
			'unavailable',
			`The hospital's system could not take the message just now (status ${status}).`,
			again,
			false,
		);
	}
	if (status === 410) {
		return failed(
			'not_taking_referrals',
			'This service does not take referrals at this address any more.',
			'Call the hospital, correct the directory entry, or choose another specialist.',
			true,
		);
	}
	if (status === 401 || status === 403) {
		return failed(
			'signature_refused',
			`The hospital's system did not accept the signature (status ${status}).`,
			'Give the hospital the webhook secret of its directory entry again, and check the clocks.',
			true,
		);
	}
	if (status >= 300 && status < 400) {
		return failed(
			'address_moved',
			`The hospital's system answered with a redirect (status ${status}); redirects are not followed.`,
			'Put the new address into the directory entry.',
			true,
		);
	}
	return failed(
		'rejected',
		`The hospital's system did not accept the message (status ${status}).`,
		"Compare the message with the hospital's description of its inbound address, or call them.",
		true,
	);
}

/** The reference a hospital gives, if it gives one; its length is limited, because people see it. */
function referenceOf({ body }: HttpResponse): string | undefined {
	if (typeof body !== 'object' || body === null) return undefined;
	const { reference } = body as { reference?: unknown };
	const text = typeof reference === 'number' ? String(reference) : reference;
	return typeof text === 'string' && text.trim() !== '' ? text.trim().slice(0, 100) : undefined;
}

/** 2xx and 409 (already processed) are a receipt. */
const isReceipt = ({ status }: HttpResponse): boolean =>
	status === 409 || (status >= 200 && status < 300);

/** Posts signed JSON to the hospital's system. */
export function createWebhookChannel(options: WebhookChannelOptions): SpecialistChannel {
	const post = async (id: string, type: string, data: object): Promise<SendOutcome> => {
		const timestamp = options.now();
		const body = JSON.stringify({ type, timestamp, data });
		const timestampSeconds = Math.floor(Date.parse(timestamp) / 1000);
		const answer = heard(
			await options.http({
				method: 'POST',
				url: options.inboundUrl,
				headers: {
					'content-type': 'application/json',
					...signedHeaders({ id: webhookId(id), timestampSeconds, body }, options.secret),
				},
				body,
			}),
		);
		if (!isReceipt(answer)) return { status: 'failed', ...refusalOf(answer.status) };
		const reference = referenceOf(answer);
		return { status: 'delivered', ...(reference ? { reference } : {}) };
	};
	return {
		id: 'webhook',
		send: async (delivery) =>
			await post(delivery.deliveryId, 'referral.requested', referralOf(delivery)),
		tell: async (notice) => await post(notice.noticeId, notice.type, noticeOf(notice)),
	};
}
