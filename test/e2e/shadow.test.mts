import { caseLink, eventsOf, fixture, reportFor, typesOf } from '../../scripts/demo/loop.mts';
import { act, openPage } from '../../scripts/demo/pages.mts';
import type { World } from '../../scripts/demo/world.mts';
import {
	book,
	close,
	done,
	firstSlot,
	flashOf,
	hospitalOf,
	mark,
	refer,
	release,
	rowOf,
	sent,
	specialistOf,
	until,
} from './acting.mts';
import { effectsOf, entriesOf, packetsAt, sentReport, textsAbout } from './counts.mts';
import { checksIn, send, setupLink } from './setup-pages.mts';
import { stage } from './stage.mts';
import { watchEvery } from './watching.mts';

jest.setTimeout(240_000);

const watch = watchEvery(4);
/** Runs of the set-up page are not kept; the last test looks into one. */
const change: typeof watch.change = (json, file) =>
	file === 'setup.json'
		? { ...json, settings: { ...json.settings, saveDataSuccessExecution: 'all' } }
		: watch.change(json, file);
const { check } = stage({ profile: { mode: 'shadow' }, change });

const vet = { name: 'Dr Vera Sample' };

/** What the clinic holds back for this case and nobody has let go. */
async function heldNow(world: World, caseId: string): Promise<string[]> {
	const events = eventsOf(await rowOf(world, caseId));
	const named = (type: string) =>
		events.filter((event) => event.type === type).map(({ data }) => String(data.effect));
	const approved = named('effect.approved');
	return named('effect.held').filter((effect) => !approved.includes(effect));
}

/** Waits until the case holds back exactly this, looks at it on the clinic's page and lets it go. */
async function letGo(world: World, caseId: string, effect: RegExp, shown: string): Promise<string> {
	const [held = ''] = await world.n8n.waitFor(
		async () => {
			const all = (await heldNow(world, caseId)).filter((one) => effect.test(one));
			if (all.length === 0) throw new Error(`nothing like ${effect.source} is held yet`);
			return all;
		},
		`the held effect ${effect.source}`,
		30_000,
	);
	const link = caseLink(world, await rowOf(world, caseId), 'clinic');
	expect((await openPage(link)).html).toContain(shown);
	await done(act(link, 'approve_effect', { effect: held, ...vet }));
	return held;
}

/** The way out stays shut for two rounds of Watch, which would take up what stands still. */
async function nothingLeaves(world: World, caseId: string, name: 'cardiology' | 'surgery') {
	const before = [packetsAt(world, specialistOf(name), caseId), textsAbout(world, caseId).length];
	const mails = world.mail.messages().filter(({ to }) => !to.includes('riverbank')).length;
	await watch.rounds(world, 3);
	expect([packetsAt(world, specialistOf(name), caseId), textsAbout(world, caseId).length]).toEqual(
		before,
	);
	expect(world.mail.messages().filter(({ to }) => !to.includes('riverbank'))).toHaveLength(mails);
}

let first = '';

check('shadow: a case is built and nothing reaches hospital or owner', async (world) => {
	first = await refer(world, 'cardiology');
	await until(world, first, 'effect.held');
	expect(await heldNow(world, first)).toEqual(['send']);
	await nothingLeaves(world, first, 'cardiology');
	expect(packetsAt(world, specialistOf('cardiology'), first)).toBe(0);
	expect(world.phone.messages()).toEqual([]);
	expect(await heldNow(world, first)).toEqual(['send']);
});

check(
	'shadow: each step waits for a person who lets this one go; the loop closes',
	async (world) => {
		const hospital = hospitalOf(world, 'cardiology');
		const { clinicalQuestion } = fixture('cardiology');
		await letGo(world, first, /^send$/, clinicalQuestion.slice(0, 20));
		await until(world, first, 'transport.delivered');
		await hospital.act(first, 'ack');
		await hospital.act(first, 'accept');
		await until(world, first, 'decision.accepted');
		await until(world, first, 'effect.held', 2);
		expect(textsAbout(world, first)).toEqual([]);
		await letGo(world, first, /^touch:1$/, 'Riverbank Animal Clinic');
		await until(world, first, 'outreach.sent');

		const slot = firstSlot(await rowOf(world, first));
		const link = /https?:\S+/.exec(textsAbout(world, first)[0]?.body ?? '')?.[0] ?? '';
		await done(act(link, 'pick_slot', { slot }));
		expect(await heldNow(world, first)).toHaveLength(1);
		const wished = () =>
			hospital.referrals().find(({ caseId }) => caseId === first)?.appointmentRequest;
		expect(wished()).toBeUndefined();
		await letGo(world, first, /^notice:/, 'appointment');
		await until(world, first, 'notice.sent');
		expect(wished()).toMatchObject({ slot: { start: slot } });

		await hospital.act(first, 'schedule');
		await hospital.act(first, 'seen');
		await hospital.act(first, 'report', { report: reportFor('cardiology', first) });
		await until(world, first, 'report.final');
		const record = () => entriesOf(world, first, 'report');
		await letGo(world, first, /^file:1$/, sentFileName(world, first));
		await until(world, first, 'report.filed');
		expect(record().attachments).toHaveLength(1);
		expect(entriesOf(world, first, 'followup').appointments).toEqual([]);
		await letGo(world, first, /^follow_up:1$/, 'approve_effect');
		const arranged = await until(world, first, 'followup.created');
		const closed = await close(world, first);

		expect(closed.phase).toBe('closed');
		const id = specialistOf('cardiology');
		expect(effectsOf(world, id, first, sentReport(world, id, first))).toEqual({
			packets: 1,
			texts: 1,
			filed: 1,
		});
		const count = (type: string) => typesOf(arranged).filter((entry) => entry === type).length;
		expect(['effect.held', 'effect.approved', 'notice.sent', 'outreach.sent'].map(count)).toEqual([
			5, 5, 1, 1,
		]);
	},
);

/** The name of the file of the report, as the hospital sent it. */
function sentFileName(world: World, caseId: string): string {
	const referral = hospitalOf(world, 'cardiology')
		.referrals()
		.find((one) => one.caseId === caseId);
	const event = referral?.events.find(({ type }) => type === 'report.final');
	const [file] = (event?.data.documents ?? []) as Array<{ name: string }>;
	return file?.name ?? 'no file';
}

let second = '';
let third = '';

check('paused: open cases stand still, and a new one waits', async (world) => {
	const live = await send(setupLink(world), 'form-mode-clinic', { mode: 'live' });
	expect(flashOf(live.html)).toContain('is live');
	second = await sent(world, 'surgery');
	const hospital = hospitalOf(world, 'surgery');
	const paused = await send(setupLink(world), 'form-pause_all');
	expect(flashOf(paused.html)).toContain('Paused: 1');

	await hospital.act(second, 'ack');
	await hospital.act(second, 'accept');
	await until(world, second, 'decision.accepted');
	third = (await mark(world, fixture('oncology').animalId, 'Marked while paused')).caseId;
	await nothingLeaves(world, second, 'surgery');
	expect(textsAbout(world, second)).toEqual([]);
	expect(typesOf(await rowOf(world, second))).not.toContain('effect.held');
	const waiting = typesOf(await rowOf(world, third));
	expect(waiting.filter((type) => /^(?:release|packet|effect)/.test(type))).toEqual([]);
});

check('back to live: what stood still goes on unaided, once', async (world) => {
	const resumed = await send(setupLink(world), 'form-resume_all');
	expect(flashOf(resumed.html)).toContain('Resumed: 1');
	await book(world, second);
	await release(world, third, specialistOf('oncology'));
	const hospital = hospitalOf(world, 'surgery');
	await hospital.act(second, 'schedule');
	await hospital.act(second, 'seen');
	await hospital.act(second, 'report', { report: reportFor('surgery', second) });
	await until(world, second, 'report.filed');
	await until(world, second, 'followup.created');
	expect((await close(world, second)).phase).toBe('closed');
	const id = specialistOf('surgery');
	expect(effectsOf(world, id, second, sentReport(world, id, second))).toEqual({
		packets: 1,
		texts: 1,
		filed: 1,
	});
	expect(typesOf(await rowOf(world, second))).not.toContain('effect.held');
});

check('the checks see the rows of the tables that grow', async (world) => {
	const page = await send(setupLink(world), 'form-run_checks');
	expect(checksIn(page.html)['table-size']).toMatchObject({ level: 'ok' });
	const workflowId = world.workflows['setup.json'];
	// The page is answered a moment before the run is saved.
	const run = await world.n8n.waitFor(
		async () => {
			const runs = await world.n8n.executions({ workflowId, includeData: true, limit: 1 });
			return runs.find(({ data }) => data?.resultData.runData['Show checks']);
		},
		'the run of the checks',
		15_000,
	);
	const jsonOf = (name: string) => {
		const [first] = (run.data?.resultData.runData[name] ?? []) as Array<{
			data?: { main: Array<Array<{ json: Record<string, unknown> }>> };
		}>;
		return (first?.data?.main[0] ?? []).map(({ json }) => json);
	};
	expect(jsonOf('Newest cases').map(({ id }) => id)).toEqual([3, 2, 1]);
	expect(jsonOf('Oldest case').map(({ id }) => id)).toEqual([1]);
});
