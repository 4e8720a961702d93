import { describe, expect, test } from '@jest/globals';
import {
	readWorklistForm,
	refusedTick,
	saidByForm,
	tickField,
	ticksOf,
	whyNot,
} from '../../../../core/desk/worklist-acts';
import { ACase, start } from './a-case.mts';

const zone = 'America/Chicago';
const form = {
	action: 'mark_seen',
	nonce: 'n1',
	name: 'Fay Frontdesk',
	[tickField(7)]: 'accepted',
	[tickField(9)]: 'scheduled',
};
const codeOf = (fields: Record<string, string | undefined>): string => {
	const read = readWorklistForm(fields, start, zone);
	return read.ok ? 'ok' : read.refusal.code;
};

describe('the form of the worklist', () => {
	test('names the ticked cases and what was typed once for all', () => {
		const read = readWorklistForm({ ...form, role: 'Reception', t: 'x' }, start, zone);
		if (!read.ok) throw new Error(read.refusal.message);
		expect(read.value.ticks).toEqual([
			{ rowId: 7, phase: 'accepted' },
			{ rowId: 9, phase: 'scheduled' },
		]);
		expect(read.value.fields).toEqual({
			action: 'mark_seen',
			nonce: 'n1',
			name: 'Fay Frontdesk',
			role: 'Reception',
			visitedAt: '',
		});
	});

	test('takes no box that names no row', () => {
		const odd = { tick_0: 'x', tick_: 'x', tick_1e3: 'x', tick_x: 'x', 'tick_-1': 'x' };
		expect(ticksOf(odd)).toEqual([]);
	});

	test.each<[string, Record<string, string | undefined>, string]>([
		['no number of its page', { ...form, nonce: ' ' }, 'form_expired'],
		['no tick', { action: 'mark_seen', nonce: 'n', name: 'F' }, 'missing_ticks'],
		['no choice', { ...form, action: undefined }, 'missing_action'],
		['another act', { ...form, action: 'decline' }, 'missing_action'],
		['no name', { ...form, name: ' ' }, 'missing_name'],
		['a visit in the future', { ...form, visitedAt: '2027-01-01T10:00' }, 'bad_visitedAt'],
		['no time at all', { ...form, visitedAt: 'yesterday' }, 'bad_visitedAt'],
		['nothing wrong', { ...form, visitedAt: '2026-11-20T10:00' }, 'ok'],
		['a time that its act does not need', { ...form, action: 'acknowledge', visitedAt: 'x' }, 'ok'],
	])('with %s', (_what, fields, code) => {
		expect(codeOf(fields)).toBe(code);
	});

	test('with more ticks than a page has', () => {
		const many = Array.from({ length: 201 }, (_, index) => [tickField(index + 1), 'sent']);
		expect(codeOf({ ...form, ...Object.fromEntries(many) })).toBe('bad_ticks');
	});
});

describe('what became of a case', () => {
	const changed = { code: 'changed_meanwhile', message: 'x', hint: 'y' };

	test('is known by the event of this very form', () => {
		const aCase = new ACase().accepted();
		const posted = { action: 'mark_seen', name: 'Fay', nonce: 'n1' };
		expect(saidByForm(aCase.events, { action: 'mark_seen', nonce: 'n1' })).toBeUndefined();
		expect(aCase.posts('specialist', posted, { nonce: 'n1' }).refusal).toBeUndefined();
		expect(saidByForm(aCase.events, { action: 'mark_seen', nonce: 'n1' })?.type).toBe(
			'visit.started',
		);
		for (const nonce of ['n', 'n2', 'n1.']) {
			expect(saidByForm(aCase.events, { action: 'mark_seen', nonce })).toBeUndefined();
		}
	});

	test('is told apart: never possible, or no longer', () => {
		const { state } = new ACase().sent();
		expect(refusedTick(state, changed, 'mark_seen', { rowId: 1, phase: 'delivered' })).toEqual({
			status: 'impossible',
			message: 'It is not accepted yet: accept or decline it on the page of the case first.',
		});
		expect(refusedTick(state, changed, 'mark_seen', { rowId: 1, phase: 'scheduled' })).toEqual({
			status: 'changed',
			message:
				'It changed meanwhile and is now delivered. It is not accepted yet: accept or decline it on the page of the case first.',
		});
		const other = { code: 'bad_visitedAt', message: 'That hour does not exist.', hint: '' };
		expect(refusedTick(state, other, 'mark_seen', { rowId: 1, phase: '' })).toEqual({
			status: 'impossible',
			message: 'That hour does not exist.',
		});
	});

	test('is explained by what stands in the way', () => {
		const cancelled = new ACase().accepted();
		cancelled.posts('clinic', { action: 'cancel', reason: 'Moved', name: 'Nina' });
		expect(whyNot(cancelled.state, 'mark_seen')).toContain('asked to cancel');
		cancelled.posts('specialist', { action: 'confirm_cancellation', name: 'Fay' });
		expect(whyNot(cancelled.state, 'mark_seen')).toBe('The case is closed.');
		const declined = new ACase().sent();
		declined.posts('specialist', { action: 'decline', reason: 'Full', name: 'F', role: 'Vet' });
		expect(whyNot(declined.state, 'acknowledge')).toBe('It was declined.');
		const died = new ACase().accepted();
		died.posts('specialist', { action: 'patient_died', name: 'F' });
		expect(whyNot(died.state, 'mark_seen')).toBe('The patient has died.');
		expect(whyNot(new ACase().reported().state, 'mark_seen')).toContain('report');
		expect(whyNot(new ACase().accepted().state, 'acknowledge')).toBe('It was answered already.');
	});
});
