import { createEzyVet } from '../../../../../connectors/pims/ezyvet/ezyvet';
import type { HttpRequest, HttpResponse } from '../../../../../connectors/http';

type Rows = Record<string, unknown>[];

/** Answers lists in the vendor's envelope from rows by path; every call is kept. */
function vendor(rows: Record<string, Rows>, pageSize = 200) {
	const calls: HttpRequest[] = [];
	const http = async (request: HttpRequest): Promise<HttpResponse> => {
		calls.push(request);
		const path = new URL(request.url).pathname;
		const all = rows[path];
		if (!all) return await Promise.resolve({ status: 404, headers: {}, body: {} });
		const page = Number(request.query?.page ?? '1');
		const items = all.slice((page - 1) * pageSize, page * pageSize);
		const meta = { items_page_total: String(Math.max(1, Math.ceil(all.length / pageSize))) };
		const key = path.split('/')[2] ?? '';
		const body = { meta, items: items.map((row) => ({ [key]: row })), messages: [] };
		return await Promise.resolve({ status: 200, headers: {}, body });
	};
	const never = async () => await Promise.reject(new Error('not used here'));
	const pims = createEzyVet({
		baseUrl: 'https://api.ezyvet.com/',
		http,
		download: never,
		upload: never,
		allowUnverifiedWrites: false,
		now: () => '2026-11-22T12:00:00Z',
	});
	return { pims, calls, of: (path: string) => calls.filter(({ url }) => url.endsWith(path)) };
}

const many = (count: number, row: (index: number) => Record<string, unknown>): Rows =>
	Array.from({ length: count }, (_, index) => row(index + 1));

describe('requests to ezyVet', () => {
	it('follow items_page_total and count a record that moved between pages once', async () => {
		const rows = many(25, (id) => ({ id: String(id === 11 ? 10 : id), animal_id: '501' }));
		const { pims, of } = vendor({ '/v1/consult': rows }, 10);
		const got = await pims.listEncounters('501');
		expect(got.ok && got.value.length).toBe(24);
		expect(of('/v1/consult').map(({ query }) => query?.page)).toEqual(['1', '2', '3']);
	});

	it('ask for prescribed items and products in chunks of 100, never one by one', async () => {
		const { pims, of, calls } = vendor({
			'/v2/prescription': many(150, (id) => ({ id, animal_id: 501 })),
			'/v1/prescriptionitem': many(120, (id) => ({ id, prescription_id: id, product_id: id })),
			'/v1/product': many(120, (id) => ({ id: String(id), name: `Tablet ${id}` })),
		});
		const got = await pims.listMedications('501');
		expect(got.ok && got.value[119]?.name).toBe('Tablet 120');
		const chunks = of('/v1/prescriptionitem').map(
			({ query }) => (JSON.parse(query?.prescription_id ?? '{}') as { in: string[] }).in.length,
		);
		expect(chunks).toEqual([100, 50]);
		expect(of('/v1/product')).toHaveLength(2);
		// One list, two chunks of items, two of products, one for the time zone.
		expect(calls).toHaveLength(6);
	});

	it('name a product that cannot be looked up by its id instead of hiding it', async () => {
		const { pims } = vendor({
			'/v2/prescription': [{ id: 1, animal_id: 501 }],
			'/v1/prescriptionitem': [{ id: 2, prescription_id: 1, product_id: 77, instructions: 'sid' }],
		});
		const got = await pims.listMedications('501');
		expect(got.ok && got.value[0]).toMatchObject({ name: 'Product 77', instructions: 'sid' });
	});

	it('date a medicine by its own start, else by its prescription', async () => {
		const { pims } = vendor({
			'/v2/prescription': [{ id: 1, animal_id: 501, date_of_prescription: 1_764_547_200 }],
			'/v1/prescriptionitem': [
				{ id: 2, prescription_id: 1, date_start: 1_764_633_600 },
				{ id: 3, prescription_id: 1, date_start: '0' },
			],
		});
		const got = await pims.listMedications('501');
		expect(got.ok && got.value.map(({ start }) => start)).toEqual(['2025-12-02', '2025-12-01']);
	});

	it('keep deleted notes and files out', async () => {
		const { pims } = vendor({
			'/v1/history': [
				{ id: '1', active: '1', comments: 'Coughs.' },
				{ id: '2', active: '0', comments: 'Wrong record.' },
				{ id: '3', active: '1', comments: '' },
			],
		});
		const got = await pims.listNotes({ patientId: '501' });
		expect(got.ok && got.value.map(({ text }) => text)).toEqual(['Coughs.']);
	});

	it('use other versions when told', async () => {
		const { pims, calls } = vendor({ '/v1/consult': [] });
		await pims.listEncounters('501');
		expect(calls[0]?.url).toBe('https://api.ezyvet.com/v1/consult');
	});

	it.each(['addNote', 'logCommunication'] as const)(
		'refuse %s while unverified writes are off, without calling',
		async (operation) => {
			const { pims, calls } = vendor({});
			const got = await pims[operation]({ patientId: '501', subject: 's', text: 't' }, 'REF-1/n/1');
			expect(got).toMatchObject({ ok: false, refusal: { code: 'unverified_writes_off' } });
			expect(calls).toHaveLength(0);
			expect(pims.capabilities()[operation]).toBe('none');
		},
	);

	it('refuse a search for nothing', async () => {
		const { pims, calls } = vendor({});
		expect(await pims.searchPatients({})).toMatchObject({
			ok: false,
			refusal: { code: 'nothing_to_search' },
		});
		expect(calls).toHaveLength(0);
	});

	it('find patients by the phone of the owner', async () => {
		const { pims, of } = vendor({
			'/v1/contactdetail': [{ id: '1', contact_id: '88', value: '+12025550188' }],
			'/v2/animal': [{ id: 501, name: 'Biscuit', contact_id: 88 }],
		});
		const got = await pims.searchPatients({ phone: '+12025550188' });
		expect(got.ok && got.value.map(({ name }) => name)).toEqual(['Biscuit']);
		expect(of('/v2/animal')[0]?.query?.contact_id).toBe('88');
	});

	it('find nobody when no owner has that phone, rather than everybody', async () => {
		const { pims, of } = vendor({
			'/v1/contactdetail': [],
			'/v2/animal': [{ id: 501, name: 'B' }],
		});
		expect(await pims.searchPatients({ phone: '+1' })).toEqual({ ok: true, value: [] });
		expect(of('/v2/animal')).toHaveLength(0);
	});
});

describe('a hint by webhook', () => {
	const { pims } = vendor({});
	it('gives ids only', () => {
		const body = {
			meta: { event: 'appointment_created', timestamp: 1_767_225_600 },
			items: [{ appointment: { id: 9001, animal_id: 501, consult_id: '12', description: 'x' } }],
		};
		expect(pims.parseHint(body)).toEqual([
			{ appointmentId: '9001', patientId: '501', encounterId: '12' },
		]);
	});

	it.each([null, 'text', {}, { items: 'x' }, { items: [null, 7, { appointment: null }] }])(
		'of %j is none',
		(body) => {
			expect(pims.parseHint(body)).toEqual([]);
		},
	);
});
