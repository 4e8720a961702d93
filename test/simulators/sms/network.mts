import { randomBytes } from 'node:crypto';
import {
	repliesIn,
	segmentsOf,
	STARTED,
	START_WORDS,
	STOPPED,
	STOP_WORDS,
	twilioSignature,
} from './twilio.mts';
import type { PhoneLog, SmsMessage, SmsStatus, Switches } from './types.mts';

const LOG_LIMIT = 2000;

/** The mobile network: messages, opt-outs, delivery over time and the calls to webhooks. */
export class Network {
	readonly messages: SmsMessage[] = [];
	/** Pairs "sender>recipient" that the recipient has stopped. */
	readonly stopped = new Set<string>();
	readonly switches: Switches;
	readonly log: PhoneLog = {
		created: 0,
		refused: 0,
		badAuth: 0,
		dropped: 0,
		lookups: 0,
		inboundPosted: 0,
		inboundFailed: 0,
		callbacksPosted: 0,
		callbacksFailed: 0,
		entries: [],
	};
	private readonly accountSid: string;
	private readonly authToken: string;
	private readonly closing = new AbortController();
	private readonly timers = new Set<NodeJS.Timeout>();
	private readonly background = new Set<Promise<unknown>>();

	constructor(accountSid: string, authToken: string, switches: Switches) {
		this.accountSid = accountSid;
		this.authToken = authToken;
		this.switches = switches;
	}

	note(what: string, sid?: string, detail?: string): void {
		const at = new Date().toISOString();
		this.log.entries.push({ at, what, ...(sid && { sid }), ...(detail && { detail }) });
		if (this.log.entries.length > LOG_LIMIT) this.log.entries.shift();
	}

	isStopped(from: string, to: string): boolean {
		return this.stopped.has(`${from}>${to}`);
	}

	/** Takes a text into the network and lets it travel on. */
	send(
		text: Pick<SmsMessage, 'from' | 'to' | 'body'> & { statusCallback?: string },
		direction: 'outbound-api' | 'outbound-reply' = 'outbound-api',
	): SmsMessage {
		const message = this.add({ ...text, direction, status: 'queued' });
		this.log.created++;
		this.note(`${direction} created`, message.sid);
		this.after(this.switches.sentAfterMs, () => this.travel(message));
		return message;
	}

	private add(
		part: Pick<SmsMessage, 'from' | 'to' | 'body' | 'direction' | 'status' | 'statusCallback'>,
		sid = `SM${randomBytes(16).toString('hex')}`,
	): SmsMessage {
		const now = new Date();
		const message: SmsMessage = {
			...part,
			sid,
			segments: segmentsOf(part.body),
			dateCreated: now,
			dateUpdated: now,
			dateSent: part.direction === 'inbound' ? now : null,
			errorCode: null,
		};
		this.messages.push(message);
		return message;
	}

	private travel(message: SmsMessage): void {
		this.become(message, 'sent');
		this.after(this.switches.deliveredAfterMs, () => {
			if (this.switches.unreachable.includes(message.to)) {
				message.errorCode = 30003;
				this.become(message, 'undelivered');
			} else this.become(message, 'delivered');
		});
	}

	private become(message: SmsMessage, status: SmsStatus): void {
		message.status = status;
		message.dateUpdated = new Date();
		message.dateSent ??= message.dateUpdated;
		if (!message.statusCallback) return;
		const posted = this.post(message.statusCallback, message.statusCallback, {
			...this.common(message),
			SmsStatus: status,
			MessageStatus: status,
			...(message.errorCode && { ErrorCode: String(message.errorCode) }),
		});
		this.inBackground(
			posted.then(({ status: answered }) => {
				if (answered >= 200 && answered < 300) this.log.callbacksPosted++;
				else this.log.callbacksFailed++;
			}),
		);
	}

	private common(message: SmsMessage): Record<string, string> {
		return {
			AccountSid: this.accountSid,
			ApiVersion: '2010-04-01',
			From: message.from,
			To: message.to,
			MessageSid: message.sid,
			SmsSid: message.sid,
		};
	}

	/** Posts a form signed as Twilio signs it; status 0 means no connection or no answer. */
	private async post(url: string, signedUrl: string, fields: Record<string, string>) {
		try {
			const response = await fetch(url, {
				method: 'POST',
				headers: {
					'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
					'user-agent': 'TwilioProxy/1.1',
					'x-twilio-signature': twilioSignature(this.authToken, signedUrl, fields),
				},
				body: new URLSearchParams(fields).toString(),
				signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(15_000)]),
			});
			return { status: response.status, answer: (await response.text()).slice(0, 4000) };
		} catch (error) {
			const cause = error instanceof Error ? (error.cause ?? error) : error;
			return { status: 0, answer: String(cause) };
		}
	}

	/** The owner's phone sends a text. The same sid again is a repeated webhook, not a new text. */
	async receive(from: string, to: string, body: string, sid?: string): Promise<SmsMessage> {
		const repeated = this.messages.find((message) => message.sid === sid);
		const part = { from, to, body, direction: 'inbound', status: 'received' } as const;
		const message = repeated ?? this.add(part, sid);
		if (!repeated) this.applyKeyword(message);
		const { inboundUrl, publicInboundUrl } = this.switches;
		if (!inboundUrl) return message;
		message.webhook = await this.post(inboundUrl, publicInboundUrl || inboundUrl, {
			...this.common(message),
			SmsMessageSid: message.sid,
			SmsStatus: 'received',
			Body: message.body,
			NumMedia: '0',
			NumSegments: String(message.segments),
		});
		const { status, answer } = message.webhook;
		if (status >= 200 && status < 300) {
			this.log.inboundPosted++;
			for (const text of repliesIn(answer)) {
				const reply = { from: to, to: from, body: text };
				if (text && !this.isStopped(to, from)) this.send(reply, 'outbound-reply');
			}
		} else this.log.inboundFailed++;
		this.note('inbound posted', message.sid, `answered ${status}`);
		return message;
	}

	/** STOP blocks the pair at once and is confirmed by the network itself, as is START. */
	private applyKeyword({ from, to, body }: SmsMessage): void {
		const word = body.trim().toUpperCase();
		const pair = `${to}>${from}`;
		if (STOP_WORDS.includes(word) && !this.stopped.has(pair)) {
			this.stopped.add(pair);
			this.send({ from: to, to: from, body: STOPPED }, 'outbound-reply');
		} else if (START_WORDS.includes(word) && this.stopped.delete(pair)) {
			this.send({ from: to, to: from, body: STARTED }, 'outbound-reply');
		}
	}

	private after(ms: number, work: () => void): void {
		if (ms <= 0) return work();
		const timer = setTimeout(() => {
			this.timers.delete(timer);
			work();
		}, ms);
		this.timers.add(timer);
	}

	private inBackground(work: Promise<unknown>): void {
		const tracked = work.finally(() => this.background.delete(tracked));
		this.background.add(tracked);
	}

	forget(): void {
		this.messages.length = 0;
		this.stopped.clear();
	}

	async stop(): Promise<void> {
		for (const timer of this.timers) clearTimeout(timer);
		this.closing.abort();
		await Promise.all(this.background);
	}
}
