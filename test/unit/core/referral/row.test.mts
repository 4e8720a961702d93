import { visibleAsks } from '../../../../core/referral/asks';
import fc from 'fast-check';
import { graceMinutes } from '../../../../core/referral/lease';
import { phaseOf } from '../../../../core/referral/phase';
import {
	change,
	firstRow,
	noLease,
	open,
	readEvents,
	stateOf,
	type CaseRow,
} from '../../../../core/referral/row';
import { never } from '../../../../core/referral/telling';
import {
	accepted,
	arranged,
	booked,
	built,
	cancelled,
	caseId,
	clinic,
	closed,
	createdData,
	delivered,
	ended,
	opened,
	released,
	reportData,
	reported,
	sending,
	Story,
} from './story.mts';

const stories = {
	opened,
	released,
	built,
	sending,
	delivered,
	accepted,
	booked,
	reported,
	arranged,
	closed,
	cancelled,
};

const changed = (
	row: CaseRow,
	story: Story,
	commands: ReturnType<Story['command']>[],
	kept = {},
) => {
	const result = change(row, commands, story.context, kept);
	if (!result.ok) throw new Error(result.refusal.message);
	return result.value;
};

describe('a change', () => {
	test('raises the version by one and names the version it holds for', () => {
		const story = delivered();
		const row = story.row();
		const result = changed(row, story, [story.command('ack.received', {})]);
		expect(result).toMatchObject({ changed: true, expectedVersion: row.version });
		expect(result.columns.version).toBe(row.version + 1);
		expect(result.columns.phase).toBe('acknowledged');
		expect(readEvents(result.columns)).toHaveLength(story.events.length + 1);
	});

	test('that is already so writes nothing', () => {
		const story = accepted();
		const result = changed(story.row(), story, [story.command('decision.accepted', {})]);
		expect(result).toMatchObject({ changed: false, appended: [] });
	});

	test('is refused as a whole when one of its commands is', () => {
		const story = opened();
		const commands = [
			story.command('note.added', { text: 'x' }),
			story.command('report.filing', { version: 1 }),
		];
		expect(change(story.row(), commands, story.context)).toMatchObject({
			ok: false,
			refusal: { code: 'no_report' },
		});
	});

	test('sets lease and wake in the same write, and hands over only what it was given', () => {
		const story = delivered();
		const row = {
			...story.row(),
			claim: 'old',
			handover: '{"old":true}',
			runId: '8',
			runUntil: 'x',
		};
		const kept = { wakeUrl: 'https://n8n.example.com/1', wakeNonce: 'n', claim: 'awaitAck' };
		expect(changed(row, story, [], kept)).toMatchObject({
			changed: true,
			columns: { ...kept, handover: '{}', runId: '8', runUntil: 'x' },
		});
	});

	test('what nobody was to do for days is looked at again soon after something has happened', () => {
		const story = delivered();
		const inDays = '2030-01-01T00:00:00.000Z';
		const later = { ...story.row(), runId: '', runUntil: inDays };
		const news = [story.command('report.final', reportData('late'))];
		const until = changed(later, story, news).columns.runUntil;
		const minutes = (Date.parse(until) - Date.parse(story.now)) / 60_000;
		expect(minutes).toBe(graceMinutes);
		expect(changed(later, story, [], { claim: 'none' }).columns.runUntil).toBe(inDays);
		// A run that waits for days is woken; its lease is its own.
		const waiting = { ...later, runId: '8' };
		expect(changed(waiting, story, news).columns.runUntil).toBe(inDays);
		const soon = new Date(Date.parse(story.now) + 60_000).toISOString();
		expect(changed({ ...later, runUntil: soon }, story, news).columns.runUntil).toBe(soon);
	});

	test('may decide what is kept from the state after its events', () => {
		const story = delivered();
		const result = change(
			story.row(),
			[story.command('decision.accepted', {})],
			story.context,
			(state) => ({ ...noLease, claim: state.decision.status }),
		);
		expect(result).toMatchObject({ ok: true, value: { columns: { claim: 'accepted' } } });
	});
});

describe('the columns', () => {
	test.each(Object.entries(stories))('agree with the events: %s', (_name, given) => {
		const story = given();
		const row = story.row();
		const state = stateOf(row);
		const [first] = visibleAsks(story.asks, story.now);
		expect(state).toEqual(story.state);
		expect(row).toMatchObject({
			caseId,
			phase: phaseOf(state),
			step: story.next.step,
			open: story.asks.length > 0,
			askKey: first?.key ?? '',
			dueAt: first?.dueAt ?? never,
			clinicId: clinic.id,
			patientPimsId: '77',
			specialistId: state.release?.specialistId ?? '',
			hospital: state.release?.specialist.hospital ?? '',
			urgency: state.urgency,
			changedAt: story.now,
		});
	});

	test('hold no value a data table cannot store', () => {
		for (const given of Object.values(stories)) {
			const odd = Object.entries(given().row()).filter(
				([, value]) => !['string', 'number', 'boolean'].includes(typeof value),
			);
			expect(odd).toEqual([]);
		}
	});

	test('say which files have no keeper yet', () => {
		expect(built().row().keepFiles).toBe('');
		expect(delivered().row().keepFiles).toBe('packet');
		const story = reported();
		expect(story.row().keepFiles).toBe('report');
		const kept = { files: [], until: story.now };
		story.says('files.kept', { of: 'report', ...kept });
		expect(story.row().keepFiles).toBe('packet');
		expect(story.says('files.kept', { of: 'packet', ...kept }).row().keepFiles).toBe('');
	});

	test('a closed case is not open, one with a late question is', () => {
		const story = ended('closed_no_visit');
		expect(story.row().open).toBe(false);
		expect(story.says('interim.note', { text: 'x' }).row().open).toBe(true);
	});
});

describe('opening', () => {
	test('puts the first events into one write', () => {
		const story = new Story();
		const result = open(
			story.command('referral.created', createdData, { key: caseId }) as never,
			caseId,
			story.context,
			[],
			{ runId: '5' },
		);
		expect(result).toMatchObject({
			ok: true,
			value: {
				columns: { version: 1, linkVersion: 1, phase: 'draft', step: 'release', runId: '5' },
			},
		});
	});

	test('of several rows of one case the lowest is the case, in whatever order they are read', () => {
		const ids = fc.uniqueArray(fc.nat(), { minLength: 1 });
		const property = fc.property(ids, (list) => {
			expect(firstRow(list.map((id) => ({ id })))?.id).toBe(Math.min(...list));
		});
		fc.assert(property);
		expect(firstRow([])).toBeUndefined();
	});
});
