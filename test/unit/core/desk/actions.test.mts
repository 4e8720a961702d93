import { describe, expect, test } from '@jest/globals';
import {
	allowedActions,
	commandsFor,
	deskActions,
	type PageRole,
} from '../../../../core/desk/actions';
import { smsConsentWording } from '../../../../core/desk/release-form';
import { ACase, clinic, directory, releaseFields, reportFile } from './a-case.mts';
import { filledIn, hoursBefore, stages } from './stages.mts';

const roles: PageRole[] = ['release', 'specialist', 'clinic', 'owner'];

describe('what a page offers', () => {
	for (const [stage, make] of Object.entries(stages)) {
		for (const role of roles) {
			test(`is accepted by the ledger when the ${role} does it on a case that is ${stage}`, () => {
				for (const action of allowedActions(make().state, role)) {
					const aCase = make();
					aCase.later(hoursBefore(action));
					const posted = aCase.posts(role, filledIn(action, aCase), { files: [reportFile] });
					expect({ action, refusal: posted.refusal }).toEqual({ action, refusal: undefined });
				}
			});

			test(`is all that the ${role} can do on a case that is ${stage}`, () => {
				const aCase = make();
				const allowed = allowedActions(aCase.state, role);
				for (const action of deskActions.filter((entry) => !allowed.includes(entry))) {
					const before = aCase.events.length;
					const posted = aCase.posts(role, filledIn(action, aCase), { files: [reportFile] });
					expect({ action, events: aCase.events.length }).toEqual({ action, events: before });
					if (posted.refusal) {
						expect(['unknown_action', 'changed_meanwhile']).toContain(posted.refusal.code);
					}
				}
			});
		}
	}

	test('lets a specialist say everything of a whole case one after the other', () => {
		const aCase = new ACase().reported();
		expect(aCase.state.reports[0]?.report).toMatchObject({
			patient: { name: 'Biscuit' },
			plan: [{ kind: 'recheck', due: { inDays: 14 }, where: 'referrer' }],
			text: 'Stage B2. Start treatment.',
			diagnoses: [],
		});
		expect(aCase.row().phase).toBe('reported');
	});
});

describe('a double click', () => {
	for (const [stage, make] of Object.entries(stages)) {
		test(`is one event for every action on a case that is ${stage}`, () => {
			for (const role of roles) {
				for (const action of allowedActions(make().state, role)) {
					const aCase = make();
					aCase.later(hoursBefore(action));
					const fields = filledIn(action, aCase);
					aCase.posts(role, fields, { nonce: 'same', files: [reportFile] });
					const after = aCase.events.length;
					const second = aCase.posts(role, fields, { nonce: 'same', files: [reportFile] });
					expect({ action, refusal: second.refusal, types: second.types }).toEqual({
						action,
						refusal: undefined,
						types: [],
					});
					expect(aCase.events).toHaveLength(after);
				}
			}
		});
	}

	test('with a corrected time is a second event, even from the same page', () => {
		const aCase = new ACase().accepted();
		const fields = { action: 'set_appointment', start: '2026-11-25T10:00', name: 'Fay' };
		aCase.posts('specialist', fields, { nonce: 'same' });
		const second = aCase.posts(
			'specialist',
			{ ...fields, start: '2026-11-25T11:00' },
			{ nonce: 'same' },
		);
		expect(second.types).toEqual(['appt.rescheduled']);
	});

	test('of two people, accept and decline, counts the first and tells the second', () => {
		const aCase = new ACase().booked();
		aCase.posts('specialist', { action: 'mark_seen', name: 'Fay', visitedAt: '' });
		const late = aCase.posts('specialist', {
			action: 'decline',
			reason: 'Full',
			name: 'Gus',
			role: 'Desk',
		});
		expect(late.refusal?.code).toBe('changed_meanwhile');
		expect(late.refusal?.message).toContain('seen');
	});
});

describe('the Release form', () => {
	test('gives the whole release with the directory entry and the proof of consent', () => {
		const release = new ACase().released().state.release;
		expect(release).toMatchObject({
			specialistId: 'heart',
			urgency: 'urgent',
			consent: { share: true, by: 'Olive Owner', how: 'In the consulting room' },
			contact: { sms: true, hospital: false, email: false, wording: smsConsentWording },
			by: { name: 'Dr Vera Sample', role: 'Vet' },
			specialist: { id: 'heart', hospital: 'Example Animal Hospital', channel: 'webhook' },
		});
	});

	test.each([
		['noteApproved', 'bad_noteApproved'],
		['consentShare', 'bad_consentShare'],
		['consentBy', 'missing_consentBy'],
		['clinicalQuestion', 'missing_clinicalQuestion'],
		['reason', 'missing_reason'],
		['specialistId', 'missing_specialistId'],
		['urgency', 'missing_urgency'],
		['reasonForUrgency', 'bad_reasonForUrgency'],
		['name', 'missing_name'],
		['role', 'missing_role'],
	])('without %s releases nothing', (field, code) => {
		const { [field]: _left, ...fields } = releaseFields;
		const aCase = new ACase();
		const posted = aCase.posts('release', fields);
		expect(posted.refusal?.code).toBe(code);
		expect(aCase.state.release).toBeUndefined();
	});

	test('names every mistake at once', () => {
		const { name: _n, reason: _r, ...fields } = releaseFields;
		const { refusal } = new ACase().posts('clinic', fields);
		expect(refusal?.message).toContain('reason for the referral is missing');
		expect(refusal?.message).toContain('name is missing');
	});

	test('refuses a service that was taken out of the directory', () => {
		const result = commandsFor('release', releaseFields, new ACase().state, {
			now: '2026-11-23T15:00:00.000Z',
			specialists: directory.map((entry) => ({ ...entry, active: false })),
			nonce: 'n',
		});
		expect(result).toMatchObject({ ok: false, refusal: { code: 'bad_specialistId' } });
	});

	test('keeps "none known" apart from "not said"', () => {
		const said = new ACase();
		said.posts('release', { ...releaseFields, allergiesNone: 'yes' });
		expect(said.state.release?.supplement.allergies).toEqual([]);
		expect(new ACase().released().state.release?.supplement.allergies).toBeUndefined();
	});

	test('changed after a failed try also asks to try again', () => {
		const aCase = stages['incomplete']?.();
		expect(aCase?.posts('release', releaseFields).types).toEqual([
			'release.given',
			'retry.requested',
		]);
	});
});

describe('times on a form', () => {
	test('stand on the wall clock of the hospital', () => {
		expect(new ACase().accepted().state.decision.offeredSlots.map((slot) => slot.start)).toEqual([
			'2026-11-25T16:00:00.000Z',
			'2026-11-26T21:30:00.000Z',
		]);
	});

	test.each([
		['2027-03-14T02:30', 'is not a time that exists there'],
		['2026-11-20T10:00', 'lies in the past'],
		['2062-11-20T10:00', 'years away'],
		['tomorrow', 'is not a time that exists there'],
		['2026-13-20T10:00', 'is not a time that exists there'],
	])('are refused when they are %s', (value, words) => {
		const posted = new ACase()
			.accepted()
			.posts('specialist', { action: 'set_appointment', start: value, name: 'Fay' });
		expect(posted.refusal?.code).toBe('bad_start');
		expect(posted.refusal?.message).toContain(words);
	});

	test('use the clinic as the last resort when the directory lost the entry', () => {
		const aCase = new ACase().accepted();
		const result = commandsFor(
			'specialist',
			{ action: 'set_appointment', start: '2026-12-01T10:00', name: 'Fay' },
			aCase.state,
			{ now: aCase.now, specialists: [], nonce: 'n', timeZone: clinic.timeZone },
		);
		expect(result.ok && result.value[0]?.data).toEqual({
			appointment: { start: '2026-12-01T15:00:00.000Z' },
		});
	});
});

describe('who says it', () => {
	test('an owner cannot take a time that was not offered', () => {
		const posted = new ACase()
			.accepted()
			.posts('owner', { action: 'pick_slot', slot: '2026-11-25T09:00:00.000Z' });
		expect(posted.refusal?.code).toBe('bad_slot');
	});

	test('what the clinic heard by phone is marked as heard', () => {
		const aCase = new ACase().sent();
		aCase.posts('clinic', {
			action: 'heard_decision',
			said: 'acknowledged',
			heardFrom: 'Fay',
			name: 'Nina Nurse',
		});
		expect(aCase.events.at(-1)).toMatchObject({
			type: 'ack.received',
			actor: { role: 'referrer', name: 'Nina Nurse, heard from Fay', via: 'phone' },
		});
	});

	test('no role reaches the forms of another', () => {
		const aCase = new ACase().accepted();
		for (const action of ['accept', 'send_report', 'close', 'release', 'retry']) {
			expect(aCase.posts('owner', filledIn(action, aCase)).refusal?.code).toBe('unknown_action');
		}
		expect(aCase.posts('specialist', filledIn('close', aCase)).refusal?.code).toBe(
			'unknown_action',
		);
		expect(aCase.posts('clinic', filledIn('accept', aCase)).refusal?.code).toBe('unknown_action');
	});

	test('a form without its number is refused', () => {
		const posted = new ACase()
			.sent()
			.posts('specialist', { action: 'acknowledge', name: 'Fay' }, { nonce: ' ' });
		expect(posted.refusal?.code).toBe('form_expired');
	});

	test('STOP on the page ends texts and mails', () => {
		const aCase = new ACase().accepted();
		aCase.posts('owner', { action: 'stop_messages' });
		expect(aCase.state.outreach.optedOut.sort()).toEqual(['email', 'sms']);
	});
});

describe('a report', () => {
	test('without file and text is refused', () => {
		const posted = new ACase()
			.accepted()
			.posts('specialist', { action: 'send_report', name: 'Hugo', role: 'Vet' });
		expect(posted.refusal?.code).toBe('bad_files');
	});

	test('sent once more with other content is a new version', () => {
		const aCase = new ACase().reported();
		const posted = aCase.posts('specialist', {
			action: 'send_report',
			name: 'Hugo',
			role: 'Vet',
			text: 'Corrected: stage C.',
		});
		expect(posted.types).toEqual(['report.amended']);
		expect(aCase.state.reports.map((report) => report.version)).toEqual([1, 2]);
	});

	test('has the same hash in whatever order its files came', () => {
		const hashes = [
			[reportFile, { ...reportFile, sha256: 'd'.repeat(64) }],
			[{ ...reportFile, sha256: 'd'.repeat(64) }, reportFile],
		].map((files) => {
			const aCase = new ACase().booked();
			aCase.posts('specialist', { action: 'send_report', name: 'Hugo', role: 'Vet' }, { files });
			return aCase.state.reports[0]?.contentHash;
		});
		expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
		expect(hashes[0]).toBe(hashes[1]);
	});
});
