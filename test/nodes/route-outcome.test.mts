import type { ReportVersion } from '../../core/referral/state';
import { parseReport } from '../../core/report/schema';
import { reportEntry } from '../../nodes/RouteOutcome/report-entry';

const version = (more: object = {}, amended = false): ReportVersion => {
	const parsed = parseReport({
		caseId: 'REF-0123456789ab',
		kind: 'final',
		patient: { name: 'Biscuit' },
		...more,
	});
	if (!parsed.ok) throw new Error(parsed.refusal.message);
	return {
		version: 1,
		at: '2026-11-20T15:00:00.000Z',
		by: { role: 'specialist', via: 'webhook' },
		report: parsed.value,
		files: [],
		contentHash: 'x',
		amended,
	};
};

test('a report that is only a file makes an entry that says nothing it does not know', () => {
	expect(reportEntry(version(), undefined)).toEqual({
		subject: 'Specialist report',
		text: 'Specialist report.',
	});
});

test('an amended report is called amended', () => {
	expect(reportEntry(version({}, true), undefined).subject).toBe('Amended specialist report');
});

test('a very long report stays an entry and not a copy', () => {
	const text = 'word '.repeat(20_000);
	expect(reportEntry(version({ text }), undefined).text.length).toBeLessThanOrEqual(3000);
});

test('answers, diagnoses, medicines and plan are in the entry as they were written', () => {
	const { text } = reportEntry(
		version({
			answers: [{ question: 'Which stage?', answer: 'B2' }],
			diagnoses: [{ text: 'Mitral valve disease', certainty: 'final' }],
			medications: [{ name: 'Benazepril', status: 'new', dose: '2.5 mg' }],
			plan: [{ kind: 'recheck', what: 'Chest', due: { inDays: 30 }, where: 'referrer' }],
		}),
		undefined,
	);
	expect(text).toContain('- Which stage? B2');
	expect(text).toContain('- Mitral valve disease, final');
	expect(text).toContain('- Benazepril (new), 2.5 mg');
	expect(text).toContain('- Chest, in 30 days, referrer');
});
