import { describe, expect, test } from '@jest/globals';
import type { PageRole } from '../../../core/desk/actions';
import { renderCasePage } from '../../../nodes/shared/pages/case-page';
import type { CasePageInput } from '../../../nodes/shared/pages/page-input';
import { ACase } from '../core/desk/a-case.mts';
import { stages } from '../core/desk/stages.mts';
import { pageOf } from './a-page.mts';

const make = (stage: string): ACase => {
	const made = stages[stage];
	if (!made) throw new Error(stage);
	return made();
};
const render = (aCase: ACase, role: PageRole, more: Partial<CasePageInput> = {}): string =>
	renderCasePage(pageOf(aCase, role, more));

describe('an emergency nobody has acknowledged', () => {
	test('shows whom to call: the service, then the next ones with those on call', () => {
		const page = render(make('emergency'), 'clinic');
		const numbers = [...page.matchAll(/href="tel:(\+\d+)"/g)].map((match) => match[1]);
		expect(numbers.slice(0, 3)).toEqual(['+15550200', '+15550400', '+15550401']);
		expect(page).toContain('Second Sample Hospital');
		expect(page).toContain('nobody has acknowledged yet');
		expect(render(make('emergency'), 'release')).toContain('nobody has acknowledged yet');
	});

	test('shows it no more once it is acknowledged', () => {
		const aCase = make('emergency');
		aCase.posts('specialist', { action: 'acknowledge', name: 'Hugo' });
		expect(render(aCase, 'clinic')).not.toContain('nobody has acknowledged yet');
	});

	test('is only called in at other urgencies when the acknowledgment is overdue', () => {
		const aCase = make('sent');
		expect(render(aCase, 'clinic')).not.toContain('Call the hospital.');
		aCase.later(100);
		expect(render(aCase, 'clinic')).toContain('No acknowledgment in time. Call the hospital.');
	});
});

describe('second-hand facts', () => {
	test.each(['heard to be accepted', 'heard to be booked', 'said to be seen'])(
		'are told apart on the pages of both clinics: %s',
		(stage) => {
			expect(render(make(stage), 'clinic')).toContain('Not confirmed by the hospital yet');
			expect(render(make(stage), 'specialist')).toContain('name="action" value="confirm_claim"');
		},
	);

	test('are told apart for the owner', () => {
		const booked = render(make('heard to be booked'), 'owner');
		expect(booked).toContain('has not confirmed it yet');
		expect(booked).not.toContain('Your visit is booked');
		expect(render(make('said to be seen'), 'owner')).toContain('You told us that you were there');
	});

	test('are gone once the hospital has said so itself', () => {
		const aCase = make('heard to be booked');
		aCase.posts('specialist', {
			action: 'confirm_claim',
			claim: 'appointment',
			name: 'Hugo',
			role: 'Vet',
		});
		for (const role of ['clinic', 'specialist', 'owner'] as const) {
			expect(render(aCase, role)).not.toMatch(/Not confirmed by the hospital|not confirmed it yet/);
		}
	});
});

test('the page of the clinic shows what would leave before it lets it go', () => {
	const page = render(make('held back'), 'clinic');
	expect(page).toContain('Message to the owner: Olive Owner');
	expect(page).toContain('(link of the owner)');
});

test('the clinic sees what the hospital proposes beside the choice', () => {
	const page = render(make('proposed to go elsewhere'), 'clinic');
	expect(page).toContain('The hospital proposes');
	expect(page).toContain('<option value="other-heart">');
	expect(page).not.toContain('<option value="heart">Example Animal Hospital, Heart service');
});

test('no other service is offered when the directory has none', () => {
	const page = render(make('declined'), 'clinic', { directory: [] });
	expect(page).not.toContain('value="redirect"');
});

test('the owner finds the way and the numbers on the page of a booked visit', () => {
	const page = render(make('booked'), 'owner');
	expect(page).toContain('href="https://hospital.example.com/directions"');
	expect(page).toContain('href="tel:+15550200"');
	expect(page).toContain('href="tel:+15550100"');
	expect(page).not.toContain('value="we_were_there"');
	expect(render(make('booked').later(60), 'owner')).toContain('value="we_were_there"');
});

test('files of an answer are offered to the hospital', () => {
	const answerFiles = [
		{ name: 'labs.pdf', kind: 'lab', size: 10, sha256: 'x', url: 'https://desk.example.com/f' },
	];
	const page = render(make('sent'), 'specialist', { answerFiles });
	expect(page).toContain('href="https://desk.example.com/f"');
	expect(page).toContain('Files of the answer');
});

test('what stays inside the clinic is not announced as seen by both', () => {
	const flash = { kind: 'done', message: 'Recorded. Both clinics see it now.' } as const;
	const noted = render(make('sent'), 'clinic', { flash: { ...flash, action: 'note' } });
	expect(noted).toContain('Only your clinic sees it');
	const other = render(make('sent'), 'clinic', { flash: { ...flash, action: 'cancel' } });
	expect(other).toContain('Both clinics see it now');
});
