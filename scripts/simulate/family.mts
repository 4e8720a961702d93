import { contextOf, type Mode } from './clinic.mts';
import {
	childCase,
	childCaseId,
	open,
	stateOf,
	type CaseRow,
	type Carried,
	type Command,
} from './core.mts';
import { Hospital } from './hospital.mts';
import { Life } from './life.mts';
import { Owner } from './owner.mts';
import { Runs } from './runs.mts';
import { Steps } from './steps.mts';
import { Team } from './team.mts';
import { minute, type World } from './world.mts';

/** One case with everybody who has to do with it. */
export interface Member {
	life: Life;
	hospital: Hospital;
	team: Team;
	runs: Runs;
}

/** The case of one mark in the practice system, and the cases that replace it after a redirect. */
export class Family {
	readonly world: World;
	readonly members: Member[] = [];
	/** How often Watch has still to go through the cases because the profile of the clinic changed. */
	sweeps = 0;
	private lastRow = 0;

	constructor(world: World) {
		this.world = world;
	}

	private insert(command: Command<'referral.created'>, caseId: string, kept?: Partial<Carried>) {
		const { world } = this;
		const none = stateOf({ caseId, events: '[]' });
		const opened = open(command, caseId, contextOf(none, world.mode, world.iso), [], kept);
		if (!opened.ok) throw new Error(opened.refusal.message);
		const row: CaseRow = { id: ++this.lastRow, ...opened.value.columns };
		return row;
	}

	/** A mark of the practice system, which may come more than once: every run inserts, one row stays. */
	marked(caseId: string): void {
		const { world } = this;
		const source = { pims: 'webhook', eventId: caseId, version: '1', patientId: '77' };
		const created: Command<'referral.created'> = {
			type: 'referral.created',
			actor: { role: 'referrer', via: 'pims' },
			key: caseId,
			data: { source, clinicId: 'sample-clinic', patientName: 'Biscuit' },
		};
		const runUntil = new Date(world.now + 10 * minute).toISOString();
		const member = this.bear(caseId, this.insert(created, caseId, { runId: 'run-1', runUntil }));
		if (world.random.chance(0.15)) {
			const second = this.insert(created, caseId, { runId: 'run-b', runUntil });
			if (world.crashes()) member.life.doubles.push(second);
		}
		if (!world.crashes()) member.runs.start('refer');
	}

	private bear(caseId: string, row: CaseRow): Member {
		const life = new Life(this.world, caseId);
		life.row = row;
		const hospital = new Hospital(life);
		const owner = new Owner(life);
		const team = new Team(life, hospital);
		const steps = new Steps(life, {
			packet: (deliveryId) => hospital.packet(deliveryId),
			text: (number) => owner.message(number),
			releasePage: () => team.looksLater(),
			notice: (noticeId) => hospital.tell(noticeId),
			successor: () => this.succeed(member),
		});
		const member: Member = { life, hospital, team, runs: new Runs(life, steps) };
		this.members.push(member);
		return member;
	}

	/** Opens the linked case. A run that comes again finds it and takes its own row away. */
	private succeed({ life }: Member): string | undefined {
		const { world } = this;
		const created = childCase(life.state);
		if (!created) return undefined;
		const caseId = childCaseId(life.state);
		const row = this.insert(created, caseId);
		const known = this.members.find((member) => member.life.caseId === caseId);
		const child = known ?? this.bear(caseId, row);
		if (!known) world.counts.children++;
		if (world.crashes()) {
			if (known) child.life.doubles.push(row);
			return undefined;
		}
		if (!known) world.later(1000, () => child.runs.start('refer'));
		return caseId;
	}

	/** A new profile of the clinic: executions read it at once, rows follow when Watch comes round. */
	setMode(mode: Mode): void {
		this.world.mode = mode;
		this.sweeps = 2;
	}
}
