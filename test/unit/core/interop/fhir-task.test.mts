import fc from 'fast-check';
import { businessStatusOf, coarse } from '../../../../core/interop/business-status';
import { taskResource, taskStatusOf } from '../../../../core/interop/fhir-task';
import {
	caseIdOfTask,
	commandsForTask,
	type TaskInput,
	type TaskParty,
} from '../../../../core/interop/task-commands';
import { parseTaskMessage } from '../../../../core/interop/task-message';
import { decideAll } from '../../../../core/referral/decide';
import type { EventData, EventType } from '../../../../core/referral/events';
import type { Result } from '../../../../core/result';
import {
	accepted,
	acknowledged,
	asked,
	booked,
	built,
	cancelled,
	cancelling,
	caseId,
	closed,
	declined,
	delivered,
	ended,
	reportData,
	reported,
	seen,
	visitStart,
	type Story,
} from '../referral/story.mts';

const value = <T,>(result: Result<T>): T => {
	if (!result.ok) throw new Error(result.refusal.message);
	return result.value;
};
const resource = (story: Story) =>
	taskResource(story.state, { clinic: 'Sample Street', at: story.now });

const placer = [{ type: { coding: [{ code: 'PLAC' }] }, value: caseId }];
const task = (status: string, business?: string, more: Record<string, unknown> = {}) => ({
	resourceType: 'Task',
	identifier: placer,
	status,
	...(business === undefined ? {} : { businessStatus: { coding: [{ code: business }] } }),
	...more,
});
const because = (text: string) => ({ statusReason: { text } });
const visit = (more: Record<string, unknown> = {}) => ({
	resourceType: 'Appointment',
	status: 'booked',
	start: visitStart,
	...more,
});

const hears = (
	story: Story,
	json: unknown,
	from: TaskParty = 'recipient',
	more: Partial<TaskInput> = {},
) => {
	const message = parseTaskMessage(json);
	if (!message.ok) return message;
	return commandsForTask({
		message: message.value,
		from,
		state: story.state,
		key: `m${story.events.length}`,
		...more,
	});
};
const typesOf = (result: Result<Array<{ type: string }>>): string[] =>
	value(result).map(({ type }) => type);

describe('a Task that comes in', () => {
	const understood: Array<[string, () => Story, unknown, TaskParty, EventType[]]> = [
		['received', delivered, task('received', '2.0'), 'recipient', ['ack.received']],
		['accepted', acknowledged, task('accepted', '3.0'), 'recipient', ['decision.accepted']],
		[
			'accepted without a business status',
			acknowledged,
			task('accepted'),
			'recipient',
			['decision.accepted'],
		],
		[
			'declined',
			acknowledged,
			task('rejected', '4.0', because('full')),
			'recipient',
			['decision.declined'],
		],
		[
			'a question',
			acknowledged,
			task('on-hold', '2.0', because('Which dose?')),
			'recipient',
			['info.requested'],
		],
		[
			'a visit',
			accepted,
			task('in-progress', '5.1.1', { contained: [visit()] }),
			'recipient',
			['appt.scheduled'],
		],
		[
			'another time',
			booked,
			task('in-progress', '5.1.1', { contained: [visit()] }),
			'recipient',
			['appt.rescheduled'],
		],
		['no-show', booked, task('in-progress', '5.1.2'), 'recipient', ['appt.no_show']],
		[
			'a cancelled visit',
			booked,
			task('in-progress', '5.1.3', because('ill')),
			'recipient',
			['appt.cancelled'],
		],
		[
			'a visit that took place',
			booked,
			task('in-progress', '5.1.4'),
			'recipient',
			['visit.started'],
		],
		[
			'a note',
			booked,
			task('in-progress', '5.1.4', { note: [{ text: 'stable' }] }),
			'recipient',
			['visit.started', 'interim.note'],
		],
		[
			'a further note',
			seen,
			task('in-progress', '5.1.4', { note: [{ text: 'stable' }] }),
			'recipient',
			['visit.started', 'interim.note'],
		],
		[
			'the coarse form with a visit',
			accepted,
			task('in-progress', '5.1', { contained: [visit()] }),
			'recipient',
			['appt.scheduled'],
		],
		[
			'the coarse form with a note',
			accepted,
			task('in-progress', '5.1', { note: [{ text: 'n' }] }),
			'recipient',
			['visit.started', 'interim.note'],
		],
		[
			'the words of the first edition',
			accepted,
			task('in-progress', '5.X', { contained: [visit()] }),
			'recipient',
			['appt.scheduled'],
		],
		[
			'a cancellation',
			acknowledged,
			task('in-progress', '5.2', because('moved')),
			'initiator',
			['cancel.requested'],
		],
		['the echo of a cancellation', cancelling, task('in-progress', '5.2'), 'recipient', []],
		['its confirmation', cancelling, task('cancelled', '6.0'), 'recipient', ['cancel.confirmed']],
		[
			'an answer',
			() => acknowledged().says('info.requested', { question: 'q' }),
			task('received', '2.0', { note: [{ text: '5 mg' }] }),
			'initiator',
			['info.supplied'],
		],
		[
			'a report in words',
			seen,
			task('completed', '7.0', {
				for: { display: 'Biscuit' },
				output: [{ valueString: 'Heart failure.' }],
			}),
			'recipient',
			['report.final'],
		],
		[
			'an amended one',
			reported,
			task('completed', '7.0', {
				for: { display: 'Biscuit' },
				output: [{ valueString: 'Corrected.' }],
			}),
			'recipient',
			['report.amended'],
		],
	];

	test.each(understood)('%s is understood', (_name, given, json, from, expected) => {
		const story = given();
		const result = hears(story, json, from);
		expect(typesOf(result)).toEqual(expected);
		const decided = decideAll(story.state, value(result), story.after(1).now, story.known);
		expect(decided.ok).toBe(true);
	});

	test('may stand in a message Bundle with the visit beside it', () => {
		const bundle = {
			resourceType: 'Bundle',
			type: 'message',
			entry: [
				{ resource: { resourceType: 'MessageHeader' } },
				{ resource: task('in-progress', '5.1.1') },
				{ resource: visit({ participant: [{ actor: { display: 'Dr Heart' } }] }) },
			],
		};
		const [command] = value(hears(accepted(), bundle));
		expect(command?.data).toEqual({ appointment: { start: visitStart, clinician: 'Dr Heart' } });
	});

	test('with the report the caller has fetched carries its files', () => {
		const { report, files } = reportData();
		const [command] = value(
			hears(seen(), task('completed', '7.0'), 'recipient', { report: { report, files } }),
		);
		expect(command?.data).toMatchObject({ report, files });
	});

	test('sent twice is one event', () => {
		const story = acknowledged();
		const commands = value(hears(story, task('accepted', '3.0')));
		story.after(1);
		story.events.push(...value(decideAll(story.state, commands, story.now, story.known)));
		expect(value(decideAll(story.state, commands, story.after(1).now, story.known))).toEqual([]);
	});

	const meaningless: Array<[string, () => Story, unknown, TaskParty, string]> = [
		[
			'of another referral',
			accepted,
			{ ...task('accepted', '3.0'), identifier: [{ value: 'REF-ffffffffffff' }] },
			'recipient',
			'task_other_case',
		],
		[
			'without a number',
			accepted,
			{ ...task('accepted', '3.0'), identifier: [] },
			'recipient',
			'task_other_case',
		],
		[
			'in progress, nobody says how',
			accepted,
			task('in-progress'),
			'recipient',
			'task_business_status',
		],
		[
			'with an unknown code',
			accepted,
			task('in-progress', '9.9'),
			'recipient',
			'task_business_status',
		],
		[
			'that contradicts itself',
			accepted,
			task('accepted', '4.0'),
			'recipient',
			'task_contradiction',
		],
		[
			'that declines without a reason',
			accepted,
			task('rejected', '4.0'),
			'recipient',
			'task_reason_missing',
		],
		[
			'that holds without a question',
			accepted,
			task('on-hold', '2.0'),
			'recipient',
			'task_reason_missing',
		],
		[
			'that cancels a visit without a reason',
			booked,
			task('in-progress', '5.1.3'),
			'recipient',
			'task_reason_missing',
		],
		[
			'that cancels without a reason',
			accepted,
			task('in-progress', '5.2'),
			'initiator',
			'task_reason_missing',
		],
		[
			'with a visit at no time',
			accepted,
			task('in-progress', '5.1.1'),
			'recipient',
			'task_visit_missing',
		],
		[
			'completed without a report',
			seen,
			task('completed', '7.0'),
			'recipient',
			'task_report_missing',
		],
		[
			'with a cancellation by the hospital',
			accepted,
			task('in-progress', '5.2', because('r')),
			'recipient',
			'task_not_theirs',
		],
		['back to draft', accepted, task('draft'), 'recipient', 'task_not_theirs'],
		[
			'failed, said by the hospital',
			accepted,
			task('failed', '6.0'),
			'recipient',
			'task_not_theirs',
		],
		[
			'accepted by the clinic that sent it',
			acknowledged,
			task('accepted', '3.0'),
			'initiator',
			'task_not_theirs',
		],
		['in an unknown status', accepted, task('ready'), 'recipient', 'task_invalid'],
		['that is none', accepted, { resourceType: 'Patient' }, 'recipient', 'task_invalid'],
		[
			'in a Bundle of two',
			accepted,
			{
				resourceType: 'Bundle',
				entry: [{ resource: task('accepted') }, { resource: task('accepted') }],
			},
			'recipient',
			'task_invalid',
		],
	];

	test.each(meaningless)('%s is refused with what to do', (_name, given, json, from, code) => {
		const result = hears(given(), json, from);
		expect(result.ok ? 'taken' : result.refusal.code).toBe(code);
		expect(result.ok ? '' : result.refusal.hint).toMatch(/\w{3}/);
	});

	test('never repeats what was written in it', () => {
		const result = hears(accepted(), task('accepted', '3.0', { note: [{ text: 7, secret: 'x' }] }));
		expect(result.ok ? '' : result.refusal.message).not.toContain('secret');
	});

	test('of any shape is taken or refused, never an exception', () => {
		const story = booked();
		fc.assert(
			fc.property(fc.anything(), fc.constantFrom('recipient', 'initiator'), (json, from) => {
				const shaped = { ...task('in-progress', '5.1.1'), ...(json as object) };
				expect(typeof hears(story, json, from as TaskParty).ok).toBe('boolean');
				expect(typeof hears(story, shaped, from as TaskParty).ok).toBe('boolean');
			}),
			{ numRuns: 300 },
		);
	});
});

describe('a Task that goes out', () => {
	test('is numbered by the clinic and says where the case stands in both vocabularies', () => {
		expect(resource(booked())).toMatchObject({
			resourceType: 'Task',
			status: 'in-progress',
			businessStatus: { coding: [{ code: '5.1.1', display: 'Service Request Event Scheduled' }] },
			intent: 'order',
			requester: { display: 'Sample Street' },
			contained: [{ resourceType: 'Appointment', status: 'booked', start: visitStart }],
		});
		expect(caseIdOfTask(value(parseTaskMessage(resource(booked()))))).toBe(caseId);
	});

	test('refers to everything it contains', () => {
		const { contained, output } = resource(booked()) as {
			contained: Array<{ id: string }>;
			output: Array<{ valueReference: { reference: string } }>;
		};
		expect(output.map(({ valueReference }) => valueReference.reference)).toEqual(
			contained.map(({ id }) => `#${id}`),
		);
	});

	test('tells nothing clinical that the hospital has not sent itself', () => {
		const text = JSON.stringify(resource(reported().says('question.answered', { answered: 'no' })));
		expect(text).not.toMatch(/heart failure|Murmur|Is this/i);
	});

	const every: Array<[string, () => Story]> = Object.entries({
		built,
		delivered,
		acknowledged,
		accepted,
		asked,
		booked,
		seen,
		reported,
		closed,
		declined,
		cancelling,
		cancelled,
		failed: () => ended('closed_no_visit'),
		error: () => ended('error'),
		deceased: () => ended('deceased'),
		redirected: () => declined().says('redirect.confirmed', { childCaseId: 'REF-cccccccccccc' }),
	});

	test.each(every)('can be read back: %s', (_name, given) => {
		const sent = resource(given());
		const { task: read } = value(parseTaskMessage(JSON.stringify(sent)));
		const { status, businessStatus } = taskStatusOf(given().state);
		const codes = (read.businessStatus?.coding ?? []).map(({ code }) => businessStatusOf(code!));
		expect([read.status, codes[0]]).toEqual([status, businessStatus]);
	});
});

/**
 * Two ledgers of one referral, at the clinic and at the hospital, that tell each other nothing but
 * Tasks. Whatever one of them does, both stand at the same status afterwards.
 */
describe('two sides that exchange Tasks only', () => {
	interface Move {
		side: TaskParty;
		type: EventType;
		data: EventData[EventType];
	}
	const move = <T extends EventType>(side: TaskParty, type: T, data: EventData[T]): Move => ({
		side,
		type,
		data,
	});
	const slot = (day: number) => ({
		appointment: {
			start: `2026-12-${10 + day}T15:00:00.000Z`,
			end: `2026-12-${10 + day}T15:30:00.000Z`,
		},
	});
	const moves = fc.oneof(
		fc.constantFrom(
			move('recipient', 'ack.received', {}),
			move('recipient', 'decision.accepted', {}),
			move('recipient', 'decision.declined', { reason: 'full' }),
			move('recipient', 'info.requested', { question: 'Which dose?' }),
			move('initiator', 'info.supplied', { answer: '5 mg' }),
			move('recipient', 'appt.no_show', {}),
			move('recipient', 'appt.cancelled', { by: 'hospital', reason: 'ill' }),
			move('recipient', 'visit.started', {}),
			move('initiator', 'cancel.requested', { reason: 'moved' }),
			move('recipient', 'cancel.confirmed', {}),
		),
		fc.integer({ min: 0, max: 9 }).map((day) => move('recipient', 'appt.scheduled', slot(day))),
		fc
			.integer({ min: 0, max: 9 })
			.map((n) => move('recipient', 'interim.note', { text: `note ${n}` })),
	);

	test('stand at the same status after every move', () => {
		fc.assert(
			fc.property(fc.array(moves, { maxLength: 14 }), (said) => {
				const sides = { initiator: delivered(), recipient: delivered() };
				for (const { side, type, data } of said) {
					const here = sides[side];
					const there = sides[side === 'initiator' ? 'recipient' : 'initiator'];
					// BSeR knows nothing after these two.
					if (/^(cancelled|rejected)$/.test(taskStatusOf(here.state).status)) return;
					const before = taskStatusOf(here.state);
					here.now = there.now = new Date(Date.parse(here.now) + 60_000).toISOString();
					if (!here.tries(type, data).ok) continue;
					there.now = here.now;
					const after = taskStatusOf(here.state);
					const isTold =
						JSON.stringify(before) !== JSON.stringify(after) || type === 'interim.note';
					if (!isTold) continue;
					const commands = value(hears(there, resource(here), side));
					there.events.push(...value(decideAll(there.state, commands, there.now, there.known)));
					expect(taskStatusOf(there.state)).toEqual(after);
				}
			}),
			{ numRuns: 400 },
		);
	});
});

test('codes are read in either edition and any case', () => {
	expect(['5.1.1', '5.4', '5.X', ' 7.0 ', '8.0', '__proto__'].map(businessStatusOf)).toEqual([
		'5.1.1',
		'5.2',
		'5.1',
		'7.0',
		undefined,
		undefined,
	]);
	expect(coarse('5.1.4')).toBe('5.1');
	expect(coarse('5.2')).toBe('5.2');
});
