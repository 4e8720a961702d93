import { createHash } from 'node:crypto';
import type { Command } from '../referral/decide';
import { eventId } from '../referral/decide';
import type { ActorRole } from '../referral/events';
import { phaseOf } from '../referral/phase';
import { alreadySo } from '../referral/repeats';
import type { ReferralState } from '../referral/state';
import { ok, refuse, type Result } from '../result';
import { allowedActions, deskActions, type DeskAction, type PageRole } from './allowed-actions';
import { clinicForms } from './clinic-form';
import { courseForms } from './course-form';
import { FormReader, type FormFields } from './form-reader';
import { ownerForms } from './owner-form';
import type { DeskContext, FormHandler, Saying } from './saying';
import { specialistForms } from './specialist-form';

export { allowedActions, deskActions, type DeskAction, type PageRole } from './allowed-actions';
export type { DeskContext } from './saying';

const forms: Record<PageRole, Partial<Record<DeskAction, FormHandler>>> = {
	release: { release: clinicForms.release, cancel: clinicForms.cancel },
	clinic: { ...clinicForms, ...courseForms },
	specialist: specialistForms,
	owner: ownerForms,
};

const actorRoles: Record<PageRole, ActorRole> = {
	release: 'referrer',
	clinic: 'referrer',
	specialist: 'specialist',
	owner: 'owner',
};

/**
 * Turns a posted form into commands for the ledger. The field `action` names the act ({@link DeskAction}),
 * `ctx.nonce` the page it was on: the same form sent twice gives the same event ids, so a double click
 * is one event, while a corrected form is another one.
 *
 * Refusals: `unknown_action`, `form_expired` (no nonce), `missing_<field>` and `bad_<field>` (the first
 * wrong field; the message lists all), `changed_meanwhile` (the case moved on since the page was shown).
 */
export function commandsFor(
	role: PageRole,
	fields: FormFields,
	state: ReferralState,
	ctx: DeskContext,
): Result<Command[]> {
	const action = deskActions.find((entry) => entry === fields.action);
	const handler = action === undefined ? undefined : forms[role][action];
	if (action === undefined || !handler) {
		return refuse(
			'unknown_action',
			'This page cannot do that.',
			'Open the link again and use the buttons on the page.',
		);
	}
	if (ctx.nonce.trim() === '') {
		return refuse(
			'form_expired',
			'The form came without its number.',
			'Open the link again and send the form once more.',
		);
	}
	const form = new FormReader(fields, ctx.now);
	const sayings = handler(form, state, ctx);
	const commands = sayings.map((saying) => commandOf(role, saying, state, keyOf(fields, ctx)));
	// The first click may have changed what this form means now, so what it said then is all it says.
	const said = commands.filter((command) =>
		ctx.known?.has(eventId(state.caseId, command, ctx.now)),
	);
	if (said.length > 0) return ok(said);
	if (!allowedActions(state, role).includes(action)) {
		return isRepeat(state, commands, form) ? ok(commands) : changedMeanwhile(state);
	}
	const { refusal } = form;
	if (refusal) return { ok: false, refusal };
	return ok(commands);
}

function commandOf(role: PageRole, saying: Saying, state: ReferralState, key: string): Command {
	const name = saying.name ?? (role === 'owner' ? state.owner?.name : undefined);
	return {
		type: saying.type,
		data: saying.data,
		actor: {
			role: actorRoles[role],
			...(name === undefined ? {} : { name }),
			via: saying.via ?? 'page',
		},
		key: saying.part === undefined ? key : `${key}:${saying.part}`,
	};
}

/** What the form was rendered with and what was typed into it, files by their content. */
function keyOf(fields: FormFields, ctx: DeskContext): string {
	const typed = Object.entries(fields)
		.filter(([name]) => name !== 'nonce')
		.sort(([a], [b]) => (a < b ? -1 : 1));
	const sums = (ctx.files ?? []).map((file) => file.sha256).sort();
	const digest = createHash('sha256')
		.update(JSON.stringify([typed, sums]))
		.digest('hex');
	return `${ctx.nonce.slice(0, 64)}.${digest.slice(0, 12)}`;
}

/** What somebody else has brought about already, on another page, is answered as done. */
const isRepeat = (
	state: ReferralState,
	commands: readonly Command[],
	{ refusal }: FormReader,
): boolean =>
	commands.length > 0 && !refusal && commands.every((command) => alreadySo(state, command));

const changedMeanwhile = (state: ReferralState) =>
	refuse(
		'changed_meanwhile',
		`The case has changed since this page was opened: it is now ${phaseOf(state).replace(/_/g, ' ')}.`,
		'Nothing was recorded. Look at the case below; what you can do now is on this page.',
	);
