import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cases, eventsOf, typesOf, type LedgerRow } from '../../scripts/demo/loop.mts';
import { openPage } from '../../scripts/demo/pages.mts';
import type { World } from '../../scripts/demo/world.mts';
import { startMail, type RunningMail } from '../simulators/mail/server.mts';
import { clinicId } from '../../scripts/demo/clinic.mts';
import { mailedLink, mark, until } from './acting.mts';
import { linkFacts, mailsAbout } from './counts.mts';
import { stage } from './stage.mts';
import { minutesAgo, overdueTwin, watchEvery } from './watching.mts';

const watch = watchEvery(2);
const { check } = stage({ change: watch.change });
const table = 'vet_referral_cases';
let first: LedgerRow;
/** The mail server that comes up again in place of the first. */
let later: RunningMail | undefined;
afterAll(async () => await later?.close());

const twin = (number: number, change: Record<string, unknown> = {}): Record<string, unknown> =>
	overdueTwin(first, number, change);

const rowOf = async (world: World, caseId: string): Promise<LedgerRow> => {
	const [row] = await world.n8n.dataTable(table).rows<LedgerRow>({ caseId });
	if (!row) throw new Error(`There is no case ${caseId}.`);
	return row;
};
const settingOf = async (world: World, key: string): Promise<string> => {
	const rows = await world.n8n.dataTable('vet_referral_settings').rows<{ value: string }>({ key });
	return rows[0]?.value ?? '';
};

check('after an outage the clinic gets one mail, most urgent first', async (world) => {
	const { caseId } = await mark(world, 501, 'Cough for three weeks.');
	await mailedLink(world, caseId);
	first = await until(world, caseId, 'timer.fired');
	const before = world.mail.messages().length;
	const emergency = twin(7, { urgency: 'emergency' });
	const raised = {
		id: 'urgency.changed:1',
		caseId: emergency.caseId,
		type: 'urgency.changed',
		at: minutesAgo(7000),
		receivedAt: minutesAgo(7000),
		actor: { role: 'referrer', via: 'page' },
		data: { urgency: 'emergency', reason: 'worse' },
	};
	const events = [...(JSON.parse(String(emergency.events)) as object[]), raised];
	const others = Array.from({ length: 30 }, (_, index) => twin(index + 1)).filter(
		({ caseId: number }) => number !== emergency.caseId,
	);
	await world.n8n
		.dataTable(table)
		.insert([...others, { ...emergency, events: JSON.stringify(events) }]);
	const told = await world.n8n.waitFor(
		async () => {
			const rows = await cases(world);
			const done = rows.filter((row) => typesOf(row).includes('timer.fired'));
			return done.length === 31 ? done : undefined;
		},
		'all 30 cases to be told',
		60_000,
	);
	expect(told).toHaveLength(31);
	const mails = world.mail.messages().slice(before);
	expect(mails.map(({ subject }) => subject)).toEqual([
		expect.stringMatching(
			/^EMERGENCY: \w+ \(REF-000000000007\); 30 referrals need attention, 30 of them overdue$/,
		),
	]);
	const [digest] = mails;
	const link = /https?:\/\/\S+case\?t=\S+/.exec(digest!.text)?.[0] ?? '';
	expect(linkFacts(link)).toMatchObject({ caseId: emergency.caseId, role: 'r' });
	expect((await openPage(link)).status).toBe(200);
	await watch.rounds(world, 3);
	expect(world.mail.messages()).toHaveLength(before + 1);
});

check(
	'with the mail server down nothing is lost: it is told when mail works again',
	async (world) => {
		const before = world.mail.messages().length;
		const { smtpPort } = world.mail;
		await world.mail.close();
		const late = twin(100);
		await world.n8n.dataTable(table).insert([late]);
		await world.n8n.waitFor(
			async () => (await settingOf(world, 'alerts.failed')) || undefined,
			'the failed mail to be noted',
			60_000,
		);
		const tried = await rowOf(world, String(late.caseId));
		expect(typesOf(tried).filter((type) => /alert|timer/.test(type))).toEqual(['alert.sending']);
		expect(world.mail.messages()).toHaveLength(before);
		expect(
			(await settingOf(world, 'alerts.failed')) > (await settingOf(world, 'alerts.sent')),
		).toBe(true);
		const mail = await startMail({ smtpPort });
		later = mail;
		// Four minutes pass: the message that was on its way counts as lost.
		const past = minutesAgo(1);
		const events = eventsOf(tried).map((event) =>
			event.type === 'alert.sending' ? { ...event, data: { ...event.data, until: past } } : event,
		);
		const passed = { events: JSON.stringify(events), tellAt: past };
		await world.n8n.dataTable(table).update({ id: tried.id, version: tried.version }, passed);
		await until(world, String(late.caseId), 'timer.fired');
		expect(mailsAbout({ ...world, mail } as World, String(late.caseId))).toHaveLength(1);
		await watch.rounds(world, 2);
		expect(mail.messages()).toHaveLength(1);
	},
);

async function changeProfile(world: World, changes: Record<string, unknown>): Promise<void> {
	const clinics = world.n8n.dataTable('vet_referral_clinics');
	const [row] = await clinics.rows<{ profile: string; version: number }>({ clinicId });
	const profile = { ...(JSON.parse(row!.profile) as object), ...changes };
	await clinics.update(
		{ clinicId },
		{ version: row!.version + 1, profile: JSON.stringify(profile) },
	);
}

check('a changed mode reaches every open case, and a clinic set live goes on', async (world) => {
	const rules = await settingOf(world, 'rules');
	await changeProfile(world, { mode: 'paused' });
	await world.n8n.waitFor(
		async () => {
			const now = JSON.parse((await settingOf(world, 'rules')) || '{}') as { passes?: number };
			return (await settingOf(world, 'rules')) !== rules && now.passes === 2;
		},
		'the new rules to be applied twice',
		60_000,
	);
	// A round that was at it as well would give the next case its deadlines.
	await watch.rounds(world, 1);
	const [waiting, ...rest] = [twin(200, { flow: '', step: 'none', tellAt: '9999' })];
	expect(rest).toEqual([]);
	const created = (JSON.parse(String(waiting!.events)) as Array<{ type: string }>).filter(
		({ type }) => type === 'referral.created',
	);
	await world.n8n
		.dataTable(table)
		.insert([{ ...waiting, events: JSON.stringify(created), runId: '', runUntil: '' }]);
	await watch.rounds(world, 2);
	expect(typesOf(await rowOf(world, String(waiting!.caseId)))).toEqual(['referral.created']);
	await changeProfile(world, { mode: 'live' });
	await until(world, String(waiting!.caseId), 'release.asked');
});

check('what a killed n8n worked on goes on right after the start', async (world) => {
	const dead = { runId: '999999', runUntil: new Date(Date.now() + 9 * 60_000).toISOString() };
	const killed = twin(300, { ...dead, flow: 'refer', step: 'release', tellAt: '9999' });
	const created = (JSON.parse(String(killed.events)) as Array<{ type: string }>).filter(
		({ type }) => type === 'referral.created',
	);
	await world.n8n.dataTable(table).insert([{ ...killed, events: JSON.stringify(created) }]);
	await watch.rounds(world, 3);
	expect(await rowOf(world, String(killed.caseId))).toMatchObject(dead);
	await world.n8n.kill();
	await world.n8n.restart();
	await until(world, String(killed.caseId), 'release.asked');
	expect(Date.now()).toBeLessThan(Date.parse(dead.runUntil));
});

check('a round that went through tells the monitor outside', async (world) => {
	const pings: string[] = [];
	const monitor = createServer((request, response) => {
		pings.push(String(request.url));
		response.end('OK');
	});
	await new Promise<void>((done) => monitor.listen(0, '127.0.0.1', done));
	try {
		const { port } = monitor.address() as AddressInfo;
		const value = `http://127.0.0.1:${port}/ping/clinic`;
		await world.n8n.dataTable('vet_referral_settings').insert([{ key: 'monitor', value }]);
		await world.n8n.waitFor(() => pings[0], 'the monitor to be told', 30_000);
		expect(new Set(pings)).toEqual(new Set(['/ping/clinic']));
		const round = JSON.parse(await settingOf(world, 'watch.round')) as { at: string };
		expect(Date.parse(round.at)).toBeGreaterThan(Date.now() - 60_000);
	} finally {
		await new Promise((done) => monitor.close(done));
	}
});
