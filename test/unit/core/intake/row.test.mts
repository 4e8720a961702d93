import {
	afterEntry,
	afterFiling,
	afterRetry,
	afterTelling,
	newRow,
	readIntakeRow,
	type EntryResult,
} from '../../../../core/intake/row';
import { decideFiling, filingActions } from '../../../../core/intake/filing';
import { aRow, inbound, now } from './an-intake.mts';

const entered: EntryResult = {
	status: 'entered',
	isInRecord: true,
	recordNumber: '812',
	steps: [],
	files: [],
};
const failed: EntryResult = {
	status: 'failed',
	isInRecord: false,
	steps: [],
	files: [],
	refusal: { code: 'pims_unavailable', message: 'It is down.', hint: 'Wait.' },
};
const toPerson: EntryResult = { ...failed, status: 'awaitingHuman', slip: 'FILING SLIP' };
const minutesFrom = (from: string, to: string): number =>
	(Date.parse(to) - Date.parse(from)) / 60_000;

describe('a received referral', () => {
	it('is to be entered, and belongs to the run that stored it for ten minutes', () => {
		const row = newRow(inbound(), { key: 'dlv-1', door: 'vet-referral', now });
		expect(row).toMatchObject({
			door: 'vet-referral',
			stage: 'enter',
			open: true,
			toTell: false,
			toMail: false,
		});
		expect(minutesFrom(now, row.dueAt)).toBe(10);
	});

	it('is read back from the table as it was written', () => {
		const row = aRow();
		expect(readIntakeRow({ ...row, createdAt: now })).toEqual(row);
		expect(readIntakeRow({})).toBeUndefined();
	});

	it('once in the record, the clinic is told and the team gets one mail', () => {
		const after = afterEntry(aRow(), entered, now);
		expect(after).toMatchObject({ stage: 'done', toTell: true, toMail: true, recordNumber: '812' });
		const told = afterTelling(after, { ok: true }, now);
		expect(told).toMatchObject({ toTell: false, toMail: true, open: true });
	});

	it('that a person has to enter is not acknowledged before that person says so', () => {
		const after = afterEntry(aRow(), toPerson, now);
		expect(after).toMatchObject({
			stage: 'person',
			toTell: false,
			toMail: true,
			slip: 'FILING SLIP',
		});
		const filed = afterFiling(aRow(after), { by: 'Casey', recordNumber: '20417' }, now);
		expect(filed).toMatchObject({ stage: 'done', toTell: true, open: true, recordNumber: '20417' });
	});

	it('is acknowledged when all files are in, whatever little is left to a person', () => {
		const after = afterEntry(aRow(), { ...toPerson, isInRecord: true }, now);
		expect(after).toMatchObject({ stage: 'person', toTell: true, toMail: true });
	});

	it('is tried again by the schedule when the system is down, and a person is told in between', () => {
		let row = aRow();
		const waits: number[] = [];
		const mails: number[] = [];
		for (let tries = 1; row.stage === 'enter'; tries++) {
			row = aRow({ ...afterEntry(row, failed, now) });
			if (row.toMail) mails.push(tries);
			if (row.stage === 'enter') waits.push(minutesFrom(now, row.dueAt));
		}
		expect(waits).toEqual([5, 30, 120, 300, 600, 840, 1200, 1440]);
		expect(mails).toEqual([3, 9]);
		expect(row).toMatchObject({ stage: 'person', slip: 'It is down. Wait.', open: true });
	});

	it('of an emergency is told to a person at the first failure', () => {
		const row = aRow({ urgency: 'emergency' });
		expect(afterEntry(row, failed, now)).toMatchObject({ stage: 'enter', toMail: true });
	});

	it('of which the clinic cannot be told now stays open for that', () => {
		const columns = { ...afterEntry(aRow(), entered, now), toMail: false };
		const after = afterTelling(columns, { ok: false, isFinal: false }, now);
		expect(after).toMatchObject({ toTell: true, open: true, tries: 1 });
		expect(minutesFrom(now, after.dueAt)).toBe(5);
	});

	it('of which the clinic refuses to be told goes to a person', () => {
		const columns = { ...afterEntry(aRow(), entered, now), toMail: false };
		const after = afterTelling(columns, { ok: false, isFinal: true }, now);
		expect(after).toMatchObject({ toTell: false, toMail: true, open: true });
	});

	it('goes back to the practice system when a person asks for it', () => {
		const row = aRow({ stage: 'person', tries: 9 });
		expect(afterRetry(row, now)).toMatchObject({ stage: 'enter', tries: 0, open: true });
	});
});

describe('the form of the page', () => {
	const row = aRow({ stage: 'person' });

	it('is there only while a person is waited for', () => {
		expect(filingActions(row)).toEqual(['filed', 'retry']);
		expect(filingActions(aRow({ stage: 'done' }))).toEqual([]);
		expect(filingActions(aRow({ stage: 'person', kind: 'info.supplied' }))).toEqual([]);
	});

	it.each([
		[{ action: 'filed', recordNumber: '1' }, 'field_name'],
		[{ action: 'filed', name: 'Casey', recordNumber: '  ' }, 'field_recordNumber'],
		[{ action: 'filed', name: 'Casey', recordNumber: '1'.repeat(101) }, 'field_recordNumber'],
		[{ action: 'erase', name: 'Casey' }, 'action_unknown'],
	])('is refused with the field that is wrong: %j', (fields, code) => {
		expect(decideFiling(row, fields, now)).toMatchObject({ ok: false, refusal: { code } });
	});

	it('is taken once: a second click changes nothing', () => {
		const fields = { action: 'filed', name: ' Casey  Coordinator ', recordNumber: '20417' };
		const decided = decideFiling(row, fields, now);
		expect(decided).toMatchObject({
			ok: true,
			value: { stage: 'done', doneBy: 'Casey Coordinator', recordNumber: '20417' },
		});
		expect(decideFiling(aRow({ stage: 'done' }), fields, now)).toEqual({
			ok: true,
			value: undefined,
		});
	});
});
