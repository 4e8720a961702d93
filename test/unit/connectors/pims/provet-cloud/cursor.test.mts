import fc from 'fast-check';
import {
	after,
	changesSince,
	readCursor,
	unread,
} from '../../../../../connectors/pims/provet-cloud/cursor';
import { value } from '../../../../support/results.mts';

const start = Date.parse('2026-11-22T12:00:00Z') / 1000;
const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

/** A change of a record: when it happened, and how much later it could be read. */
const change = fc.record({
	id: fc.integer({ min: 1, max: 6 }),
	after: fc.integer({ min: 0, max: 7200 }),
	delay: fc.integer({ min: 0, max: 290 }),
});
const pauses = fc.array(fc.integer({ min: 1, max: 1800 }), { minLength: 1, maxLength: 12 });

/** Hours by which the site's times differ from UTC without saying so. */
const zone = fc.integer({ min: -11, max: 14 });

test('every change is read, however late it was committed and whatever zone the times are in', () => {
	fc.assert(
		fc.property(fc.array(change, { maxLength: 40 }), pauses, zone, (changes, gaps, hours) => {
			let cursor: string | null = null;
			let now = start;
			const told = new Set<string>();
			const due = new Set<string>();
			const poll = () => {
				const at = value(readCursor(cursor, iso(now)));
				const asked = changesSince(at).query.modified__gte;
				const from = Date.parse(asked.replace(' ', 'T').replace('+00:00', ':00Z')) / 1000;
				const latest = new Map<number, number>();
				for (const { id, after: seconds, delay } of changes) {
					const real = start + seconds;
					if (real + delay <= now) latest.set(id, Math.max(latest.get(id) ?? 0, real));
				}
				const rows = [...latest]
					.filter(([, real]) => real >= from)
					.map(([id, real]) => ({ id, modified: iso(real + hours * 3600) }));
				for (const row of rows) expect(changesSince(at).belongs(row)).toBe(true);
				const fresh = unread(rows, at);
				for (const { id, modified } of fresh) told.add(`${String(id)}@${String(modified)}`);
				for (const [id, real] of latest) {
					// What an earlier change of the same record hid is no loss: the record is read as it is.
					if (real >= start) due.add(`${id}@${iso(real + hours * 3600)}`);
				}
				cursor = after(at, fresh, [], iso(now));
			};
			poll();
			for (const gap of gaps) {
				now += gap;
				poll();
			}
			expect([...due].filter((key) => !told.has(key))).toEqual([]);
		}),
		{ numRuns: 300 },
	);
});

test('a record that has not changed is not read again', () => {
	const rows = [{ id: 1, modified: iso(start + 10) }];
	const first = value(readCursor(null, iso(start)));
	const next = value(readCursor(after(first, rows, [], iso(start + 60)), iso(start + 60)));
	expect(unread(rows, next)).toEqual([]);
	expect(unread([{ id: 1, modified: iso(start + 11) }], next)).toHaveLength(1);
});

test('what is remembered does not grow with what was read long ago', () => {
	let cursor: string | null = null;
	for (let minute = 0; minute < 500; minute++) {
		const now = iso(start + minute * 60);
		const at = value(readCursor(cursor, now));
		cursor = after(at, [{ id: minute + 1, modified: now }], [`${minute}#1`], now);
	}
	expect(cursor!.length).toBeLessThan(10_000);
});
