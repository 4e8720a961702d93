import { openClaims } from '../../../../core/desk/claims';
import { heldEffects } from '../../../../core/referral/mode';
import { ACase, releaseFields, reportFile } from './a-case.mts';

/** Valid contents for every field any form asks for. */
export const filledIn = (action: string, aCase: ACase): Record<string, string> => ({
	...releaseFields,
	action,
	reason: 'A reason',
	question:
		action === 'settle_question' ? (Object.keys(aCase.state.questions)[0] ?? '') : 'What weight?',
	answer: '12 kg',
	text: 'Some text',
	start: '2026-12-15T11:00',
	slot1: '2026-12-16T11:00',
	slot: aCase.state.decision.offeredSlots.at(-1)?.start ?? '',
	heardFrom: 'Fay Frontdesk',
	said: 'accepted',
	samePatient: 'yes',
	tasksLeft: 'yes',
	answered: 'yes',
	task: aCase.state.followUp.items.at(-1)?.key ?? '',
	outcome: 'error',
	sure: 'yes',
	...(action === 'redirect' ? { specialistId: 'other-heart' } : {}),
	...(action === 'change_urgency' ? { urgency: 'routine' } : {}),
	result: 'will_book',
	spokeTo: 'Dr On Call',
	to: 'Second Sample Hospital, Cardiology',
	otherPatient: 'yes',
	effect: heldEffects(aCase.state)[0] ?? '',
	claim: openClaims(aCase.state)[0]?.kind ?? '',
});

/** Hours until an action makes sense: what is said of a visit comes after it. */
export const hoursBefore = (action: string): number =>
	['no_show', 'visit_claimed', 'we_were_there'].includes(action) ? 60 : 0.1;

/** Cases at every stage, by name. */
export const stages: Record<string, () => ACase> = {
	marked: () => new ACase(),
	released: () => new ACase().released(),
	incomplete: () =>
		new ACase().released().happens('packet.incomplete', {
			gaps: [{ field: 'labs', label: 'Blood results', level: 'required', howToFix: 'Attach them' }],
			patient: { pimsId: '77', name: 'Biscuit' },
		}),
	'failed to send': () =>
		new ACase()
			.released()
			.happens('referral.sending', { deliveryId: 'd1', channel: 'webhook' })
			.happens('transport.failed', {
				deliveryId: 'd1',
				code: 'down',
				message: 'No answer',
				hint: 'Try again',
			}),
	sent: () => new ACase().sent(),
	asked: () => {
		const aCase = new ACase().sent();
		aCase.posts('specialist', { action: 'ask_info', question: 'Weight?', name: 'Fay' });
		return aCase;
	},
	declined: () => {
		const aCase = new ACase().sent();
		aCase.posts('specialist', { action: 'decline', reason: 'Full', name: 'Fay', role: 'Desk' });
		return aCase;
	},
	accepted: () => new ACase().accepted(),
	booked: () => new ACase().booked(),
	seen: () => {
		const aCase = new ACase().booked().later(50);
		aCase.posts('specialist', { action: 'mark_seen', name: 'Fay' });
		return aCase;
	},
	reported: () => new ACase().reported(),
	'in review': () =>
		new ACase()
			.reported()
			.happens('report.needs_review', { version: 1, reasons: ['Other microchip'] }),
	'to file by hand': () =>
		new ACase().reported().happens('report.awaiting_human', { version: 1, slip: 'Upload it' }),
	filed: () => new ACase().filed(),
	emergency: () => {
		const aCase = new ACase();
		aCase.posts('release', { ...releaseFields, urgency: 'emergency', callParallel: 'yes' });
		return aCase.onItsWay();
	},
	'heard to be accepted': () => {
		const aCase = new ACase().sent();
		aCase.posts('clinic', { ...filledIn('heard_decision', aCase), name: 'Nina Nurse' });
		return aCase;
	},
	'heard to be booked': () => {
		const aCase = new ACase().accepted();
		aCase.posts('clinic', {
			...filledIn('heard_appointment', aCase),
			start: '2026-11-25T10:00',
			name: 'Nina Nurse',
		});
		return aCase;
	},
	'said to be seen': () => {
		const aCase = new ACase().booked().later(60);
		aCase.posts('owner', { action: 'we_were_there', note: 'We saw Dr Heart.' });
		return aCase;
	},
	'paused for its owner': () => {
		const aCase = new ACase().accepted();
		aCase.posts('clinic', { action: 'pause_messages', reason: 'They travel', name: 'Nina' });
		return aCase;
	},
	'said to have died': () => {
		const aCase = new ACase().accepted();
		aCase.posts('owner', { action: 'patient_died', sure: 'yes' });
		return aCase;
	},
	'to be sent again': () => {
		const aCase = new ACase().sent();
		aCase.posts('clinic', { action: 'resend', reason: 'They lost it', name: 'Nina' });
		return aCase;
	},
	'proposed to go elsewhere': () => {
		const aCase = new ACase().sent();
		aCase.posts('specialist', filledIn('propose_redirect', aCase));
		return aCase;
	},
	'on to another service': () => {
		const aCase = new ACase().sent();
		aCase.posts('clinic', filledIn('redirect', aCase));
		return aCase;
	},
	'held back': () => new ACase().accepted().happens('effect.held', { effect: 'touch:1' }),
	cancelling: () => {
		const aCase = new ACase().accepted();
		aCase.posts('clinic', { action: 'cancel', reason: 'Owner moved', name: 'Nina' });
		return aCase;
	},
	closed: () => {
		const aCase = new ACase().filed();
		aCase.posts('clinic', { action: 'read_and_close', tasksLeft: 'yes', name: 'Nina' });
		return aCase;
	},
	'reported after closing': () => {
		const aCase = new ACase().sent();
		aCase.posts('clinic', {
			action: 'close',
			outcome: 'closed_no_visit',
			reason: 'Cost',
			name: 'Nina',
		});
		aCase.posts('specialist', filledIn('send_report', aCase), { files: [reportFile] });
		return aCase;
	},
};
