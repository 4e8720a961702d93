/** The value of a result, or a failed test that says why. */
export function value<T>(result: { ok: true; value: T } | { ok: false; refusal: unknown }): T {
	if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
	return result.value;
}

/** `ok`, or the code of the refusal. */
export const codeOf = (result: { ok: boolean; refusal?: { code: string } }): string =>
	result.ok ? 'ok' : (result.refusal?.code ?? 'none');
