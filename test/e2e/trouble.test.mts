import { caseLink, eventsOf, fixture, reportFor } from '../../scripts/demo/loop.mts';
import { act, openPage } from '../../scripts/demo/pages.mts';
import type { World } from '../../scripts/demo/world.mts';
import {
	book,
	close,
	done,
	hospitalOf,
	mark,
	release,
	rowOf,
	sendAnyway,
	specialistOf,
	until,
} from './acting.mts';
import {
	alertsAbout,
	effectsOf,
	filedFiles,
	packetsAt,
	sentReport,
	textsAbout,
} from './counts.mts';
import { age } from './crash/age.mts';
import { stage } from './stage.mts';
import { watchEvery } from './watching.mts';

const watch = watchEvery(3);
const { check } = stage({ change: watch.change });
const cardiology = specialistOf('cardiology');
let caseId = '';

interface Told {
	message: string;
	hint: string;
}

/** What the latest event of a type told. */
async function told(world: World, type: string): Promise<Told> {
	const event = eventsOf(await rowOf(world, caseId))
		.filter((entry) => entry.type === type)
		.pop();
	return event?.data as unknown as Told;
}

const countOf = async (world: World, type: string): Promise<number> =>
	eventsOf(await rowOf(world, caseId)).filter((event) => event.type === type).length;

/** Lets time pass for the case, while no run works on it. */
async function later(world: World, minutes: number): Promise<void> {
	const row = await world.n8n.waitFor(async () => {
		const now = await rowOf(world, caseId);
		return now.runId === '' && now.runUntil !== '' ? now : undefined;
	}, 'the next try to be planned');
	await age(world, row, minutes);
}

/** "Try again" on the clinic's page. */
async function tryAgain(world: World): Promise<void> {
	const link = caseLink(world, await rowOf(world, caseId), 'clinic');
	await done(act(link, 'retry', { name: 'Nina Nurse' }));
}

async function clinicPage(world: World): Promise<string> {
	return (await openPage(caseLink(world, await rowOf(world, caseId), 'clinic'))).html;
}

check('with ezyVet down it is tried again, and when that lasts a person is told', async (world) => {
	const { animalId, clinicalQuestion } = fixture('cardiology');
	({ caseId } = await mark(world, animalId, clinicalQuestion));
	world.ezyvet.set({ down: '503' });
	await release(world, caseId, cardiology, { clinicalQuestion });
	await until(world, caseId, 'packet.failed');
	const { message, hint } = await told(world, 'packet.failed');
	expect(message).toMatch(/ezyVet/);
	expect(message).toMatch(/read/);
	expect(hint.length).toBeGreaterThan(10);
	expect(await clinicPage(world)).toContain('Try again');
	expect(await rowOf(world, caseId)).toMatchObject({ open: true, owes: 'system' });
	expect(alertsAbout(world, caseId, /ezyVet/)).toEqual([]);
	await later(world, 61);
	const mail = await world.n8n.waitFor(
		() => alertsAbout(world, caseId, /ezyVet/)[0],
		'the mail to the staff',
	);
	expect(mail.subject).toContain(caseId);
	await until(world, caseId, 'packet.failed', 2);
	expect(packetsAt(world, cardiology, caseId)).toBe(0);
});

check('"Try again" meets a web page instead of data, and says that', async (world) => {
	world.ezyvet.set({ down: false, nonsense: { kind: 'html', next: -1 } });
	const before = await countOf(world, 'packet.failed');
	await tryAgain(world);
	await until(world, caseId, 'packet.failed', before + 1);
	const { message, hint } = await told(world, 'packet.failed');
	expect(message).toMatch(/ezyVet/);
	expect(`${message} ${hint}`).not.toMatch(/<html|SyntaxError|undefined|Unexpected token/);
});

check(
	'"Try again" waits politely for a slow practice system that says "too many", then sends once',
	async (world) => {
		const tooMany = (): number => world.ezyvet.log.filter(({ status }) => status === 429).length;
		world.ezyvet.set({
			nonsense: { kind: 'html', next: 0 },
			rateLimited: { next: 2, waitSeconds: 1 },
			slowMs: 100,
		});
		await tryAgain(world);
		await until(world, caseId, 'transport.delivered');
		world.ezyvet.set({ slowMs: 0 });
		expect(tooMany()).toBe(2);
		expect(packetsAt(world, cardiology, caseId)).toBe(1);
		expect(hospitalOf(world, 'cardiology').log).toMatchObject({
			deliveries: 1,
			checksumFailures: 0,
		});
	},
);

check('a text whose answer is lost is looked up and not sent again', async (world) => {
	const hospital = hospitalOf(world, 'cardiology');
	world.phone.switches.acceptThenDropConnection = 1;
	await hospital.act(caseId, 'ack');
	await hospital.act(caseId, 'accept');
	await until(world, caseId, 'outreach.sent');
	expect(world.phone.log).toMatchObject({ dropped: 1, created: 1 });
	expect(world.phone.log.lookups).toBeGreaterThan(0);
	expect(textsAbout(world, caseId)).toHaveLength(1);
	await book(world, caseId);
});

check(
	'a report that comes while ezyVet is down is kept and filed when it is back, once',
	async (world) => {
		const hospital = hospitalOf(world, 'cardiology');
		await hospital.act(caseId, 'schedule');
		await hospital.act(caseId, 'seen');
		world.ezyvet.set({ down: 'reset' });
		const report = reportFor('cardiology', caseId);
		expect((await hospital.act(caseId, 'report', { report })).outcome).toBe('delivered');
		await until(world, caseId, 'report.filing_failed');
		expect((await told(world, 'report.filing_failed')).message).toMatch(/ezyVet/);
		// The write arrives and its answer is lost: it is looked up, never repeated blindly.
		world.ezyvet.set({ down: false, lostAnswers: 1 });
		await later(world, 6);
		await until(world, caseId, 'report.filed');
		await until(world, caseId, 'followup.created');
		const sha256 = sentReport(world, cardiology, caseId);
		expect(effectsOf(world, cardiology, caseId, sha256)).toEqual({
			packets: 1,
			texts: 1,
			filed: 1,
		});
		const { animalId } = fixture('cardiology');
		expect(filedFiles(world, sha256, caseId)).toEqual([{ animalId, isMarked: true }]);
		expect((await close(world, caseId)).phase).toBe('closed');
	},
);

check(
	'a patient with hardly any record is not sent: the page lists the gaps and a mail tells',
	async (world) => {
		const sparse = 504;
		({ caseId } = await mark(world, sparse, 'Cardiology: heard a murmur, please look.'));
		await release(world, caseId, cardiology);
		const row = await until(world, caseId, 'packet.incomplete');
		const { gaps } = eventsOf(row)
			.filter(({ type }) => type === 'packet.incomplete')
			.pop()?.data as {
			gaps: Array<{ label: string; level: string; howToFix: string }>;
		};
		const required = gaps.filter(({ level }) => level === 'required');
		expect(required.length).toBeGreaterThan(2);
		const page = await clinicPage(world);
		for (const { label } of required) expect(page).toContain(label.replaceAll("'", '&#39;'));
		await world.n8n.waitFor(
			() => alertsAbout(world, caseId, /Complete the records, or send anyway/)[0],
			'the mail about the gaps',
		);
		expect(packetsAt(world, cardiology, caseId)).toBe(0);
	},
);

check('"send anyway, because …" is recorded with its person and the packet goes', async (world) => {
	const reason = 'New patient, all of it is asked for at the previous clinic.';
	await sendAnyway(world, caseId, reason);
	const row = await until(world, caseId, 'transport.delivered');
	const override = eventsOf(row).find(({ type }) => type === 'gap.overridden');
	expect(override).toMatchObject({ actor: { name: 'Dr Vera Sample' }, data: { reason } });
	expect(packetsAt(world, cardiology, caseId)).toBe(1);
	const referral = hospitalOf(world, 'cardiology')
		.referrals()
		.find((one) => one.caseId === caseId);
	expect(JSON.stringify(referral?.request.packet)).toContain(reason);
});

check('a hospital that answers 500 gets the packet when it is back, once', async (world) => {
	const hospital = hospitalOf(world, 'surgery');
	hospital.behaviour.failNext = 1000;
	const { animalId, clinicalQuestion } = fixture('surgery');
	({ caseId } = await mark(world, animalId, clinicalQuestion));
	await release(world, caseId, specialistOf('surgery'), { clinicalQuestion });
	await until(world, caseId, 'transport.failed');
	const { message } = await told(world, 'transport.failed');
	expect(await clinicPage(world)).toContain(message.replaceAll("'", '&#39;'));
	hospital.behaviour.failNext = 0;
	await later(world, 6);
	await until(world, caseId, 'transport.delivered');
	expect(packetsAt(world, specialistOf('surgery'), caseId)).toBe(1);
});
