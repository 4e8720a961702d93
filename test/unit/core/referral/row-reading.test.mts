import { foldEvents } from '../../../../core/referral/evolve';
import type { Command } from '../../../../core/referral/decide';
import { change, readEvents, stateOf, type CaseRow } from '../../../../core/referral/row';
import {
	accepted,
	arranged,
	asked,
	booked,
	cancelling,
	closed,
	delivered,
	delivery,
	opened,
	reportData,
	reported,
	sending,
	Story,
} from './story.mts';

const stories = { opened, sending, delivered, accepted, asked, booked, reported, arranged, closed };

/** What may come next in almost any case, several at once and in any order of rank. */
const saysOf = (story: Story): Command[] => [
	story.command('note.added', { text: 'a note' }, { key: 'n1' }),
	story.command('report.final', reportData('late'), { key: 'r1' }),
	story.command('ack.received', {}, { key: 'a1' }),
	story.command('appt.scheduled', { appointment: { start: '2026-12-03T15:00:00.000Z' } }),
	story.command('cancel.requested', { reason: 'moved away' }, { key: 'c1' }),
];

const changed = (row: CaseRow, commands: Command[], story: Story, context = story.context) => {
	const result = change(row, commands, context);
	if (!result.ok) throw new Error(result.refusal.message);
	return result.value;
};

const frozen = <T,>(value: T): T => {
	if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
		Object.freeze(value);
		Object.values(value).forEach(frozen);
	}
	return value;
};

describe.each(Object.entries(stories))('a row of a case that is %s', (_name, begin) => {
	test('gets the text that writing all events anew would give', () => {
		const story = begin();
		const row = story.after(1).row();
		const { appended, columns } = changed(row, saysOf(story), story);
		expect(appended.length).toBeGreaterThan(0);
		expect(columns.events).toBe(JSON.stringify([...story.events, ...appended]));
	});

	test('stands after a change as it is read again', () => {
		const story = begin();
		const row = story.after(1).row();
		const { columns, state } = changed(row, saysOf(story), story);
		const events = JSON.parse(columns.events) as never;
		expect(JSON.parse(JSON.stringify(state))).toEqual(
			JSON.parse(JSON.stringify(foldEvents(row.caseId, events))),
		);
		expect(stateOf(columns)).toEqual(stateOf({ ...columns }));
	});

	test('is folded without touching its events, which all its readers share', () => {
		const story = begin();
		const row = story.after(1).row();
		frozen(readEvents(row));
		expect(() => changed(row, saysOf(story), story)).not.toThrow();
		expect(readEvents(row)).toBe(readEvents(row));
	});

	test('is looked at by a change, never altered', () => {
		const story = begin();
		const row = story.after(1).row();
		frozen(stateOf(row));
		expect(() => changed(row, saysOf(story), story)).not.toThrow();
	});
});

test('a row whose text was replaced is read anew', () => {
	const row = opened().row();
	expect(stateOf(row).release).toBeUndefined();
	row.events = delivered().row().events;
	expect(stateOf(row).release).toBeDefined();
});

test('a list that is not one counts as empty and is written anew', () => {
	const story = new Story();
	const row = { ...opened().row(), events: '{}' };
	const { columns, appended } = changed(
		row,
		[
			opened().command('referral.created', {
				source: { pims: 'webhook', eventId: '1', version: '1', patientId: '77' },
				clinicId: 'sample-clinic',
			}),
		],
		story,
	);
	expect(JSON.parse(columns.events)).toEqual(JSON.parse(JSON.stringify(appended)));
});

test('a report that comes to a closed case of a paused clinic keeps the case open', () => {
	const story = closed().after(1);
	const report = story.command('report.amended', reportData('late'));
	const settled = story.command('person.settled', { key: 'report.amended@closed', answer: 'ok' });
	const paused = { ...story.context, paused: true };
	expect(changed(story.row(), [report, settled], story, paused).columns.open).toBe(true);
});

test('a closed case of a paused clinic that owes nothing is over', () => {
	const story = closed().after(1);
	const note = story.command('note.added', { text: 'a note' });
	const paused = { ...story.context, paused: true };
	expect(changed(story.row(), [note], story, paused).columns.open).toBe(false);
	expect(cancelling().row().open).toBe(true);
});

test('lease and claim can hang on what was really appended, not on what was said', () => {
	const story = sending();
	const row = story.after(1).row();
	const repeat = story.command('referral.sending', delivery, { key: 'k' });
	const claims = (from: CaseRow) => {
		const result = change(from, [repeat], story.context, (_after, appended) => ({
			claim: appended.some(({ type }) => type === 'referral.sending') ? 'send' : 'next',
		}));
		if (!result.ok) throw new Error(result.refusal.message);
		return result.value.columns;
	};
	const first = claims(row);
	expect(first.claim).toBe('send');
	expect(claims({ ...first, id: row.id }).claim).toBe('next');
});
