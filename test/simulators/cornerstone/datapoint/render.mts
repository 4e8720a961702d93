import type { Switches } from './switches.mts';

/** An instant as text: UTC, with the site's offset, local without one, or local marked as UTC. */
export function timeText(ms: number, timeZone: string, as: Switches['shapes']['times']): string {
	const utc = new Date(ms).toISOString().replace('.000Z', 'Z');
	if (as === 'utc') return utc;
	const local = new Date(ms).toLocaleString('sv-SE', { timeZone }).replace(' ', 'T');
	if (as === 'naive') return local;
	if (as === 'mislabelled') return `${local}Z`;
	const minutes = Math.round((Date.parse(`${local}Z`) - ms) / 60_000);
	const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
	const away = Math.abs(minutes);
	return `${local}${minutes < 0 ? '-' : '+'}${two(away / 60)}:${two(away % 60)}`;
}

/** A good answer in a shape the service has changed overnight. */
export function reshape({ shapes }: Switches, json: unknown): unknown {
	const rows = Array.isArray(json) ? json : (json as { value?: unknown[] }).value;
	if (shapes.changed === 'no' || !rows) return json;
	if (shapes.changed === 'array') return rows;
	if (shapes.changed === 'renamed') return { items: rows };
	const capital = (row: unknown) =>
		Object.fromEntries(
			Object.entries(row as Record<string, unknown>).map(([name, value]) => [
				name.charAt(0).toUpperCase() + name.slice(1),
				value,
			]),
		);
	const capitals = rows.map(capital);
	return Array.isArray(json) ? capitals : { value: capitals };
}
