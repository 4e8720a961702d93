import { describe, expect, test } from '@jest/globals';
import { viewFor } from '../../../../core/desk/redact';
import { timelineOf } from '../../../../core/desk/timeline';
import { timelineWords } from '../../../../core/desk/timeline-words';
import { reactionTable } from '../../../../core/referral/reactions';
import { ACase } from './a-case.mts';

const secret = {
	question: 'Is this heart failure',
	reason: 'Murmur 4/6',
	urgency: 'Coughs at night',
	report: 'Stage B2',
	note: 'Owner is difficult',
	reply: 'He sleeps all day',
};

const whole = (): ACase => {
	const aCase = new ACase().filed();
	aCase.posts('clinic', { action: 'note', text: secret.note, name: 'Nina Nurse' });
	aCase.take([
		{
			type: 'owner.replied',
			data: { kind: 'text', text: secret.reply, confidence: 1 },
			actor: { role: 'owner', via: 'sms' },
		},
	]);
	return aCase;
};

describe('what a role gets to see', () => {
	test('holds no clinical text for an owner', () => {
		const aCase = whole();
		const seen = JSON.stringify([viewFor(aCase.state, 'owner'), timelineOf(aCase.events, 'owner')]);
		for (const words of Object.values(secret)) expect(seen).not.toContain(words);
		expect(seen).not.toContain('Hugo');
		expect(seen).toContain('No food after midnight.');
		expect(seen).toContain('Example Animal Hospital');
	});

	test('holds for the hospital the packet but nothing of the house of the clinic', () => {
		const aCase = whole();
		const seen = JSON.stringify([
			viewFor(aCase.state, 'specialist'),
			timelineOf(aCase.events, 'specialist'),
		]);
		for (const words of [secret.question, secret.reason, secret.urgency])
			expect(seen).toContain(words);
		for (const words of [secret.note, secret.reply]) expect(seen).not.toContain(words);
	});

	test('keeps from the hospital why the clinic closed a case', () => {
		const aCase = new ACase().sent();
		aCase.posts('clinic', {
			action: 'close',
			outcome: 'closed_no_visit',
			reason: 'Owner cannot pay',
			name: 'Nina',
		});
		expect(JSON.stringify(timelineOf(aCase.events, 'specialist'))).not.toContain('cannot pay');
		expect(JSON.stringify(timelineOf(aCase.events, 'clinic'))).toContain('cannot pay');
	});

	test('holds everything for the clinic', () => {
		const aCase = whole();
		const seen = JSON.stringify([
			viewFor(aCase.state, 'clinic'),
			timelineOf(aCase.events, 'clinic'),
		]);
		for (const words of Object.values(secret)) expect(seen).toContain(words);
	});

	test('leaves out empty parts of a case that was just marked', () => {
		const { state } = new ACase();
		expect(viewFor(state, 'owner')).toMatchObject({
			patientName: 'Biscuit',
			offeredSlots: [],
			ownerName: '',
		});
		expect(viewFor(state, 'specialist').release).toBeUndefined();
	});
});

describe('the history in plain words', () => {
	test('tells a whole case in the order in which it happened', () => {
		const aCase = whole();
		aCase.posts('clinic', {
			action: 'read_and_close',
			tasksLeft: 'yes',
			answered: 'yes',
			name: 'Nina Nurse',
		});
		const told = timelineOf(aCase.events, 'clinic').map((line) => line.what);
		expect(told).toEqual([
			'marked the patient for referral',
			'released the referral to Example Animal Hospital, Heart service (urgent)',
			'built the packet with 1 file',
			'got the receipt of the hospital',
			'accepted the patient and offered 2 times',
			'asked for a time for the visit',
			'booked the visit',
			'sent the report with 1 file',
			'filed the report in the patient record',
			'arranged the follow-up (2 items)',
			'added a note',
			'wrote back',
			'read the report',
			'said whether the question was answered: yes',
			'case closed: report read and filed',
		]);
	});

	test('has a line for every type of event', () => {
		for (const { type } of reactionTable()) expect(timelineWords[type]).toBeInstanceOf(Function);
	});

	test('tells an event that came twice once', () => {
		const aCase = new ACase().accepted();
		expect(timelineOf([...aCase.events, ...aCase.events], 'clinic')).toEqual(
			timelineOf(aCase.events, 'clinic'),
		);
	});

	test('names people to the clinics only', () => {
		const { events } = new ACase().accepted();
		expect(
			timelineOf(events, 'clinic').some(
				(line) => line.who === 'Hospital: Dr Hugo Heart (Cardiologist)',
			),
		).toBe(true);
		expect(timelineOf(events, 'owner').map((line) => line.who)).toEqual(['Hospital']);
	});
});
