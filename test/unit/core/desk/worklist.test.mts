import { describe, expect, test } from '@jest/globals';
import {
	sortedWorklist,
	worklistGroups,
	worklistRow,
	type WorklistRow,
} from '../../../../core/desk/worklist';
import { ACase, clinic, heart, releaseFields } from './a-case.mts';

const line = (aCase: ACase, id = 1): WorklistRow | undefined =>
	worklistRow(aCase.row(id), aCase.state, aCase.projected().asks, {
		clinicName: clinic.name,
		timeZone: heart.timeZone,
		now: aCase.now,
	});
const shown = (aCase: ACase, id?: number): WorklistRow => {
	const row = line(aCase, id);
	if (!row) throw new Error('The case is not on the worklist.');
	return row;
};
const by = { name: 'Fay Frontdesk' };

describe('a case on the worklist of its hospital', () => {
	test('is not there before the hospital has the packet', () => {
		expect(line(new ACase())).toBeUndefined();
		expect(line(new ACase().released())).toBeUndefined();
	});

	test('stands where the hospital owes the next step', () => {
		const aCase = new ACase().sent();
		expect(shown(aCase)).toMatchObject({ group: 'acknowledge', can: ['acknowledge'] });
		aCase.posts('specialist', { action: 'acknowledge', ...by });
		expect(shown(aCase)).toMatchObject({ group: 'decide', can: [] });
		aCase.posts('specialist', { action: 'accept', ...by, role: 'Vet', slot1: '2026-11-25T10:00' });
		expect(shown(aCase)).toMatchObject({ group: 'waiting', can: ['mark_seen'] });
		const slot = aCase.state.decision.offeredSlots[0]?.start ?? '';
		aCase.posts('owner', { action: 'pick_slot', slot });
		expect(shown(aCase)).toMatchObject({ group: 'book', can: ['mark_seen'] });
		aCase.posts('specialist', { action: 'set_appointment', start: '2026-11-25T10:00', ...by });
		expect(shown(aCase)).toMatchObject({ group: 'ahead', overdue: false, can: ['mark_seen'] });
		expect(shown(aCase).ask).toBeUndefined();
		aCase.later(60);
		expect(shown(aCase)).toMatchObject({ group: 'visit', can: ['mark_seen'] });
		aCase.posts('specialist', { action: 'mark_seen', ...by });
		expect(shown(aCase)).toMatchObject({ group: 'report', can: [] });
		aCase.posts('specialist', { action: 'send_report', ...by, role: 'Vet', text: 'All well.' });
		expect(shown(aCase)).toMatchObject({ group: 'waiting', can: [] });
	});

	test('asks to confirm a cancellation', () => {
		const aCase = new ACase().accepted();
		aCase.posts('clinic', { action: 'cancel', reason: 'Went elsewhere', name: 'Nina' });
		expect(shown(aCase)).toMatchObject({ group: 'cancel', can: [] });
	});

	test('is booked by the hospital where the directory says that it writes to the owner first', () => {
		const aCase = new ACase().accepted();
		const released = aCase.events.find(({ type }) => type === 'release.given');
		const { specialist } = released!.data as { specialist: { contactsOwnerFirst?: string } };
		specialist.contactsOwnerFirst = 'hospital';
		expect(shown(aCase)).toMatchObject({ group: 'book', ask: { key: 'booking' } });
	});

	test('stands on top as an emergency, as long as something is asked', () => {
		const emergency = new ACase();
		const given = { ...releaseFields, urgency: 'emergency', callSpokeTo: 'Dr X', callNumber: '1' };
		expect(emergency.posts('release', given).refusal).toBeUndefined();
		emergency.happens('referral.sending', { deliveryId: 'd', channel: 'webhook' });
		emergency.happens('transport.delivered', { deliveryId: 'd', channel: 'webhook' });
		expect(shown(emergency)).toMatchObject({ group: 'emergency', urgency: 'emergency' });
		expect(worklistGroups[0]).toBe('emergency');
	});

	test('is gone when it is closed', () => {
		const aCase = new ACase().sent();
		aCase.posts('clinic', {
			action: 'close',
			outcome: 'closed_no_visit',
			reason: 'Owner cannot pay',
			name: 'Nina',
		});
		expect(line(aCase)).toBeUndefined();
	});

	test('tells nothing that the hospital may not see', () => {
		const aCase = new ACase().accepted();
		aCase.posts('clinic', { action: 'note', text: 'Owner is difficult', name: 'Nina Nurse' });
		const said = JSON.stringify(shown(aCase));
		expect(said).toContain('Olive Owner');
		for (const words of ['difficult', 'Nina', 'olive@example.com', 'Murmur', 'heart failure']) {
			expect(said).not.toContain(words);
		}
	});
});

describe('the worklist', () => {
	const first = shown(new ACase().sent().later(500), 1);
	const second: WorklistRow = {
		...shown(new ACase().sent(), 2),
		clinicId: 'other',
		clinicName: 'Other Clinic',
		service: 'Bones',
		patientName: 'Mitten',
		urgency: 'routine',
		caseId: 'REF-ba9876543210',
	};
	const rows = [second, first];
	const idsOf = (filter: Parameters<typeof sortedWorklist>[1]) =>
		sortedWorklist(rows, filter).map(({ rowId }) => rowId);

	test('is filtered by clinic, service, urgency and text', () => {
		expect(idsOf({})).toHaveLength(2);
		expect(idsOf({ clinic: 'other' })).toEqual([2]);
		expect(idsOf({ service: 'Bones' })).toEqual([2]);
		expect(idsOf({ urgency: 'urgent' })).toEqual([1]);
		expect(idsOf({ text: ' MITTEN ' })).toEqual([2]);
		expect(idsOf({ text: 'other clinic' })).toEqual([2]);
		expect(idsOf({ text: 'ref-0123' })).toEqual([1]);
		expect(idsOf({ clinic: 'other', urgency: 'urgent' })).toEqual([]);
	});

	test('shows first what is overdue longest', () => {
		const late = { ...first, rowId: 3, ask: { ...first.ask!, dueAt: '2026-01-01T00:00:00.000Z' } };
		expect(sortedWorklist([first, second, late]).map(({ rowId }) => rowId)[0]).toBe(3);
	});
});
