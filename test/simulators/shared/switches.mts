export type Deep<T> = { [K in keyof T]?: T[K] extends object ? Deep<T[K]> : T[K] };

/** What the values of a simulator's switches may be, where their present type does not say it. */
export interface SwitchRules {
	/** Allowed values by switch; nested names are joined by a point. */
	choices: Record<string, unknown[]>;
	/** Switches that are text or null. */
	nullableText: string[];
	/** Switches that take any value. */
	open: string[];
}

/**
 * Sets the given switches and leaves the others. Answers with the first key or value that makes no
 * sense (then nothing was set), or null.
 */
export function mergeSwitches<T extends object>(
	switches: T,
	patch: unknown,
	rules: SwitchRules,
): string | null {
	const copy = structuredClone(switches) as unknown as Record<string, unknown>;
	const problem = merge(copy, patch, '', rules);
	if (problem === null) Object.assign(switches, copy);
	return problem;
}

function merge(
	target: Record<string, unknown>,
	patch: unknown,
	at: string,
	rules: SwitchRules,
): string | null {
	if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
		return `${at || 'the body'} must be an object`;
	}
	for (const [key, value] of Object.entries(patch)) {
		const name = `${at}${key}`;
		if (!Object.hasOwn(target, key)) return `there is no switch ${name}`;
		const current = target[key];
		const choices = rules.choices[name];
		if (choices) {
			if (!choices.includes(value)) return `${name} is one of ${choices.join(', ')}`;
			target[key] = value;
		} else if (rules.nullableText.includes(name)) {
			if (value !== null && typeof value !== 'string') return `${name} must be text or null`;
			target[key] = value;
		} else if (rules.open.includes(name)) {
			target[key] = value;
		} else if (Array.isArray(current)) {
			if (!Array.isArray(value) || value.some((entry) => typeof entry !== 'string')) {
				return `${name} must be a list of texts`;
			}
			target[key] = value;
		} else if (typeof current === 'object') {
			const problem = merge(current as Record<string, unknown>, value, `${name}.`, rules);
			if (problem) return problem;
		} else if (typeof value !== typeof current) {
			return `${name} must be a ${typeof current}`;
		} else target[key] = value;
	}
	return null;
}
