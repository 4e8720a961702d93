import type { IDataObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { pimsRegistry } from '../../../connectors/pims/index';
import { ProvetCloudApi } from '../../../credentials/ProvetCloudApi.credentials';

const credential = new ProvetCloudApi();
const values = (more: IDataObject = {}) => ({
	domain: 'provetcloud.com',
	baseUrl: '',
	provetId: '4021',
	clientId: 'demo',
	clientSecret: 'sécret:with colon',
	accessToken: 'token-1',
	...more,
});

const logIn = async (answer: { statusCode: number; body: unknown }, more: IDataObject = {}) => {
	const asked: IHttpRequestOptions[] = [];
	const httpRequest = async (options: IHttpRequestOptions) => {
		asked.push(options);
		return await Promise.resolve(answer);
	};
	const helper = { helpers: { httpRequest } } as unknown as IHttpRequestHelper;
	const given = await credential.preAuthentication.call(helper, values(more) as never);
	return { given, asked };
};

describe('the log-in to Provet Cloud', () => {
	it('asks the installation for a token by HTTP Basic and gives back nothing else', async () => {
		const { given, asked } = await logIn({ statusCode: 200, body: { access_token: 'new' } });
		expect(given).toEqual({ accessToken: 'new' });
		expect(asked).toMatchObject([
			{
				method: 'POST',
				url: 'https://provetcloud.com/4021/oauth2/token/',
				body: { grant_type: 'client_credentials', scope: 'restapi' },
			},
		]);
		const [, pair] = String(asked[0]?.headers?.authorization).split(' ');
		expect(Buffer.from(pair ?? '', 'base64').toString('utf8')).toBe('demo:sécret:with colon');
	});

	it('takes another host where one is given', async () => {
		const other = { domain: 'other', baseUrl: ' http://127.0.0.1:8102/ ', provetId: 4021 };
		const { asked } = await logIn({ statusCode: 200, body: { access_token: 'new' } }, other);
		expect(asked[0]?.url).toBe('http://127.0.0.1:8102/4021/oauth2/token/');
	});

	it.each([
		[401, { error: 'invalid_client' }, "'Client ID' or 'Client Secret'"],
		[400, { error: 'invalid_scope' }, 'scope restapi'],
		[400, { error: 'unsupported_grant_type' }, 'client credentials'],
		[404, { detail: 'Not found.' }, "Check 'Domain' and 'Provet ID'"],
		[404, '<html>no such site</html>', "Check 'Domain' and 'Provet ID'"],
		[503, '<html>', 'fault just now'],
	])('answered with %d %j says what to look at', async (statusCode, body, says) => {
		await expect(logIn({ statusCode, body })).rejects.toThrow(says);
	});
});

describe('an address at which there is no Provet Cloud', () => {
	const other = { domain: 'other', baseUrl: 'http://127.0.0.1:8102' };

	it('is looked for where it was set', async () => {
		const absent = { statusCode: 404, body: { detail: 'Not found.' } };
		await expect(logIn(absent, other)).rejects.toThrow("Check 'Base URL' and 'Provet ID'");
		await expect(logIn(absent)).rejects.toThrow("Check 'Domain' and 'Provet ID'");
	});

	it('is looked for where it was set when nothing answers', async () => {
		const httpRequest = async () =>
			await Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
		const helper = { helpers: { httpRequest } } as unknown as IHttpRequestHelper;
		const given = credential.preAuthentication.call(helper, values(other) as never);
		await expect(given).rejects.toThrow("'Base URL'");
		await expect(given).rejects.not.toThrow("'Domain'");
	});
});

describe('the token', () => {
	const sign = async (url: string, more: IDataObject = {}) => {
		const { authenticate } = credential;
		if (typeof authenticate !== 'function') throw new Error('not a function');
		return await authenticate(values(more) as never, { url });
	};

	it('goes to the host of the installation', async () => {
		const signed = await sign('https://provetcloud.com/4021/api/0.1/patient/1/');
		expect(signed.headers).toEqual({ Authorization: 'Bearer token-1' });
	});

	it.each([
		'https://storage-us.provetcloud.com/file.pdf?signature=1',
		'https://evil.example.com/4021/api/0.1/patient/',
		'http://provetcloud.com/4021/api/0.1/patient/',
		'https://provetcloud.com.evil.example.com/',
		'https://provetcloud.com@evil.example.com/',
	])('does not go to %s', async (url) => {
		expect((await sign(url)).headers).toBeUndefined();
	});
});

describe('the settings of a connection', () => {
	const never = async () => await Promise.reject(new Error('not used here'));
	const tools = { http: never, download: never, upload: never, now: () => '2026-11-22T12:00:00Z' };

	it.each([
		[{ domain: 'us.provetcloud.com', provetId: '4021' }, 'ok'],
		[{ domain: 'other', baseUrl: 'http://127.0.0.1:8102', provetId: '4021' }, 'ok'],
		[{ domain: 'other', baseUrl: '', provetId: '4021' }, 'base_url_invalid'],
		[{ domain: 'provetcloud.com', provetId: '' }, 'provet_id_invalid'],
		[{ domain: 'provetcloud.com', provetId: '../77' }, 'provet_id_invalid'],
	])('%j', (settings, code) => {
		const made = pimsRegistry.provet.create(settings, tools);
		expect(made.ok ? 'ok' : made.refusal.code).toBe(code);
	});
});
