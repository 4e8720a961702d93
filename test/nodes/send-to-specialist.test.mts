import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { createMessageChannel } from '../../connectors/specialist/message';
import { createWebhookChannel } from '../../connectors/specialist/webhook';
import type { HttpRequest, HttpResponse } from '../../connectors/http';
import type { Delivery, Mail, Notice, SendOutcome } from '../../connectors/specialist/specialist';
import { samplePacket } from './packets.mts';

const secret = `whsec_${Buffer.from('only-for-tests-hospital').toString('base64')}`;
const reply = {
	eventsUrl: 'https://clinic.example.com/webhook/vet-referral/events?specialist=a',
	pageUrl: 'https://clinic.example.com/webhook/vet-referral/case?t=token&x=1',
	specialistId: 'a',
};

const delivery = (more: Partial<Delivery> = {}): Delivery => ({
	caseId: 'REF-0123456789ab',
	deliveryId: 'REF-0123456789ab/d1',
	packet: samplePacket(),
	files: [],
	manifestSha256: '0'.repeat(64),
	vet: 'Dr Vera Sample',
	reply,
	...more,
});

const notice: Notice = {
	caseId: 'REF-0123456789ab',
	noticeId: 'REF-0123456789ab/appt/2026-12-03T16:00:00.000Z',
	type: 'appointment.requested',
	data: { slot: { start: '2026-12-03T16:00:00.000Z' } },
	urgency: 'routine',
	owner: { name: 'Olive Owner' },
	clinic: { name: 'Oak Street Sample Clinic' },
	patient: 'Biscuit',
	reply,
};

function webhook(answer: Partial<HttpResponse>) {
	const requests: HttpRequest[] = [];
	const channel = createWebhookChannel({
		inboundUrl: 'https://hospital.example.com/inbound',
		secret,
		now: () => new Date().toISOString(),
		http: async (request) => {
			requests.push(request);
			return { status: 200, headers: {}, body: {}, ...answer };
		},
	});
	return { channel, requests };
}

test.each([
	[200, { reference: 'H-1' }, { status: 'delivered', reference: 'H-1' }],
	[202, 'no JSON', { status: 'delivered' }],
	[
		200,
		'n8n is starting up. Please wait',
		{ status: 'failed', isFinal: false, refusal: { code: 'unavailable' } },
	],
	[409, { reference: 17 }, { status: 'delivered', reference: '17' }],
	[0, 'ECONNREFUSED', { status: 'failed', isFinal: false, refusal: { code: 'unknown_fate' } }],
	[503, '', { status: 'failed', isFinal: false, refusal: { code: 'unavailable' } }],
	[429, '', { status: 'failed', isFinal: false, refusal: { code: 'unavailable' } }],
	[410, '', { status: 'failed', isFinal: true, refusal: { code: 'not_taking_referrals' } }],
	[401, '', { status: 'failed', isFinal: true, refusal: { code: 'signature_refused' } }],
	[302, '', { status: 'failed', isFinal: true, refusal: { code: 'address_moved' } }],
	[422, '', { status: 'failed', isFinal: true, refusal: { code: 'rejected' } }],
] as const)('an answer %i is understood', async (status, body, expected) => {
	const { channel } = webhook({ status, body });
	expect(await channel.send(delivery())).toMatchObject(expected as object);
});

test('what leaves is signed over its exact bytes, also when the number of a notice holds a dot', async () => {
	const { channel, requests } = webhook({});
	await channel.send(delivery());
	await channel.tell(notice);
	for (const { body, headers } of requests) {
		expect(new Webhook(secret).verify(body as string, headers!)).toMatchObject({
			data: { caseId: 'REF-0123456789ab' },
		});
	}
	expect(requests[0]!.headers!['webhook-id']).toBe('REF-0123456789ab/d1');
});

const mailOf = (outcome: SendOutcome): Mail => {
	if (outcome.status !== 'handOff') throw new Error(`Got ${outcome.status}.`);
	return outcome.mail;
};
const mailer = createMessageChannel({
	email: 'referrals@hospital.example.com',
	attached: false,
	timeZone: 'America/Chicago',
});

test('whatever people wrote, a mail holds no markup of theirs and its subject is one line', async () => {
	const odd = fc.stringMatching(/^[<>"'&\r\n a-z/=]{1,40}$/);
	await fc.assert(
		fc.asyncProperty(odd, odd, odd, async (name, question, file) => {
			const packet = samplePacket({ clinicalQuestion: question });
			packet.patient.name = name;
			const files = [
				{
					name: file,
					kind: 'other',
					mimeType: 'text/plain',
					size: 5,
					sha256: '0'.repeat(64),
					url: 'https://clinic.example.com/f?a=1&b="',
				},
			];
			const mail = mailOf(await mailer.send(delivery({ packet, files })));
			expect(mail.subject).not.toMatch(/[\r\n]/);
			const rest = mail.html.replace(
				/<\/?(p|br|table|tr|th|td|ul|li|a|strong)( (href|align|valign|style)="[^"<>]*")*>/g,
				'',
			);
			expect(rest).not.toMatch(/[<>]/);
		}),
	);
});

test('a wished time is written in the zone of the hospital', async () => {
	const { text } = mailOf(await mailer.tell(notice));
	expect(text).toContain('Thursday 3 December 2026, 10:00 (America/Chicago)');
	expect(text).toContain(reply.pageUrl);
});

test('a routine notice is left to the daily mail of the hospital; the packet and what is urgent are not', async () => {
	const daily = createMessageChannel({
		email: 'referrals@hospital.example.com',
		attached: false,
		timeZone: 'America/Chicago',
		digest: true,
	});
	expect(await daily.tell(notice)).toEqual({ status: 'delivered', reference: 'daily mail' });
	expect(await daily.send(delivery())).toMatchObject({ status: 'handOff' });
	for (const urgency of ['urgent', 'emergency'] as const) {
		expect(await daily.tell({ ...notice, urgency })).toMatchObject({ status: 'handOff' });
	}
	expect(await mailer.tell(notice)).toMatchObject({ status: 'handOff' });
});
