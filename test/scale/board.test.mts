import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyDay } from '../../core/calendar/opening-hours';
import { morningZone } from '../../scripts/demo/clinic.mts';
import { accounts } from '../../scripts/demo/world.mts';
import { installTemplates, type TemplateFile } from '../../scripts/demo/templates.mts';
import { archiveColumns } from '../../core/referral/archive';
import { signCaseLink, type LinkRole } from '../../core/links/case-link';
import { startMail } from '../simulators/mail/server.mts';
import { startN8n, type N8n } from '../support/n8n.mts';
import type { WorkflowJson } from '../support/n8n-client.mts';
import { clinic } from '../unit/core/desk/a-case.mts';
import { closedCases, insertRows, memoryOf, openCases, openDatabase } from './board-load.mts';

const open = 2_000;
const archived = 100_000;
const requests = 20;

let n8n: N8n;
let folder: string;
let mail: Awaited<ReturnType<typeof startMail>>;
const ids: Record<string, string> = {};

const onCall: Record<string, string> = {
	'Every hour': 'count-now',
	'Every 15 minutes': 'calls-now',
};

/** The schedules of the board run when the test says so. */
const countOnCall = (json: WorkflowJson, file: TemplateFile): WorkflowJson =>
	file !== 'board.json'
		? json
		: {
				...json,
				nodes: json.nodes.map((node) =>
					onCall[String(node.name)]
						? {
								...node,
								type: 'n8n-nodes-base.webhook',
								typeVersion: 2,
								webhookId: onCall[String(node.name)],
								parameters: { httpMethod: 'POST', path: onCall[String(node.name)] },
							}
						: node,
				),
			};

async function credentials() {
	return [
		await n8n.createCredential('Referral desk', 'referralDeskApi', {
			publicUrl: n8n.url,
			internalUrl: '',
			path: 'vet-referral',
			keyId: 'k1',
			secret: accounts.deskSecret,
			previousKeyId: '',
			previousSecret: '',
			pimsWebhookSecret: '',
		}),
		await n8n.createCredential('Text messages', 'twilioSmsApi', {
			...accounts.twilio,
			baseUrl: 'http://127.0.0.1:9',
		}),
		await n8n.createCredential('ezyVet', 'ezyVetApi', {
			...accounts.ezyvet,
			baseUrl: 'http://127.0.0.1:9',
			scope: 'read-animal',
			allowUnverifiedWrites: true,
		}),
		await n8n.createCredential('Mail', 'smtp', {
			user: 'demo',
			password: 'demo',
			host: '127.0.0.1',
			port: mail.smtpPort,
			secure: false,
			disableStartTls: true,
		}),
	];
}

const tables = [
	'vet_referral_cases',
	'vet_referral_clinics',
	'vet_referral_specialists',
	'vet_referral_outcomes',
	'vet_referral_settings',
];

beforeAll(async () => {
	mail = await startMail({});
	folder = mkdtempSync(join(tmpdir(), 'vet-referral-board-'));
	// What a small server gives n8n; much more would hide what a page costs.
	n8n = await startN8n({
		userFolder: folder,
		env: { NODE_OPTIONS: '--max-old-space-size=512' },
	});
	await installTemplates(n8n, await credentials(), ['desk.json', 'board.json'], countOnCall);
	const columns = Object.entries(archiveColumns).map(([name, type]) => ({ name, type }));
	for (const name of tables) {
		ids[name] = await n8n.waitFor(async () => await n8n.dataTable(name).id(), name, 60_000);
	}
	const found = await n8n
		.dataTable('vet_referral_archive')
		.id()
		.catch(() => undefined);
	ids.vet_referral_archive =
		found ??
		(await n8n.api.post('/data-tables', { name: 'vet_referral_archive', columns })).data.id;
	await n8n.waitFor(async () => {
		const rows = await n8n.dataTable('vet_referral_settings').rows<{ key: string }>();
		if (rows.some(({ key }) => key === 'workflow.board')) return true;
		throw new Error('not yet');
	}, 'the board to register');
	await n8n.stop();
	load(new Date().toISOString());
	await n8n.restart();
	process.stdout.write(`n8n has started: ${memoryOf(n8n).now} MB\n`);
});

function load(now: string): void {
	const database = openDatabase(folder);
	const into = (table: string, count: number, rowOf: (index: number) => Record<string, unknown>) =>
		insertRows(database, ids[table] ?? '', count, rowOf);
	const closed = closedCases(now);
	expect(closed.eventsEach).toBeGreaterThanOrEqual(12);
	into('vet_referral_cases', open, openCases(now));
	into('vet_referral_archive', archived, closed.archive);
	into('vet_referral_outcomes', archived, closed.outcome);
	into('vet_referral_clinics', 1, () => ({
		clinicId: clinic.id,
		version: 1,
		profile: JSON.stringify({
			...clinic,
			timeZone: morningZone(new Date()),
			hours: everyDay([{ open: '06:00', close: '22:00' }]),
			staffAlertEmail: 'alerts@sample-street.example.com',
		}),
	}));
	into('vet_referral_settings', 1, () => ({ key: 'heartbeat', value: now }));
	database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
	database.close();
}

afterAll(async () => {
	await n8n?.stop();
	await mail?.close();
	rmSync(folder, { recursive: true, force: true });
});

function link(role: LinkRole, rowId: number, caseId: string, subject?: string): string {
	const exp = Math.floor(Date.now() / 1000) + 86_400;
	const token = signCaseLink(
		{ rowId, caseId, role, linkVersion: 1, exp, subject },
		{ keyId: 'k1', secret: accounts.deskSecret },
	);
	const door = role === 'board' ? 'board' : 'case';
	return `${n8n.url}/webhook/vet-referral/${door}?t=${encodeURIComponent(token)}`;
}

const board = (query = '', subject = clinic.id): string =>
	link('board', 0, 'board', subject) + query;

interface Timed {
	p50: number;
	p95: number;
	text: string;
}

/** Opens a page again and again, one after the other, after one that does not count. */
async function timed(name: string, url: string): Promise<Timed> {
	const once = async (): Promise<{ ms: number; text: string }> => {
		const started = performance.now();
		const answer = await fetch(url);
		const text = await answer.text();
		expect([name, answer.status]).toEqual([name, 200]);
		return { ms: performance.now() - started, text };
	};
	const { text } = await once();
	const times: number[] = [];
	for (let request = 0; request < requests; request += 1) times.push((await once()).ms);
	const sorted = [...times].sort((a, b) => a - b);
	const told = {
		p50: Math.round(sorted[Math.floor(requests / 2)] ?? Number.NaN),
		p95: Math.round(sorted[Math.ceil(0.95 * requests) - 1] ?? Number.NaN),
	};
	const memory = memoryOf(n8n);
	process.stdout.write(
		`${name}: p50 ${told.p50} ms, p95 ${told.p95} ms; n8n holds ${memory.now} MB, at most ${memory.most} MB\n`,
	);
	return { ...told, text };
}

const linksIn = (page: string): number => [...page.matchAll(/vet-referral\/case\?t=/g)].length;

test('the figures of 102,000 cases are counted in parts', async () => {
	const started = performance.now();
	await fetch(`${n8n.url}/webhook/count-now`, { method: 'POST' });
	const [saved] = await n8n.waitFor(
		async () => {
			const key = `kpis:${clinic.id}`;
			const rows = await n8n.dataTable('vet_referral_settings').rows<{ value: string }>({ key });
			if (rows.length > 0) return rows;
			throw new Error('not counted yet');
		},
		'the figures',
		240_000,
		500,
	);
	const seconds = Math.round((performance.now() - started) / 100) / 10;
	const summary = JSON.parse(saved?.value ?? '{}') as {
		open: { all: number };
		cohorts: Record<string, { sent: number }>;
	};
	const sent = Object.values(summary.cohorts).reduce((sum, cohort) => sum + cohort.sent, 0);
	process.stdout.write(
		`figures: ${seconds} s, ${saved?.value.length} bytes, at most ${memoryOf(n8n).most} MB\n`,
	);
	expect(summary.open.all).toBe(open);
	expect(sent).toBe(archived + (open / 5) * 4);
	expect(saved?.value.length).toBeLessThan(120_000);
});

test('the board answers within a second', async () => {
	const first = await timed('board', board());
	expect(first.text).toContain('2000 open cases');
	expect(linksIn(first.text)).toBeGreaterThan(80);
	expect(first.p95).toBeLessThan(1_000);
});

test('a filtered board answers within a second', async () => {
	const filtered = await timed('filtered', board('&owes=clinic&urgency=urgent'));
	expect(linksIn(filtered.text)).toBeGreaterThan(0);
	expect(filtered.text).not.toContain('tag bad">Emergency');
	expect(filtered.p95).toBeLessThan(1_000);
	const found = await timed('search', board('&text=Waffle+17'));
	expect(linksIn(found.text)).toBeGreaterThan(0);
	expect(found.p95).toBeLessThan(1_000);
	const all = await timed('board of all clinics', board('', '*'));
	expect(all.p95).toBeLessThan(1_000);
});

test('the pages of a list hold every case once', async () => {
	const seen: string[] = [];
	let next: string | undefined = board('&owes=hospital');
	while (next !== undefined && seen.length <= open) {
		const text: string = await (await fetch(next)).text();
		seen.push(...[...text.matchAll(/REF-aa[0-9a-f]{10}/g)].map(([id]) => id));
		const at = /href="([^"]*)">Next page/.exec(text)?.[1];
		next = at?.replaceAll('&amp;', '&');
	}
	const rows = await n8n
		.dataTable('vet_referral_cases')
		.rows<{ caseId: string }>({ owes: 'hospital' });
	expect(seen).toHaveLength(rows.length);
	expect(new Set(seen)).toEqual(new Set(rows.map(({ caseId }) => caseId)));
});

test('the reports answer within a second', async () => {
	const report = await timed('report', board('&view=report'));
	expect(report.text).toContain('<svg');
	expect(report.p95).toBeLessThan(1_000);
});

test('a case page answers within 300 ms', async () => {
	const page = await timed('case page', link('clinic', 3, 'REF-aa0000000002'));
	expect(page.text).toContain('REF-aa0000000002');
	expect(page.p50).toBeLessThan(300);
});

test('calls of today and files are given as well', async () => {
	const calls = await timed('calls', board('&view=calls'));
	expect(calls.text).toContain('Calls of today');
	expect(calls.p95).toBeLessThan(2_000);
	const answer = await fetch(board('&view=csv'));
	expect(answer.headers.get('content-disposition')).toMatch(
		/^attachment; filename="referral-cases-/,
	);
	expect((await answer.text()).trimEnd().split('\r\n')).toHaveLength(open + 1);
	const memory = memoryOf(n8n);
	process.stdout.write(`after the export: n8n holds ${memory.now} MB, at most ${memory.most} MB\n`);
	expect(memory.most).toBeLessThan(1_500);
});

test('the calls of the day go out as one mail, once', async () => {
	const call = async (): Promise<void> => {
		await fetch(`${n8n.url}/webhook/calls-now`, { method: 'POST' });
	};
	await call();
	const [letter] = await n8n.waitFor(
		async () => {
			if (mail.messages().length > 0) return mail.messages();
			throw new Error('no mail yet');
		},
		'the mail with the calls',
		60_000,
	);
	expect(letter?.subject).toMatch(/^\d+ calls to make today/);
	expect(letter?.to).toContain('alerts@sample-street.example.com');
	await call();
	await call();
	await new Promise((resolve) => setTimeout(resolve, 5_000));
	expect(mail.messages()).toHaveLength(1);
});
