import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { noticesOf } from '../../core/desk/notices';
import { childCase, childCaseId } from '../../core/referral/redirect';
import { caseIdOf, type CaseIdentity } from '../../core/referral/case-id';
import { decideAll, type Command } from '../../core/referral/decide';
import { foldEvents } from '../../core/referral/evolve';
import { change } from '../../core/referral/row';
import { isReminder } from '../../core/referral/reminder';
import { currentAppointment } from '../../core/referral/state';
import { ACase } from '../unit/core/desk/a-case.mts';
import {
	accepted,
	acknowledged,
	arranged,
	booked,
	built,
	caseId,
	clinic,
	createdData,
	delivered,
	delivery,
	filed,
	opened,
	packetData,
	releaseData,
	reportData,
	reported,
	Story,
} from '../unit/core/referral/story.mts';
import { scenario, scenarios } from './scenario.mts';

const touched = (story: Story) =>
	story
		.says('outreach.sending', { number: 1, channel: 'sms', kind: 'book_first' })
		.says('outreach.sent', { number: 1, channel: 'sms' });
/** Whether any message to the owner goes out in the next weeks; `booking`: one that asks to book. */
const writes = (story: Story, which: 'any' | 'booking' = 'any'): boolean => {
	const later = story.copy();
	for (let hours = 0; hours < 24 * 21; hours += 3) {
		const { step, touch, notBefore } = later.after(3).next;
		if (step !== 'touch' || (notBefore ?? '') > later.now) continue;
		if (which === 'any' || (touch?.action === 'send' && !isReminder(touch.number))) return true;
	}
	return false;
};
const noticeTypes = ({ state }: Story): string[] => noticesOf(state).map(({ type }) => type);

test('the list holds the 36 scenarios of the domain, and every one with a level is played', () => {
	expect(scenarios.map(({ number }) => number)).toEqual(
		Array.from({ length: 36 }, (_, index) => index + 1),
	);
	const folder = join(process.cwd(), 'test/scenarios');
	const played = readdirSync(folder)
		.filter((name) => name.endsWith('.test.mts'))
		.flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/^scenario\((\d+)/gm)])
		.map(([, number]) => Number(number));
	const levelled = scenarios.filter(({ level }) => level).map(({ number }) => number);
	expect(played.sort((x, y) => x - y)).toEqual(levelled);
	expect(levelled.length).toBeGreaterThanOrEqual(30);
	for (const { level, owner } of scenarios) expect(level === undefined).toBe(owner !== undefined);
});

scenario(1, () => {
	const mark: CaseIdentity = { pims: 'ezyvet', site: 's1', eventId: '9', version: '1' };
	expect(caseIdOf(mark)).toBe(caseIdOf({ ...mark }));
	const story = opened();
	const again = decideAll(
		story.state,
		[story.command('referral.created', createdData, { key: 'the second webhook' })],
		story.after(0.001).now,
		story.known,
	);
	expect(again).toEqual({ ok: true, value: [] });
});

scenario(13, () => {
	const story = delivered().after(72);
	story.says('redirect.chosen', { specialistId: 'other', to: 'Other', reason: 'no answer' });
	story.says('redirect.confirmed', { childCaseId: childCaseId(story.state) });
	const late = story.after(1).tries('ack.received', {});
	expect(late.ok).toBe(true);
	expect(story.phase).toBe('redirected');
	expect(story.state.decision.acknowledgedAt).toBe(
		story.events.find(({ type }) => type === 'ack.received')?.at,
	);
	expect(story.asks).toContainEqual(
		expect.objectContaining({ key: 'question:ack.received@redirected', forPerson: true }),
	);
	// The hospital that was late is told that the case is elsewhere; nobody is written to twice.
	expect(noticeTypes(story)).toContain('referral.closed');
	expect(writes(story)).toBe(false);
});

scenario(14);

scenario(15, () => {
	const aCase = new ACase().sent();
	const say = (type: 'decision.accepted' | 'decision.declined', name: string) =>
		({
			type,
			actor: { role: 'specialist', name, via: 'page' },
			key: name,
			data: { reason: 'full' },
		}) as Command;
	const context = {
		now: aCase.later(1).now,
		clinic,
		deadlines: clinic.deadlines,
		clinicCalendar: clinic,
	};
	// Both read version 1 of the row and both write "where version = 1": the table takes one of them.
	const row = aCase.row();
	const writes = [say('decision.accepted', 'Ann'), say('decision.declined', 'Ben')].map((command) =>
		change(row, [command], context),
	);
	const [won, lost] = writes.map((write) => (write.ok ? write.value : undefined));
	expect([won?.expectedVersion, lost?.expectedVersion]).toEqual([row.version, row.version]);
	expect(won?.columns.version).toBe(row.version + 1);
	expect(row.version).not.toBe(won?.columns.version);

	// The form of the loser is then read against the case as it is now.
	const by = { name: 'Ann', role: 'Desk' };
	expect(
		aCase.posts('specialist', { action: 'decline', reason: 'full', ...by }).refusal,
	).toBeUndefined();
	const late = aCase.posts('specialist', {
		action: 'set_appointment',
		start: '2026-12-15T11:00',
		name: 'Ben',
	});
	expect(late.refusal?.code).toBe('changed_meanwhile');
	expect(late.refusal?.message).toContain('declined');
});

scenario(16, () => {
	const story = touched(accepted()).says('appt.scheduled', {
		appointment: { start: '2026-12-10T15:00:00.000Z' },
	});
	story.says('decision.declined', { reason: 'The cardiologist has left' });
	expect(story.phase).toBe('declined');
	expect(currentAppointment(story.state)?.status).toBe('cancelled');
	expect(story.asks).toContainEqual(
		expect.objectContaining({ key: 'declined', owes: 'clinic', forPerson: true }),
	);
	expect(story.state.decision.reason).toBe('The cardiologist has left');
	expect(writes(story)).toBe(false);
});

scenario(17, () => {
	const story = delivered().says('redirect.proposed', {
		to: 'Internal medicine',
		reason: 'not the heart',
	});
	expect(story.asks).toContainEqual(
		expect.objectContaining({ key: 'question:redirect.proposed@delivered', forPerson: true }),
	);
	story.says('redirect.chosen', {
		specialistId: 'im',
		to: 'Internal medicine',
		reason: 'not the heart',
	});
	expect(story.next.step).toBe('redirect');
	const child = childCase(story.state)!;
	expect(child.data.parentCaseId).toBe(caseId);
	expect(childCaseId(story.state)).not.toBe(caseId);
	story.says('redirect.confirmed', { childCaseId: childCaseId(story.state) });
	expect(story.phase).toBe('redirected');
	expect(story.state.closed?.reason).toBe(childCaseId(story.state));

	const next = new Story();
	next.says('referral.created', child.data);
	expect(next.next.step).toBe('release');
	const { share: _, ...consent } = releaseData.consent;
	const refused = next.tries('release.given', { ...releaseData, consent: consent as never });
	expect(refused.ok ? '' : refused.refusal.code).toBe('no_consent');
	expect(next.tries('referral.sending', delivery).ok).toBe(false);
});

scenario(18, () => {
	for (const given of [delivered, acknowledged, accepted]) {
		const story = given().says('report.final', reportData());
		expect(story.phase).toBe('reported');
		expect(story.state.seenAt).toBeDefined();
		expect(story.next.step).toBe('route');
		expect(writes(story)).toBe(false);
		// The date of the visit is only implied until the hospital says when it was.
		const visitedAt = '2026-11-20T10:00:00.000Z';
		expect(story.says('visit.started', { visitedAt }).state.seenAt).toBe(visitedAt);
	}
});

scenario(19, () => {
	const story = arranged().says('report.read', {});
	story.says('report.amended', reportData('h2'));
	expect(story.state.reports.map(({ version, amended }) => [version, amended])).toEqual([
		[1, false],
		[2, true],
	]);
	expect(story.next.step).toBe('route');
	const early = story.tries('case.closed', { outcome: 'closed', reason: 'read' });
	expect(early.ok ? '' : early.refusal.code).toBe('not_filed');
	story.says('report.filing', { version: 2 }).says('report.filed', { version: 2, refs: [] });
	story
		.says('followup.scheduling', { version: 2 })
		.says('followup.created', { version: 2, items: [] });
	expect(story.keys).toContain('read');
	story.says('case.closed', { outcome: 'closed', reason: 'read' });
	story.says('report.amended', reportData('h3'));
	expect(story.phase).toBe('closed');
	expect(story.keys).toContain('question:report.amended@closed');
});

scenario(22, () => {
	const story = touched(booked()).says('patient.deceased', { note: 'at home' }, { role: 'owner' });
	expect(writes(story)).toBe(false);
	expect(story.asks).toContainEqual(
		expect.objectContaining({ key: 'deceased', owes: 'clinic', forPerson: true }),
	);
	expect(noticeTypes(story)).toContain('patient.deceased');
	expect(story.state.packet).toBeDefined();
	const closing = story.tries('case.closed', { outcome: 'deceased', reason: 'no report expected' });
	expect(closing.ok && story.phase).toBe('deceased');
	// A report on what happened may still come, and is filed.
	expect(story.says('report.final', reportData()).next.step).toBe('route');
});

scenario(23, () => {
	const story = touched(accepted()).says('patient.deceased', {});
	story.after(24 * 4).says('deceased.corrected', { reason: 'another patient of that name' });
	expect(story.state.deceasedAt).toBeUndefined();
	expect(writes(story)).toBe(false);
	expect(story.keys).toContain('paused');
	story.says('outreach.resumed', {});
	expect(writes(story)).toBe(true);
});

scenario(27, () => {
	const story = acknowledged().says('referral.resend_requested', { reason: 'histology has come' });
	expect(story.next.step).toBe('build');
	story.says('packet.built', { ...packetData, packetVersion: 2, manifestSha256: 'd'.repeat(64) });
	const second = { ...delivery, deliveryId: `${caseId}/d2` };
	story
		.says('referral.sending', second, { key: 'd2' })
		.says('transport.delivered', second, { key: 'd2' });
	expect(story.state.transport).toMatchObject({ deliveryId: second.deliveryId });
	expect(story.state.transport.earlier).toContain(delivery.deliveryId);
	expect(story.state.packet?.packetVersion).toBe(2);
	expect(story.phase).toBe('acknowledged');
	expect(story.next.step).toBe('awaitAck');
});

scenario(28, () => {
	const story = touched(accepted());
	for (const day of [3, 6, 9]) {
		const start = `2026-12-0${day}T15:00:00.000Z`;
		story.says('appt.scheduled', { appointment: { start } });
		// No timer says so, however long nobody speaks.
		const silent = story.copy().after(24 * 60);
		expect(silent.phase).toBe('scheduled');
		for (const role of ['referrer', 'owner', 'system'] as const) {
			expect(story.tries('appt.no_show', {}, { role }).ok).toBe(false);
		}
		story.says('appt.no_show', {}).after(24 * 4);
		expect(story.phase).toBe('no_show');
		expect(writes(story, 'booking')).toBe(day === 3 || day === 6);
	}
	expect(story.asks).toContainEqual(expect.objectContaining({ key: 'no_shows', forPerson: true }));
});

scenario(29, () => {
	const story = booked().says('appt.cancelled', { by: 'owner', reason: 'ill' }, { role: 'owner' });
	expect(story.phase).toBe('appt_cancelled');
	expect(noticesOf(story.state)).toContainEqual(
		expect.objectContaining({
			type: 'appointment.cancelled',
			data: expect.objectContaining({ reason: 'ill' }),
		}),
	);
	const [notice] = noticesOf(story.state).filter(({ type }) => type === 'appointment.cancelled');
	const { noticeId, type } = notice!;
	story.says('notice.sending', { noticeId, type });
	story.says('notice.failed', { noticeId, type, message: 'down', hint: 'call' });
	expect(story.asks).toContainEqual(
		expect.objectContaining({ key: `notice:${noticeId}`, owes: 'clinic', forPerson: true }),
	);
	// The referral itself lives: the owner may book again.
	expect(story.keys).toContain('booking');
});

scenario(30, () => {
	const story = booked().says('interim.note', { text: 'in surgery', staying: true });
	story.says('cancel.requested', { reason: 'the owner changed their mind' });
	expect(story.phase).toBe('cancel_requested');
	expect(story.keys).toContain('cancel');
	story.says('report.final', reportData());
	expect(story.phase).toBe('reported');
	expect(story.next.step).toBe('route');
	story.says('report.filing', { version: 1 }).says('report.filed', { version: 1, refs: [] });
	story
		.says('followup.scheduling', { version: 1 })
		.says('followup.created', { version: 1, items: [] });
	expect(story.says('case.closed', { outcome: 'closed', reason: 'read' }).phase).toBe('closed');
});

scenario(31, () => {
	const story = touched(accepted()).says('owner.called', { result: 'declined', note: 'cost' });
	expect(writes(story)).toBe(false);
	expect(story.asks).toContainEqual(expect.objectContaining({ owes: 'clinic', forPerson: true }));
	const unsaid = story.tries('case.closed', { outcome: 'closed_no_visit', reason: ' ' });
	expect(unsaid.ok ? '' : unsaid.refusal.code).toBe('reason_missing');
	story.says('case.closed', { outcome: 'closed_no_visit', reason: 'cost' });
	expect(story.state.closed).toMatchObject({ reason: 'cost', by: { role: 'referrer' } });
});

scenario(33, () => {
	// A process that dies between intent and result leads to the same step again, from the events alone.
	const crashes: Array<[() => Story, (story: Story) => Story]> = [
		[built, (story) => story.says('referral.sending', delivery)],
		[
			accepted,
			(story) => story.says('outreach.sending', { number: 1, channel: 'sms', kind: 'book_first' }),
		],
		[reported, (story) => story.says('report.filing', { version: 1 })],
		[filed, (story) => story.says('followup.scheduling', { version: 1 })],
	];
	for (const [given, intent] of crashes) {
		const story = intent(given());
		const restored = new Story();
		restored.events = JSON.parse(JSON.stringify([...story.events].reverse())) as Story['events'];
		restored.now = story.now;
		expect(foldEvents(caseId, restored.events)).toEqual(story.state);
		expect(restored.next).toEqual(story.next);
		expect(restored.next.step).toBe(given().next.step);
	}
});
