import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { startMail } from '../../simulators/mail/server.mts';
import type { RunningMail } from '../../simulators/mail/server.mts';

let mail: RunningMail;

beforeEach(async () => {
	mail = await startMail({ maxBytes: 200_000 });
});

afterEach(async () => {
	await mail.close();
});

/** Speaks SMTP by hand: sends each line after the server answered the one before. */
async function smtp(lines: string[]): Promise<string[]> {
	const socket = connect(mail.smtpPort, '127.0.0.1');
	const answers: string[] = [];
	const pending = [...lines];
	let buffer = '';
	await new Promise<void>((resolve, reject) => {
		socket.on('error', reject);
		socket.on('close', () => resolve());
		socket.on('data', (chunk) => {
			buffer += chunk.toString('utf8');
			const last = buffer.trimEnd().split('\r\n').at(-1) ?? '';
			if (!buffer.endsWith('\r\n') || !/^\d{3} /.test(last)) return;
			answers.push(buffer);
			buffer = '';
			const next = pending.shift();
			if (next === undefined) socket.end();
			else socket.write(`${next}\r\n`);
		});
	});
	return answers;
}

const BYTES = Buffer.from('%PDF-1.7 pretend report');

const letter = [
	'From: Dr Vera Sample <vera@example.com>',
	'To: Northside <intake@example.com>',
	'Subject: =?utf-8?B?UmVmZXJyYWwg4oCTIEJpc2N1aXQ=?=',
	'Message-ID: <one@example.com>',
	'X-Case: REF-TEST01',
	'MIME-Version: 1.0',
	'Content-Type: multipart/mixed; boundary=outer',
	'',
	'--outer',
	'Content-Type: multipart/alternative; boundary=inner',
	'',
	'--inner',
	'Content-Type: text/plain; charset=utf-8',
	'',
	'Please open https://clinic.example.com/c/1',
	'--inner',
	'Content-Type: text/html; charset=utf-8',
	'',
	'<p>Please <a href="https://clinic.example.com/c/1?a=1&amp;b=2">open</a></p><script>alert(1)</script>',
	'--inner--',
	'--outer',
	'Content-Type: application/pdf; name=report.pdf',
	'Content-Disposition: attachment; filename=report.pdf',
	'Content-Transfer-Encoding: base64',
	'',
	BYTES.toString('base64'),
	'--outer--',
	'.',
].join('\r\n');

const envelope = ['EHLO tests', 'MAIL FROM:<vera@example.com>', 'RCPT TO:<intake@example.com>'];

const deliver = (content = letter) =>
	smtp([...envelope, 'RCPT TO:<hidden@example.com>', 'DATA', content, 'QUIT']);

describe('the mail server', () => {
	it('takes a mail without an account and reads all of it', async () => {
		await deliver();
		expect(mail.messages()).toHaveLength(1);
		expect(mail.messages()[0]).toMatchObject({
			envelope: { from: 'vera@example.com', to: ['intake@example.com', 'hidden@example.com'] },
			subject: 'Referral – Biscuit',
			messageId: '<one@example.com>',
			headers: { 'x-case': 'REF-TEST01' },
			attachments: [
				{
					name: 'report.pdf',
					mimeType: 'application/pdf',
					size: BYTES.length,
					sha256: createHash('sha256').update(BYTES).digest('hex'),
				},
			],
		});
		expect(mail.messages()[0]?.text).toContain('https://clinic.example.com/c/1');
	});

	it('takes any account and notes which', async () => {
		const account = Buffer.from('\0clinic\0anything').toString('base64');
		const [hello = '', ...rest] = envelope;
		const answers = await smtp([hello, `AUTH PLAIN ${account}`, ...rest, 'DATA', letter, 'QUIT']);
		expect(answers[2]).toMatch(/^235/);
		expect(mail.messages()[0]?.user).toBe('clinic');
	});

	it('does not offer TLS', async () => {
		const answers = await smtp(['EHLO tests', 'QUIT']);
		expect(answers[1]).not.toContain('STARTTLS');
	});

	it('refuses a mail that is too large and keeps nothing of it', async () => {
		const large = letter.replace('Please open', `${'x'.repeat(900)}\r\n`.repeat(300));
		const answers = await deliver(large);
		expect(answers.some((answer) => answer.startsWith('552'))).toBe(true);
		expect(mail.messages()).toHaveLength(0);
	});

	it('keeps mails apart and in order', async () => {
		await deliver();
		await deliver(letter.replace('one@', 'two@'));
		expect(mail.messages().map((one) => one.messageId)).toEqual([
			'<one@example.com>',
			'<two@example.com>',
		]);
	});
});

describe('the inbox', () => {
	it('lists mails and shows one with its HTML locked in a frame', async () => {
		await deliver();
		expect(await (await fetch(mail.url)).text()).toContain('Referral – Biscuit');
		const response = await fetch(`${mail.url}/mails/1`);
		const html = await response.text();
		expect(html).toContain('sandbox="allow-popups"');
		expect(html).toContain('&lt;script&gt;');
		expect(html).not.toContain('<script>');
		expect(html).toContain('href="https://clinic.example.com/c/1?a=1&amp;b=2"');
		expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
	});

	it('gives an attachment back byte by byte', async () => {
		await deliver();
		const response = await fetch(`${mail.url}/mails/1/attachments/0`);
		expect(Buffer.from(await response.arrayBuffer())).toEqual(BYTES);
		expect(response.headers.get('content-disposition')).toContain('report.pdf');
		expect((await fetch(`${mail.url}/mails/1/attachments/9`)).status).toBe(404);
		expect((await fetch(`${mail.url}/mails/7`)).status).toBe(404);
	});

	it('gives its state as JSON without the bytes', async () => {
		await deliver();
		const state = (await (await fetch(`${mail.url}/_sim/state`)).json()) as Record<string, any>;
		expect(state.messages[0]).toMatchObject({ id: 1, attachments: [{ size: BYTES.length }] });
		expect(state.messages[0].attachments[0]).not.toHaveProperty('bytes');
		await fetch(`${mail.url}/_sim/reset`, { method: 'POST' });
		expect(mail.messages()).toHaveLength(0);
	});
});
