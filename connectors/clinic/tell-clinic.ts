import { signWebhook } from '../../core/webhooks/standard-webhooks';
import { heard, type Http } from '../http';

/** What a hospital says to the clinic that referred, in the protocol of docs/hospital-webhook.md. */
export interface ClinicMessage {
	/** The same on every try; without dots. */
	id: string;
	type: string;
	data: object;
}

export type Told =
	| { ok: true }
	/** `isFinal`: the same message would be refused again. */
	| { ok: false; isFinal: boolean; status: number };

/** Answers after which another try makes sense; 404 also comes from a desk that is just starting. */
const isPassing = (status: number): boolean =>
	status === 0 || status >= 500 || [404, 408, 409, 425, 429].includes(status);

/**
 * Posts one signed message to the address that came with the referral. Each clinic gave a secret of its
 * own; all are used to sign, and the clinic finds the one it knows. `now` is ISO UTC.
 */
export async function tellClinic(
	{ http, secrets, now }: { http: Http; secrets: readonly string[]; now: string },
	eventsUrl: string,
	{ id, type, data }: ClinicMessage,
): Promise<Told> {
	const body = JSON.stringify({ type, timestamp: now, data });
	const timestampSeconds = Math.floor(Date.parse(now) / 1000);
	const signatures = secrets.map((secret) => signWebhook({ id, timestampSeconds, body }, secret));
	const answer = await http({
		method: 'POST',
		url: eventsUrl,
		headers: {
			'content-type': 'application/json',
			'webhook-id': id,
			'webhook-timestamp': String(timestampSeconds),
			'webhook-signature': signatures.join(' '),
		},
		body,
	});
	const { status } = heard(answer);
	if (status >= 200 && status < 300) return { ok: true };
	return { ok: false, isFinal: !isPassing(status), status: answer.status };
}
