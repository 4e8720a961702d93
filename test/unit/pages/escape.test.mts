import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PageRole } from '../../../core/desk/actions';
import { renderBoard } from '../../../nodes/shared/pages/board';
import { renderCasePage } from '../../../nodes/shared/pages/case-page';
import { escapeHtml, markup, safeHref, telHref } from '../../../nodes/shared/pages/escape';
import { renderMessagePage } from '../../../nodes/shared/pages/message-page';
import { ACase, clinic } from '../core/desk/a-case.mts';
import { pageOf } from './a-page.mts';
import { strangersIn } from './tags.mts';

const roles: PageRole[] = ['release', 'specialist', 'clinic', 'owner'];

const attacks = [
	'<script>alert(1)</script>',
	'"><img src=x onerror=alert(1)>',
	"' onfocus=alert(1) autofocus '",
	'</textarea><svg onload=alert(1)>',
	'</style><script>alert(1)</script>',
	'</title><body onload=alert(1)>',
	'javascript:alert(1)',
	'data:text/html,<script>alert(1)</script>',
	'&lt;script&gt;',
	'`${alert(1)}`',
	'\u202Egnp.exe\u0000<b>',
	'-->',
];
const anyText = fc.oneof(
	fc.constantFrom(...attacks),
	fc.string({ unit: 'binary', maxLength: 60 }),
	fc
		.tuple(fc.constantFrom(...attacks), fc.string({ maxLength: 20 }))
		.map((parts) => parts.join('')),
);

/** Words by which the page decides what to show; everything else is text somebody wrote. */
const structural =
	/^(?:at|status|urgency|role|via|type|caseId|doneAt|\w+At|since|dueAt|start|end|owes|outcome|kind|answered)$/;

/** Replaces every text of a value, at any depth, names of keys in open lists included. */
function poisoned<T>(value: T, text: string, key = ''): T {
	if (typeof value === 'string') return (structural.test(key) ? value : text) as T;
	if (Array.isArray(value)) return value.map((entry) => poisoned(entry, text, key)) as T;
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, entry]) => [name, poisoned(entry, text, name)]),
	) as T;
}

const stages = [
	() => new ACase(),
	() =>
		new ACase().released().happens('packet.incomplete', {
			gaps: [{ field: 'labs', label: 'Labs', level: 'required', howToFix: 'Attach' }],
			patient: { pimsId: '77', name: 'Biscuit' },
		}),
	() => new ACase().accepted(),
	() => new ACase().booked(),
	() => new ACase().reported().happens('report.needs_review', { version: 1, reasons: ['chip'] }),
	() => {
		const aCase = new ACase().filed();
		aCase.posts('clinic', { action: 'note', text: 'n', name: 'Nina' });
		aCase.posts('clinic', { action: 'close', outcome: 'error', reason: 'r', name: 'Nina' });
		aCase.posts('specialist', { action: 'send_report', text: 'more', name: 'H', role: 'V' });
		return aCase;
	},
].map((make) => make());

describe('text from outside', () => {
	test('stands in a case page only as text, whatever it is and wherever it stands', () => {
		fc.assert(
			fc.property(
				anyText,
				fc.constantFrom(...stages),
				fc.constantFrom(...roles),
				(text, aCase, role) => {
					const clean = pageOf(aCase, role);
					const page = renderCasePage({
						...clean,
						state: {
							...poisoned(clean.state, text),
							questions: { [text]: { why: text, at: aCase.now } },
						},
						events: poisoned(clean.events, text),
						asks: poisoned(clean.asks, text),
						files: poisoned(clean.files, text),
						reportFiles: poisoned(clean.reportFiles, text),
						directory: clean.directory?.map((entry) => ({
							...poisoned(entry, text),
							specialty: entry.specialty,
						})),
						specialist: clean.specialist && {
							...poisoned(clean.specialist, text),
							timeZone: 'America/Chicago',
						},
						clinic: { ...poisoned(clean.clinic, text), timeZone: 'America/New_York' },
						nonce: text,
						action: text,
						flash: { kind: 'refused', message: text, hint: text, code: `missing_${text}` },
						fields: {
							...poisoned(
								Object.fromEntries(['name', 'reason', 'text', 'slot1'].map((key) => [key, 'x'])),
								text,
							),
							action: 'note',
						},
					}).replace(/ action="[^"]*"/g, '');
					expect(strangersIn(page)).toEqual([]);
				},
			),
			{ numRuns: 400 },
		);
	});

	test('stands in the board only as text', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const row = {
					...poisoned(stages[3]?.row(), text),
					owes: 'clinic',
					open: true,
				} as ReturnType<ACase['row']>;
				const page = renderBoard({
					rows: [row],
					now: '2026-11-24T00:00:00.000Z',
					clinic: { ...poisoned(clinic, text), timeZone: 'America/New_York' },
					heartbeatAt: text,
					links: () => text,
					view: {
						url: () => `/board?t=${Buffer.from(text).toString('base64url')}`,
						filter: { text, owes: 'clinic' },
					},
				});
				expect(strangersIn(page)).toEqual([]);
			}),
		);
	});

	test('stands in a message only as text', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				expect(
					strangersIn(renderMessagePage({ title: text, text, hint: text, language: text })),
				).toEqual([]);
			}),
		);
	});

	test('is noticed by the check of this test when it is not escaped', () => {
		for (const attack of attacks.slice(0, 4)) {
			expect(
				strangersIn(`<p>${attack}</p><input value="${attack}"><input value='${attack}'>`),
			).not.toEqual([]);
		}
	});
});

describe('escaping', () => {
	test('keeps every character that can be read', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				const back = escapeHtml(text)
					.replace(/&lt;/g, '<')
					.replace(/&gt;/g, '>')
					.replace(/&quot;/g, '"')
					.replace(/&#39;/g, "'")
					.replace(/&#96;/g, '`')
					.replace(/&amp;/g, '&');
				expect(back).toBe(text);
			}),
		);
	});

	test('takes out marks that turn the reading direction, and keeps line breaks', () => {
		expect(escapeHtml('a\u202Eb\u0000c\nd\te')).toBe('abc\nd\te');
	});

	test('happens once: markup put together is not escaped again', () => {
		expect(
			markup`<p>${markup`<b>${'<i>'}</b>`}${['a', markup`<br>`]}${undefined}${0}</p>`.text,
		).toBe('<p><b>&lt;i&gt;</b>a<br>0</p>');
	});
});

describe('links', () => {
	test.each([
		['https://example.com/a?b=1', 'https://example.com/a?b=1'],
		['/webhook/case?t=1', '/webhook/case?t=1'],
		['javascript:alert(1)', undefined],
		[' JaVaScRiPt:alert(1)', undefined],
		['data:text/html,x', undefined],
		['//evil.example.com', undefined],
		['/\\evil.example.com', undefined],
		['https://user:pass@example.com/', undefined],
		['', undefined],
	])('to %j lead to %j', (url, expected) => {
		expect(safeHref(url)).toBe(expected);
	});

	test('to a phone hold digits only', () => {
		expect(telHref('+1 (555) 01-00')).toBe('tel:+15550100');
		expect(telHref('ask')).toBeUndefined();
	});
});
