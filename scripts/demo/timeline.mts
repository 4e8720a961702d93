import { createRequire } from 'node:module';
import { join } from 'node:path';
import { eventsOf, type LedgerRow } from './loop.mts';

interface Line {
	at: string;
	who: string;
	what: string;
}

/** The history of a case in plain words, one line an event: time, actor, event. */
export function timelineText(row: LedgerRow): string {
	const load = createRequire(join(process.cwd(), 'package.json'));
	const { timelineOf } = load('./dist/core/desk/timeline.js') as {
		timelineOf: (events: unknown, role: string) => Line[];
	};
	return timelineOf(eventsOf(row), 'clinic')
		.map(({ at, who, what }) => `${at.slice(11, 19)}  ${who.padEnd(34).slice(0, 34)}  ${what}`)
		.join('\n');
}

/** Ids of what the report became in the patient record. */
export const filedRefs = (row: LedgerRow): string[] =>
	eventsOf(row)
		.filter(({ type }) => type === 'report.filed')
		.flatMap(({ data }) => (data.refs as Array<{ kind: string; id: string }>).map(({ id }) => id));
