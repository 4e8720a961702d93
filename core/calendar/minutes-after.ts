/** The instant so many minutes after another; both ISO, the answer in UTC. */
export const minutesAfter = (at: string, minutes: number): string =>
	new Date(Date.parse(at) + minutes * 60_000).toISOString();
