import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { allowedActions, type PageRole } from '../../../core/desk/actions';
import type { CaseRow } from '../../../core/referral/row';
import { renderCasePage } from '../../../nodes/shared/pages/case-page';
import { renderMessagePage } from '../../../nodes/shared/pages/message-page';
import { textsFor } from '../../../nodes/shared/pages/texts/texts-for';
import { ACase, clinic } from '../core/desk/a-case.mts';
import { stages } from '../core/desk/stages.mts';
import { isUsable } from '../../../nodes/shared/pages/course-forms';
import { pageOf } from './a-page.mts';

const roles: PageRole[] = ['release', 'specialist', 'clinic', 'owner'];
const actionsIn = (page: string): string[] =>
	[...page.matchAll(/name="action" value="(\w+)"/g)].map((match) => match[1] ?? '');

describe('a case page', () => {
	for (const [stage, make] of Object.entries(stages)) {
		const aCase = make();
		for (const role of roles) {
			test(`of the ${role} offers exactly what is allowed on a case that is ${stage}`, () => {
				const page = renderCasePage(pageOf(aCase, role));
				const usable = allowedActions(aCase.state, role).filter((action) =>
					isUsable(action, pageOf(aCase, role)),
				);
				expect(actionsIn(page).sort()).toEqual(usable.sort());
			});
		}
	}

	test('names every control, once, and each label leads to one', () => {
		for (const make of Object.values(stages)) {
			const aCase = make();
			for (const role of roles) {
				const page = renderCasePage(pageOf(aCase, role));
				const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
				expect(new Set(ids).size).toBe(ids.length);
				const labelled = new Set(
					[...page.matchAll(/<label for="([^"]+)"/g)].map((match) => match[1]),
				);
				const controls = [...page.matchAll(/<(?:input|select|textarea)\b([^>]*)>/g)].filter(
					(match) => !match[1]?.includes('type="hidden"'),
				);
				for (const control of controls)
					expect(labelled).toContain(/ id="([^"]+)"/.exec(control[1] ?? '')?.[1]);
				expect(page.match(/<h1>/g)).toHaveLength(1);
			}
		}
	});

	test('allows no script, no foreign content and one stylesheet known by its hash', () => {
		const page = renderCasePage(pageOf(new ACase().sent(), 'specialist'));
		const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '';
		const hash = createHash('sha256').update(style).digest('base64');
		const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/
			.exec(page)?.[1]
			?.replace(/&#39;/g, "'");
		expect(policy).toBe(
			`default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action https://desk.example.com`,
		);
		expect(page).not.toMatch(/<script|style="|@import|url\(|src=/);
	});

	test('shows times with weekday and zone of the reader', () => {
		const aCase = new ACase().booked();
		expect(renderCasePage(pageOf(aCase, 'owner'))).toContain('Wed 25 Nov 2026, 10:00 AM CST');
		expect(renderCasePage(pageOf(aCase, 'specialist'))).toContain('Wed 25 Nov 2026, 10:00 AM CST');
		expect(renderCasePage(pageOf(aCase, 'clinic'))).toContain('Wed 25 Nov 2026, 11:00 AM EST');
	});

	test('gives an owner nothing clinical to read', () => {
		const aCase = new ACase().filed();
		const page = renderCasePage(pageOf(aCase, 'owner'));
		for (const words of [
			'heart failure',
			'Murmur',
			'Coughs',
			'Stage B2',
			'Refill',
			'report.pdf',
			'thorax',
		]) {
			expect(page).not.toContain(words);
		}
		const before = renderCasePage(pageOf(new ACase().booked(), 'owner'));
		expect(before).toContain('No food after midnight.');
		expect(before).toContain('href="tel:+15550100"');
	});

	test('keeps what was typed and leads to the mistake after a refusal', () => {
		const aCase = new ACase().sent();
		const fields = { action: 'decline', reason: 'We are <full>', name: 'Gus', role: '' };
		const { refusal } = aCase.posts('specialist', fields);
		if (!refusal) throw new Error('should be refused');
		const page = renderCasePage(
			pageOf(aCase, 'specialist', { flash: { kind: 'refused', ...refusal }, fields }),
		);
		expect(page).toContain('href="#decline-role"');
		expect(page).toMatch(/id="decline-role"[^>]*aria-invalid="true"/);
		expect(page).toContain('We are &lt;full&gt;');
		expect(page).toMatch(/<details class="act" open><summary>Decline/);
		expect(page).toContain('role="alert"');
	});

	test('says when a case is a test', () => {
		const aCase = new ACase();
		const page = pageOf(aCase, 'clinic');
		expect(renderCasePage({ ...page, state: { ...page.state, test: true } })).toContain(
			'Test case',
		);
	});

	test('is shown in English when there is no other table', () => {
		expect(textsFor('xx-YY').language).toBe('en');
		expect(textsFor(undefined).language).toBe('en');
	});
});

test('a message page says what happened and what to do', () => {
	const page = renderMessagePage({
		title: 'Link expired',
		text: 'This link has expired.',
		hint: 'Ask the clinic.',
	});
	expect(page).toContain('<h1>Link expired</h1>');
	expect(page).toContain('form-action &#39;none&#39;');
});
