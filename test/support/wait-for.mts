const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks `probe` again and again until it answers something truthy, and returns that. What it throws
 * meanwhile counts as "not yet"; the last of it is told when `timeoutMs` has passed.
 */
export async function waitFor<T>(
	probe: () => T | Promise<T>,
	what: string,
	timeoutMs = 30_000,
	intervalMs = 100,
): Promise<NonNullable<T>> {
	const deadline = Date.now() + timeoutMs;
	let last = 'it never answered';
	for (;;) {
		try {
			const answer = await probe();
			if (answer) return answer;
			last = `the last answer was ${String(answer)}`;
		} catch (error) {
			last = error instanceof Error ? error.message : String(error);
		}
		if (Date.now() >= deadline) {
			throw new Error(`Waited ${timeoutMs} ms in vain for ${what}; ${last}.`);
		}
		await pause(intervalMs);
	}
}
