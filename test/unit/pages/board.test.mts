import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { groupSize, pageSize, type Cursor } from '../../../core/board/board-query';
import { figureIds } from '../../../core/metrics/figures';
import { emptySummary, readSummary } from '../../../core/metrics/summary';
import type { CaseRow } from '../../../core/referral/row';
import { renderBoard } from '../../../nodes/shared/pages/board';
import { casesCsv, figuresCsv } from '../../../nodes/shared/pages/board-csv';
import { isLate } from '../../../nodes/shared/pages/board-parts';
import { renderCalls } from '../../../nodes/shared/pages/calls';
import { barChart, columnChart } from '../../../nodes/shared/pages/charts';
import { renderReport } from '../../../nodes/shared/pages/report';
import { figureTexts } from '../../../nodes/shared/pages/texts/board-texts';
import { enBoard } from '../../../nodes/shared/pages/texts/en-board';
import { boardRow, busyRows, busySummary, frame, now, someCalls, url } from './board-data.mts';
import { strangersIn } from './tags.mts';

const links = (row: { id: number }): string => `https://desk.example.com/c/${row.id}`;
const board = (rows: CaseRow[], more: object = {}): string =>
	renderBoard({ ...frame, rows, links, ...more });
const casesOn = (page: string): string[] =>
	[...page.matchAll(/\/c\/(\d+)"/g)].map((match) => match[1] ?? '');

describe('the board', () => {
	test('groups open cases by who has to act, overdue longest first', () => {
		const page = board([
			boardRow(1, { owes: 'hospital', dueAt: '2026-11-26T12:00:00.000Z' }),
			boardRow(2, { owes: 'hospital', dueAt: '2026-11-25T09:00:00.000Z' }),
			boardRow(3, { owes: 'clinic', dueAt: '2026-11-27T12:00:00.000Z' }),
			boardRow(4, { open: false }),
		]);
		expect(casesOn(page)).toEqual(['3', '2', '1']);
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
		const silent = { ...frame, heartbeatAt: undefined };
		expect(renderReport(silent)).toContain('The watch has stopped');
		expect(renderCalls({ ...silent, calls: [], links: () => undefined })).toContain(
			'The watch has stopped',
		);
	});

	test('shows the head of every group, and says where the rest is', () => {
		const page = board(busyRows(1_000), {
			counted: { all: 1_000, overdue: 333, byOwes: { clinic: 200 }, asOf: now },
		});
		expect(casesOn(page)).toHaveLength(5 * groupSize);
		expect(page).toContain('1000 open cases');
		expect(page).toContain('333 overdue');
		expect(page).toContain('Your clinic has to act (200, 40 shown)');
		expect(page.match(/Show all of this group/g)).toHaveLength(5);
	});

	test('claims no exact number that it has not seen', () => {
		expect(board(busyRows(1_000))).toContain('More than 100 open cases');
		const filtered = { ...frame.view, filter: { owes: 'clinic' } };
		const counted = { all: 5_000, overdue: 1, byOwes: {}, asOf: now };
		expect(board(busyRows(1_000), { view: filtered, counted })).not.toContain('5000');
	});

	test('turns a list page by page, each case exactly once', () => {
		const rows = busyRows(1_000).map((row) => ({ ...row, owes: 'clinic' }));
		const seen: string[] = [];
		let after: Cursor | undefined;
		for (let page = 0; page < 1_000 / pageSize; page += 1) {
			const html = board(rows, { view: { ...frame.view, url, filter: { owes: 'clinic' }, after } });
			seen.push(...casesOn(html));
			const [, dueAt = '', id = ''] = /after=([^~]+)%7E(\d+)/.exec(html) ?? [];
			after = { dueAt: decodeURIComponent(dueAt), id: Number(id) };
		}
		expect(new Set(seen).size).toBe(1_000);
		expect(seen).toHaveLength(1_000);
	});

	test('finds cases by what people remember', () => {
		const rows = [
			boardRow(1, { patientName: 'Biscuit' }),
			boardRow(2, { patientName: 'Waffle', urgency: 'emergency', specialty: 'oncology' }),
		];
		const view = (filter: object) => ({ view: { ...frame.view, filter } });
		expect(board(rows, view({ text: 'waff' }))).toContain('1 open case,');
		expect(casesOn(board(rows, view({ urgency: 'emergency' })))).toEqual(['2']);
		expect(casesOn(board(rows, view({ specialty: 'oncology' })))).toEqual(['2']);
		expect(board(rows, view({ text: 'waff' }))).toContain('Remove the filter');
	});

	test('offers a choice of clinics only where there are several', () => {
		expect(board([])).not.toContain('id="filter-clinic"');
		const clinics = [
			['oak', 'Oak Lane Vets'],
			['elm', 'Elm Vets'],
		] as const;
		const view = { ...frame.view, choices: { clinics, hospitals: [] } };
		const page = board([boardRow(1, { clinicId: 'elm' })], { view });
		expect(page).toContain('id="filter-clinic"');
		expect(page).toContain('Elm Vets');
	});
});

describe('text from outside', () => {
	const texts = fc.oneof(
		fc.constantFrom(
			'<script>alert(1)</script>',
			'"><img src=x onerror=alert(1)>',
			'</title></svg><svg onload=alert(1)>',
			'javascript:alert(1)',
		),
		fc.string({ unit: 'binary', maxLength: 40 }),
	);

	test('stands in board, calls and reports only as text', () => {
		const [call] = someCalls();
		fc.assert(
			fc.property(texts, (text) => {
				const clinic = { ...frame.clinic, name: text };
				const view = {
					url,
					filter: { text, clinic: text, hospital: text, specialty: text },
					choices: {
						clinics: [
							[text, text],
							['elm', text],
						] as const,
						hospitals: [text, 'x'],
					},
				};
				const shared = { ...frame, clinic, view, title: text };
				const row = boardRow(1, {
					patientName: text,
					ownerName: text,
					hospital: text,
					specialty: text,
					clinicId: text,
					ask: text,
					urgency: text,
				});
				const poisoned = {
					...call!,
					patient: text,
					name: text,
					phone: text,
					say: text,
					what: text,
					hospital: text,
				};
				const summary = busySummary(12);
				summary.leakage[text] = 3;
				summary.leadBySpecialty[text] = { n: 1, exact: [5] };
				for (const page of [
					renderBoard({ ...shared, rows: [row], links: () => text }),
					renderCalls({ ...shared, calls: [poisoned], links: () => text }),
					renderReport({ ...shared, summary }),
				]) {
					expect(strangersIn(page)).toEqual([]);
				}
			}),
			{ numRuns: 150 },
		);
	});
});

describe('the reports', () => {
	const report = renderReport({ ...frame, summary: busySummary(420) });

	test('tell every figure with what it counts, and where its benchmark is from', () => {
		for (const id of figureIds) {
			const { name, definition, benchmark } = figureTexts[id];
			expect([id, report.includes(name.replaceAll('&', '&amp;'))]).toEqual([id, true]);
			expect([id, definition.length > 20]).toEqual([id, true]);
			for (const [, href] of benchmark?.sources ?? []) expect(href).toMatch(/^https?:\/\//);
		}
		const grouped = enBoard.figureGroups.flatMap(([, ids]) => ids);
		expect([...grouped].sort()).toEqual([...figureIds].sort());
	});

	test('give no percentage of a handful', () => {
		const few = { ...busySummary(4), open: emptySummary(now).open };
		few.shares.disposition = [3, 4];
		const found = /class="big">[\d.]+ %/.exec(renderReport({ ...frame, summary: few }));
		expect(found?.[0]).toBeUndefined();
		expect(report).toMatch(/class="big">[\d.]+ %/);
	});

	test('have the numbers of every chart in a table beside it', () => {
		expect(report.match(/<svg class="chart" role="img"/g)).toHaveLength(4);
		expect(report.match(/<table/g)?.length).toBeGreaterThanOrEqual(4);
		for (const [, id] of report.matchAll(/aria-labelledby="([\w-]+)-title/g)) {
			expect(report).toContain(`<title id="${id}-title">`);
			expect(report).toContain(`<desc id="${id}-desc">`);
		}
	});

	test('say when nothing was counted yet, and since when they hold', () => {
		expect(renderReport(frame)).toContain('No figures yet');
		expect(report).toContain('Counted Wed 25 Nov 2026, 7:00 AM EST');
	});

	test('are the same from a stored summary', () => {
		const summary = busySummary(50);
		const stored = readSummary(JSON.stringify(summary));
		expect(renderReport({ ...frame, summary: stored })).toBe(renderReport({ ...frame, summary }));
	});
});

describe('charts', () => {
	const words = { id: 'x', title: 'Title', description: 'What it shows' };
	test('draw bars by their share of the longest', () => {
		const { text } = barChart(words, [
			{ label: 'a', value: 4, text: '4' },
			{ label: 'b', value: 1, text: '1' },
			{ label: 'c', value: 0, text: '0' },
		]);
		expect(
			[...text.matchAll(/class="bar"[^>]*width="([\d.]+)%"/g)].map((match) => match[1]),
		).toEqual(['100', '25']);
	});

	test('stack columns without a gap, up to the line', () => {
		const { text } = columnChart(
			words,
			[
				{ label: 'Nov', values: [3, 1] },
				{ label: 'Dec', values: [0, 2] },
			],
			7,
		);
		const heights = [...text.matchAll(/ y="([\d.]+)em" height="([\d.]+)em"/g)].map(
			([, y, height]) => [Number(y), Number(height)],
		);
		expect(heights).toEqual([
			[4.35, 8.25],
			[1.6, 2.75],
			[7.1, 5.5],
		]);
	});

	test('of nothing are drawn all the same', () => {
		expect(barChart(words, []).text).toContain('<title');
		expect(columnChart(words, [], 7).text).not.toContain('NaN');
		expect(renderReport({ ...frame, summary: emptySummary(now) })).not.toMatch(/NaN|Infinity/);
	});
});

describe('files', () => {
	test('hold the open cases with a head', () => {
		const text = casesCsv(
			[boardRow(1, { patientName: '=1+1', dueAt: '9999-12-31T00:00:00.000Z' })],
			now,
			'en',
		);
		const [head = '', line = ''] = text.slice(1).split('\r\n');
		expect(head.split(',')).toHaveLength(enBoard.csv.cases.length);
		expect(line).toContain("'=1+1");
		expect(line).not.toContain('9999');
	});

	test('hold every figure, its definition and source', () => {
		const text = figuresCsv(busySummary(420), now, 'en', now);
		for (const id of figureIds) expect(text).toContain(figureTexts[id].name);
		expect(text).toContain('https://pmc.ncbi.nlm.nih.gov/articles/PMC5910374');
		expect(figuresCsv(undefined, now, 'en').split('\r\n')).toHaveLength(2);
	});
});
