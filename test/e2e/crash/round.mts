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

/** Which fixtures are played, and the boundary at which n8n is killed for each; none for a quiet run. */
export type Plan = Partial<Record<CaseName, string | undefined>>;

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
	boundary: string;
	/** Whether the run came to its boundary and n8n was killed there. */
	killed: boolean;
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

/** No case may take longer, in milliseconds. */
const patience = 150_000;
/** So often time may be skipped for a case in which nothing moves any more. */
const mostSkips = 3;
/** What Watch and leases wait for lies less than this far ahead, in milliseconds; a visit further. */
const skipped = 20 * 60_000;

interface Play {
	name: CaseName;
	boundary: string;
	followed: ReturnType<Place['barriers']['follow']>;
	people: ReturnType<typeof peopleOf>;
	held: boolean;
	row?: LedgerRow;
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

/** Plays one referral of each fixture in the plan at once, kills n8n, and lets the loops close. */
export async function playRound(place: Place, plan: Plan): Promise<Outcome[]> {
	const { world, barriers } = place;
	const since = Date.now();
	const plays = (Object.keys(plan) as CaseName[]).map((name): Play => {
		const { animalId } = fixture(name);
		const followed = barriers.follow(animalId);
		const play: Play = {
			name,
			boundary: plan[name] ?? '',
			followed,
			people: peopleOf(world, name, followed.caseId),
			held: false,
		};
		if (play.boundary) void followed.holdAt(play.boundary).then(() => (play.held = true));
		return play;
	});
	for (const { name } of plays) {
		const { animalId, clinicalQuestion } = fixture(name);
		world.ezyvet.refer(animalId, clinicalQuestion);
	}
	await pollNow(world);

	const isOver = ({ row }: Play): boolean => row?.phase === 'closed' && row.keepFiles === '';
	/** Everybody looks once; says whether anything has moved. */
	const tick = async (): Promise<boolean> => {
		let moved = false;
		for (const play of plays) {
			if (play.held || isOver(play)) continue;
			const { followed, people } = play;
			if (followed.running() > 0 || people.busy()) {
				moved = true;
				continue;
			}
			const caseId = followed.caseId();
			const row = caseId ? await people.rowOf(caseId) : undefined;
			const isSame = row?.version === play.row?.version;
			play.row = row;
			if (!isSame || (await people.act())) moved = true;
		}
		return moved;
	};
	const late = (): boolean => Date.now() - since > patience;

	// Until everybody stands at a boundary or is through; a case that stands still gets a round of Watch.
	let quiet = 0;
	while (!plays.every((play) => play.held || isOver(play)) && !late()) {
		quiet = (await tick()) ? 0 : quiet + 1;
		if (quiet > 40) break;
		await pause(40);
	}
	const killed = plays.some(({ held }) => held);
	const stopped = plays.map(({ held }) => held);
	if (killed) {
		await world.n8n.kill();
		await world.n8n.restart();
		await world.n8n.waitFor(
			() => barriers.isThrough('watch/On publish and start'),
			'Watch to look at the cases after the start',
			30_000,
		);
		for (const play of plays) play.held = false;
	}

	let skips = 0;
	while (!plays.every(isOver) && !late()) {
		await place.watch();
		if (plays.some(({ followed }) => !followed.caseId())) await pollNow(world);
		let moved = false;
		for (let still = 0; still < 8 && !late(); ) {
			const now = await tick();
			still = now ? 0 : still + 1;
			moved ||= now;
			await pause(50);
		}
		if (moved) continue;
		if (skips++ >= mostSkips) break;
		for (const play of plays) if (play.row && !isOver(play)) await skipTime(place, play.row);
	}

	for (const { row, followed } of plays) {
		const caseId = followed.caseId();
		if (caseId && row?.phase !== 'closed') await putAway(place, caseId);
	}
	return plays.map((play, index): Outcome => {
		const { name, followed, row } = play;
		followed.stop();
		const caseId = followed.caseId();
		const closed = row?.phase === 'closed';
		return {
			name,
			boundary: play.boundary,
			killed: stopped[index] ?? false,
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
