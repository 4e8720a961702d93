import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { allowedActions, type PageRole } from '../../../core/desk/actions';
import { kpisOf } from '../../../core/metrics/kpis';
import type { CaseRow } from '../../../core/referral/row';
import { boardPageSize, renderBoard } from '../../../nodes/shared/pages/board';
import { isLate } from '../../../nodes/shared/pages/board-rows';
import { renderCasePage } from '../../../nodes/shared/pages/case-page';
import { renderMessagePage } from '../../../nodes/shared/pages/message-page';
import { textsFor } from '../../../nodes/shared/pages/texts/texts-for';
import { ACase, clinic } from '../core/desk/a-case.mts';
import { pageOf } from './a-page.mts';

const roles: PageRole[] = ['release', 'specialist', 'clinic', 'owner'];
const actionsIn = (page: string): string[] =>
	[...page.matchAll(/name="action" value="(\w+)"/g)].map((match) => match[1] ?? '');

const stages: Record<string, ACase> = {
	marked: new ACase(),
	released: new ACase().released(),
	sent: new ACase().sent(),
	accepted: new ACase().accepted(),
	booked: new ACase().booked(),
	reported: new ACase().reported(),
	filed: new ACase().filed(),
};

describe('a case page', () => {
	for (const [stage, aCase] of Object.entries(stages)) {
		for (const role of roles) {
			test(`of the ${role} offers exactly what is allowed on a case that is ${stage}`, () => {
				const page = renderCasePage(pageOf(aCase, role));
				expect(actionsIn(page).sort()).toEqual(allowedActions(aCase.state, role).sort());
			});
		}
	}

	test('names every control, once, and each label leads to one', () => {
		for (const aCase of Object.values(stages)) {
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

describe('the board', () => {
	const now = '2026-11-25T12:00:00.000Z';
	const base = new ACase().sent().row();
	const row = (id: number, more: Partial<CaseRow>): CaseRow => ({
		...base,
		id,
		caseId: `REF-${String(id).padStart(12, '0')}`,
		...more,
	});
	const board = (rows: CaseRow[], more: object = {}) =>
		renderBoard({
			rows,
			now,
			clinic,
			heartbeatAt: now,
			links: (entry) => `https://desk.example.com/c/${entry.id}`,
			...more,
		});

	test('groups open cases by who has to act, overdue longest first', () => {
		const page = board([
			row(1, { owes: 'hospital', dueAt: '2026-11-26T12:00:00.000Z' }),
			row(2, { owes: 'hospital', dueAt: '2026-11-25T09:00:00.000Z' }),
			row(3, { owes: 'clinic', dueAt: '2026-11-27T12:00:00.000Z' }),
			row(4, { open: false }),
		]);
		expect([...page.matchAll(/c\/(\d)"/g)].map((match) => match[1])).toEqual(['3', '2', '1']);
		expect(page).toContain('3 open cases');
		expect(page).toContain('Overdue 3 h');
	});

	test('turns red when the watch has been silent for more than 15 minutes, or was never heard', () => {
		expect(isLate('2026-11-25T11:45:00.000Z', now)).toBe(false);
		expect(isLate('2026-11-25T11:44:59.000Z', now)).toBe(true);
		expect(isLate(undefined, now)).toBe(true);
		expect(isLate('soon', now)).toBe(true);
		expect(board([])).not.toContain('The watch has stopped');
		expect(board([], { heartbeatAt: undefined })).toContain('The watch has stopped');
	});

	test('shows 2,000 cases page by page, each exactly once, quickly', () => {
		const rows = Array.from({ length: 2000 }, (_, id) =>
			row(id + 1, { owes: id % 3 === 0 ? 'clinic' : 'hospital' }),
		);
		const started = performance.now();
		const seen = Array.from({ length: 2000 / boardPageSize }, (_, index) =>
			board(rows, {
				view: {
					page: index + 1,
					url: (_f: object, page: number) => `https://desk.example.com/b?p=${page}`,
				},
			}),
		).flatMap((page) => [...page.matchAll(/\/c\/(\d+)"/g)].map((match) => match[1]));
		expect(new Set(seen).size).toBe(2000);
		expect(seen).toHaveLength(2000);
		expect((performance.now() - started) / 10).toBeLessThan(500);
	});

	test('finds cases by what people remember', () => {
		const rows = [
			row(1, { patientName: 'Biscuit' }),
			row(2, { patientName: 'Waffle', urgency: 'emergency' }),
		];
		const url = () => 'https://desk.example.com/b?t=1';
		expect(board(rows, { view: { filter: { text: 'waff' }, url } })).toContain('1 open cases');
		expect(board(rows, { view: { filter: { urgency: 'emergency' }, url } })).not.toContain(
			'Biscuit',
		);
	});

	test('tells figures with their number and no percentage of a handful', () => {
		const states = [new ACase().filed().state, new ACase().sent().state];
		const kpis = kpisOf(states, { now, deadlines: clinic.deadlines, calendar: clinic });
		const page = board([], { kpis });
		expect(page).toContain('1 of 2');
		expect(page).not.toMatch(/\d %/);
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
