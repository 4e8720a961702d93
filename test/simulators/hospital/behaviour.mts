import { z } from 'zod';

export const modes = ['manual', 'auto', 'silent', 'decline', 'askInfo', 'gone'] as const;
export const autoSteps = ['acknowledged', 'accepted', 'scheduled', 'seen', 'reported'] as const;

const behaviour = z.strictObject({
	/**
	 * manual: a person clicks; auto: plays the whole loop; silent: takes the delivery and never says
	 * anything by itself; decline: acknowledges and declines; askInfo: asks, then goes on like auto
	 * once the answer has come; gone: answers 410.
	 */
	mode: z.enum(modes),
	/** The last step that `auto` and `askInfo` play by themselves. */
	autoUntil: z.enum(autoSteps),
	/** Posts these events before it answers the delivery itself. */
	ackInsideDelivery: z.enum(['none', 'ack', 'ackAndAccept']),
	/** Answers 500 to this many deliveries, then works again. */
	failNext: z.number().int().nonnegative(),
	/** Waits this long before it answers a delivery, in milliseconds. */
	slowMs: z.number().nonnegative(),
	/** Downloads and checks files before or after it answers the delivery, or not at all. */
	verifyFiles: z.enum(['before', 'after', 'off']),
	/** Pause between automatic steps, in milliseconds. */
	stepMs: z.number().nonnegative(),
	/** Texts used by the decline and askInfo modes. */
	declineReason: z.string().min(1),
	question: z.string().min(1),
});

export type Behaviour = z.infer<typeof behaviour>;

export const defaultBehaviour = (): Behaviour => ({
	mode: 'manual',
	autoUntil: 'reported',
	ackInsideDelivery: 'none',
	failNext: 0,
	slowMs: 0,
	verifyFiles: 'after',
	stepMs: 200,
	declineReason: 'No capacity in this service for the coming two weeks.',
	question: 'Please send the most recent blood results.',
});

/** Applies a patch in place; returns the problems instead when the patch does not fit. */
export function changeBehaviour(current: Behaviour, patch: unknown): string[] {
	const parsed = behaviour.partial().safeParse(patch);
	if (!parsed.success) {
		return parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
	}
	Object.assign(current, parsed.data);
	return [];
}
