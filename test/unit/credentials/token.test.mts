import { NodeApiError, type IHttpRequestHelper, type IHttpRequestOptions } from 'n8n-workflow';
import { EzyVetApi } from '../../../credentials/EzyVetApi.credentials';

interface Answer {
	statusCode: number;
	body: unknown;
}

function logInTo(answer: Answer | Error) {
	const asked: IHttpRequestOptions[] = [];
	const helper = {
		helpers: {
			httpRequest: async (options: IHttpRequestOptions) => {
				asked.push(options);
				if (answer instanceof Error) throw answer;
				return await Promise.resolve(answer);
			},
		},
	} as unknown as IHttpRequestHelper;
	const data = {
		baseUrl: 'https://api.ezyvet.com/',
		partnerId: '',
		clientId: ' C-1 ',
		clientSecret: 'only-for-tests',
		siteUid: 'site_1',
		scope: 'read-animal,read-contact',
	};
	return { asked, got: new EzyVetApi().preAuthentication.call(helper, data) };
}

const refusalOf = async (answer: Answer | Error): Promise<NodeApiError> => {
	const error: unknown = await logInTo(answer).got.catch((caught: unknown) => caught);
	expect(error).toBeInstanceOf(NodeApiError);
	return error as NodeApiError;
};

const ezyVetSays = (text: string, fields: string[] = []) => ({
	meta: {},
	items: [],
	messages: [{ level: 'error', type: 'InvalidRequestException', text, fields }],
});

test('a log-in asks for all scopes at once and gives the token', async () => {
	const { asked, got } = logInTo({ statusCode: 200, body: { access_token: 'a.b.c' } });
	expect(await got).toEqual({ accessToken: 'a.b.c' });
	expect(asked).toHaveLength(1);
	expect(asked[0]).toMatchObject({
		url: 'https://api.ezyvet.com/v1/oauth/access_token',
		body: { client_id: 'C-1', scope: 'read-animal,read-contact', site_uid: 'site_1' },
	});
	expect(asked[0]?.body).not.toHaveProperty('partner_id');
});

test.each([
	['a wrong secret', 401, ezyVetSays('The client credentials are not valid.'), /'Client Secret'/],
	['a wrong site', 401, ezyVetSays('The client has no access to this site.'), /'Site UID'/],
	['a missing site', 400, ezyVetSays('site_uid is required.', ['site_uid']), /'Site UID'/],
	['a wrong partner', 401, ezyVetSays('The partner is not known.'), /'Partner ID'/],
	['a scope by name', 400, ezyVetSays('The scope write-x is not granted.'), /scope write-x\b/],
	['the scopes', 400, { error: 'invalid_scope' }, /one of the scopes/],
	['nothing', 401, '', /'Client ID', 'Client Secret', 'Site UID' and 'Scopes'/],
	[
		'a log-in page',
		200,
		'<html>Log in</html>',
		/no API of ezyVet at api\.ezyvet\.com \(status 200\)/,
	],
	['another server', 404, '<html>Not found</html>', /no API of ezyVet/],
	['too many log-ins', 429, '', /Wait a minute/],
	['a fault', 503, '', /fault just now \(status 503\)/],
])('a refusal that tells of %s says what to look at', async (_, statusCode, body, message) => {
	const error = await refusalOf({ statusCode, body });
	expect(error.message).toMatch(message);
	expect(error.message).not.toContain('only-for-tests');
});

test('what the nodes make of it: a refused log-in has its status, no answer has none', async () => {
	expect(await refusalOf({ statusCode: 401, body: '' })).toMatchObject({ httpCode: '401' });
	expect(await refusalOf({ statusCode: 503, body: '' })).toMatchObject({ httpCode: '503' });
	const away = await refusalOf(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
	expect(away.httpCode).toBeNull();
	expect(away.message).toBe(
		"ezyVet cannot be reached at api.ezyvet.com. Check 'Base URL' and the network.",
	);
});
