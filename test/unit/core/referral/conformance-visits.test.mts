import { taskStatusOf } from '../../../../core/interop/fhir-task';
import { currentAppointment } from '../../../../core/referral/state';
import {
	accepted,
	asked,
	booked,
	cancelling,
	declined,
	delivered,
	reportData,
	seen,
	visitStart,
	type Story,
} from './story.mts';

const statusOf = (story: Story): string => taskStatusOf(story.state).businessStatus ?? '';
const another = { appointment: { start: '2026-12-20T15:00:00.000Z' } };

describe('a hospital that works on a case has accepted it', () => {
	const works: Array<[string, (story: Story) => Story, string]> = [
		['books a visit', (story) => story.says('appt.scheduled', another), 'visit'],
		['sees the patient', (story) => story.says('visit.started', {}), 'report'],
		[
			'keeps the patient',
			(story) => story.says('interim.note', { text: 'n', staying: true }),
			'report',
		],
	];

	test.each(works)('when it %s before it said so', (_name, act, owed) => {
		const story = act(delivered().after(1));
		expect(story.state.decision.status).toBe('accepted');
		expect(story.state.decision.acknowledgedAt).toBeDefined();
		expect(story.asks).toContainEqual(expect.objectContaining({ key: owed, owes: 'hospital' }));
	});

	test('but a decline stands until it says something else', () => {
		const story = declined().says('appt.scheduled', another);
		expect(story.phase).toBe('declined');
		expect(story.keys).toContain('question:appt.scheduled@declined');
	});

	test('and what a clinic has heard of a booking is no acceptance', () => {
		const story = delivered().says('appt.scheduled', another, { role: 'referrer' });
		expect(story.state.decision.status).toBe('none');
	});
});

describe('a visit that does not happen', () => {
	test('may be cancelled after the owner did not come (TID 19)', () => {
		const story = booked().says('appt.no_show', {}).after(1);
		story.says('appt.cancelled', { by: 'hospital', reason: 'no further date' });
		expect(story.phase).toBe('appt_cancelled');
		expect(currentAppointment(story.state)).toMatchObject({ endedAt: story.now });
	});

	test('is cancelled by a decline, with its reason (TID 10)', () => {
		const story = booked().says('decision.declined', { reason: 'the vet is ill' });
		expect(currentAppointment(story.state)).toMatchObject({
			status: 'cancelled',
			reason: 'the vet is ill',
		});
		expect(story.phase).toBe('declined');
		expect(story.next.step).toBe('none');
		expect(story.keys).toContain('declined');
	});

	test('so is a time the owner only asked for', () => {
		const story = asked().says('decision.declined', { reason: 'full' });
		expect(currentAppointment(story.state)?.status).toBe('cancelled');
	});

	test('and happens after all: the owner came late', () => {
		const story = booked().says('appt.no_show', {}).says('visit.started', {});
		expect(story.phase).toBe('seen');
		expect(currentAppointment(story.state)).toMatchObject({ status: 'attended' });
		expect(currentAppointment(story.state)?.endedAt).toBeUndefined();
	});

	test('after the third time the owner did not come a person decides, and nobody is texted', () => {
		const story = accepted();
		for (const day of [1, 2, 3]) {
			const start = `2026-12-0${day}T15:00:00.000Z`;
			story.says('appt.scheduled', { appointment: { start } }).after(24).says('appt.no_show', {});
			if (day < 3) expect(story.keys).toContain('booking');
		}
		expect(story.next.step).toBe('none');
		expect(story.asks).toContainEqual(
			expect.objectContaining({ key: 'no_shows', owes: 'clinic', forPerson: true }),
		);
	});
});

describe('a further visit', () => {
	test('keeps the case seen, and tells the partner of the next date (TID 26)', () => {
		const story = seen().after(1).says('appt.scheduled', another);
		expect(story.phase).toBe('seen');
		expect(statusOf(story)).toBe('5.1.1');
	});

	test('can be said to have happened too', () => {
		const story = seen()
			.after(1)
			.says('appt.scheduled', another)
			.after(1)
			.says('visit.started', {});
		expect(currentAppointment(story.state)?.status).toBe('attended');
		expect(statusOf(story)).toBe('5.1.4');
		expect(story.tries('visit.started', {})).toEqual({ ok: true, value: [] });
	});

	test('can be cancelled without ever having been told of (TID 27)', () => {
		const story = seen().after(1).says('appt.cancelled', { by: 'hospital', reason: 'ill' });
		expect(story.phase).toBe('seen');
		expect(statusOf(story)).toBe('5.1.3');
	});

	test('nothing is cancelled where there was no visit', () => {
		const story = accepted().says('appt.cancelled', { by: 'owner', reason: 'never mind' });
		expect(story.state.appointments).toEqual([]);
	});
});

describe('a note during a stay', () => {
	test('implies the visit, until the hospital says when it was', () => {
		const story = booked().says('interim.note', { text: 'operated', staying: true });
		expect(story.phase).toBe('seen');
		const visitedAt = '2026-11-24T09:00:00.000Z';
		expect(story.says('visit.started', { visitedAt }).state.seenAt).toBe(visitedAt);
	});

	test('so does one that comes after the booked time', () => {
		const story = accepted().says('appt.scheduled', { appointment: { start: visitStart } });
		expect(story.copy().says('interim.note', { text: 'bring the old films' }).phase).toBe(
			'scheduled',
		);
		expect(story.after(24 * 8).says('interim.note', { text: 'stable' }).phase).toBe('seen');
	});

	test('and a report that turns out to be another patient’s does not take it back', () => {
		const story = booked().says('interim.note', { text: 'operated', staying: true });
		story.says('report.final', reportData()).says('report.rejected', { version: 1, reason: 'cat' });
		expect(story.phase).toBe('seen');
	});
});

describe('while a person has to read what the owner wrote', () => {
	const reply = { key: 'reply:SM1', why: 'The owner answered (deceased).' };
	const sends = (story: Story): boolean => {
		for (let hours = 0; hours < 24 * 10; hours += 3) {
			const { step, notBefore } = story.after(3).next;
			if (step === 'touch' && (notBefore ?? '') <= story.now) return true;
		}
		return false;
	};

	test.each([
		['to book', () => accepted()],
		['that reminds of the visit', () => booked()],
	])('no message goes out %s, and afterwards it does', (_name, given) => {
		expect(sends(given())).toBe(true);
		const story = given().says('person.asked', reply);
		expect(sends(story.copy())).toBe(false);
		expect(story.keys).toContain('question:reply:SM1');
		expect(sends(story.says('person.settled', { key: reply.key, answer: 'fine' }))).toBe(true);
	});
});

test('a cancelled case that waited only for a report ends when that is another patient’s', () => {
	const story = cancelling().says('report.final', reportData()).says('cancel.confirmed', {});
	expect(story.phase).toBe('reported');
	story.says('report.rejected', { version: 1, reason: 'a cat' });
	expect(story.phase).toBe('cancelled');
	expect(story.state.closed).toMatchObject({ reason: 'moved away', by: { role: 'referrer' } });
});

test('a cancellation that nobody confirms comes up again, whatever timers are switched off', () => {
	expect(cancelling().keys).toContain('stale');
});
