import { pimsEntry, pimsRegistry } from '../../../../connectors/pims/index';

const tools = {
	http: async () => await Promise.resolve({ status: 0, headers: {}, body: '' }),
	download: async () => await Promise.resolve({ status: 0 }),
	upload: async () => await Promise.resolve({ status: 0, headers: {}, body: '' }),
	now: () => '2026-11-22T12:00:00Z',
};

describe('the list of practice systems', () => {
	it.each(Object.keys(pimsRegistry))('has a connector of the same id for %s', (id) => {
		const made = pimsEntry(id)?.create(
			{ baseUrl: 'https://api.example.com', provetId: '4021', siteId: '12', groupSlug: 'demo' },
			tools,
		);
		expect(made).toMatchObject({ ok: true, value: { id, label: pimsEntry(id)?.label } });
	});

	it.each([undefined, '', 'api.ezyvet.com', 'ftp://api.ezyvet.com'])(
		'refuses the base URL %p of ezyVet',
		(baseUrl) => {
			const made = pimsRegistry.ezyvet.create(baseUrl === undefined ? {} : { baseUrl }, tools);
			expect(made).toMatchObject({ ok: false, refusal: { code: 'base_url_invalid' } });
		},
	);

	it.each([{}, { siteId: '12' }, { siteId: 'twelve', groupSlug: 'demo' }])(
		'refuses the DataPoint site %j',
		(site) => {
			const made = pimsRegistry.datapoint.create(
				{ baseUrl: 'https://api.example.com', ...site },
				tools,
			);
			expect(made).toMatchObject({ ok: false, refusal: { code: 'site_id_invalid' } });
		},
	);

	it.each(['constructor', 'toString', 'avimark'])('does not know %s', (id) => {
		expect(pimsEntry(id)).toBeUndefined();
	});
});
