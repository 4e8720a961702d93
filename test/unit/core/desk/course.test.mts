import { describe, expect, test } from '@jest/globals';
import { allowedActions } from '../../../../core/desk/actions';
import { openClaims } from '../../../../core/desk/claims';
import { previewOf } from '../../../../core/desk/preview';
import { timelineOf } from '../../../../core/desk/timeline';
import { ACase, clinic, releaseFields, reportFile } from './a-case.mts';
import { filledIn, stages } from './stages.mts';

const nina = { name: 'Nina Nurse' };
const hugo = { name: 'Dr Hugo Heart', role: 'Cardiologist' };
const make = (stage: string): ACase => {
	const made = stages[stage];
	if (!made) throw new Error(stage);
	return made();
};
const asksOf = (aCase: ACase): string[] => aCase.projected().asks.map(({ key }) => key);
/** A form that has to be taken. */
const does = (
	aCase: ACase,
	role: Parameters<ACase['posts']>[0],
	action: string,
	fields: Record<string, string> = {},
): string[] => {
	const { refusal, types = [] } = aCase.posts(role, { action, ...nina, ...fields });
	if (refusal) throw new Error(`${action}: ${refusal.message}`);
	return types;
};

describe('an emergency', () => {
	const fields = { ...releaseFields, urgency: 'emergency' };

	test('is not released without a call, or somebody who calls meanwhile', () => {
		const { refusal } = new ACase().posts('release', fields);
		expect(refusal).toMatchObject({ code: 'bad_callNumber' });
		expect(refusal?.message).toContain('An emergency needs a call');
	});

	test('that was called in is released with number, person and time', () => {
		const aCase = new ACase();
		const call = { callNumber: '+1 555 0200', callSpokeTo: 'Dr Hugo Heart' };
		does(aCase, 'release', 'release', { ...fields, ...call, callAt: '2026-11-23T09:15' });
		expect(aCase.state.release?.phoneCall).toEqual({
			number: '+1 555 0200',
			spokeTo: 'Dr Hugo Heart',
			at: '2026-11-23T14:15:00.000Z',
		});
		expect(asksOf(aCase.onItsWay())).not.toContain('emergency_call');
	});

	test('whose call lies in the future is refused', () => {
		const call = { callNumber: '+1 555 0200', callSpokeTo: 'x', callAt: '2026-11-23T19:15' };
		const { refusal } = new ACase().posts('release', { ...fields, ...call });
		expect(refusal?.code).toBe('bad_callAt');
	});

	test('that somebody calls in meanwhile asks for that call until it is recorded', () => {
		const aCase = make('emergency');
		expect(asksOf(aCase)).toContain('emergency_call');
		does(aCase, 'clinic', 'hospital_called', {
			spokeTo: 'Dr On Call',
			number: '+1 555 0401',
			calledAt: '2026-11-23T09:29',
		});
		expect(asksOf(aCase)).not.toContain('emergency_call');
		expect(aCase.state.hospitalCalls).toMatchObject([
			{ spokeTo: 'Dr On Call', by: 'Nina Nurse', at: '2026-11-23T14:29:00.000Z' },
		]);
	});
});

describe('another service', () => {
	test('is chosen by the clinic from the directory, and never the same one again', () => {
		const aCase = make('declined');
		const same = aCase.posts('clinic', {
			action: 'redirect',
			specialistId: 'heart',
			reason: 'x',
			...nina,
		});
		expect(same.refusal?.code).toBe('bad_specialistId');
		does(aCase, 'clinic', 'redirect', { specialistId: 'other-heart', reason: 'They are full' });
		expect(aCase.state.redirect).toMatchObject({
			specialistId: 'other-heart',
			to: 'Second Sample Hospital, Cardiology',
		});
		expect(allowedActions(aCase.state, 'clinic')).not.toContain('redirect');
	});

	test('is proposed by the hospital with name and role, and the clinic decides', () => {
		const aCase = make('sent');
		const unnamed = aCase.posts('specialist', {
			action: 'propose_redirect',
			to: 'x',
			reason: 'y',
			name: 'Hugo',
		});
		expect(unnamed.refusal?.code).toBe('missing_role');
		does(aCase, 'specialist', 'propose_redirect', { to: 'Second', reason: 'CT there', ...hugo });
		expect(aCase.state.redirectProposed).toMatchObject({ to: 'Second', reason: 'CT there' });
		expect(allowedActions(aCase.state, 'clinic')).toContain('redirect');
		expect(aCase.state.redirect).toBeUndefined();
		expect(Object.values(aCase.state.questions).map(({ why }) => why)).toEqual([
			'The hospital proposes another hospital while the case was delivered. Decide what it means.',
		]);
		does(aCase, 'clinic', 'redirect', { specialistId: 'other-heart', reason: 'CT there' });
		expect(aCase.state.questions).toEqual({});
	});
});

describe('what is put right', () => {
	test('a packet that was lost goes again, asked for once', () => {
		const aCase = make('sent');
		does(aCase, 'clinic', 'resend', { reason: 'They lost it' });
		expect(aCase.projected().next).toMatchObject({ step: 'build' });
		expect(allowedActions(aCase.state, 'clinic')).not.toContain('resend');
	});

	test('a cancellation is taken back while nobody has confirmed it', () => {
		const aCase = make('cancelling');
		does(aCase, 'clinic', 'withdraw_cancellation', { reason: 'They stay after all' });
		expect(aCase.row().phase).toBe('accepted');
		expect(allowedActions(aCase.state, 'clinic')).not.toContain('withdraw_cancellation');
	});

	test('a report about another patient is locked away, and the case waits on', () => {
		const aCase = make('in review');
		const unsure = aCase.posts('clinic', { action: 'reject_review', reason: 'x', ...nina });
		expect(unsure.refusal?.code).toBe('bad_otherPatient');
		does(aCase, 'clinic', 'reject_review', { otherPatient: 'yes', reason: 'Another chip' });
		expect(aCase.state.reports).toEqual([]);
		expect(aCase.state.quarantined).toHaveLength(1);
		expect(allowedActions(aCase.state, 'clinic')).not.toContain('confirm_review');
	});

	test('a patient said to have died lives, and messages stay off until they are allowed', () => {
		const aCase = make('said to have died');
		does(aCase, 'clinic', 'alive_after_all', { reason: 'Pressed by mistake' });
		expect(aCase.state.deceasedAt).toBeUndefined();
		expect(aCase.state.outreach.paused).toBeDefined();
		does(aCase, 'clinic', 'resume_messages');
		expect(aCase.state.outreach.paused).toBeUndefined();
	});

	test('an owner says that the pet has died only with a tick', () => {
		const { refusal } = new ACase().accepted().posts('owner', { action: 'patient_died' });
		expect(refusal?.code).toBe('bad_sure');
	});

	test('links are withdrawn, and the row counts on', () => {
		const aCase = make('booked');
		expect(does(aCase, 'clinic', 'withdraw_links', { reason: 'Sent to a neighbour' })).toEqual([
			'links.withdrawn',
		]);
	});

	test('the urgency is changed by either clinic, with a reason', () => {
		const aCase = make('sent');
		const bare = aCase.posts('specialist', {
			action: 'change_urgency',
			urgency: 'emergency',
			...nina,
		});
		expect(bare.refusal?.code).toBe('missing_reason');
		does(aCase, 'specialist', 'change_urgency', { urgency: 'emergency', reason: 'Collapsed' });
		expect(aCase.state.urgency).toBe('emergency');
		does(aCase, 'clinic', 'change_urgency', { urgency: 'urgent', reason: 'Stable again' });
		expect(aCase.state.urgency).toBe('urgent');
	});
});

describe('a call to the owner', () => {
	test('settles that the owner asked for one', () => {
		const aCase = new ACase().accepted();
		does(aCase, 'owner', 'ask_call');
		expect(asksOf(aCase)).toContain('call');
		does(aCase, 'clinic', 'owner_called', { result: 'will_book', note: 'This week' });
		expect(asksOf(aCase)).not.toContain('call');
		expect(aCase.state.outreach.called).toMatchObject({ result: 'will_book', by: 'Nina Nurse' });
	});

	test('settles what the owner wrote, unless nobody answered', () => {
		const key = 'reply:SM1';
		const aCase = new ACase().accepted().happens('person.asked', { key, why: 'Read the text' });
		does(aCase, 'clinic', 'owner_called', { result: 'no_answer' });
		expect(Object.keys(aCase.state.questions)).toEqual([key]);
		does(aCase, 'clinic', 'owner_called', { result: 'other', note: 'All is well' });
		expect(aCase.state.questions).toEqual({});
	});

	test('that nobody answered asks for another one', () => {
		const aCase = new ACase().accepted();
		does(aCase, 'owner', 'ask_call');
		does(aCase, 'clinic', 'owner_called', { result: 'no_answer' });
		expect(asksOf(aCase)).toContain('call_owner');
	});
});

describe('the answer to a question', () => {
	test('carries the files that were chosen', () => {
		const aCase = make('asked');
		const fields = { action: 'answer_question', answer: 'Here they are', ...nina };
		expect(aCase.posts('clinic', fields, { files: [reportFile] }).refusal).toBeUndefined();
		const event = aCase.events.find(({ type }) => type === 'info.supplied');
		expect(event?.data).toEqual({ answer: 'Here they are', files: [reportFile] });
	});
});

describe('what others say about the hospital', () => {
	test('is a claim until the hospital says so itself: the decision', () => {
		const aCase = make('heard to be accepted');
		expect(openClaims(aCase.state)).toMatchObject([{ kind: 'decision', says: 'accepted' }]);
		does(aCase, 'specialist', 'confirm_claim', { claim: 'decision', ...hugo });
		expect(openClaims(aCase.state)).toEqual([]);
		expect(aCase.state.decision.decidedBy?.role).toBe('specialist');
	});

	test('is a claim until the hospital says so itself: the appointment', () => {
		const aCase = make('heard to be booked');
		expect(openClaims(aCase.state)).toMatchObject([
			{ kind: 'appointment', says: 'scheduled', when: '2026-11-25T16:00:00.000Z' },
		]);
		does(aCase, 'specialist', 'confirm_claim', { claim: 'appointment', ...hugo });
		expect(openClaims(aCase.state)).toEqual([]);
		expect(aCase.state.appointments.at(-1)).toMatchObject({
			status: 'scheduled',
			start: '2026-11-25T16:00:00.000Z',
		});
	});

	test('is a claim until the hospital says so itself: the visit', () => {
		const aCase = make('said to be seen');
		expect(aCase.row().phase).toBe('scheduled');
		expect(openClaims(aCase.state)).toMatchObject([{ kind: 'visit', by: { role: 'owner' } }]);
		does(aCase, 'specialist', 'confirm_claim', { claim: 'visit', ...hugo });
		expect(aCase.state.seenAt).toBe('2026-11-25T16:00:00.000Z');
		expect(allowedActions(aCase.state, 'specialist')).not.toContain('confirm_claim');
	});

	test('cannot be confirmed when it was never said', () => {
		const aCase = make('said to be seen');
		const { refusal } = aCase.posts('specialist', {
			action: 'confirm_claim',
			claim: 'decision',
			...hugo,
		});
		expect(refusal?.code).toBe('bad_claim');
	});

	test('of a visit is refused before the time of the visit has come', () => {
		const aCase = new ACase().booked();
		for (const [role, action] of [
			['owner', 'we_were_there'],
			['clinic', 'visit_claimed'],
		] as const) {
			expect(aCase.posts(role, { action, ...nina }).refusal?.code).toBe('bad_visitedAt');
		}
	});

	test('stands in the history as second-hand', () => {
		const aCase = make('heard to be booked');
		const lines = timelineOf(aCase.events, 'clinic');
		expect(lines.filter(({ secondHand }) => secondHand).map(({ what }) => what)).toEqual([
			'booked the visit',
		]);
		expect(lines.at(-1)?.who).toContain('heard from Fay Frontdesk');
	});
});

describe('what trial mode keeps in', () => {
	test('is shown as it would leave, and leaves once somebody has looked at it', () => {
		const aCase = make('held back');
		const shown = previewOf(aCase.state, 'touch:1', clinic);
		expect(shown).toMatchObject({ kind: 'touch' });
		expect(shown.to).toContain('Olive Owner');
		expect(shown.lines.join()).toContain('Biscuit');
		does(aCase, 'clinic', 'approve_effect', { effect: 'touch:1' });
		expect(aCase.state.approved).toEqual(['touch:1']);
		expect(allowedActions(aCase.state, 'clinic')).not.toContain('approve_effect');
	});

	test('is shown for every kind', () => {
		const aCase = make('filed');
		aCase.posts('specialist', filledIn('ask_info', aCase));
		expect(previewOf(aCase.state, 'send', clinic).lines).toContain('thorax.pdf');
		expect(previewOf(aCase.state, 'file:1', clinic).lines).toEqual(['report.pdf']);
		expect(previewOf(aCase.state, 'follow_up:1', clinic).lines).toEqual(['Recheck']);
		const cancelling = make('cancelling').state;
		const notice = `notice:REF-0123456789ab/cancel/${cancelling.cancellation?.requestedAt}`;
		expect(previewOf(cancelling, notice, clinic)).toEqual({
			kind: 'notice',
			to: 'Example Animal Hospital, Heart service',
			lines: ['referral cancel requested', 'Owner moved'],
		});
	});

	test('that was never kept in cannot be approved', () => {
		const aCase = make('held back');
		const { refusal } = aCase.posts('clinic', {
			action: 'approve_effect',
			effect: 'send',
			...nina,
		});
		expect(refusal?.code).toBe('bad_effect');
	});
});

test('an update says whether the patient stays', () => {
	const aCase = new ACase().booked();
	does(aCase, 'specialist', 'interim_note', { text: 'Stable overnight', staying: 'yes' });
	expect(aCase.state.interim).toMatchObject([{ text: 'Stable overnight', staying: true }]);
});
