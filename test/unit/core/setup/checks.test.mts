import { readdirSync, readFileSync } from 'node:fs';
import { checkSetup, countLevels } from '../../../../core/setup/checks';
import type { SetupFacts } from '../../../../core/setup/facts';
import { isPingNonce, pingAnswer, provesPing } from '../../../../core/setup/ping';
import { neededTables, optionalRoles, workflowRoles } from '../../../../core/setup/tables';
import { clinicRow, entryRow, heartEntry, oakProfile, tablesWith } from './settings.mts';

const now = '2026-11-23T12:00:00.000Z';
const at = (seconds: number): string => new Date(Date.parse(now) + seconds * 1000).toUTCString();

const setting = (key: string, value: string, index: number) => ({ id: index + 1, key, value });
const roles = [...Object.keys(workflowRoles), ...Object.keys(optionalRoles)];
const settings = [
	...roles.map((role, index) => setting(`workflow.${role}`, `id-${role}`, index)),
	setting('heartbeat', '2026-11-23T11:57:00.000Z', 50),
];
const answering = { status: 200, proven: true };

/** An installation with nothing to mend. */
const healthy = (): SetupFacts => ({
	now,
	tables: tablesWith({ settings }),
	desk: {
		publicUrl: 'https://n8n.oak.example.com',
		internalUrl: 'http://127.0.0.1:5678',
		secretLength: 48,
		keyId: 'k1',
		previousKeyId: '',
		previousSecretLength: 0,
	},
	pings: { public: answering, internal: answering, desk: answering, board: answering },
	dataTables: Object.entries(neededTables).map(([name, columns]) => ({
		name,
		columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
	})),
	room: [
		{ rows: 1000, averageBytes: 5000 },
		{ rows: 3000, averageBytes: 5000 },
	],
	texts: { ok: true, who: 'Sample account', date: at(2) },
	pims: { ok: true, who: 'ezyVet', timeZone: 'America/Chicago' },
	hospitals: [
		{
			specialistId: 'riverside-cardiology',
			origin: 'https://hospital.example.com',
			status: 404,
			date: at(-3),
		},
	],
	mail: { ok: true, who: 'alerts@oak.example.com' },
});

const found = (facts: SetupFacts) =>
	Object.fromEntries(
		checkSetup(facts)
			.flatMap(({ checks }) => checks)
			.map((check) => [check.id, check]),
	);

test('a healthy installation is green all over', () => {
	const groups = checkSetup(healthy());
	const others = groups.flatMap(({ checks }) => checks.filter(({ level }) => level !== 'green'));
	expect(others).toEqual([]);
	expect(countLevels(groups).green).toBeGreaterThan(18);
});

test('every check has an ID of its own, and what is not green says how to mend it', () => {
	const bare: SetupFacts = {
		...healthy(),
		tables: tablesWith({ clinics: [], specialists: [] }),
		dataTables: [],
		pings: {},
		texts: undefined,
		pims: undefined,
		mail: undefined,
		hospitals: [],
	};
	const checks = checkSetup(bare).flatMap((group) => group.checks);
	expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
	for (const { id, level, mend } of checks)
		expect([id, level === 'green' || (mend ?? '') !== '']).toEqual([id, true]);
});

type Change = (facts: SetupFacts) => SetupFacts;
const desk =
	(more: Partial<SetupFacts['desk']>): Change =>
	(facts) => ({ ...facts, desk: { ...facts.desk, ...more } });
const pings =
	(more: SetupFacts['pings']): Change =>
	(facts) => ({ ...facts, pings: { ...facts.pings, ...more } });
const withSettings =
	(...changed: Array<[string, string | undefined]>): Change =>
	(facts) => {
		const kept = settings.filter(({ key }) => !changed.some(([name]) => name === key));
		const added = changed.flatMap(([key, value], index) =>
			value === undefined ? [] : [setting(key, value, 100 + index)],
		);
		return { ...facts, tables: tablesWith({ settings: [...kept, ...added] }) };
	};
const clinics =
	(...profiles: Array<Record<string, unknown>>): Change =>
	(facts) => ({
		...facts,
		tables: tablesWith({
			settings,
			clinics: profiles.map((profile, index) => clinicRow(profile, index + 1)),
		}),
	});
const entries =
	(...list: Array<Record<string, unknown>>): Change =>
	(facts) => ({
		...facts,
		tables: tablesWith({
			settings,
			specialists: list.map((entry, index) => entryRow(entry, index + 1)),
		}),
	});
const table =
	(
		name: string,
		change: (columns: Array<{ name: string; type: string }>) => typeof columns,
	): Change =>
	(facts) => ({
		...facts,
		dataTables: facts.dataTables?.map((one) =>
			one.name === name ? { ...one, columns: change(one.columns) } : one,
		),
	});
const { onCallPhone: _, ...noOnCall } = heartEntry;

test.each<[string, Change, string, 'amber' | 'red', RegExp]>([
	['no public address', desk({ publicUrl: '' }), 'public-address', 'red', /not set/],
	[
		'an address that leads elsewhere',
		pings({ public: { status: 404, proven: false } }),
		'public-address',
		'red',
		/does not lead here.*404/,
	],
	[
		'an address of another installation',
		pings({ public: { status: 200, proven: false } }),
		'public-address',
		'red',
		/something else/,
	],
	[
		'no answer at the address',
		pings({ public: { status: 0, proven: false, reason: 'ENOTFOUND' } }),
		'public-address',
		'red',
		/ENOTFOUND/,
	],
	['localhost', desk({ publicUrl: 'http://localhost:5678' }), 'public-address', 'amber', /only on/],
	['127.0.0.1', desk({ publicUrl: 'http://127.0.0.1:5678' }), 'public-address', 'amber', /only on/],
	[
		'a private address',
		desk({ publicUrl: 'http://192.168.1.5' }),
		'public-address',
		'amber',
		/inside/,
	],
	[
		'a name of the house',
		desk({ publicUrl: 'https://n8n.local' }),
		'public-address',
		'amber',
		/inside/,
	],
	[
		'plain http',
		desk({ publicUrl: 'http://n8n.example.com' }),
		'public-address',
		'amber',
		/encryption/,
	],
	[
		'an internal address nobody answers',
		pings({ internal: { status: 0, proven: false, reason: 'ECONNREFUSED' } }),
		'internal-address',
		'red',
		/ECONNREFUSED/,
	],
	['a short secret', desk({ secretLength: 12 }), 'desk-secret', 'red', /12 characters/],
	[
		'two secrets of one name',
		desk({ previousSecretLength: 40, previousKeyId: 'k1' }),
		'previous-secret',
		'red',
		/Both secrets are named k1/,
	],
	[
		'an older secret',
		desk({ previousSecretLength: 40, previousKeyId: 'k0' }),
		'previous-secret',
		'amber',
		/k0/,
	],
	[
		'tables that could not be listed',
		(facts) => ({ ...facts, dataTables: undefined }),
		'tables',
		'red',
		/did not list/,
	],
	[
		'a missing table',
		(facts) => ({
			...facts,
			dataTables: facts.dataTables?.filter(({ name }) => name !== 'vet_referral_clinics'),
		}),
		'table-vet_referral_clinics',
		'red',
		/missing/,
	],
	[
		'two tables of one name',
		(facts) => ({ ...facts, dataTables: facts.dataTables?.flatMap((one) => [one, one]) }),
		'table-vet_referral_cases',
		'red',
		/two tables/,
	],
	[
		'a missing column',
		table('vet_referral_cases', (columns) => columns.filter(({ name }) => name !== 'tellAt')),
		'table-vet_referral_cases',
		'red',
		/tellAt/,
	],
	[
		'a column of another type',
		table('vet_referral_specialists', (columns) =>
			columns.map((one) => (one.name === 'active' ? { ...one, type: 'string' } : one)),
		),
		'table-vet_referral_specialists',
		'red',
		/active \(is string\)/,
	],
	[
		'tables that are nearly full',
		(facts) => ({ ...facts, room: [{ rows: 30_000, averageBytes: 5000 }] }),
		'table-size',
		'amber',
		/143 MB of 200 MB/,
	],
	[
		'tables that are full',
		(facts) => ({ ...facts, room: [{ rows: 39_000, averageBytes: 5000 }] }),
		'table-size',
		'red',
		/186 MB of 200 MB/,
	],
	[
		'a workflow that is not there',
		withSettings(['workflow.refer', undefined]),
		'workflow-refer',
		'red',
		/ID/,
	],
	[
		'a Desk that is not published',
		pings({ desk: { status: 404, proven: false } }),
		'workflow-desk',
		'red',
		/does not answer/,
	],
	[
		'no hospital worklist',
		withSettings(['workflow.worklist', undefined]),
		'workflow-worklist',
		'amber',
		/runs without/,
	],
	['a Watch that never ran', withSettings(['heartbeat', undefined]), 'watch', 'red', /never/],
	[
		'a Watch that stopped',
		withSettings(['heartbeat', '2026-11-23T11:40:00.000Z']),
		'watch',
		'red',
		/20 minutes ago/,
	],
	['no test mail yet', (facts) => ({ ...facts, mail: undefined }), 'mail', 'amber', /No test mail/],
	[
		'a mail server that refuses',
		(facts) => ({ ...facts, mail: { ok: false, message: 'Invalid login' } }),
		'mail',
		'red',
		/Invalid login/,
	],
	[
		'texts switched off',
		(facts) => ({ ...facts, texts: undefined }),
		'texts',
		'amber',
		/switched off/,
	],
	[
		'texts refused',
		(facts) => ({ ...facts, texts: { ok: false, message: 'Wrong token.', hint: 'Mend it.' } }),
		'texts',
		'red',
		/Wrong token/,
	],
	[
		'a practice system that is down',
		(facts) => ({ ...facts, pims: { ok: false, message: 'No answer.', hint: 'Wait.' } }),
		'pims',
		'red',
		/No answer/,
	],
	[
		'a hospital that does not answer',
		(facts) => ({
			...facts,
			hospitals: [{ ...facts.hospitals[0]!, status: 0, reason: 'ETIMEDOUT' }],
		}),
		'reach-riverside-cardiology',
		'amber',
		/ETIMEDOUT/,
	],
	[
		'a clock that is two minutes off',
		(facts) => ({ ...facts, texts: { ok: true, date: at(120) }, hospitals: [] }),
		'clock',
		'amber',
		/120 seconds/,
	],
	[
		'a clock that is six minutes off',
		(facts) => ({ ...facts, texts: { ok: true, date: at(-360) }, hospitals: [] }),
		'clock',
		'red',
		/360 seconds/,
	],
	[
		'no clock to compare with',
		(facts) => ({ ...facts, texts: undefined, hospitals: [] }),
		'clock',
		'amber',
		/No other clock/,
	],
	['a live clinic with gaps', clinics({ ...oakProfile, phone: '' }), 'clinic-oak', 'red', /Phone/],
	[
		'a shadow clinic with gaps',
		clinics({ ...oakProfile, mode: 'shadow', email: '' }),
		'clinic-oak',
		'amber',
		/E-mail/,
	],
	[
		'an unreadable profile',
		clinics({ ...oakProfile, timeZone: 'Mars' }),
		'clinic-oak',
		'red',
		/timeZone/,
	],
	[
		'another time zone than the practice system',
		clinics({ ...oakProfile, timeZone: 'Europe/Berlin' }),
		'pims-zone',
		'amber',
		/Europe\/Berlin/,
	],
	[
		'no phone for emergencies',
		entries(noOnCall),
		'specialist-riverside-cardiology',
		'amber',
		/emergencies/,
	],
	[
		'an unreadable entry',
		entries({ ...heartEntry, inboundUrl: 'nowhere' }),
		'specialist-riverside-cardiology',
		'red',
		/inboundUrl/,
	],
])('%s is seen', (_what, change, id, level, finding) => {
	const check = found(change(healthy()))[id];
	expect(check).toMatchObject({ level });
	expect(check?.finding).toMatch(finding);
	expect(check?.mend ?? '').not.toBe('');
});

test('two rows of one clinic, and a row named otherwise than its profile, are seen', () => {
	const double = [clinicRow(oakProfile, 1), clinicRow(oakProfile, 2)];
	const facts = { ...healthy(), tables: tablesWith({ settings, clinics: double }) };
	expect(found(facts)['clinic-oak']).toMatchObject({ level: 'red' });
	const misnamed = [{ ...clinicRow(oakProfile, 1), clinicId: 'ash' }];
	const other = { ...healthy(), tables: tablesWith({ settings, clinics: misnamed }) };
	expect(found(other)['clinic-ash']?.finding).toContain('the profile in it oak');
});

test('a stated limit of the tables counts', () => {
	const stated = withSettings(['tables.limitMb', '1024'])(healthy());
	const facts = { ...stated, room: [{ rows: 39_000, averageBytes: 5000 }] };
	expect(found(facts)['table-size']).toMatchObject({ level: 'green' });
});

test('the median of several clocks counts: one that is wrong raises nothing', () => {
	const facts = healthy();
	const [hospital] = facts.hospitals;
	facts.hospitals = [hospital!, { ...hospital!, date: at(4000) }];
	expect(found(facts).clock).toMatchObject({ level: 'green' });
});

test('the tables and columns are those the templates make', () => {
	interface Node {
		parameters: { operation?: string; tableName?: string; columns?: { column?: unknown } };
	}
	const made = new Map<string, Record<string, string>>();
	for (const file of readdirSync('workflows').filter((name) => name.endsWith('.json'))) {
		const { nodes } = JSON.parse(readFileSync(`workflows/${file}`, 'utf8')) as { nodes: Node[] };
		for (const { parameters } of nodes) {
			if (parameters.operation !== 'create' || !parameters.tableName) continue;
			const columns = parameters.columns?.column as Array<{ name: string; type: string }>;
			made.set(
				parameters.tableName,
				Object.fromEntries(columns.map(({ name, type }) => [name, type])),
			);
		}
	}
	for (const [name, columns] of Object.entries(neededTables))
		expect(made.get(name)).toEqual(columns);
});

test('the roles are those the templates register', () => {
	const registered = readdirSync('workflows')
		.filter((name) => name.endsWith('.json'))
		.flatMap((file) => [
			...readFileSync(`workflows/${file}`, 'utf8').matchAll(/"key": "workflow\.(\w+)"/g),
		])
		.map(([, role]) => role);
	for (const role of Object.keys(workflowRoles)) expect(registered).toContain(role);
});

describe('a ping', () => {
	const secret = 'a-secret-of-this-test-0123456789-abcdef';
	const nonce = 'ab'.repeat(16);

	test('is proven by the same secret and nonce only', () => {
		expect(provesPing(secret, nonce, pingAnswer(secret, nonce))).toBe(true);
		expect(provesPing(secret, nonce, pingAnswer(`${secret}x`, nonce))).toBe(false);
		expect(provesPing(secret, nonce, pingAnswer(secret, 'cd'.repeat(16)))).toBe(false);
		for (const other of ['', undefined, {}, 'ok'])
			expect(provesPing(secret, nonce, other)).toBe(false);
	});

	test('takes no other text for a nonce', () => {
		expect(isPingNonce(nonce)).toBe(true);
		for (const text of ['', 'ab', `${nonce}ab`, nonce.toUpperCase(), 'zz'.repeat(16)])
			expect(isPingNonce(text)).toBe(false);
	});
});
