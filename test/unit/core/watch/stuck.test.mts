import { asked, delivered } from '../referral/story.mts';
import { reportData, reported, released } from '../referral/story.mts';
import { round, rowOf, words } from './watching.mts';

/** Intents whose result never came: the run that was to bring it is dead. */
describe('an intent without a result is never left alone', () => {
	test('a message to the hospital that never left goes to a person', () => {
		const story = asked();
		const intended = story.state.notices.some(({ status }) => status === 'intended');
		const data = { noticeId: 'n1', type: 'appointment.requested' };
		if (!intended) story.says('notice.sending', data, { key: 'n1' });
		const stuck = story.state.notices.find(({ status }) => status === 'intended')!;
		expect(words(round(story.after(0.5))).filter((word) => word.startsWith('notice:'))).toEqual([]);
		expect(words(round(story.after(1)))).toContain(`notice:${stuck.noticeId} late`);
	});

	test.each<[string, () => ReturnType<typeof delivered>, string]>([
		['sending the packet', () => released(), 'refer'],
		['filing the report', () => reported().says('report.filing', { version: 1 }), 'outcome'],
	])('%s is taken up again by its workflow', (_, start, flow) => {
		const row = rowOf(start());
		expect(row).toMatchObject({ flow, open: true });
		expect(row.runUntil <= row.changedAt).toBe(true);
	});

	test('a report whose filing died is filed also when the case was closed meanwhile', () => {
		const story = delivered()
			.says('case.closed', { outcome: 'closed_no_visit', reason: 'owner moved' })
			.says('report.final', reportData());
		expect(rowOf(story)).toMatchObject({ flow: 'outcome', open: true });
	});
});
