import { cases, eventsOf, pollNow, typesOf } from '../../scripts/demo/loop.mts';
import { playLoop, type CaseName } from '../../scripts/demo/play.mts';
import type { World } from '../../scripts/demo/world.mts';
import {
	book,
	close,
	hospitalOf,
	rowOf,
	sent,
	specialistOf,
	visitAndReport,
} from '../e2e/acting.mts';
import { alertsAbout, effectsOf, sentReport } from '../e2e/counts.mts';
import { stage } from '../e2e/stage.mts';
import { watchEvery } from '../e2e/watching.mts';
import { startQueueN8n, type QueueN8n } from '../support/queue.mts';
import { markMany } from './burst.mts';

let queue: QueueN8n;
const watch = watchEvery(5);
const { check } = stage({
	start: async () => (queue = await startQueueN8n()),
	change: watch.change,
});

const count = (types: string[], type: string): number =>
	types.filter((entry) => entry === type).length;

/** What left for one case, as the hospital, the phone network and the practice counted it. */
const effects = (world: World, name: CaseName, caseId: string) => {
	const specialistId = specialistOf(name);
	return effectsOf(world, specialistId, caseId, sentReport(world, specialistId, caseId));
};
const once = { packets: 1, texts: 1, filed: 1 };

check('a referral goes round the loop with a worker, Redis and PostgreSQL', async (world) => {
	const { caseId } = await playLoop(world, { name: 'cardiology' });
	expect(effects(world, 'cardiology', caseId)).toEqual(once);
	const hospital = hospitalOf(world, 'cardiology');
	await hospital.idle();
	const [referral] = hospital.referrals();
	expect(referral?.manifestOk).toBe(true);
	expect(referral?.files.length).toBeGreaterThan(3);
	for (const { status } of referral?.files ?? []) expect(status).toBe('verified');
	expect(hospital.log).toMatchObject({ badSignatures: 0, duplicates: 0, downloadFailures: 0 });
});

check('twenty cases marked at once are each opened once and told once', async (world) => {
	const before = new Set((await cases(world)).map(({ caseId }) => caseId));
	const consults = markMany(world, 20);
	await pollNow(world);
	await pollNow(world);
	const opened = await world.n8n.waitFor(
		async () => {
			const rows = (await cases(world)).filter(({ caseId }) => !before.has(caseId));
			const told = rows.filter(
				({ caseId }) => alertsAbout(world, caseId, /release the referral/).length > 0,
			);
			if (told.length >= consults.length) return rows;
			throw new Error(`${rows.length} cases are open and the clinic heard of ${told.length}`);
		},
		'twenty cases and their mails',
		90_000,
		500,
	);
	await watch.rounds(world, 2);
	const sources = opened.map(
		(row) => (eventsOf(row)[0]?.data.source as { eventId: string }).eventId,
	);
	expect(sources.map(Number).sort((a, b) => a - b)).toEqual(consults);
	expect(await cases(world)).toHaveLength(before.size + consults.length);
	for (const { caseId } of opened) {
		expect(alertsAbout(world, caseId, /release the referral/)).toHaveLength(1);
		expect(count(typesOf(await rowOf(world, caseId)), 'release.asked')).toBe(1);
	}
});

check('an answer given while no worker runs counts when one is back', async (world) => {
	const name = 'surgery';
	const caseId = await sent(world, name);
	const hospital = hospitalOf(world, name);
	await queue.worker.kill();
	const answered = hospital.act(caseId, 'accept');
	expect(typesOf(await rowOf(world, caseId))).not.toContain('decision.accepted');
	await queue.worker.start();
	expect((await answered).outcome).toBe('delivered');
	await book(world, caseId);
	await visitAndReport(world, name, caseId);
	expect((await close(world, caseId)).phase).toBe('closed');
	expect(effects(world, name, caseId)).toEqual(once);
});

check('an answer goes on although the worker dies as soon as it was taken', async (world) => {
	const name = 'oncology';
	const caseId = await sent(world, name);
	const { runId, id } = await rowOf(world, caseId);
	await world.n8n.waitFor(
		async () => (await world.n8n.execution(runId)).status === 'waiting',
		'the wait for the hospital',
	);
	expect((await hospitalOf(world, name).act(caseId, 'accept')).outcome).toBe('delivered');
	await queue.worker.kill();
	const answered = await rowOf(world, caseId);
	expect(typesOf(answered)).toContain('decision.accepted');
	await queue.worker.start();
	// Had the wake-up died with the worker, Watch would take the case up when the run's time is over:
	// after minutes, not at the hospital's deadline. They pass here, unless a run has written meanwhile.
	const { version, runUntil } = answered;
	expect(Date.parse(runUntil) - Date.now()).toBeLessThan(10 * 60_000);
	await world.n8n
		.dataTable('vet_referral_cases')
		.update({ id, version }, { runUntil: new Date().toISOString() });
	await book(world, caseId);
	await visitAndReport(world, name, caseId);
	expect((await close(world, caseId)).phase).toBe('closed');
	expect(effects(world, name, caseId)).toEqual(once);
});
