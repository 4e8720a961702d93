import {
	asksOf,
	caseIdOf,
	clinic,
	contextOf,
	firstRow,
	nextStep,
	never,
	open,
	stateOf,
	type Command,
} from './core.mts';
import { Hospital } from './hospital.mts';
import { day, Life, minute } from './life.mts';
import { People } from './people.mts';
import { Random } from './random.mts';
import { Runs } from './runs.mts';

const dawn = Date.parse('2026-11-02T14:00:00.000Z');
const horizon = 150 * day;
const boardLooks = 40;

export interface Verdict {
	caseId: string;
	/** Why this case is lost, if it is. */
	vanished: string[];
	/** What happened outside more than once. */
	doubled: string[];
	end: string;
	closed: boolean;
	events: number;
	effects: number;
	counts: Life['counts'];
}

/** A mark of the practice system, which may come more than once; every run inserts, one row stays. */
function openCase(life: Life): void {
	const source = { pims: 'webhook', eventId: life.caseId, version: '1', patientId: '77' };
	const created: Command<'referral.created'> = {
		type: 'referral.created',
		actor: { role: 'referrer', via: 'pims' },
		key: life.caseId,
		data: { source, clinicId: clinic.id, patientName: 'Biscuit' },
	};
	const marks = life.random.chance(0.15) ? 2 : 1;
	const context = contextOf(stateOf({ caseId: life.caseId, events: '[]' }), life.iso);
	const rows = Array.from({ length: marks }, (_, index) => {
		const opened = open(created, life.caseId, context);
		if (!opened.ok) throw new Error(opened.refusal.message);
		return { id: 10 - index, ...opened.value.columns };
	});
	// Each run reads all rows of the number and keeps the lowest, whoever wrote it.
	const kept = new Set(rows.map(() => firstRow(rows)));
	for (const row of kept) {
		life.effect('row');
		life.row = row!;
	}
}

/** Watch comes round when the row says that something is due, or that a run has died. */
function watch(life: Life, people: People, runs: Runs): void {
	people.tell();
	const { row, iso } = life;
	if (row.open && row.flow !== '' && row.runUntil <= iso) {
		runs.start(row.flow as 'refer' | 'outcome');
	}
}

function nextWatch(life: Life): number {
	const { row } = life;
	const told = row.tellAt === never ? Infinity : Date.parse(row.tellAt);
	const stalled =
		row.open && row.flow !== ''
			? row.runUntil === ''
				? life.now
				: Date.parse(row.runUntil)
			: Infinity;
	return Math.min(told, stalled);
}

/** Lives one case to its end, or until it only waits for people who never look. */
export function liveOneCase(seed: number, index: number): Verdict {
	const random = new Random(seed, index);
	const caseId = caseIdOf({ pims: 'webhook', site: '', eventId: `${seed}/${index}`, version: '1' });
	const life = new Life(random, caseId, dawn + random.between(0, 7 * day));
	const hospital = new Hospital(life);
	const people = new People(life, hospital);
	const runs = new Runs(life, {
		packet: (deliveryId) => hospital.packet(deliveryId),
		text: () => people.text(),
		releasePage: () => people.releasePage(),
	});
	openCase(life);
	if (!life.crashes()) runs.start('refer');
	for (let look = 1; look <= boardLooks; look++) {
		life.later(look * 3 * day + random.between(0, day), () => people.look());
	}
	const until = life.now + horizon;
	for (let watched = 0; ; ) {
		const due = Math.max(nextWatch(life), watched + 5 * minute, life.now);
		if (life.advance(Math.min(due, until))) continue;
		if (due > until) break;
		life.now = Math.max(life.now + 1, due);
		watched = life.now;
		watch(life, people, runs);
	}
	return verdictOf(life, until);
}

function verdictOf(life: Life, until: number): Verdict {
	life.now = Math.max(life.now, until);
	const state = stateOf(life.row);
	const context = contextOf(state, life.iso);
	const asks = asksOf(state, context);
	const inQueue = asks.some(
		(ask) => ask.forPerson || (ask.dueAt <= life.iso && (state.raised[ask.key] ?? '') >= ask.dueAt),
	);
	const events = JSON.parse(life.row.events) as Array<{ id: string; type: string }>;
	const ids = new Set(events.map(({ id }) => id));
	const vanished = [...life.promised]
		.filter((id) => !ids.has(id))
		.map((id) => `${id} was confirmed and is not in the ledger`);
	const { closed } = state;
	const well = closed !== undefined && closed.reason !== '' && closed.by.role !== undefined;
	if (!well && !inQueue) vanished.push(`${life.row.phase}: nobody has it on a list`);
	if (well && !inQueue && nextStep(state, context).step !== 'none') {
		vanished.push(`closed, but ${nextStep(state, context).step} is owed`);
	}
	if (state.reports.length > 0 && state.filing.status !== 'done' && !inQueue) {
		if (closed?.outcome !== 'error') vanished.push('a report is not in the record');
	}
	const doubled = [...life.effects].filter(([, times]) => times > 1).map(([what]) => what);
	const deliveries = [...life.effects.keys()].filter((key) => /\/d\d+$/.test(key));
	const contents = new Set(state.reports.map(({ contentHash }) => contentHash));
	if (deliveries.length > 1) doubled.push(...deliveries.slice(1));
	if (ids.size < events.length) doubled.push('an event');
	if (contents.size < state.reports.length) doubled.push('a report');
	const told = events.some(({ type }) => type === 'cancel.confirmed') || state.notices.length > 0;
	if (closed?.outcome === 'cancelled' && deliveries.length > 0 && !told) {
		vanished.push('cancelled, but the hospital holds the packet and was not told');
	}
	return {
		caseId: life.caseId,
		vanished,
		doubled,
		end: closed?.outcome ?? `waits: ${asks[0]?.key.replace(/:.*/, '') ?? 'nobody'}`,
		closed: closed !== undefined,
		events: ids.size,
		effects: life.effects.size,
		counts: life.counts,
	};
}
