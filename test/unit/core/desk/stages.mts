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
});

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
