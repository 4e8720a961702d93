import { careForFiles } from '../../../../core/watch/files-care';
import type { CaseRow } from '../../../../core/referral/row';
import { createdData, delivered, opened, reported, Story } from '../referral/story.mts';
import { contextOf, rowOf } from './watching.mts';

/** One try of Watch; gives what the row says afterwards. */
function care(story: Story, row: CaseRow): CaseRow | undefined {
	const changed = careForFiles(row, contextOf(story));
	if (!changed) return undefined;
	story.events = [...story.events, ...changed.appended];
	return { ...row, ...changed.columns };
}

test.each<[string, () => Story]>([
	['packet', delivered],
	['report', reported],
])('files of a %s that nobody keeps are copied again', (of, start) => {
	const story = start();
	const row = rowOf(story);
	expect(row.keepFiles).toBe(of);
	const next = care(story.after(0.2), row)!;
	expect(next).toMatchObject({ claim: 'keep', keepFiles: of, version: row.version + 1 });
	expect(next.changedAt).toBe(story.now);
});

test('a handed-in record that nobody keeps is copied again, and for a day before a person is asked', () => {
	const file = { name: 'record.json', kind: 'record', mimeType: 'application/json', size: 2 };
	const record = [{ ...file, sha256: 'a'.repeat(64), ref: 'filesystem-v2:one' }];
	const story = new Story().says('referral.created', { ...createdData, record });
	expect(rowOf(story).keepFiles).toBe('record');
	const row = care(story.after(0.2), rowOf(story))!;
	expect(row).toMatchObject({ claim: 'keep', keepFiles: 'record' });
	care(story.after(30), row);
	expect(story.keys).toContain('question:files:record:1');
	const kept = { of: 'record' as const, files: record, until: story.now };
	expect(story.says('files.kept', kept).row().keepFiles).toBe('');
});

test('files of an answer that nobody keeps are copied again, and for a day before a person is asked', () => {
	const file = { name: 'films.pdf', kind: 'radiograph', mimeType: 'application/pdf', size: 2 };
	const files = [{ ...file, sha256: 'a'.repeat(64), ref: 'filesystem-v2:one' }];
	const story = delivered().says('info.requested', { question: 'Any films?' });
	story.says('info.supplied', { answer: 'Here they are', files });
	const row = care(story.after(0.2), rowOf(story))!;
	expect(row).toMatchObject({ claim: 'keep', keepFiles: 'answer' });
	care(story.after(30), row);
	expect(story.keys).toContain('question:files:answer:1');
});

test('after a day of tries a person is asked, once; then nothing more is tried', () => {
	const story = delivered();
	let row = rowOf(story);
	row = care(story.after(30), row)!;
	expect(row.claim).toBe('keep');
	row = care(story.after(0.2), row)!;
	expect(story.keys).toContain('question:files:packet:1');
	expect(row.open).toBe(true);
	expect(care(story.after(0.2), row)).toBeUndefined();
	story.says('person.settled', { key: 'files:packet:1', answer: 'saved by hand' });
	expect(care(story.after(0.2), rowOf(story))).toBeUndefined();
});

test('a case without files is left alone', () => {
	const story = opened();
	expect(care(story, rowOf(story))).toBeUndefined();
});
