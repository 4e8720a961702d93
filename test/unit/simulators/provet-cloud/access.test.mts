import { startProvet } from '../../../simulators/provet-cloud/server.mts';
import type { Options, ProvetSimulator } from '../../../simulators/provet-cloud/server.mts';
import { askToken, callerOf, signedIn } from './caller.mts';

let sim: ProvetSimulator;
let clockMs = 0;
const start = async (options: Options = {}) => {
	clockMs = Date.parse('2026-11-02T15:00:00Z');
	sim = await startProvet({ clock: () => clockMs, seed: 'empty', ...options });
	return sim;
};
afterEach(() => sim.close());

describe('2.1 base URL', () => {
	it('has the tenant in every path: another tenant is not found', async () => {
		await start({ provetId: 77 });
		const caller = await signedIn(sim);
		expect((await caller.get('/department/')).status).toBe(200);
		expect((await caller.get(`${sim.url}/4021/api/0.1/department/`)).status).toBe(404);
		expect((await caller.get(`${sim.url}/77/api/0.2/department/`)).status).toBe(404);
	});

	it('answers 301 without the trailing slash, and a redirected POST arrives as a GET', async () => {
		const caller = await start().then(signedIn);
		const plain = await caller.call('GET', '/department?page_size=1', { redirect: 'manual' });
		expect([plain.status, plain.headers.get('location')]).toEqual([
			301,
			`${sim.api}/department/?page_size=1`,
		]);
		const client = { firstname: 'Lost', lastname: 'Write' };
		const lost = await caller.post('/client', client);
		expect([lost.status, lost.results, sim.store.all('client')]).toEqual([200, [], []]);
		expect(sim.log.at(-1)).toMatchObject({ method: 'GET', path: '/4021/api/0.1/client/' });
		expect((await caller.post('/client/', client)).status).toBe(201);
	});
});

describe('2.2 tokens', () => {
	it('come with HTTP Basic, with the secret in the body, and for a multipart body', async () => {
		await start();
		const { clientId: client_id, clientSecret: client_secret } = sim.client;
		const basic = await askToken(sim);
		expect(basic).toMatchObject({
			status: 200,
			body: { token_type: 'Bearer', expires_in: 36_000, scope: 'restapi' },
		});
		const inBody = await askToken(sim, { header: null, fields: { client_id, client_secret } });
		expect(inBody.status).toBe(200);
		const body = new FormData();
		body.set('grant_type', 'client_credentials');
		body.set('scope', 'restapi');
		expect((await askToken(sim, { init: { body } })).status).toBe(200);
	});

	type How = Parameters<typeof askToken>[1];
	const json = { body: '{}', headers: { 'content-type': 'application/json' } };
	const refusals: Array<[string, How, number, string]> = [
		['another scope', { fields: { scope: 'read' } }, 400, 'invalid_scope'],
		['no scope', { fields: { scope: '' } }, 400, 'invalid_scope'],
		['another grant', { fields: { grant_type: 'password' } }, 400, 'unsupported_grant_type'],
		['users', { fields: { grant_type: 'authorization_code' } }, 400, 'unauthorized_client'],
		['no secret', { header: null }, 401, 'invalid_client'],
		['a wrong secret', { header: `Basic ${btoa('demo-provet-client:no')}` }, 401, 'invalid_client'],
		['a JSON body', { init: json }, 400, 'invalid_request'],
	];
	it.each(refusals)('are refused for %s', async (_name, how, status, error) => {
		await start();
		const answer = await askToken(sim, how);
		expect([answer.status, answer.body.error]).toEqual([status, error]);
	});

	it('expire after the seconds they name', async () => {
		await start({ switches: { tokenSeconds: 120 } });
		const { body } = await askToken(sim);
		expect(body.expires_in).toBe(120);
		const caller = callerOf(sim, String(body.access_token));
		clockMs += 119_000;
		expect((await caller.get('/department/')).status).toBe(200);
		clockMs += 2_000;
		const late = await caller.get('/department/');
		expect([late.status, late.json.detail]).toEqual([401, 'The access token has expired.']);
	});

	it('can be revoked, and name the virtual user', async () => {
		await start();
		const { body } = await askToken(sim);
		const token = String(body.access_token);
		const caller = callerOf(sim, token);
		const user = await caller.get(`${sim.url}/4021/oauth2/userinfo/`);
		expect([user.json.sub, user.unverified]).toEqual(['Integration Referral demo', '1']);
		const { clientId, clientSecret } = sim.client;
		await fetch(`${sim.url}/4021/oauth2/revoke_token/`, {
			method: 'POST',
			body: new URLSearchParams({ token, client_id: clientId, client_secret: clientSecret }),
		});
		expect((await caller.get('/department/')).status).toBe(401);
	});

	it('are missed with 401; the old static token no longer works', async () => {
		await start();
		expect((await fetch(`${sim.api}/department/`)).status).toBe(401);
		expect((await callerOf(sim, 'nonsense').get('/department/')).status).toBe(401);
		const old = await fetch(`${sim.api}/department/`, {
			headers: { authorization: `Token ${sim.client.clientSecret}` },
		});
		expect([old.status, await old.json()]).toEqual([
			401,
			{ detail: 'Static tokens are no longer valid.' },
		]);
	});
});

describe('2.2 permissions', () => {
	it.each([
		['General', '/client/'],
		['Settings', '/department/'],
		['Medical', '/consultation/'],
		['Calendar', '/appointment/'],
		['Patient referrals', '/patient_referral/'],
		['Financial', '/invoice/'],
		['Stock', '/item/'],
	])('without the family %s answer 403 at %s and nowhere else', async (family, path) => {
		const caller = await start({ switches: { denied: [family] } }).then(signedIn);
		const refused = await caller.get(path);
		expect([refused.status, refused.json.detail]).toEqual([
			403,
			'You do not have permission to perform this action.',
		]);
		sim.set({ denied: [] });
		expect((await caller.get(path)).status).toBe(200);
	});

	it('can be missing for one endpoint only', async () => {
		const denied = ['department', 'note/upload', 'consultation/update_status'];
		const caller = await start({ seed: 'demo', switches: { denied } }).then(signedIn);
		expect((await caller.get('/department/')).status).toBe(403);
		expect((await caller.get('/user/')).status).toBe(200);
		expect((await caller.get('/note/1/')).status).toBe(200);
		expect((await caller.form('/note/1/upload/', new FormData())).status).toBe(403);
		expect((await caller.get('/consultation/1/')).status).toBe(200);
		const move = await caller.post('/consultation/1/update_status/', { status: 8 });
		expect(move.status).toBe(403);
	});

	it('belong to the client', async () => {
		await start();
		const client = { ...sim.client, permissions: ['General' as const] };
		await sim.close();
		const caller = await start({ clients: [client] }).then(signedIn);
		expect((await caller.get('/patient/')).status).toBe(200);
		expect((await caller.get('/consultation/')).status).toBe(403);
	});
});

describe('2.4 rate limits', () => {
	const burst = async (calls: number, path: string) => {
		const caller = await signedIn(sim);
		let last = await caller.get(path);
		for (let n = 1; n < calls; n++) last = await caller.get(path);
		return last;
	};

	it('let client through 125 times a minute and then name the wait in Retry-After', async () => {
		await start();
		expect((await burst(125, '/client/')).status).toBe(200);
		clockMs += 20_000;
		const refused = await burst(1, '/client/');
		expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '40']);
		expect((await burst(1, '/patient/')).status).toBe(200);
		clockMs += 40_001;
		expect((await burst(1, '/client/')).status).toBe(200);
	});

	it('count a page of 1000 as 20 calls: the sixth such list of consultations is too many', async () => {
		await start();
		expect((await burst(5, '/consultation/?page_size=1000')).status).toBe(200);
		expect((await burst(1, '/consultation/?page_size=1')).status).toBe(429);
	});

	it('differ by endpoint: note 50, patient list 300, one patient 1200, most lists 100', async () => {
		await start({ seed: 'demo' });
		expect((await burst(50, '/note/')).status).toBe(200);
		expect((await burst(1, '/note/')).status).toBe(429);
		expect((await burst(100, '/task/')).status).toBe(200);
		expect((await burst(1, '/task/')).status).toBe(429);
		expect((await burst(15, '/patient/?page_size=1000')).status).toBe(200);
		expect((await burst(1, '/patient/')).status).toBe(429);
		expect((await burst(301, '/patient/3101/')).status).toBe(200);
	});

	it('count writes apart from reads', async () => {
		const caller = await start().then(signedIn);
		const post = () => caller.post('/client/', { firstname: 'Many' });
		for (let n = 0; n < 300; n++) await post();
		expect([(await post()).status, sim.store.all('client').length]).toEqual([429, 300]);
		expect((await caller.get('/client/?page_size=1')).status).toBe(200);
	});

	it('can be generous or off', async () => {
		await start({ switches: { rateLimit: 'off' } });
		expect((await burst(130, '/client/')).status).toBe(200);
		sim.set({ rateLimit: 'generous' });
		expect((await burst(130, '/client/')).status).toBe(200);
	});
});
