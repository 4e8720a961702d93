import { Webhook } from 'standardwebhooks';
import { tellClinic } from '../../../../connectors/clinic/tell-clinic';
import type { HttpRequest } from '../../../../connectors/http';

const secrets = ['one', 'two'].map(
	(word) => `whsec_${Buffer.from(`a secret of the tests ${word}`).toString('base64')}`,
);
const message = { id: 'ack-dlv-1', type: 'ack.received', data: { caseId: 'REF-1a2b3c4d5e6f' } };

async function tell(status: number, body: unknown = { status: 'received' }) {
	const sent: HttpRequest[] = [];
	const now = new Date().toISOString();
	const told = await tellClinic(
		{
			http: async (request) => {
				sent.push(request);
				return { status, headers: {}, body };
			},
			secrets,
			now,
		},
		'https://clinic.example.com/events?specialist=s1',
		message,
	);
	return { told, request: sent[0] as HttpRequest };
}

describe('telling the referring clinic', () => {
	it('signs so that each clinic finds the secret it gave', async () => {
		const { told, request } = await tell(200);
		expect(told).toEqual({ ok: true });
		expect(request.url).toBe('https://clinic.example.com/events?specialist=s1');
		for (const secret of secrets) {
			const read = new Webhook(secret).verify(String(request.body), request.headers ?? {});
			expect(read).toMatchObject({ type: 'ack.received', data: message.data });
		}
	});

	it.each([0, 404, 408, 409, 429, 500, 503])('may be tried again after %d', async (status) => {
		expect((await tell(status)).told).toEqual({ ok: false, isFinal: false, status });
	});

	it.each([301, 400, 401, 422])('is refused for good with %d', async (status) => {
		expect((await tell(status)).told).toEqual({ ok: false, isFinal: true, status });
	});

	it('takes no bare 200 of a system that is starting for a receipt', async () => {
		expect((await tell(200, 'n8n is starting up. Please wait')).told).toEqual({
			ok: false,
			isFinal: false,
			status: 200,
		});
	});
});
