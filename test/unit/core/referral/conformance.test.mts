import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	businessStatuses,
	coarse,
	type BusinessStatus,
} from '../../../../core/interop/business-status';
import { taskStatusOf } from '../../../../core/interop/fhir-task';
import type { EventData, EventType } from '../../../../core/referral/events';
import {
	accepted,
	acknowledged,
	booked,
	built,
	delivery,
	reportData,
	seen,
	visitStart,
	type Story,
} from './story.mts';

interface Transition {
	tid: string;
	actor: 'initiator' | 'recipient';
	trigger: string;
	fromTaskStatus: string;
	fromBusinessStatus: BusinessStatus | null;
	toTaskStatus: string;
	toBusinessStatus: BusinessStatus;
}

interface Fixture {
	source: string;
	businessStatus: Record<string, string>;
	transitions: Transition[];
}

/** The transitions HL7 BSeR and IHE 360X agreed on; the file names its source. */
const fixture = JSON.parse(
	readFileSync(join(process.cwd(), 'test/fixtures/conformance/bser-360x-transitions.json'), 'utf8'),
) as Fixture;

const cancelling = () => acknowledged().says('cancel.requested', { reason: 'the owner moved' });

/** A case in each status, brought there by commands. The coarse 5.1 is any of the four below it. */
const starts: Record<string, Array<() => Story>> = {
	'draft null': [built],
	'received 2.0': [acknowledged],
	'accepted 3.0': [accepted],
	'in-progress 5.1.1': [booked],
	'in-progress 5.1.2': [() => booked().says('appt.no_show', {})],
	'in-progress 5.1.3': [() => booked().says('appt.cancelled', { by: 'hospital', reason: 'ill' })],
	'in-progress 5.1.4': [
		seen,
		() => booked().says('interim.note', { text: 'Stable so far.' }),
		() => seen().says('interim.note', { text: 'Stable so far.' }),
	],
	'in-progress 5.2': [cancelling],
};
starts['in-progress 5.1'] = [1, 2, 3, 4].flatMap((n) => starts[`in-progress 5.1.${n}`]!);

const says =
	<T extends EventType>(type: T, data: EventData[T]) =>
	(story: Story): Story =>
		story.says(type, data);

/** What each trigger is in our ledger; said by the role of the acting side. */
const triggers: Record<string, (story: Story) => Story> = {
	'send referral package': (story) =>
		story.says('referral.sending', delivery).says('transport.delivered', delivery),
	'send acceptance': says('decision.accepted', {}),
	'send decline': says('decision.declined', { reason: 'No capacity this week' }),
	'send scheduled visit information': says('appt.scheduled', {
		appointment: { start: '2026-12-08T15:00:00.000Z' },
	}),
	'send rescheduled visit information': says('appt.rescheduled', {
		appointment: { start: '2026-12-09T15:00:00.000Z' },
	}),
	'send no-show information': says('appt.no_show', {}),
	'send appointment cancel': says('appt.cancelled', { by: 'hospital', reason: 'The vet is ill' }),
	'send interim consultation note': says('interim.note', { text: 'Heart failure, stable today.' }),
	'send referral outcome': says('report.final', reportData()),
	'send cancellation request': says('cancel.requested', { reason: 'The owner moved away' }),
	'send cancellation confirmation': says('cancel.confirmed', {}),
};

const statusOf = (story: Story, isCoarse: boolean): string => {
	const { status, businessStatus } = taskStatusOf(story.state);
	const code = businessStatus && (isCoarse ? coarse(businessStatus) : businessStatus);
	return `${status} ${code ?? null}`;
};

const roleOf = { initiator: /^(referrer|system)$/, recipient: /^specialist$/ };

describe('the 34 transitions of 360X and BSeR', () => {
	test('are all in the fixture, whose words for the business statuses are ours', () => {
		expect(fixture.source).toContain('HL7 BSeR');
		expect(fixture.transitions.map(({ tid }) => Number(tid))).toEqual(
			Array.from({ length: 34 }, (_, index) => index + 1),
		);
		expect(fixture.businessStatus).toEqual(businessStatuses);
	});

	test.each(fixture.transitions)('$tid: $actor: $trigger', (transition) => {
		const from = `${transition.fromTaskStatus} ${transition.fromBusinessStatus}`;
		const isCoarse = [transition.fromBusinessStatus, transition.toBusinessStatus].includes('5.1');
		expect(starts[from]?.length).toBeGreaterThan(0);
		for (const start of starts[from]!) {
			const story = start().after(1);
			expect(statusOf(story, isCoarse)).toBe(from);
			const before = story.events.length;
			triggers[transition.trigger]!(story);
			const said = story.events.slice(before);
			expect(said.length).toBeGreaterThan(0);
			for (const { actor } of said) expect(actor.role).toMatch(roleOf[transition.actor]);
			if (transition.tid === '01') {
				// BSeR calls a referral received once it is sent; here a receipt by the other side is needed.
				expect(statusOf(story, isCoarse)).toBe('requested 2.0');
				story.says('ack.received', {});
			}
			expect(statusOf(story, isCoarse)).toBe(
				`${transition.toTaskStatus} ${transition.toBusinessStatus}`,
			);
		}
	});
});

describe('beside the 34', () => {
	const table: Array<[string, () => Story, string]> = [
		[
			'a receipt of the channel is not yet a receipt by people',
			() => built().says('referral.sending', delivery).says('referral.sent', delivery),
			'requested 2.0',
		],
		[
			'a question holds the referral',
			() => acknowledged().says('info.requested', { question: 'q' }),
			'on-hold 2.0',
		],
		[
			'so does one after acceptance',
			() => accepted().says('info.requested', { question: 'q' }),
			'on-hold 3.0',
		],
		[
			'an answer gives it back',
			() =>
				acknowledged()
					.says('info.requested', { question: 'q' })
					.says('info.supplied', { answer: 'a' }),
			'received 2.0',
		],
		[
			'a time the owner asked for is not booked yet',
			() => accepted().says('appt.requested', { slot: { start: visitStart } }),
			'accepted 3.0',
		],
		[
			'an outcome without an acknowledgment counts',
			() =>
				built()
					.says('referral.sending', delivery)
					.says('transport.delivered', delivery)
					.says('report.final', reportData()),
			'completed 7.0',
		],
		[
			'a case ended without a visit has failed',
			() => accepted().says('case.closed', { outcome: 'closed_no_visit', reason: 'cost' }),
			'failed 6.0',
		],
		[
			'a case that should not exist was entered in error',
			() => accepted().says('case.closed', { outcome: 'error', reason: 'wrong patient' }),
			'entered-in-error null',
		],
		[
			'a declined case stays declined when nobody else is tried',
			() =>
				acknowledged()
					.says('decision.declined', { reason: 'r' })
					.says('case.closed', { outcome: 'declined_final', reason: 'r' }),
			'rejected 4.0',
		],
	];

	test.each(table)('%s', (_name, given, expected) => {
		expect(statusOf(given(), false)).toBe(expected);
	});
});
