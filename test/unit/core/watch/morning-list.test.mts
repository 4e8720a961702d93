import { clinicProfileSchema } from '../../../../core/profile/clinic-profile';
import { listDue, morningList, toldOverdue } from '../../../../core/watch/morning-list';
import { asksOf } from '../../../../core/referral/asks';
import { delivered, type Story } from '../referral/story.mts';
import { contextOf, round } from './watching.mts';

const clinic = clinicProfileSchema.parse({
	id: 'oak',
	name: 'Oak Street Sample Clinic',
	email: 'desk@oak.example.com',
	timeZone: 'America/New_York',
	mode: 'live',
	holidays: ['2026-11-26'],
});

test.each<[string, string, string, string | undefined]>([
	['before opening', '', '2026-11-23T13:59:00.000Z', undefined],
	['at opening', '', '2026-11-23T14:00:00.000Z', '2026-11-23'],
	['later the same day', '', '2026-11-23T22:00:00.000Z', '2026-11-23'],
	['once a day', '2026-11-23', '2026-11-23T20:00:00.000Z', undefined],
	['the next day', '2026-11-23', '2026-11-24T15:00:00.000Z', '2026-11-24'],
	['on a holiday', '', '2026-11-26T15:00:00.000Z', undefined],
	['on a Sunday', '', '2026-11-22T15:00:00.000Z', undefined],
	["the clinic's own day, not that of UTC", '', '2026-11-24T01:00:00.000Z', '2026-11-23'],
])('%s', (_, last, now, day) => {
	expect(listDue(clinic, last, now)).toBe(day);
});

test('a paused clinic gets no list', () => {
	expect(listDue({ ...clinic, mode: 'paused' }, '', '2026-11-23T15:00:00.000Z')).toBeUndefined();
});

const still = (story: Story) =>
	toldOverdue(story.state, asksOf(story.state, contextOf(story)), story.now);

test('what was told as overdue and still lies there is in it; what is to be told yet is not', () => {
	const story = delivered({ urgency: 'urgent' }).after(1.1);
	expect(still(story)).toEqual([]);
	round(story);
	expect(still(story.after(48)).map(({ ask }) => ask.key)).toEqual(['ack']);
	story.says('ack.received', {});
	expect(still(story)).toEqual([]);
});

test('one line for each, most urgent first; nothing to say is no mail', () => {
	const story = delivered({ urgency: 'urgent' }).after(1.1);
	round(story);
	const tells = still(story.after(48));
	const entry = (caseId: string, urgency: string) => ({
		caseId,
		patient: 'Biscuit',
		urgency,
		hospital: 'Example Hospital',
		tells,
		url: `https://clinic.example.com/case?t=${caseId}`,
	});
	const list = morningList(clinic, [entry('REF-a', 'routine'), entry('REF-b', 'urgent')])!;
	expect(list).toMatchObject({ kind: 'list', to: 'desk@oak.example.com' });
	expect(list.subject).toBe('Morning list: 2 referrals are overdue');
	expect(list.caseIds).toEqual(['REF-b', 'REF-a']);
	expect(morningList(clinic, [])).toBeUndefined();
});
