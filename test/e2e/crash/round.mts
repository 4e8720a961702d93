import {
	caseLink,
	eventsOf,
	fixture,
	pollNow,
	typesOf,
	type LedgerRow,
} from '../../../scripts/demo/loop.mts';
import type { CaseName } from '../../../scripts/demo/play.mts';
import type { Step } from '../../support/barriers.mts';
import { hospitalOf, specialistOf } from '../acting.mts';
import { entriesOf, filedFiles, sentReport, textsAbout } from '../counts.mts';
import { peopleOf } from './people.mts';
import type { Place } from './place.mts';

/**
 * The cases that are played at once: the fixture of each and the boundaries at which n8n is killed, one
 * after the other; none for an undisturbed run.
 */
export type Plan = Array<{ fixture: CaseName; boundaries: string[] }>;

/** What the outside systems hold for one case, from their own logs. */
export interface Counts {
	packets: number;
	/** Repeats the hospital knew by their delivery number and turned away. */
	repeats: number;
	wishes: number;
	texts: number;
	filed: number;
	/** The most entries of the record that carry one and the same mark. */
	sameMark: number;
}

export interface Outcome {
	name: CaseName;
	boundaries: string[];
	/** The boundaries it came to and at which n8n was killed. */
	killedAt: string[];
	closed: boolean;
	/** What a person has to decide, in the words of the board; empty when the loop closed unaided. */
	left: string[];
	counts: Counts;
	/** Both files of the case have a keeper. */
	kept: boolean;
	working: string[];
	caseId?: string;
	steps: Step[];
	types: string[];
	/** How often the next minutes had to be skipped before the case went on. */
	skips: number;
	seconds: number;
}

const pause = async (ms: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, ms));

/** No case may take longer to its next boundary or to its end, in milliseconds. */
const patience = 300_000;
/** So often time may be skipped for a case in which nothing moves any more. */
const mostSkips = 3;
/** What Watch and leases wait for lies less than this far ahead, in milliseconds; a visit further. */
const skipped = 20 * 60_000;

interface Play {
	name: CaseName;
	animalId: number;
	boundaries: string[];
	killedAt: string[];
	followed: ReturnType<Place['barriers']['follow']>;
	people: ReturnType<typeof peopleOf>;
	held: boolean;
	row?: LedgerRow;
	/** How many steps had passed when the row was read. */
	passed?: number;
}

const nothing: Counts = { packets: 0, repeats: 0, wishes: 0, texts: 0, filed: 0, sameMark: 0 };

function countsOf({ world }: Place, name: CaseName, caseId?: string): Counts {
	if (!caseId) return nothing;
	const hospital = hospitalOf(world, name);
	const referral = hospital.referrals().find((one) => one.caseId === caseId);
	const noted = (what: string): number =>
		hospital.log.entries.filter((entry) => entry.caseId === caseId && entry.what === what).length;
	const sha256 = (() => {
		try {
			return sentReport(world, specialistOf(name), caseId);
		} catch {
			return undefined;
		}
	})();
	const marks = new Map<string, number>();
	for (const purpose of ['report', 'followup']) {
		const { communications, appointments, attachments } = entriesOf(world, caseId, purpose);
		for (const entry of [...communications, ...appointments, ...attachments]) {
			const mark = new RegExp(`${caseId}/[\\w./-]+`).exec(JSON.stringify(entry))?.[0] ?? '';
			marks.set(mark, (marks.get(mark) ?? 0) + 1);
		}
	}
	return {
		packets: referral?.deliveryIds.length ?? 0,
		repeats: noted('duplicate'),
		wishes: noted('appointment.requested received'),
		texts: textsAbout(world, caseId).length,
		filed: sha256 ? filedFiles(world, sha256, caseId).filter(({ isMarked }) => isMarked).length : 0,
		sameMark: Math.max(0, ...marks.values()),
	};
}

/** What a person is asked to do, and the effects whose result nobody knows. */
function leftOf(row: LedgerRow): string[] {
	const events = eventsOf(row);
	const failed = events
		.filter(({ type }) => /failed$|exhausted$|needs_review$|awaiting_human$/.test(type))
		.map(({ type, data }) => `${type}: ${String(data.message ?? data.reason ?? data.slip ?? '')}`);
	return [...failed, row.ask || `stands at ${row.phase}/${row.step || 'none'}`];
}

/**
 * Lets the next minutes pass for a case: what is due in them (the lease of a dead run, a message that
 * may still be on its way) is due now.
 */
async function skipTime({ world }: Place, row: LedgerRow): Promise<void> {
	const now = Date.now();
	const past = new Date(now - 1000).toISOString();
	const isNear = (value: unknown): boolean =>
		typeof value === 'string' && Date.parse(value) > now && Date.parse(value) < now + skipped;
	const events = eventsOf(row).map((event) =>
		isNear(event.data.until) ? { ...event, data: { ...event.data, until: past } } : event,
	);
	await world.n8n.dataTable('vet_referral_cases').update(
		{ id: row.id, version: row.version },
		{
			events: JSON.stringify(events),
			// A run that has read the row before decides again.
			version: row.version + 1,
			...(isNear(row.runUntil) ? { runUntil: past } : {}),
			...(isNear(row.tellAt) ? { tellAt: past } : {}),
			// Files whose copying was lost are looked for when the case has been quiet for a while.
			changedAt: new Date(now - skipped).toISOString(),
		},
	);
}

const isOver = ({ row }: Play): boolean => row?.phase === 'closed' && row.keepFiles === '';

const isHeld = ({ held }: Play): boolean => held;

/** Reads the row of a case again if a step of a run has passed since; says whether it has changed. */
async function reread(play: Play): Promise<boolean> {
	const { followed, people, row } = play;
	const caseId = followed.caseId();
	const passed = followed.steps.length;
	if (!caseId || (row && passed === play.passed)) return false;
	play.row = await people.rowOf(caseId);
	play.passed = passed;
	return play.row?.version !== row?.version;
}

/** Everybody looks once; says whether anything has moved. */
async function tick(plays: readonly Play[]): Promise<boolean> {
	let moved = false;
	for (const play of plays) {
		if (play.held || isOver(play)) continue;
		const { followed, people } = play;
		if (followed.running() > 0 || people.busy()) {
			moved = true;
			continue;
		}
		if ((await reread(play)) || (await people.act())) moved = true;
	}
	return moved;
}

/** Everybody looks again and again until nothing moves for so many looks, or time is over. */
async function untilQuiet(plays: readonly Play[], looks: number, late: () => boolean) {
	let moved = false;
	for (let still = 0; still < looks && !late(); ) {
		const now = await tick(plays);
		still = now ? 0 : still + 1;
		moved ||= now;
		if (plays.every((play) => play.held || isOver(play))) break;
		await pause(50);
	}
	return moved;
}

/** One round of Watch. One that stands at a boundary does not come back before n8n is killed. */
async function look(place: Place, plays: readonly Play[]): Promise<void> {
	let over = false;
	let failure: unknown;
	void place
		.watch()
		.catch((error: unknown) => (failure = error))
		.finally(() => (over = true));
	for (let waited = 0; !over; waited += 50) {
		if (waited > 3000 && plays.some(isHeld)) return;
		await pause(50);
	}
	if (failure !== undefined && !plays.some(isHeld)) throw failure;
}

/** After a start: until everybody stands at the next boundary, is through, or cannot go on. */
async function goOn(place: Place, plays: readonly Play[]): Promise<number> {
	const since = Date.now();
	const late = (): boolean => Date.now() - since > patience;
	const goes = (play: Play): boolean => !play.held && !isOver(play);
	let skips = 0;
	while (plays.some(goes) && !late()) {
		await look(place, plays);
		if (plays.some(({ followed }) => !followed.caseId())) await pollNow(place.world);
		if ((await untilQuiet(plays, 8, late)) || !plays.some(goes)) continue;
		if (skips++ >= mostSkips) break;
		for (const play of plays) {
			if (!play.row || !goes(play)) continue;
			await skipTime(place, play.row);
			delete play.passed;
		}
	}
	return skips;
}

/** Kills n8n, starts it again, and lets Watch look at the cases. */
async function killAndRestart({ world, barriers }: Place): Promise<void> {
	await world.n8n.kill();
	await world.n8n.restart();
	await world.n8n.waitFor(
		() => barriers.isThrough('watch/On publish and start'),
		'Watch to look at the cases after the start',
		30_000,
	);
}

/** Holds the case at its next boundary; one that it has passed meanwhile is left out. */
function holdAtNext(play: Play): void {
	const { followed, boundaries, killedAt } = play;
	followed.letPass();
	const passed = new Set(followed.steps.map(({ name }) => name));
	const next = boundaries.find((boundary) => !passed.has(boundary));
	if (next === undefined) return;
	void followed.holdAt(next).then(() => {
		play.held = true;
		killedAt.push(next);
	});
}

/** Plays the cases of a plan at once, each with a patient of its own, kills n8n, and lets the loops close. */
export async function playRound(place: Place, plan: Plan): Promise<Outcome[]> {
	const { world, barriers } = place;
	const since = Date.now();
	const played = new Map<CaseName, number>();
	const plays = plan.map(({ fixture: name, boundaries }): Play => {
		const nth = played.get(name) ?? 0;
		played.set(name, nth + 1);
		const animalId = place.patient(name, nth);
		const followed = barriers.follow(animalId);
		const people = peopleOf(world, name, followed.caseId);
		return { name, animalId, boundaries, killedAt: [], followed, people, held: false };
	});
	for (const play of plays) {
		holdAtNext(play);
		world.ezyvet.refer(play.animalId, fixture(play.name).clinicalQuestion);
	}
	await pollNow(world);
	await untilQuiet(plays, 40, () => Date.now() - since > patience);

	let skips = 0;
	do {
		if (plays.some(isHeld)) await killAndRestart(place);
		for (const play of plays) {
			play.held = false;
			holdAtNext(play);
		}
		skips += await goOn(place, plays);
	} while (plays.some(isHeld));

	for (const { row, followed } of plays) {
		const caseId = followed.caseId();
		if (caseId && row?.phase !== 'closed') await putAway(place, caseId);
	}
	return plays.map((play): Outcome => {
		const { name, boundaries, killedAt, followed, row } = play;
		followed.stop();
		const caseId = followed.caseId();
		const closed = row?.phase === 'closed';
		return {
			name,
			boundaries,
			killedAt,
			closed,
			left: closed ? [] : row ? leftOf(row) : ['the case is not in the ledger'],
			counts: countsOf(place, name, caseId),
			kept: row?.keepFiles === '',
			working: followed.working(),
			caseId,
			steps: followed.steps,
			types: row ? typesOf(row) : [],
			skips,
			seconds: Math.round((Date.now() - since) / 1000),
		};
	});
}

/** Takes a case that stands still off every list, so that it does not disturb the next round. */
export async function putAway({ world }: Place, caseId: string): Promise<void> {
	await world.n8n
		.dataTable('vet_referral_cases')
		.update(
			{ caseId },
			{ open: false, flow: '', keepFiles: '', tellAt: '9999-12-31T00:00:00.000Z' },
		);
}

export const pageOf = (place: Place, row: LedgerRow): string =>
	caseLink(place.world, row, 'clinic');
