import type { Specialist } from '../profile/specialist';
import type { CaseFile, EventData, EventType, Via } from '../referral/events';
import type { ReferralState } from '../referral/state';
import type { FormReader } from './form-reader';

/** One thing a form says; {@link commandsFor} adds who says it and the key. */
export interface Saying<T extends EventType = EventType> {
	type: T;
	data: EventData[T];
	via?: Via;
	/** Tells apart several sayings of one type in one form. */
	part?: string;
	/** Person by name, where the form asks for it. */
	name?: string;
}

export const say = <T extends EventType>(
	type: T,
	data: EventData[T],
	more: Omit<Saying<T>, 'type' | 'data'> = {},
): Saying => ({ type, data, ...more }) as Saying;

/** What the forms need to know beside their own fields. */
export interface DeskContext {
	/** ISO UTC. */
	now: string;
	/** The specialist directory; the entry of the case gives the time zone of its times. */
	specialists: readonly Specialist[];
	/** The number the form was rendered with (its hidden field `nonce`). */
	nonce: string;
	/** Files that came with the form, already stored by the caller. */
	files?: readonly CaseFile[];
	/** Ids of the events of the case: lets a second click on an old page be answered "done". */
	known?: ReadonlySet<string>;
	/** Zone of typed times when the directory no longer has the entry; the clinic's. */
	timeZone?: string;
}

/** Reads one form; sayings count only when the reader found nothing wrong. */
export type FormHandler = (form: FormReader, state: ReferralState, ctx: DeskContext) => Saying[];

/** The zone in which times at the hospital are typed and shown. */
export const hospitalZone = (
	state: ReferralState,
	ctx: Pick<DeskContext, 'specialists' | 'timeZone'>,
): string | undefined =>
	ctx.specialists.find((entry) => entry.id === state.release?.specialistId)?.timeZone ??
	ctx.timeZone;

/** "Vera Sample (cardiologist)", as it stands in the history of the case. */
export function personOf(form: FormReader, withRole: boolean): string {
	const name = form.required('name', 'Your name', 120);
	const role = withRole
		? form.required('role', 'Your role', 80)
		: form.optional('role', 'Your role', 80);
	return role === undefined || role === '' ? name : `${name} (${role})`;
}
