import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { timelineOf } from '../../../../core/desk/timeline';
import { ACase } from './a-case.mts';

/** Keys of everything that can be owed, as the sources write them. */
function askKeys(): string[] {
	const folder = join(process.cwd(), 'core', 'referral');
	const sources = readdirSync(folder)
		.filter((name) => name.endsWith('asks.ts'))
		.map((name) => readFileSync(join(folder, name), 'utf8'));
	const found = sources.flatMap((source) => [
		...source.matchAll(/asks\.person\(\s*['`]([a-z_]+)[:'`]/g),
		...source.matchAll(/asks\.from\(\s*'[a-z]+',\s*['`]([a-z_]+)[:'`]/g),
		...source.matchAll(/\bkey(?:: | = )['`]([a-z_]+)[:'`]/g),
	]);
	return [...new Set(found.map((match) => match[1] ?? ''))];
}

test('whatever the clinic is told of stands in the history in plain words', () => {
	const keys = askKeys();
	expect(keys.length).toBeGreaterThan(25);
	for (const key of keys) {
		const aCase = new ACase().happens('timer.fired', {
			ask: `${key}:1`,
			dueAt: '2026-11-23T15:00:00.000Z',
		});
		const words = timelineOf(aCase.events, 'clinic').at(-1)?.what ?? '';
		expect({ key, words }).toEqual({
			key,
			words: expect.stringMatching(/^told the clinic: [^:]{12,}$/),
		});
	}
});
