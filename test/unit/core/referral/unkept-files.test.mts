import type { CaseFile } from '../../../../core/referral/events';
import { unkeptFiles } from '../../../../core/referral/unkept-files';
import { delivered, reported } from './story.mts';

const file = (name: string): CaseFile => ({
	name,
	kind: 'laboratory',
	mimeType: 'application/pdf',
	size: 3,
	sha256: 'b'.repeat(64),
	ref: `filesystem-v2:${name}`,
});

const named = (story: ReturnType<typeof delivered>) =>
	unkeptFiles(story.state).map(
		({ of, version, files }) => `${of} ${version}: ${files.map(({ name }) => name).join(', ')}`,
	);

test('files of every answer are kept, each answer by itself', () => {
	const story = delivered().says('files.kept', { of: 'packet', files: [], until: '' });
	story.says('info.requested', { question: 'Which dose?' });
	story.says('info.supplied', { answer: '5 mg', files: [file('dose.pdf')] });
	story.says('info.requested', { question: 'Since when?' });
	story.says('info.supplied', { answer: 'See the films', files: [file('a.pdf'), file('b.pdf')] });
	story.says('info.supplied', { answer: 'And no others' });
	expect(named(story)).toEqual(['answer 1: dose.pdf', 'answer 2: a.pdf, b.pdf']);
	expect(story.row().keepFiles).toBe('answer');
	const copies = { files: [{ ...file('dose.pdf'), ref: 'filesystem-v2:copy' }], until: story.now };
	story.says('files.kept', { of: 'answer', version: 1, ...copies });
	expect(named(story)).toEqual(['answer 2: a.pdf, b.pdf']);
	expect(story.state.answers[0]?.files[0]?.ref).toBe('filesystem-v2:copy');
	story.says('files.kept', { of: 'answer', version: 2, ...copies });
	expect(story.row().keepFiles).toBe('');
});

test('an amended report does not take the place of one whose files nobody keeps yet', () => {
	const story = reported();
	const [first] = story.state.reports;
	const amended = { ...first!.report, kind: 'amended' as const };
	story.says('report.amended', { report: amended, files: first!.files, contentHash: 'other' });
	const reports = () => unkeptFiles(story.state).filter(({ of }) => of === 'report');
	expect(reports().map(({ version }) => version)).toEqual([1, 2]);
	story.says('files.kept', { of: 'report', version: 1, files: first!.files, until: story.now });
	expect(reports().map(({ version }) => version)).toEqual([2]);
});
