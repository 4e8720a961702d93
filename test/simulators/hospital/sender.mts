import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { HospitalLog, Json, Referral, SentEvent } from './types.mts';

/** The retry schedule that Standard Webhooks 1.0 recommends, in seconds before each attempt. */
export const standardSchedule = [0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400];

export interface SenderOptions {
	secret: string;
	/** Factor on the standard schedule; 1/5000 turns its three days into a minute. */
	retryScale: number;
	/** At most this many attempts for one event. */
	maxAttempts: number;
	log: HospitalLog;
}

export interface Sending {
	event: SentEvent;
	/** Settles with the first answer, whatever it is. */
	first: Promise<SentEvent>;
	/** Settles when the event is delivered, refused or given up. */
	done: Promise<SentEvent>;
}

/** 404 and 409 also come from a desk that is just starting; the bound on attempts ends them. */
const isWorthRetrying = (status: number): boolean =>
	status === 0 || status === 200 || status >= 500 || [404, 408, 409, 425, 429].includes(status);

/** The clinic's receipt is JSON that names a status; a bare 200 comes from a server that is starting. */
function isReceipt({ status, answer }: { status: number; answer: string }): boolean {
	if (status < 200 || status > 299) return false;
	try {
		return typeof (JSON.parse(answer) as { status?: unknown } | null)?.status === 'string';
	} catch {
		return false;
	}
}

export interface Sender {
	send(referral: Referral, type: string, data: Json): Sending;
	stop(): void;
}

/** Posts signed events to the referral's eventsUrl, retrying with one webhook-id per event. */
export function createSender(options: SenderOptions): Sender {
	const webhook = new Webhook(options.secret);
	const stopping = new AbortController();

	const pause = (ms: number): Promise<void> =>
		new Promise((resolve) => {
			if (ms <= 0 || stopping.signal.aborted) return resolve();
			const finish = () => {
				clearTimeout(timer);
				stopping.signal.removeEventListener('abort', finish);
				resolve();
			};
			const timer = setTimeout(finish, ms);
			stopping.signal.addEventListener('abort', finish);
		});

	const post = async (url: string, webhookId: string, body: string) => {
		const now = new Date();
		try {
			const response = await fetch(url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'webhook-id': webhookId,
					'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
					'webhook-signature': webhook.sign(webhookId, now, body),
				},
				body,
				redirect: 'manual',
				signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(30_000)]),
			});
			const answer = (await response.text()).slice(0, 2000);
			return { at: now.toISOString(), status: response.status, answer };
		} catch (error) {
			const cause = error instanceof Error ? (error.cause ?? error) : error;
			return { at: now.toISOString(), status: 0, answer: String(cause) };
		}
	};

	const deliver = async (event: SentEvent, url: string, body: string, onFirst: () => void) => {
		const attempts = Math.min(options.maxAttempts, standardSchedule.length);
		for (let n = 0; n < attempts; n++) {
			await pause((standardSchedule[n] ?? 0) * 1000 * options.retryScale);
			if (stopping.signal.aborted) break;
			const attempt = await post(url, event.webhookId, body);
			event.attempts.push(attempt);
			if (isReceipt(attempt)) event.outcome = 'delivered';
			else if (!isWorthRetrying(attempt.status)) event.outcome = 'refused';
			onFirst();
			if (event.outcome !== 'sending') break;
		}
		if (event.outcome === 'sending') event.outcome = 'given_up';
		if (event.outcome === 'delivered') options.log.eventsDelivered++;
		else options.log.eventsFailed++;
		onFirst();
		return event;
	};

	return {
		stop: () => stopping.abort(),
		send(referral, type, data) {
			const event: SentEvent = {
				webhookId: `msg_${randomBytes(12).toString('hex')}`,
				type,
				data,
				attempts: [],
				outcome: 'sending',
			};
			referral.events.push(event);
			const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data });
			const url = referral.appointmentRequest?.reply.eventsUrl ?? referral.request.reply.eventsUrl;
			let onFirst = () => {};
			const first = new Promise<SentEvent>((resolve) => {
				onFirst = () => resolve(event);
			});
			return { event, first, done: deliver(event, url, body, onFirst) };
		},
	};
}
