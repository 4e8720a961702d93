import { z } from 'zod';
import { ok, refuse, type Result } from '../../core/result';
import type { Http, HttpResponse } from '../http';

/** A text to one number. */
export interface SmsRequest {
	/** E.164, e.g. +15550100. */
	to: string;
	body: string;
	/** ISO UTC of an earlier try of this very text: it is looked for before anything is sent. */
	lookUpSince?: string;
	/** ISO UTC of this try; where a look-up after a lost answer starts. */
	now: string;
	/** ISO UTC after which the text must not arrive any more; Twilio then drops it from its queue. */
	validUntil?: string;
}

export interface SmsSent {
	sid: string;
	status: string;
	/** True when an earlier try turned out to have been sent. */
	found: boolean;
}

export interface TwilioOptions {
	/** Without trailing slash, e.g. https://api.twilio.com */
	baseUrl: string;
	accountSid: string;
	/** The sending number, or a messaging service id (`MG…`). */
	from: string;
	http: Http;
}

const messageSchema = z.object({
	sid: z.string(),
	status: z.string().default('queued'),
	body: z.string().nullish(),
	to: z.string().nullish(),
	direction: z.string().nullish(),
	date_created: z.string().nullish(),
});
const accountSchema = z.object({ friendly_name: z.string().nullish(), status: z.string() });
const listSchema = z.object({ messages: z.array(messageSchema) });
const faultSchema = z.object({ code: z.number(), message: z.string() });

/**
 * A text that is still queued has no sending date, so Twilio's own filter by date would miss it: the
 * newest hundred texts to the number are read, and the time they were made is compared here.
 */
const slackMs = 120_000;

/** Twilio takes a validity of 1 second to 10 hours (errors 21624, 30045). */
const longestValidity = 36_000;

const validityOf = ({ now, validUntil }: SmsRequest): Record<string, string> => {
	if (validUntil === undefined) return {};
	const seconds = Math.floor((Date.parse(validUntil) - Date.parse(now)) / 1000);
	return { ValidityPeriod: String(Math.min(longestValidity, Math.max(1, seconds))) };
};

/**
 * Twilio's Programmable Messaging API (Messages resource, API version 2010-04-01). It has no
 * idempotency key, so a text whose fate is unknown is looked up in the message list by number and
 * exact words, and handed to a person when it cannot be known.
 */
export function createTwilio(options: TwilioOptions) {
	const { accountSid, http } = options;
	const base = options.baseUrl.replace(/\/+$/, '');
	const url = `${base}/2010-04-01/Accounts/${accountSid}/Messages.json`;

	async function lookUp(request: SmsRequest, since: string): Promise<Result<SmsSent | undefined>> {
		const answer = await http({
			method: 'GET',
			url,
			query: { To: request.to, PageSize: '100' },
		});
		const list = listSchema.safeParse(answer.body);
		if (answer.status !== 200 || !list.success) {
			return refuse(
				'unknown_fate',
				'It is not known whether a text to the owner went out, and Twilio could not be asked.',
				'Look into the Twilio log, or call the owner.',
			);
		}
		const earliest = Date.parse(since) - slackMs;
		const found = list.data.messages.find(
			(message) =>
				message.body === request.body &&
				!(message.direction ?? '').startsWith('inbound') &&
				(!message.date_created || Date.parse(message.date_created) >= earliest),
		);
		return ok(found && { sid: found.sid, status: found.status, found: true });
	}

	return {
		/** Asks whether the account works, without sending anything. `date` is the provider's clock. */
		async account(): Promise<Result<{ name: string; date?: string }>> {
			const answer = await http({
				method: 'GET',
				url: `${base}/2010-04-01/Accounts/${accountSid}.json`,
			});
			const account = accountSchema.safeParse(answer.body);
			if (answer.status !== 200 || !account.success) return refusalOf(answer);
			if (account.data.status !== 'active') {
				return refuse(
					'account_not_active',
					`Twilio says the account is ${account.data.status}.`,
					'Look into the Twilio console; it sends nothing until the account is active.',
				);
			}
			const { date } = answer.headers;
			return ok({ name: account.data.friendly_name ?? accountSid, ...(date ? { date } : {}) });
		},

		/** Sends one text, at most once. */
		async send(request: SmsRequest): Promise<Result<SmsSent>> {
			if (request.lookUpSince !== undefined) {
				const earlier = await lookUp(request, request.lookUpSince);
				if (!earlier.ok) return earlier;
				if (earlier.value) return ok(earlier.value);
			}
			const sender = options.from.startsWith('MG') ? 'MessagingServiceSid' : 'From';
			const answer = await http({
				method: 'POST',
				url,
				body: new URLSearchParams({
					To: request.to,
					[sender]: options.from,
					Body: request.body,
					...validityOf(request),
				}),
			});
			const message = messageSchema.safeParse(answer.body);
			if (answer.status === 201 && message.success) {
				return ok({ sid: message.data.sid, status: message.data.status, found: false });
			}
			if (answer.status === 0 || answer.status >= 500) {
				const later = await lookUp(request, request.now);
				if (!later.ok) return later;
				if (later.value) return ok(later.value);
			}
			return refusalOf(answer);
		},
	};
}

/** Error codes as documented in Twilio's error dictionary. */
function refusalOf(answer: HttpResponse): ReturnType<typeof refuse> {
	const fault = faultSchema.safeParse(answer.body);
	const code = fault.success ? fault.data.code : answer.status;
	switch (code) {
		case 21610:
			return refuse(
				'opted_out',
				'The owner has opted out of texts at the phone company.',
				'Call the owner; the referral goes on.',
			);
		case 21211:
		case 21614:
			return refuse(
				'bad_number',
				'The phone number of the owner cannot receive texts.',
				'Correct the number in the practice system and call the owner.',
			);
		case 20003:
		case 401:
			return refuse(
				'not_authorised',
				'Twilio did not accept the credential.',
				'Check account, token and number in the Twilio credential.',
			);
		case 429:
		case 20429:
			return refuse(
				'busy',
				'Twilio is taking no more texts at the moment.',
				'Call the owner, or try again in a few minutes.',
			);
		case 0:
			return refuse(
				'unreachable',
				'Twilio could not be reached, and no text went out.',
				'Call the owner, or try again when the connection works.',
			);
		default:
			return refuse(
				'not_sent',
				`Twilio did not take the text (${code}).`,
				'Look the number up in the Twilio error list, or call the owner.',
			);
	}
}
