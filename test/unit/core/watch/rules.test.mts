import { clinicProfileSchema } from '../../../../core/profile/clinic-profile';
import { rulesAfter, rulesDigest, reproject } from '../../../../core/watch/rules';
import type { StepContext } from '../../../../core/referral/next-step';
import { clinic, closed, delivered, opened, released, type Story } from '../referral/story.mts';
import { contextOf, rowOf } from './watching.mts';

const clinics = [
	{ clinicId: 'a', profile: '{"id":"a"}', id: 1, updatedAt: 'x' },
	{ clinicId: 'b', profile: '{"id":"b"}' },
];
const directory = [{ specialistId: 's', entry: '{"id":"s"}' }];

describe('whether rules have changed', () => {
	test('the same rules give the same number, in whatever order they are read', () => {
		const digest = rulesDigest(clinics, directory);
		expect(rulesDigest([...clinics].reverse(), directory)).toBe(digest);
		const touched = clinics.map((row) => ({ ...row, updatedAt: 'y' }));
		expect(rulesDigest(touched, directory)).toBe(digest);
	});

	test.each<[string, unknown[], unknown[]]>([
		['a changed profile', [clinics[0], { clinicId: 'b', profile: '{"id":"b","x":1}' }], directory],
		['a clinic more', [...clinics, { clinicId: 'c', profile: '' }], directory],
		['a changed entry', clinics, [{ specialistId: 's', entry: '{}' }]],
		['an entry less', clinics, []],
		['a clinic in place of an entry', [...clinics, ...directory], []],
	])('%s gives another', (_, some, entries) => {
		expect(rulesDigest(some as never, entries as never)).not.toBe(rulesDigest(clinics, directory));
	});

	test('open cases are gone through twice, then never again', () => {
		const first = rulesAfter('', 'd1');
		const second = rulesAfter(first, 'd1');
		expect([first, second, rulesAfter(second, 'd1')]).toEqual([
			'{"digest":"d1","passes":1}',
			'{"digest":"d1","passes":2}',
			undefined,
		]);
		expect(rulesAfter(second, 'd2')).toBe('{"digest":"d2","passes":1}');
		expect(rulesAfter('broken', 'd1')).toBe(first);
	});
});

describe('an open case under other rules', () => {
	const under = (story: Story, settings: Record<string, unknown>): StepContext => {
		const changed = clinicProfileSchema.parse({ ...clinic, ...settings });
		return {
			...contextOf(story),
			clinic: changed,
			deadlines: changed.deadlines,
			clinicCalendar: changed,
			paused: changed.mode === 'paused',
		};
	};

	test.each<[string, () => Story]>([
		['opened', opened],
		['released', released],
		['delivered', delivered],
		['closed', closed],
	])('nothing is written while it stands as it should: %s', (_, start) => {
		const story = start();
		expect(reproject(rowOf(story), contextOf(story))).toBeUndefined();
		expect(reproject(rowOf(story), contextOf(story.after(0.5)))).toBeUndefined();
	});

	test('a longer window moves what is due and when it is told', () => {
		const story = delivered();
		const row = { ...rowOf(story), runId: '5', wakeUrl: 'http://x', claim: 'awaitAck' };
		const longer = { deadlines: { T2: { routine: { amount: 9, unit: 'business_hours' } } } };
		const moved = reproject(row, under(story.after(1), longer))!;
		expect(moved.dueAt > row.dueAt).toBe(true);
		expect(moved.tellAt).toBe(moved.dueAt);
		const { version, changedAt, events, runId, wakeUrl, claim } = row;
		expect(moved).toMatchObject({ version: version + 1, changedAt, events, runId, wakeUrl, claim });
	});

	test('a holiday moves the deadline to the next working day', () => {
		const story = delivered();
		const row = rowOf(story);
		expect(row.dueAt.slice(0, 10)).toBe('2026-11-23');
		const holiday = reproject(row, under(story, { holidays: ['2026-11-23'] }))!;
		expect(holiday.dueAt.slice(0, 10)).toBe('2026-11-24');
	});

	test('a clinic set from paused to live goes on, and back', () => {
		const story = released();
		const live = rowOf(story);
		expect(live).toMatchObject({ flow: 'refer', step: 'build' });
		const paused = reproject(live, under(story, { mode: 'paused' }))!;
		expect(paused).toMatchObject({ flow: '', step: 'none' });
		const again = reproject({ ...live, ...paused }, contextOf(story))!;
		expect(again).toMatchObject({ flow: 'refer', step: 'build', version: paused.version + 1 });
	});
});
