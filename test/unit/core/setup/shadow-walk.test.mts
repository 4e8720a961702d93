import { noticeIntents, noticesToSend } from '../../../../core/desk/notices';
import { previewOf } from '../../../../core/desk/preview';
import type { OwnerContact } from '../../../../core/outreach/owner-contact';
import { claimOf } from '../../../../core/referral/claim';
import { heldEffects, type Mode } from '../../../../core/referral/mode';
import { nextStep, type NextStep } from '../../../../core/referral/next-step';
import { ACase, caseId, clinic, file, heart, owner, patient } from '../desk/a-case.mts';

const contact: OwnerContact = {
	name: owner.name,
	phone: '+15550300',
	email: owner.email,
	language: 'en',
	timeZone: 'America/New_York',
	preferredChannel: 'sms',
	smsConsent: { given: true, at: '2026-11-20T15:00:00.000Z', how: 'at the visit' },
	emailAllowed: true,
	optedOut: [],
};

/** A case as a workflow goes on with it under a mode: asks for the next step, and claims it. */
class Walk extends ACase {
	next(mode: Mode): NextStep {
		return nextStep(this.state, {
			now: this.now,
			clinic: { ...clinic, mode },
			deadlines: clinic.deadlines,
			clinicCalendar: clinic,
			hospitalCalendar: heart,
			owner: contact,
		});
	}

	/** Goes one step; gives its name and what was written for it. */
	step(mode: Mode): [step: string, ...written: string[]] {
		this.later(0.01);
		const next = this.next(mode);
		return [next.step, ...this.write(claimOf(this.state, next))];
	}

	notices(mode: Mode): string[] {
		return this.write(noticeIntents(this.state, mode));
	}

	private write(commands: Parameters<ACase['take']>[0]): string[] {
		const taken = this.take(commands);
		if (!taken.ok) throw new Error(taken.refusal.message);
		return taken.value.map(({ type }) => type);
	}

	letGo(effect: string): this {
		const posted = this.posts('clinic', {
			action: 'approve_effect',
			effect,
			name: 'Dr Vera Sample',
		});
		expect(posted).toEqual({ types: ['effect.approved'] });
		return this;
	}
}

/** What Build Packet records of a packet that shadow mode keeps in. */
const heldPacket = (walk: Walk): Walk => {
	const built = { packetVersion: 1, patient, owner, files: [file], manifestSha256: 'c', gaps: [] };
	return walk.happens('packet.built', built).happens('effect.held', { effect: 'send' }) as Walk;
};

const walked = (): Walk => new Walk().released() as Walk;
const arrived = (walk: Walk): Walk =>
	walk
		.happens('referral.sending', { deliveryId: 'd1', channel: 'webhook' })
		.happens('transport.delivered', { deliveryId: 'd1', channel: 'webhook' }) as Walk;

function accepted(walk: Walk): Walk {
	const said = { action: 'accept', name: 'Dr Hugo Heart', role: 'Cardiologist' };
	expect(walk.posts('specialist', { ...said, slot1: '2026-11-25T10:00' }).refusal).toBeUndefined();
	return walk;
}

test('in shadow every way out waits for a person, one by one, and the loop closes', () => {
	const walk = walked();
	expect(walk.step('shadow')).toEqual(['build']);
	heldPacket(walk);
	expect(walk.step('shadow')).toEqual(['none']);
	expect(heldEffects(walk.state)).toEqual(['send']);
	expect(previewOf(walk.state, 'send', clinic).lines).toContain('thorax.pdf');
	expect(walk.letGo('send').step('shadow')).toEqual(['build']);

	accepted(arrived(walk));
	expect(walk.step('shadow')).toEqual(['hold', 'effect.held']);
	expect(walk.step('shadow')).toEqual(['none']);
	expect(heldEffects(walk.state)).toEqual(['touch:1']);
	const [text = ''] = previewOf(walk.state, 'touch:1', clinic).lines;
	expect(text).toContain('Biscuit');
	expect(text).toContain('(link of the owner)');
	expect(walk.letGo('touch:1').step('shadow')).toEqual(['touch', 'outreach.sending']);
	walk.happens('outreach.sent', { number: 1, channel: 'sms' });
	expect(walk.next('shadow').step).toBe('awaitOwner');

	const slot = walk.state.decision.offeredSlots[0]?.start ?? '';
	walk.posts('owner', { action: 'pick_slot', slot });
	expect(walk.notices('shadow')).toEqual(['effect.held']);
	expect(walk.notices('shadow')).toEqual([]);
	expect(noticesToSend(walk.state, walk.now)).toEqual([]);
	const [notice = ''] = heldEffects(walk.state);
	expect(notice).toBe(`notice:${caseId}/appt/${slot}`);
	expect(walk.letGo(notice).notices('shadow')).toEqual(['notice.sending']);
	const [due] = noticesToSend(walk.state, walk.now);
	walk.happens('notice.sent', { noticeId: due?.noticeId ?? '', type: due?.type ?? '' });
	expect(walk.notices('shadow')).toEqual([]);

	walk.posts('specialist', { action: 'set_appointment', start: '2026-11-25T10:00', name: 'Fay' });
	walk.later(72);
	const report = { action: 'send_report', name: 'Dr Hugo Heart', role: 'Cardiologist' };
	walk.posts('specialist', { ...report, text: 'Stage B2.' }, { files: [file] });
	expect(walk.step('shadow')).toEqual(['holdOutcome', 'effect.held']);
	expect(walk.step('shadow')).toEqual(['none']);
	expect(heldEffects(walk.state)).toEqual(['file:1']);
	expect(walk.letGo('file:1').step('shadow')).toEqual(['route', 'report.filing']);
	walk.happens('report.filed', { version: 1, refs: [] });
	expect(walk.step('shadow')).toEqual(['holdOutcome', 'effect.held']);
	expect(walk.letGo('follow_up:1').step('shadow')).toEqual(['followUp', 'followup.scheduling']);
	walk.happens('followup.created', { version: 1, items: [] });
	expect(heldEffects(walk.state)).toEqual([]);
	expect(walk.next('shadow').step).toBe('none');
});

test('paused, nothing is a step and nothing is held; live again, the case goes on where it stood', () => {
	const walk = walked();
	expect(walk.step('paused')).toEqual(['none']);
	expect(walk.step('live')).toEqual(['build']);
	accepted(arrived(walk));
	expect(walk.step('paused')).toEqual(['none']);
	expect(heldEffects(walk.state)).toEqual([]);
	expect(walk.step('live')).toEqual(['touch', 'outreach.sending']);
});

test('what shadow mode held leaves without a click when the clinic goes live', () => {
	const walk = heldPacket(walked());
	expect(walk.step('live')).toEqual(['build']);
	accepted(arrived(walk));
	walk.step('shadow');
	expect(walk.step('live')).toEqual(['touch', 'outreach.sending']);
});

test('an approval counts for what was approved, and not while the clinic is paused', () => {
	const walk = heldPacket(walked());
	walk.letGo('send');
	expect(walk.next('paused').step).toBe('none');
	accepted(arrived(walk));
	expect(walk.step('shadow')).toEqual(['hold', 'effect.held']);
	const refused = walk.posts('clinic', {
		action: 'approve_effect',
		effect: 'file:1',
		name: 'Dr V',
	});
	expect(refused.refusal).toBeDefined();
});

test('what the hospital has to hear is let go also while a case is being cancelled, and after its end', () => {
	const cancelling = accepted(arrived(walked()));
	cancelling.posts('clinic', { action: 'cancel', reason: 'Owner moved', name: 'Nina Nurse' });
	const redirected = accepted(arrived(walked()));
	redirected.happens('redirect.chosen', { specialistId: 'b', to: 'B', reason: 'full' }, 'referrer');
	redirected.happens('redirect.confirmed', { childCaseId: 'REF-0000000000aa' });
	redirected.happens('case.closed', { outcome: 'redirected', reason: 'REF-0000000000aa' });
	for (const walk of [cancelling, redirected]) {
		expect(walk.notices('shadow')).toEqual(['effect.held']);
		const [notice = ''] = heldEffects(walk.state);
		expect(walk.letGo(notice).notices('shadow')).toEqual(['notice.sending']);
		expect(heldEffects(walk.state)).toEqual([]);
	}
});

test('nobody is asked to let go what has no use any more or has left without a click', () => {
	const over = heldPacket(walked());
	over.happens('case.closed', { outcome: 'closed_no_visit', reason: 'settled by phone' });
	expect(heldEffects(over.state)).toEqual([]);
	const left = arrived(heldPacket(walked()));
	expect(heldEffects(left.state)).toEqual([]);
	accepted(left).step('shadow');
	expect(heldEffects(left.state)).toEqual(['touch:1']);
	expect(left.step('live')).toEqual(['touch', 'outreach.sending']);
	expect(heldEffects(left.state)).toEqual([]);
});
