import { noticeIntents, noticesToSend } from '../../../../core/desk/notices';
import { nextStep, owingFlow, stepFor } from '../../../../core/referral/next-step';
import {
	asked,
	built,
	cancelling,
	delivery,
	ended,
	failure,
	releaseData,
	reportData,
	sending,
	type Story,
} from '../referral/story.mts';

const byMail = { specialist: { ...releaseData.specialist, channel: 'email' } };

const begun = (story: Story): Story => {
	for (const { type, data, key } of noticeIntents(story.state, 'live'))
		story.says(type, data, { key });
	return story;
};
const changedAt = (story: Story): string => story.events.at(-1)!.at;
const typesToSend = (story: Story, at: string): string[] =>
	noticesToSend(story.state, at).map(({ type }) => type);

describe('what is sent to the hospital right after a change', () => {
	test('a mail goes with the change that made it needed', () => {
		const story = begun(asked(byMail));
		expect(typesToSend(story, changedAt(story))).toEqual(['appointment.requested']);
	});

	test('a mail that was begun before is not sent again by a later change', () => {
		const story = begun(asked(byMail)).says('note.added', { text: 'a note' });
		expect(typesToSend(story, changedAt(story))).toEqual([]);
		expect(story.keys.some((key) => key.startsWith('notice:'))).toBe(true);
	});

	test('a hospital that knows events by their number is told again', () => {
		const story = begun(asked()).says('note.added', { text: 'a note' });
		expect(typesToSend(story, changedAt(story))).toEqual(['appointment.requested']);
	});
});

describe('a message to the hospital whose result was lost', () => {
	const owed = ({ state, context }: Story) => ({
		refer: stepFor('refer', state, context).step,
		outcome: stepFor('outcome', state, context).step,
		flow: owingFlow(state, context, nextStep(state, context)),
	});
	const settled = { refer: 'none', outcome: 'none', flow: undefined };

	test('is sent again by the workflow of the outcome, under its number', () => {
		const story = begun(asked());
		const [notice] = story.state.notices;
		expect(stepFor('outcome', story.state, story.context)).toMatchObject({
			step: 'notice',
			noticeId: notice!.noticeId,
		});
		expect(owed(story)).toEqual({ refer: 'none', outcome: 'notice', flow: 'outcome' });
	});

	test.each(['notice.sent', 'notice.failed'] as const)('is settled by %s', (said) => {
		const story = begun(asked());
		const { noticeId, type } = story.state.notices[0]!;
		story.says(said, { noticeId, type, message: 'm', hint: 'h' });
		expect(owed(story)).toEqual(settled);
	});

	test('is not sent any more when the report is there', () => {
		const story = begun(asked()).says('report.final', reportData());
		expect(owed(story)).toMatchObject({ outcome: 'route' });
		story.says('report.filing', { version: 1 }).says('report.filed', { version: 1, refs: [] });
		story
			.says('followup.scheduling', { version: 1 })
			.says('followup.created', { version: 1, items: [] });
		expect(owed(story)).toEqual(settled);
	});

	test('is for a person when it was a mail, and while the clinic is paused', () => {
		expect(owed(begun(asked(byMail)))).toEqual(settled);
		const { state, context } = begun(asked());
		const paused = { ...context, clinic: { ...context.clinic, mode: 'paused' as const } };
		expect(stepFor('outcome', state, paused).step).toBe('none');
	});
});

describe('a message to the hospital that did not go out', () => {
	const failed = (): Story => {
		const story = begun(cancelling());
		const [notice] = story.state.notices;
		const { noticeId, type } = notice!;
		return story.says('notice.failed', { noticeId, type, message: 'm', hint: 'h' });
	};
	const isAsked = ({ keys }: Story): boolean => keys.some((key) => key.startsWith('notice:'));

	test('is for a person until somebody has called', () => {
		expect(isAsked(failed())).toBe(true);
		expect(isAsked(failed().says('hospital.called', { spokeTo: 'Rita' }))).toBe(false);
	});

	test('a call from before does not count', () => {
		const story = cancelling().says('hospital.called', { spokeTo: 'Rita' });
		const [intent] = noticeIntents(story.state, 'live');
		story.says(intent!.type, intent!.data, { key: intent!.key });
		const [notice] = story.state.notices;
		const { noticeId, type } = notice!;
		expect(isAsked(story.says('notice.failed', { noticeId, type, message: 'm', hint: 'h' }))).toBe(
			true,
		);
	});
});

describe('a hospital that may hold the packet', () => {
	const unsure = (): Story =>
		sending().says('transport.failed', { ...delivery, ...failure, code: 'unknown_fate' });

	test('is told when the case ends', () => {
		const story = ended('closed_no_visit', unsure);
		expect(noticeIntents(story.state, 'live').map(({ type }) => type)).toEqual(['notice.sending']);
	});

	test('is told of an end that falls into a pause of the clinic', () => {
		const story = ended('closed_no_visit', unsure);
		expect(noticeIntents(story.state, 'paused').map(({ type }) => type)).toEqual([
			'notice.sending',
		]);
	});

	test('one that cannot have it is not', () => {
		expect(noticeIntents(ended('closed_no_visit', built).state, 'live')).toEqual([]);
	});
});
