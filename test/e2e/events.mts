import axios from 'axios';
import { Webhook } from 'standardwebhooks';
import { secretOf, type World } from '../../scripts/demo/world.mts';

export interface SignedEvent {
	/** The number of the message: the same for every try of it. */
	id: string;
	type: string;
	data: Record<string, unknown>;
	/** When it was signed; now if not said. */
	at?: Date;
	secret?: string;
}

/** Where the hospital was told to send what it says of a case. */
export function eventsUrlOf(world: World, specialistId: string, caseId: string): string {
	const referral = world.hospitals[specialistId]?.referrals().find((one) => one.caseId === caseId);
	if (!referral) throw new Error(`Hospital ${specialistId} has no referral ${caseId}.`);
	return referral.request.reply.eventsUrl;
}

/** Posts what a hospital says, signed with its secret (or another). */
export async function say(
	url: string,
	specialistId: string,
	{ id, type, data, at = new Date(), secret = secretOf(specialistId) }: SignedEvent,
): Promise<{ status: number; body: { status?: string; message?: string; hint?: string } }> {
	const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
	const answer = await axios.post(url, body, {
		proxy: false,
		validateStatus: () => true,
		headers: {
			'content-type': 'application/json',
			'webhook-id': id,
			'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
			'webhook-signature': new Webhook(secret).sign(id, at, body),
		},
	});
	return { status: answer.status, body: answer.data };
}

/** Who speaks for the hospital in these tests. */
export const coordinator = { name: 'Casey Coordinator', role: 'referral coordinator' };
