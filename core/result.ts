/**
 * A refusal is an expected "no": it says what happened (`message`) and what to do next (`hint`),
 * both fit to show to a person. `code` is stable and meant for programs.
 */
export interface Refusal {
	code: string;
	message: string;
	hint: string;
}

export type Result<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

/** Wraps a value as a successful result. */
export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

/** Builds the refused branch of a {@link Result}. */
export const refuse = (
	code: string,
	message: string,
	hint: string,
): { ok: false; refusal: Refusal } => ({ ok: false, refusal: { code, message, hint } });
