import type { ActorRole, EventType } from './events';
import { phases, terminalPhases, type Phase } from './phases';

/**
 * What an event does in a phase: `apply` it; `record` it as a late or repeated fact that moves nothing
 * the terminal state does not allow; or record it and `ask` a person what it means.
 */
export type Reaction = 'apply' | 'record' | 'ask';

interface Rule {
	/** Who may say so (domain table c.3). */
	roles: readonly ActorRole[];
	/** Phases in which the event asks a person; elsewhere it applies, and in terminal phases it is recorded. */
	ask?: readonly Phase[];
	/** Events that still act on a closed case. */
	afterClose?: Reaction;
}

const clinic: readonly ActorRole[] = ['referrer'];
const specialist: readonly ActorRole[] = ['specialist'];
const relayed: readonly ActorRole[] = ['specialist', 'referrer'];
const system: readonly ActorRole[] = ['system'];
const anyone: readonly ActorRole[] = ['referrer', 'specialist', 'owner', 'system'];
const stopped: readonly Phase[] = ['cancel_requested', 'declined'];
const open: readonly Phase[] = phases.filter((phase) => !terminalPhases.includes(phase));
/** After the decision the case does not stop for a question any more: a person takes it up. */
const decided: readonly Phase[] = open.slice(open.indexOf('accepted'));

/** One row per event type: adding an event means adding its row here. */
export const rules: Record<EventType, Rule> = {
	'referral.created': { roles: ['referrer', 'system'] },
	'release.asked': { roles: system },
	'release.given': { roles: clinic },
	'retry.requested': { roles: clinic },
	'referral.resend_requested': { roles: clinic },
	'packet.incomplete': { roles: system },
	'packet.failed': { roles: system },
	'gap.overridden': { roles: clinic },
	'packet.built': { roles: system },
	'referral.sending': { roles: system },
	'referral.sent': { roles: system },
	'transport.delivered': { roles: ['system', 'specialist'] },
	'transport.failed': { roles: system },
	'ack.received': { roles: relayed, ask: ['cancel_requested'], afterClose: 'ask' },
	'info.requested': { roles: specialist, ask: decided, afterClose: 'ask' },
	'info.supplied': { roles: clinic },
	'decision.accepted': { roles: relayed, ask: ['cancel_requested'], afterClose: 'ask' },
	'decision.declined': { roles: relayed },
	'redirect.proposed': { roles: specialist, ask: open, afterClose: 'ask' },
	'redirect.chosen': { roles: clinic },
	'redirect.confirmed': { roles: ['referrer', 'system'] },
	'outreach.sending': { roles: system },
	'outreach.sent': { roles: system },
	'outreach.failed': { roles: system },
	'outreach.held': { roles: system },
	'outreach.exhausted': { roles: system },
	'owner.replied': { roles: ['owner', 'referrer'], afterClose: 'ask' },
	'owner.opted_out': { roles: ['owner', 'referrer', 'system'], afterClose: 'apply' },
	'owner.call_requested': { roles: ['owner'], afterClose: 'ask' },
	'owner.unreachable': { roles: clinic },
	'owner.called': { roles: clinic, afterClose: 'apply' },
	'outreach.paused': { roles: clinic, afterClose: 'apply' },
	'outreach.resumed': { roles: clinic, afterClose: 'apply' },
	'hospital.called': { roles: clinic, afterClose: 'apply' },
	'appt.requested': { roles: ['owner', 'referrer'], ask: stopped, afterClose: 'ask' },
	'appt.scheduled': { roles: relayed, ask: stopped, afterClose: 'ask' },
	'appt.rescheduled': { roles: relayed, ask: stopped, afterClose: 'ask' },
	'appt.cancelled': { roles: ['specialist', 'owner', 'referrer'] },
	'appt.no_show': { roles: specialist },
	'notice.sending': { roles: system },
	'notice.sent': { roles: system },
	'notice.failed': { roles: system },
	'visit.started': { roles: specialist, afterClose: 'ask' },
	'visit.claimed': { roles: ['owner', 'referrer'], afterClose: 'ask' },
	'interim.note': { roles: specialist, afterClose: 'ask' },
	'report.final': { roles: specialist, afterClose: 'ask' },
	'report.amended': { roles: specialist, afterClose: 'ask' },
	'files.kept': { roles: system },
	'report.filing': { roles: system, afterClose: 'apply' },
	'report.filed': { roles: ['system', 'referrer'], afterClose: 'apply' },
	'report.awaiting_human': { roles: system, afterClose: 'apply' },
	'report.needs_review': { roles: system, afterClose: 'apply' },
	'report.review_confirmed': { roles: clinic, afterClose: 'apply' },
	'report.rejected': { roles: clinic, afterClose: 'apply' },
	'report.filing_failed': { roles: system, afterClose: 'apply' },
	'report.read': { roles: clinic, afterClose: 'apply' },
	'question.answered': { roles: clinic, afterClose: 'apply' },
	'followup.scheduling': { roles: system, afterClose: 'apply' },
	'followup.created': { roles: system, afterClose: 'apply' },
	'followup.done': { roles: clinic, afterClose: 'apply' },
	'cancel.requested': { roles: ['referrer', 'owner'] },
	'cancel.confirmed': { roles: relayed },
	'cancel.withdrawn': { roles: clinic },
	'urgency.changed': { roles: relayed },
	'patient.deceased': { roles: ['referrer', 'specialist', 'owner'], afterClose: 'apply' },
	'deceased.corrected': { roles: clinic },
	'links.withdrawn': { roles: clinic, afterClose: 'apply' },
	'effect.held': { roles: system, afterClose: 'apply' },
	'effect.approved': { roles: clinic, afterClose: 'apply' },
	'alert.sending': { roles: system },
	'timer.fired': { roles: system },
	'note.added': { roles: anyone, afterClose: 'apply' },
	'person.asked': { roles: system, afterClose: 'apply' },
	'person.settled': { roles: clinic, afterClose: 'apply' },
	'case.closed': { roles: ['referrer', 'specialist', 'system'] },
	'case.reopened': { roles: clinic, afterClose: 'apply' },
};

/** The declared reaction for every phase and event; total by construction. */
export function reactionTo(phase: Phase, type: EventType): Reaction {
	const rule = rules[type];
	if (terminalPhases.includes(phase)) return rule.afterClose ?? 'record';
	return rule.ask?.includes(phase) ? 'ask' : 'apply';
}

/** The whole table, for documents and for the test that no cell is missing. */
export const reactionTable = (): Array<{ phase: Phase; type: EventType; reaction: Reaction }> =>
	phases.flatMap((phase) =>
		(Object.keys(rules) as EventType[]).map((type) => ({
			phase,
			type,
			reaction: reactionTo(phase, type),
		})),
	);
