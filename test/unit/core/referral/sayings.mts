import type { EventData, EventType } from '../../../../core/referral/events';
import type { Phase } from '../../../../core/referral/phases';
import {
	accepted,
	acknowledged,
	arranged,
	asked,
	booked,
	built,
	cancelled,
	cancelling,
	caseId,
	closed,
	createdData,
	declined,
	delivered,
	delivery,
	ended,
	failure,
	filed,
	incompleteData,
	opened,
	packetData,
	released,
	releaseData,
	reportData,
	reported,
	seen,
	sending,
	visitStart,
	type Story,
} from './story.mts';

/** Something to say of every type of event, in the variants that lead to different places. */
export const sayings: { [T in EventType]: Array<EventData[T]> } = {
	'referral.created': [createdData],
	'release.asked': [{}],
	'release.given': [releaseData, { ...releaseData, urgency: 'emergency' }],
	'retry.requested': [{}],
	'referral.resend_requested': [{ reason: 'the mailbox was full' }],
	'packet.incomplete': [incompleteData],
	'packet.failed': [failure],
	'gap.overridden': [{ reason: 'urgent', fields: ['exam'] }],
	'packet.built': [packetData],
	'referral.sending': [delivery, { ...delivery, deliveryId: `${caseId}/d2` }],
	'referral.sent': [delivery, { ...delivery, deliveryId: `${caseId}/d2` }],
	'transport.delivered': [delivery, { ...delivery, deliveryId: `${caseId}/d2` }],
	'transport.failed': [
		{ ...delivery, ...failure },
		{ ...delivery, ...failure, code: 'unknown_fate' },
		{ ...delivery, ...failure, deliveryId: `${caseId}/d2` },
	],
	'ack.received': [{}],
	'info.requested': [{ question: 'Which dose?' }],
	'info.supplied': [{ answer: '5 mg' }],
	'decision.accepted': [
		{},
		{ offeredSlots: [{ start: visitStart }], bookingUrl: 'https://book.example.com' },
	],
	'decision.declined': [{ reason: 'full' }],
	'redirect.proposed': [{ to: 'Other hospital', reason: 'no cardiologist' }],
	'redirect.chosen': [{ specialistId: 'other', to: 'Other hospital', reason: 'nearer' }],
	'redirect.confirmed': [{ childCaseId: 'REF-cccccccccccc' }],
	'outreach.sending': [
		{ number: 1, channel: 'sms', kind: 'book_first' },
		{ number: 2, channel: 'sms', kind: 'book_reminder' },
	],
	'outreach.sent': [
		{ number: 1, channel: 'sms' },
		{ number: 2, channel: 'sms' },
	],
	'outreach.failed': [
		{ number: 1, ...failure },
		{ number: 2, ...failure },
	],
	'outreach.held': [{ code: 'quiet_hours', reason: 'night' }],
	'outreach.exhausted': [{ reason: 'all sent' }],
	'owner.replied': [
		{ kind: 'yes', text: 'yes', confidence: 1 },
		{ kind: 'unclear', text: 'hm', confidence: 0.3 },
	],
	'owner.opted_out': [{ channel: 'sms' }, { channel: 'email' }],
	'owner.call_requested': [{}],
	'owner.unreachable': [{ reason: 'no answer' }],
	'owner.called': [
		{ result: 'will_book' },
		{ result: 'booked' },
		{ result: 'no_answer' },
		{ result: 'declined' },
		{ result: 'other' },
	],
	'outreach.paused': [{ reason: 'the family asked for quiet' }],
	'outreach.resumed': [{}],
	'hospital.called': [{ spokeTo: 'Fay Frontdesk' }],
	'appt.requested': [{ slot: { start: visitStart } }],
	'appt.scheduled': [
		{ appointment: { start: visitStart } },
		{ appointment: { start: '2027-01-20T15:00:00.000Z' } },
	],
	'appt.rescheduled': [{ appointment: { start: '2026-12-02T15:00:00.000Z' } }],
	'appt.cancelled': [
		{ by: 'owner', reason: 'ill' },
		{ by: 'hospital', reason: 'ill' },
	],
	'appt.no_show': [{}],
	'notice.sending': [{ noticeId: 'n1', type: 'appointment.requested' }],
	'notice.sent': [{ noticeId: 'n1', type: 'appointment.requested' }],
	'notice.failed': [{ noticeId: 'n1', type: 'appointment.requested', message: 'm', hint: 'h' }],
	'visit.started': [{}],
	'visit.claimed': [{ text: 'we were there on Tuesday' }],
	'interim.note': [{ text: 'stable' }, { text: 'stable in hospital', staying: true }],
	'report.final': [reportData('h1'), reportData('h2')],
	'report.amended': [reportData('h3')],
	'files.kept': [
		{ of: 'packet', files: [], until: visitStart },
		{ of: 'report', files: [], until: visitStart },
		{ of: 'answer', files: [], until: visitStart },
	],
	'report.filing': [{ version: 1 }, { version: 2 }],
	'report.filed': [
		{ version: 1, refs: [] },
		{ version: 2, refs: [] },
	],
	'report.awaiting_human': [
		{ version: 1, slip: 'no write access' },
		{ version: 2, slip: 'no write access' },
	],
	'report.needs_review': [
		{ version: 1, reasons: ['microchip_different'] },
		{ version: 2, reasons: ['microchip_different'] },
	],
	'report.review_confirmed': [{ version: 1 }, { version: 2 }],
	'report.rejected': [
		{ version: 1, reason: 'another dog' },
		{ version: 2, reason: 'another dog' },
	],
	'report.filing_failed': [
		{ version: 1, ...failure },
		{ version: 2, ...failure },
	],
	'report.read': [{}],
	'question.answered': [{ answered: 'partly' }],
	'followup.scheduling': [{ version: 1 }, { version: 2 }],
	'followup.created': [
		{ version: 1, items: [] },
		{ version: 1, items: [{ key: 't1', kind: 'medication', title: 'Refill', status: 'task' }] },
		{ version: 1, items: [{ key: 't2', kind: 'recheck', title: 'Recheck', status: 'failed' }] },
		{ version: 2, items: [] },
	],
	'followup.done': [{ key: 't1' }, { key: 't2' }],
	'cancel.requested': [{ reason: 'moved away' }],
	'cancel.confirmed': [{}],
	'cancel.withdrawn': [{ reason: 'the owner called' }],
	'urgency.changed': [
		{ urgency: 'emergency', reason: 'worse' },
		{ urgency: 'urgent', reason: 'worse' },
		{ urgency: 'routine', reason: 'better' },
	],
	'patient.deceased': [{}],
	'deceased.corrected': [{ reason: 'wrong record' }],
	'links.withdrawn': [{ reason: 'the phone was lost' }],
	'effect.held': [{ effect: 'send' }],
	'effect.approved': [{ effect: 'send' }],
	'alert.sending': [{ ask: 'ack', dueAt: visitStart, until: visitStart }],
	'timer.fired': [{ ask: 'ack', dueAt: visitStart }],
	'note.added': [{ text: 'called' }],
	'person.asked': [{ key: 'q', why: 'odd' }],
	'person.settled': [{ key: 'q', answer: 'fine' }],
	'case.closed': [
		{ outcome: 'closed_no_visit', reason: 'owner declined' },
		{ outcome: 'closed', reason: 'read' },
		{ outcome: 'deceased', reason: 'no report expected' },
		{ outcome: 'declined_final', reason: 'nobody else' },
		{ outcome: 'error', reason: 'wrong patient' },
	],
	'case.reopened': [{ reason: 'changed mind' }],
};

export const eventTypes = Object.keys(sayings) as EventType[];

const touched = () =>
	accepted()
		.says('outreach.sending', { number: 1, channel: 'sms', kind: 'book_first' })
		.says('outreach.sent', { number: 1, channel: 'sms' });

/** Cases of every phase, in the situations that differ in what they wait for. */
export const reached: Record<Phase, Array<() => Story>> = {
	draft: [
		opened,
		() => released().says('effect.held', { effect: 'send' }),
		() => opened().says('release.asked', {}),
		released,
		() => released().says('packet.incomplete', incompleteData),
		() => released().says('packet.failed', failure),
	],
	ready: [
		built,
		sending,
		() => sending().says('transport.failed', { ...delivery, ...failure }),
		() => built({ urgency: 'emergency' }),
	],
	sent: [() => sending().says('referral.sent', delivery)],
	delivered: [
		delivered,
		() => delivered().says('referral.resend_requested', { reason: 'lost' }),
		() => delivered().says('redirect.proposed', { to: 'Other', reason: 'full' }),
		() => delivered({ urgency: 'emergency' }),
	],
	acknowledged: [acknowledged],
	info_needed: [() => delivered().says('info.requested', { question: 'Which dose?' })],
	accepted: [
		accepted,
		asked,
		touched,
		() => touched().says('outreach.paused', { reason: 'r' }),
		() => accepted().says('outreach.exhausted', { reason: 'all sent' }),
		() =>
			accepted()
				.says('outreach.sending', { number: 1, channel: 'sms', kind: 'book_first' })
				.says('outreach.failed', { number: 1, ...failure }),
		() => accepted().says('visit.claimed', {}),
		() => accepted({ urgency: 'emergency' }),
		() => accepted().says('patient.deceased', {}),
		() => accepted().says('outreach.sending', { number: 1, channel: 'sms', kind: 'book_first' }),
		() => asked().says('notice.sending', { noticeId: 'n1', type: 'appointment.requested' }),
		() => accepted().says('person.asked', { key: 'q', why: 'odd' }),
	],
	declined: [
		declined,
		() =>
			declined().says('redirect.chosen', { specialistId: 'other', to: 'Other', reason: 'full' }),
	],
	scheduled: [
		booked,
		() =>
			accepted().says(
				'appt.scheduled',
				{ appointment: { start: visitStart } },
				{ role: 'referrer' },
			),
		() => accepted().says('appt.scheduled', { appointment: { start: '2027-01-20T15:00:00.000Z' } }),
	],
	appt_cancelled: [() => booked().says('appt.cancelled', { by: 'owner', reason: 'ill' })],
	no_show: [() => booked().says('appt.no_show', {})],
	seen: [
		seen,
		() => seen().says('interim.note', { text: 'stable' }),
		() => seen().says('interim.note', { text: 'stays', staying: true }),
	],
	reported: [
		reported,
		() => reported().says('report.needs_review', { version: 1, reasons: ['chip'] }),
		() => reported().says('report.awaiting_human', { version: 1, slip: 's' }),
		() =>
			reported()
				.says('report.filing', { version: 1 })
				.says('report.filing_failed', { version: 1, ...failure }),
		() => cancelling().says('report.final', reportData()),
		() => delivered().says('report.final', reportData()),
		() => reported().says('report.amended', reportData('h2')),
	],
	filed: [
		filed,
		arranged,
		() =>
			filed().says('followup.created', {
				version: 1,
				items: [{ key: 't2', kind: 'recheck', title: 'Recheck', status: 'failed' }],
			}),
		() => arranged().says('report.read', {}),
	],
	cancel_requested: [cancelling, () => booked().says('cancel.requested', { reason: 'r' })],
	closed: [closed],
	closed_no_visit: [() => ended('closed_no_visit')],
	cancelled: [cancelled],
	declined_final: [() => ended('declined_final', declined)],
	redirected: [
		() =>
			declined()
				.says('redirect.chosen', { specialistId: 'other', to: 'Other', reason: 'full' })
				.says('redirect.confirmed', { childCaseId: 'REF-cccccccccccc' }),
	],
	deceased: [
		() =>
			accepted()
				.says('patient.deceased', {})
				.says('case.closed', { outcome: 'deceased', reason: 'no report expected' }),
	],
	error: [() => ended('error', opened), () => ended('error', reported)],
};
