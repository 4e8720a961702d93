import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { readBody, sendJson, startHttp } from '../shared/http.mts';

export const SECRET = `whsec_${Buffer.from('a shared secret of the tests 123').toString('base64')}`;
export const CASE = 'REF-0000000000a1';

export const hex = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export interface Received {
	webhookId: string;
	body: { type: string; data: Record<string, any> };
}

/** A referring clinic: takes the hospital's events, hands out files and signs what it sends. */
export async function startClinic() {
	const received: Received[] = [];
	const files = new Map<string, Buffer>();
	/** What it says next: a status, or the bare text of a server that is starting. */
	const answers: Array<number | string> = [];
	let slowMs = 0;
	const webhook = new Webhook(SECRET);
	const server = await startHttp(async (req: IncomingMessage, res: ServerResponse) => {
		const url = new URL(req.url ?? '/', 'http://clinic');
		const bytes = files.get(url.pathname);
		if (bytes) return void res.end(bytes);
		if (url.pathname !== '/events') return sendJson(res, 404, {});
		const text = (await readBody(req)).toString('utf8');
		webhook.verify(text, req.headers as Record<string, string>);
		received.push({ webhookId: String(req.headers['webhook-id']), body: JSON.parse(text) });
		if (slowMs > 0) await new Promise((resolve) => setTimeout(resolve, slowMs));
		const status = answers.shift() ?? 200;
		if (typeof status === 'string') return void res.end(status);
		sendJson(res, status, status === 200 ? { status: 'received' } : { message: 'not now' });
	});
	return {
		...server,
		received,
		files,
		answers,
		types: () => received.map((one) => one.body.type),
		slow: (ms: number) => void (slowMs = ms),
	};
}

export type Clinic = Awaited<ReturnType<typeof startClinic>>;

/** A whole referral with one real file behind its address. */
export function referralFor(clinic: Clinic, change: Record<string, unknown> = {}) {
	const bytes = Buffer.from('pretend radiograph of Biscuit');
	clinic.files.set('/files/xray.jpg', bytes);
	const file = {
		name: 'thorax lateral.jpg',
		kind: 'radiograph',
		mimeType: 'image/jpeg',
		size: bytes.length,
		sha256: hex(bytes),
		url: `${clinic.url}/files/xray.jpg`,
	};
	const line = JSON.stringify([file.name, file.kind, file.mimeType, file.size, file.sha256]);
	return {
		caseId: CASE,
		deliveryId: 'dlv-1',
		packetVersion: 1,
		urgency: 'routine',
		specialty: 'cardiology',
		clinicalQuestion: 'Is this murmur <b>important</b>?',
		referrer: {
			clinic: 'Placeholder Vets',
			vet: 'Dr Vera Sample',
			phone: '+15555550100',
			email: 'vera@example.com',
			timeZone: 'America/Chicago',
		},
		specialist: { id: 'northside-cardio', hospital: 'Northside', service: 'Cardiology' },
		owner: {
			name: 'Olive Owner',
			phone: '+15555550199',
			email: 'olive@example.com',
			language: 'en',
			preferredChannel: 'sms',
		},
		patient: {
			name: 'Biscuit',
			species: 'dog',
			breed: 'Cavalier',
			sex: 'female neutered',
			dateOfBirth: '2016-04-01',
			weightKg: 9.4,
			microchip: '900000000000001',
			pimsId: '42',
		},
		packet: { history: 'Coughing at night.' },
		files: [file],
		manifestSha256: hex(Buffer.from(line)),
		reply: {
			eventsUrl: `${clinic.url}/events?specialistId=northside-cardio`,
			pageUrl: `${clinic.url}/page`,
			specialistId: 'northside-cardio',
		},
		...change,
	};
}

interface PostOptions {
	id?: string;
	/** Seconds added to the time in the signature. */
	age?: number;
	secret?: string;
	tamper?: (body: string) => string;
}

/** Signs and posts a message as a referring clinic does. */
export async function post(
	url: string,
	type: string,
	data: Record<string, unknown>,
	{ id, age = 0, secret = SECRET, tamper = (body) => body }: PostOptions = {},
) {
	const at = new Date(Date.now() - age * 1000);
	const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
	const webhookId = id ?? `msg_${randomBytes(8).toString('hex')}`;
	const response = await fetch(url, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			'webhook-id': webhookId,
			'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
			'webhook-signature': new Webhook(secret).sign(webhookId, at, body),
		},
		body: tamper(body),
	});
	return { status: response.status, body: (await response.json()) as Record<string, any> };
}
