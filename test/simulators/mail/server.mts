import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import type { AddressObject, ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { sendHtml, sendJson, startHttp } from '../shared/http.mts';
import { inboxPage, mailPage, MAIL_CSP } from './pages.mts';

export interface MailAttachment {
	name: string;
	mimeType: string;
	size: number;
	sha256: string;
	bytes: Buffer;
}

export interface ReceivedMail {
	id: number;
	receivedAt: string;
	/** Sender and recipients of the SMTP envelope, which is what counts for delivery. */
	envelope: { from: string; to: string[] };
	/** The account that logged in, if one did. */
	user?: string;
	messageId: string;
	from: string;
	to: string;
	cc: string;
	subject: string;
	text: string;
	html: string;
	headers: Record<string, string>;
	attachments: MailAttachment[];
}

export interface MailOptions {
	smtpPort?: number;
	httpPort?: number;
	/** The largest message taken, in bytes; default 50 MB. */
	maxBytes?: number;
}

export interface RunningMail {
	smtpPort: number;
	url: string;
	port: number;
	messages(): ReceivedMail[];
	reset(): void;
	close(): Promise<void>;
}

const addresses = (value: AddressObject | AddressObject[] | undefined): string =>
	[value ?? []]
		.flat()
		.map((one) => one.text)
		.join(', ');

function toMail(id: number, parsed: ParsedMail): Omit<ReceivedMail, 'envelope' | 'user'> {
	return {
		id,
		receivedAt: new Date().toISOString(),
		messageId: parsed.messageId ?? '',
		from: addresses(parsed.from),
		to: addresses(parsed.to),
		cc: addresses(parsed.cc),
		subject: parsed.subject ?? '',
		text: parsed.text ?? '',
		html: parsed.html || '',
		headers: Object.fromEntries(
			parsed.headerLines.map(({ key, line }) => [key, line.slice(key.length + 1).trim()]),
		),
		attachments: parsed.attachments.map((attachment, n) => ({
			name: attachment.filename ?? `attachment-${n + 1}`,
			mimeType: attachment.contentType,
			size: attachment.content.length,
			sha256: createHash('sha256').update(attachment.content).digest('hex'),
			bytes: attachment.content,
		})),
	};
}

async function startSmtp(mails: ReceivedMail[], options: MailOptions): Promise<SMTPServer> {
	let lastId = 0;
	const smtp = new SMTPServer({
		disabledCommands: ['STARTTLS'],
		authOptional: true,
		allowInsecureAuth: true,
		disableReverseLookup: true,
		size: options.maxBytes ?? 50 * 1024 * 1024,
		onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'unknown' }),
		onData: (stream, session, done) => {
			const { mailFrom, rcptTo } = session.envelope;
			simpleParser(stream)
				.then((parsed) => {
					if (stream.sizeExceeded) {
						const tooLarge = new Error('Message is larger than this server takes');
						done(Object.assign(tooLarge, { responseCode: 552 }));
						return;
					}
					mails.push({
						...toMail(++lastId, parsed),
						envelope: {
							from: mailFrom ? mailFrom.address : '',
							to: rcptTo.map((recipient) => recipient.address),
						},
						...(session.user && { user: String(session.user) }),
					});
					done();
				})
				.catch((error: unknown) => done(error instanceof Error ? error : new Error('unreadable')));
		},
	});
	// A client that hangs up is its own affair and must not end the server.
	smtp.on('error', () => undefined);
	await new Promise<void>((resolve, reject) => {
		smtp.server.once('error', reject);
		smtp.listen(options.smtpPort ?? 0, '127.0.0.1', () => resolve());
	});
	return smtp;
}

const withoutBytes = (mail: ReceivedMail) => ({
	...mail,
	attachments: mail.attachments.map(({ bytes: _bytes, ...rest }) => rest),
});

/** Starts an SMTP server that keeps every mail, and an inbox to look at them. */
export async function startMail(options: MailOptions = {}): Promise<RunningMail> {
	const mails: ReceivedMail[] = [];
	const smtp = await startSmtp(mails, options);
	const http = await startHttp((req, res) => {
		const path = new URL(req.url ?? '/', 'http://mail').pathname;
		if (path === '/_sim/state') return sendJson(res, 200, { messages: mails.map(withoutBytes) });
		if (path === '/_sim/reset' && req.method === 'POST') {
			mails.length = 0;
			return sendJson(res, 200, { status: 'reset' });
		}
		if (path === '/') return sendHtml(res, 200, inboxPage(mails), { refresh: '5' });
		const [, id, index] = /^\/mails\/(\d+)(?:\/attachments\/(\d+))?$/.exec(path) ?? [];
		const mail = mails.find((one) => String(one.id) === id);
		if (!mail) return sendJson(res, 404, { message: 'No such mail.' });
		if (index === undefined) {
			return sendHtml(res, 200, mailPage(mail), { 'content-security-policy': MAIL_CSP });
		}
		const attachment = mail.attachments[Number(index)];
		if (!attachment) return sendJson(res, 404, { message: 'No such attachment.' });
		res.writeHead(200, {
			'content-type': attachment.mimeType,
			'content-length': attachment.bytes.length,
			'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(attachment.name)}`,
			'x-content-type-options': 'nosniff',
		});
		res.end(attachment.bytes);
	}, options.httpPort);
	return {
		smtpPort: (smtp.server.address() as AddressInfo).port,
		url: http.url,
		port: http.port,
		messages: () => [...mails],
		reset: () => {
			mails.length = 0;
		},
		close: async () => {
			await new Promise<void>((resolve) => smtp.close(() => resolve()));
			await http.close();
		},
	};
}
