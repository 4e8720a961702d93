import { readRecord } from '../../../../../connectors/pims/read-record';
import { knownScopes } from '../../../../simulators/ezyvet/resources.mts';
import { codeOf, openPractice, value, type Practice } from './practice.mts';

let practice: Practice;
beforeEach(async () => {
	practice = await openPractice();
});
afterEach(async () => await practice.close());

const crowd = async (body: Record<string, unknown>): Promise<string> => {
	const answer = await fetch(`${practice.sim.url}/_sim/crowd`, {
		method: 'POST',
		body: JSON.stringify(body),
	});
	return String(((await answer.json()) as { animals: number[] }).animals[0]);
};
const textOf = (result: unknown): string => JSON.stringify(result);
/** Requests by path, without the log-in. */
const calls = (): Record<string, number> => {
	const counted: Record<string, number> = {};
	for (const { method, path } of practice.sim.log) {
		if (method === 'GET') counted[path] = (counted[path] ?? 0) + 1;
	}
	return counted;
};

describe('answers that cannot be used', () => {
	it.each([
		['an expired token', { tokens401: -1 }, 'pims_unauthorised', 'Open the credential'],
		['a web page', { nonsense: { kind: 'html', next: -1 } }, 'pims_unreadable', 'log-in page'],
		[
			'half an answer',
			{ nonsense: { kind: 'truncated', next: -1 } },
			'pims_unreadable',
			'not JSON',
		],
		['no connection', { down: 'reset' }, 'pims_unreachable', 'Check the network'],
		['a fault', { down: '503' }, 'pims_unavailable', 'Try again'],
		['another envelope', { shapes: { changed: 'array' } }, 'pims_unreadable', 'not JSON'],
	] as const)(
		'are told in plain words and are no empty record: %s',
		async (_, switches, code, words) => {
			practice.sim.set(switches as never);
			const refused = await readRecord(practice.connect(), '501');
			expect(codeOf(refused)).toBe(code);
			expect(textOf(refused)).toContain(words);
			expect(textOf(refused)).not.toContain('Patient 501');
		},
	);

	it('are told when the address is wrong', async () => {
		const baseUrl = `${practice.sim.url}/nowhere`;
		const refused = await practice.connect({ baseUrl }).getPatient('501');
		expect(refused.ok).toBe(false);
		expect(textOf(refused)).toContain('base URL');
	});

	it('leave the place of the poll as it was, so nothing is lost', async () => {
		const pims = practice.connect();
		const { cursor } = value(await pims.findReferrals(null));
		practice.sim.refer(501, 'cardiology');
		for (const nonsense of ['html', 'truncated'] as const) {
			practice.sim.set({ nonsense: { kind: nonsense, next: -1 } });
			expect(codeOf(await pims.findReferrals(cursor))).toBe('pims_unreadable');
		}
		practice.sim.set({ nonsense: { kind: 'html', next: 0 } });
		expect(value(await pims.findReferrals(cursor)).referrals).toHaveLength(1);
	});
});

it.each([
	['read-history', 'notes'],
	['read-prescription', 'medications'],
	['read-attachment', 'documents'],
	['read-consult', 'encounters'],
])('a missing scope %s is named, and the part is listed as not read', async (scope, part) => {
	await practice.close();
	practice = await openPractice(
		'small',
		knownScopes.filter((one) => one !== scope),
	);
	const { unread } = value(await readRecord(practice.connect(), '501'));
	const missing = unread.find((one) => one.part === part);
	expect(missing?.code).toBe('pims_forbidden');
	expect(missing?.hint).toContain(`'${scope}'`);
});

describe('names and texts', () => {
	it.each(['Señor Ñandú', '犬太郎', 'Zoë 🐕', 'Müller-Lüdenscheidt', '<b>Bo</b> "x" & y'])(
		'stay as they are: %s',
		async (name) => {
			const row = practice.sim.store.get('animal', 501)!;
			practice.sim.store.change(row, { name });
			expect(value(await practice.connect().getPatient('501')).name).toBe(name);
			const found = value(await practice.connect().searchPatients({ name }));
			expect(found.map(({ id }) => id)).toEqual(['501']);
		},
	);

	it('of a wrong encoding are still read, not refused', async () => {
		const row = practice.sim.store.get('animal', 501)!;
		practice.sim.store.change(row, { name: 'Se\uFFFDor', notes_important: 'bites \u0000 often' });
		const record = value(await readRecord(practice.connect(), '501'));
		expect(record.patient).toMatchObject({ name: 'Se\uFFFDor' });
	});
});

describe('patients that are hard to deal with', () => {
	it('has no owner: the record is read, and there is none in it', async () => {
		const id = await crowd({ kind: 'noOwner' });
		const record = value(await readRecord(practice.connect(), id));
		expect(record.owner).toBeUndefined();
		expect(record.unread).toEqual([]);
	});

	it('has died', async () => {
		const id = await crowd({ kind: 'dead' });
		expect(value(await practice.connect().getPatient(id)).dead).toBe(true);
	});

	it('shares its chip: both are found, and neither is chosen', async () => {
		await crowd({ kind: 'twoOfOneChip' });
		const microchip = '985000000009999';
		const found = value(await practice.connect().searchPatients({ microchip }));
		expect(found.map(({ name }) => name)).toEqual(['Castor', 'Pollux']);
		const entered = await practice
			.connect()
			.upsertPatient({ clientId: '88', name: 'Castor', microchip }, 'REF-1a2b3c4d5e6f/patient/1');
		expect(codeOf(entered)).toBe('ambiguous_patient');
	});

	it('has 5,000 rows of history: all of them, in as many pages as the vendor gives', async () => {
		const id = await crowd({ kind: 'heavy', history: 5000, files: 0, consults: 1 });
		const notes = value(await practice.connect().listNotes({ patientId: id }));
		expect(notes.filter(({ kind }) => kind === 'history')).toHaveLength(5000);
		expect(calls()['/v1/history']).toBe(500);
	}, 60_000);

	it('has 2,000 notes and 300 files: no list is asked for row by row', async () => {
		const id = await crowd({ kind: 'heavy' });
		const record = value(await readRecord(practice.connect(), id));
		expect(record.documents).toHaveLength(300);
		expect(record.notes.filter(({ kind }) => kind === 'history')).toHaveLength(2000);
		const { '/v1/history': history = 0, ...others } = calls();
		// The vendor gives ten notes a page and 200 of everything else here.
		expect(history).toBe(200);
		expect(Object.values(others).reduce((sum, count) => sum + count, 0)).toBeLessThan(45);
		expect(Math.max(...Object.values(others))).toBeLessThanOrEqual(5);
	}, 60_000);
});

it.each([
	['half pages', { halfPages: true }],
	['a refused page length', { overLimit: 'reject' }],
	['another order', { order: 'shuffled' }],
] as const)('lists are read whole with %s', async (_, shapes) => {
	practice.sim.set({ shapes });
	const id = await crowd({ kind: 'heavy', history: 130, files: 0, consults: 260 });
	const record = value(await readRecord(practice.connect(), id));
	expect(record.encounters).toHaveLength(260);
	expect(record.notes.filter(({ kind }) => kind === 'history')).toHaveLength(130);
});
