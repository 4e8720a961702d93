import { claimTells, messageMinutes } from '../../../../core/watch/claim';
import { clinicProfileSchema } from '../../../../core/profile/clinic-profile';
import { urgencies, type Urgency } from '../../../../core/profile/deadlines';
import { delivered, opened, type Story } from '../referral/story.mts';
import { contextOf, round, rowOf, words } from './watching.mts';

const minutes = (count: number): number => count / 60;
/** What rounds of Watch tell of one ask. */
const rounds = (story: Story, count: number, everyMinutes = 5, key = 'ack'): string[] =>
	Array.from({ length: count }, () => words(round(story.after(minutes(everyMinutes)))))
		.flat()
		.filter((word) => word.split(' ')[0] === key);

describe('told once per ask and step', () => {
	test.each<[Urgency, number, number]>([
		['emergency', 15, 15],
		['urgent', 60, 120],
	])('%s: late after %d minutes, once more %d minutes later', (urgency, late, again) => {
		const story = delivered({ urgency });
		expect(rounds(story, 1, late - 1)).toEqual([]);
		expect(rounds(story, 1, 2)).toEqual(['ack late']);
		expect(rounds(story, 1, again - 4)).toEqual([]);
		expect(rounds(story, 1, 6)).toEqual(['ack late again']);
		expect(rounds(story, 30, 60)).toEqual([]);
	});

	test('a routine ask is told again after one working day, not at the weekend', () => {
		const story = delivered();
		expect(rounds(story, 1, 6 * 60)).toEqual(['ack late']);
		// Told on Monday afternoon; one working day is by the end of Tuesday (17:30 in New York).
		expect(rounds(story, 1, 20 * 60)).toEqual([]);
		expect(words(round(story.after(10)))).toContain('ack late again');
	});

	test.each(urgencies)('"none" switches the second telling off: %s', (urgency) => {
		const off = clinicProfileSchema.parse({
			id: 'a',
			name: 'A',
			timeZone: 'UTC',
			escalation: { after: { emergency: 'none', urgent: 'none', routine: 'none' } },
		}).escalation;
		const story = delivered({ urgency }).after(24 * 60);
		const claim = claimTells(rowOf(story), contextOf(story, off));
		expect(claim?.columns.handover).not.toContain('"escalated":true');
	});

	test('after three days without Watch everything is told as one, to both addresses', () => {
		const story = delivered({ urgency: 'emergency' }).after(72);
		expect(words(round(story))).toContain('ack late again');
		expect(rounds(story, 5)).toEqual([]);
	});
});

describe('it counts as told only when the mail has left', () => {
	test('a mail that fails comes again in the next round, until one leaves', () => {
		const story = opened();
		expect(words(round(story.after(0.1), true))).toEqual(['release']);
		for (let failing = 0; failing < 3; failing++) {
			expect(words(round(story.after(minutes(5)), true))).toEqual(['release']);
		}
		expect(words(round(story.after(minutes(5))))).toEqual(['release']);
		expect(rounds(story, 5, 5, 'release')).toEqual([]);
	});

	test('however often a mail fails, the ledger grows by one event for it', () => {
		const story = opened().after(0.1);
		round(story, true);
		const { length } = story.events;
		for (let failing = 0; failing < 50; failing++) round(story.after(minutes(5)), true);
		const grown = story.events.slice(length).filter(({ type }) => type === 'alert.sending');
		// Fifty rounds are four hours: the ask became overdue meanwhile, which is one more thing to tell.
		expect(grown.length).toBeLessThanOrEqual(1);
	});

	test('while it is on its way nobody else sends it', () => {
		const story = opened().after(0.1);
		expect(words(round(story, true))).toEqual(['release']);
		expect(rowOf(story.after(minutes(1))).tellAt > story.now).toBe(true);
		expect(words(round(story))).toEqual([]);
		expect(words(round(story.after(minutes(messageMinutes))))).toEqual(['release']);
	});

	test('the claim is one conditional write with what to say in it', () => {
		const story = opened().after(0.1);
		const row = rowOf(story);
		const claim = claimTells(row, contextOf(story))!;
		expect(claim.columns.version).toBe(row.version + 1);
		expect(claim.appended.map(({ type }) => type)).toEqual(['alert.sending']);
		expect(story.state.raised).toEqual({});
		expect(claim.state.raised).toEqual({});
	});

	test('with nothing due there is nothing to write', () => {
		const story = delivered();
		expect(claimTells(rowOf(story), contextOf(story))).toBeUndefined();
	});
});
