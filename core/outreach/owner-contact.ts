import { z } from 'zod';

export const messageChannels = ['sms', 'email'] as const;
export type MessageChannel = (typeof messageChannels)[number];

/** An owner as messages need them: addresses, consent, opt-outs, brakes. One row of the ledger. */
export const ownerContactSchema = z.object({
	name: z.string(),
	phone: z.string().optional(),
	email: z.string().optional(),
	language: z.string().default('en'),
	/** IANA zone, only if it is really known. */
	timeZone: z.string().optional(),
	/** Zones the owner may be in when none is known, from the postal code, say. */
	timeZoneCandidates: z.array(z.string()).optional(),
	preferredChannel: z.enum(['sms', 'email', 'phone']).default('sms'),
	smsConsent: z
		.object({
			given: z.boolean(),
			at: z.string().optional(),
			how: z.string().optional(),
			wording: z.string().optional(),
		})
		.default({ given: false }),
	emailAllowed: z.boolean().default(false),
	optedOut: z.array(z.enum(['sms', 'email', 'phone'])).default([]),
	/** Last automatic text to this owner, on any case, as an ISO instant. */
	lastAutomaticAt: z.string().optional(),
	/** Why all automation is off for this owner (death, complaint, …); a person takes it off. */
	brake: z.string().optional(),
});
export type OwnerContact = z.infer<typeof ownerContactSchema>;

/** An earlier automatic message about the same booking. */
export interface PastTouch {
	/** ISO instant of the intent or the send. */
	at: string;
	/** 1 for the first touch of the plan. */
	number: number;
	status: 'pending' | 'sent' | 'handed_off' | 'delivered' | 'failed' | 'answered';
	/** Text message unless said otherwise. */
	channel?: MessageChannel;
}

export type ChannelObstacle =
	| 'no_contact'
	| 'no_consent'
	| 'opted_out'
	| 'max_unanswered'
	| 'delivery_failed';

export type ChannelCheck = { open: true } | { open: false; obstacle: ChannelObstacle };

const isText = (touch: PastTouch): boolean => (touch.channel ?? 'sms') === 'sms';

/** Texts that reached the owner since the last answer; a failed delivery is no silence. */
export const unansweredTexts = (touches: PastTouch[]): number => {
	const sorted = [...touches].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
	const lastAnswer = sorted.map((touch) => touch.status).lastIndexOf('answered');
	return sorted.slice(lastAnswer + 1).filter((touch) => isText(touch) && touch.status !== 'failed')
		.length;
};

const hasFailed = (touches: PastTouch[], number: number, channel: MessageChannel): boolean =>
	touches.some(
		(touch) =>
			touch.number === number && touch.status === 'failed' && (touch.channel ?? 'sms') === channel,
	);

/**
 * Whether a channel may be used for a touch at all. No text without recorded consent, none after
 * an opt-out, never more unanswered ones in a row than allowed.
 */
export const checkChannel = (
	channel: MessageChannel,
	owner: OwnerContact,
	touches: PastTouch[],
	number: number,
	maxUnanswered: number,
): ChannelCheck => {
	const blocked = (obstacle: ChannelObstacle): ChannelCheck => ({ open: false, obstacle });
	const address = channel === 'sms' ? owner.phone : owner.email;
	if (owner.optedOut.includes(channel)) return blocked('opted_out');
	if ((address ?? '').trim() === '') return blocked('no_contact');
	const allowed = channel === 'sms' ? owner.smsConsent.given : owner.emailAllowed;
	if (!allowed) return blocked('no_consent');
	if (hasFailed(touches, number, channel)) return blocked('delivery_failed');
	if (channel === 'sms' && unansweredTexts(touches) >= maxUnanswered) {
		return blocked('max_unanswered');
	}
	return { open: true };
};
