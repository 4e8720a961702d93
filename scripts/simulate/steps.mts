import type { Mode } from './clinic.mts';
import {
	claimedTouch,
	deliveryIdFor,
	isToSend,
	latestReport,
	mailMayBeOut,
	mayLeave,
	sendingNow,
	type Command,
	type EventData,
} from './core.mts';
import { system, type Life } from './life.mts';
import { record } from './runs.mts';
import { minute } from './world.mts';

/** How the hospital, or the mail on its way there, answers when a packet goes out. */
export type Receipt = 'taken' | 'taken_unanswered' | 'refused' | 'down';

export interface Outside {
	packet(deliveryId: string): Receipt;
	text(number: number): void;
	releasePage(): void;
	/** Tells the hospital again; false when the run dies on the way. */
	notice(noticeId: string): boolean;
	/** Opens the case that replaces this one and gives its number; nothing when the run dies on the way. */
	successor(): string | undefined;
}

const about = {
	code: 'pims_unavailable',
	message: 'The practice system is down.',
	hint: 'Try again.',
};
/** What passes by itself is tried again by itself; the rest waits for a person. */
const refused = { ...about, code: 'pims_refused' };
const unknownFate = { code: 'unknown_fate', message: 'It may be out.', hint: 'Look.' };
const modeFailure = (mode: Mode) => ({
	code: `mode_${mode}`,
	message: 'Nothing leaves in this mode.',
	hint: 'Set the clinic to live.',
});

/** A report about another patient; the practice system sees by the record that it does not fit. */
export const isOthers = (contentHash: string): boolean => contentHash === 'other';

/** What the effect nodes do, each time with the chance that the run dies before it can say so. */
export class Steps {
	readonly outside: Outside;
	private readonly life: Life;

	constructor(life: Life, outside: Outside) {
		this.life = life;
		this.outside = outside;
	}

	private record(...commands: Command[]): boolean {
		return record(this.life, commands);
	}

	private leaves(effect: string): boolean {
		const { state, world } = this.life;
		return mayLeave(state, world.mode, effect);
	}

	build(): boolean {
		const { life } = this;
		const { random } = life.world;
		life.world.now += random.between(1000, minute);
		const { state } = life;
		if (!isToSend(state) || state.closed || state.cancellation) return true;
		const gaps = state.override === undefined ? 12 : 1;
		const result = random.pick({ built: 90, gaps, failed: 4 });
		const patient = { pimsId: '77', name: 'Biscuit' };
		if (result === 'failed') {
			this.record(life.say('packet.failed', random.chance(0.5) ? about : refused));
			return false;
		}
		if (result === 'gaps') {
			const gap = { field: 'exam', label: 'Exam', level: 'required', howToFix: 'Write it.' };
			this.record(life.say('packet.incomplete', { gaps: [gap], patient }));
			return false;
		}
		const deliveryId = deliveryIdFor(state);
		const key = `${deliveryId}.${sendingNow(state).attempts + 1}`;
		const built: EventData['packet.built'] = {
			packetVersion: (state.packet?.packetVersion ?? 0) + 1,
			patient,
			owner: { name: 'Olive Owner', phone: '+15550300', email: 'olive@example.com' },
			files: [],
			manifestSha256: '',
			gaps: [],
		};
		const channel = state.release?.specialist.channel ?? '';
		const intent = this.leaves('send')
			? life.say('referral.sending', { deliveryId, channel }, system, key)
			: life.say('effect.held', { effect: 'send' }, system, 'send');
		const outcome = life.write([
			life.say('packet.built', built, system, `${key}.${built.packetVersion}`),
			intent,
		]);
		if (outcome === 'refused' || intent.type === 'effect.held' || life.world.crashes())
			return false;
		// Only the run whose intent stands in the ledger sends; one that came too late looks again.
		const isOurs = outcome === 'saved' && life.appended.some(({ type }) => type === intent.type);
		if (!isOurs && life.world.flaw !== 'repeats_blindly') return true;
		return this.send(built.packetVersion);
	}

	private send(packetVersion: number): boolean {
		const { life } = this;
		const { state, world } = life;
		const { deliveryId = '', attempts, status } = sendingNow(state);
		if (!isToSend(state) || state.closed || state.cancellation || status !== 'intended')
			return true;
		// The node refuses a packet that is not the one in the ledger: the run ends with an error.
		if (state.packet?.packetVersion !== packetVersion) return false;
		const channel = state.release?.specialist.channel ?? '';
		const fail = (failure: typeof about): boolean => {
			const failed = { deliveryId, ...failure };
			this.record(life.say('transport.failed', failed, system, `${deliveryId}.${attempts}`));
			return false;
		};
		if (!this.leaves('send')) return fail(modeFailure(world.mode));
		if (channel === 'email' && mailMayBeOut(state)) return fail(unknownFate);
		if (state.deceasedAt ?? state.redirect) life.trespass('a packet left although it was stopped');
		const receipt = this.outside.packet(deliveryId);
		if (receipt === 'taken') {
			const type = channel === 'email' ? 'referral.sent' : 'transport.delivered';
			return this.record(
				life.say(type, { deliveryId, channel }, system, `${deliveryId}.${attempts}`),
			);
		}
		return fail({ ...about, code: receipt === 'refused' ? 'refused' : 'unavailable' });
	}

	touch(): boolean {
		const { life } = this;
		const { state, world } = life;
		const touch = claimedTouch(state);
		if (!touch) return true;
		const { number, channel, attempts } = touch;
		const fail = (failure: typeof about): boolean => {
			const failed = { number, ...failure };
			return this.record(life.say('outreach.failed', failed, system, `${number}.${attempts}`));
		};
		if (!this.leaves(`touch:${number}`)) return fail(modeFailure(world.mode));
		const key = `text ${number}`;
		const isRepeat = attempts > 1;
		const isBlind = world.flaw === 'repeats_blindly';
		if (channel === 'email' && isRepeat && !isBlind) return fail(unknownFate);
		// The provider of texts is asked whether an earlier try went out.
		const found = isRepeat && life.effects.has(key) && !isBlind;
		if (!found && world.random.chance(0.03)) return fail({ ...about, code: 'bad_number' });
		if (!found) {
			const { optedOut, paused } = state.outreach;
			const isStopped = optedOut.includes(channel) || paused || state.deceasedAt || state.closed;
			if (isStopped) life.trespass(`message ${number} left although messages were stopped`);
			life.effect(key);
			this.outside.text(number);
		}
		return this.record(life.say('outreach.sent', { number, channel }, system, String(number)));
	}

	file(): boolean {
		const { life } = this;
		const { state, world } = life;
		const report = latestReport(state);
		if (!report || state.filing.status !== 'intended') return true;
		const { version, contentHash } = report;
		const key = `${version}.${state.filing.attempts}`;
		const isChecked = state.filing.review?.confirmedAt !== undefined;
		const doubt = isChecked ? 0 : isOthers(contentHash) ? 1000 : 4;
		const result = world.random.pick({ filed: 82, review: doubt, slip: 5, failed: 5, unsure: 4 });
		if (result === 'review') {
			const reasons = ['another microchip'];
			return this.record(life.say('report.needs_review', { version, reasons }, system, key));
		}
		if (result === 'slip') {
			const slip = 'This system takes no files.';
			return this.record(life.say('report.awaiting_human', { version, slip }, system, key));
		}
		if (result !== 'failed') this.onceInRecord(`filed ${version}`);
		if (result !== 'filed') {
			return this.record(
				life.say(
					'report.filing_failed',
					{ version, ...(world.random.chance(0.5) ? about : refused) },
					system,
					key,
				),
			);
		}
		return this.record(life.say('report.filed', { version, refs: [] }, system, String(version)));
	}

	followUp(): boolean {
		const { life } = this;
		const { state, world } = life;
		const version = latestReport(state)?.version ?? 1;
		if (state.followUp.status !== 'intended') return true;
		this.onceInRecord(`follow-up ${version}`);
		const status = world.random.pick({ created: 75, task: 20, failed: 5 });
		const items = [{ key: `v${version}`, kind: 'recheck', title: 'Recheck', status }];
		const key = `${version}.${state.followUp.attempts}`;
		return this.record(life.say('followup.created', { version, items }, system, key));
	}

	redirect(): boolean {
		const childCaseId = this.outside.successor();
		if (childCaseId === undefined) return false;
		return this.record(this.life.say('redirect.confirmed', { childCaseId }, system, childCaseId));
	}

	/** The connector looks for its marker before it writes. */
	private onceInRecord(key: string): void {
		const { life } = this;
		if (!life.effects.has(key) || life.world.flaw === 'repeats_blindly') life.effect(key);
	}
}
