import { parseRelease } from '../../../../core/packet/release';
import { releaseInput } from './sample.mts';

const codeOf = (input: unknown): string => {
	const parsed = parseRelease(input);
	return parsed.ok ? 'ok' : parsed.refusal.code;
};

describe('a release', () => {
	it('is read when everything a person must decide is there', () => {
		const parsed = parseRelease(releaseInput());
		expect(parsed).toMatchObject({ ok: true, value: { urgency: 'routine', overrides: [] } });
	});

	it.each([
		['no consent to share', { consent: { ...releaseInput().consent, share: false } }, 'no_consent'],
		['no approval of the note', { noteApproved: false }, 'note_not_approved'],
		['an urgent case without a reason', { urgency: 'urgent' }, 'urgency_without_reason'],
		['an urgency nobody knows', { urgency: 'soon' }, 'release_incomplete'],
		['an empty question', { clinicalQuestion: '  ' }, 'release_incomplete'],
		[
			'consent as text',
			{ consent: { ...releaseInput().consent, share: 'yes' } },
			'release_incomplete',
		],
		['no word about messages', { contact: undefined }, 'release_incomplete'],
		['no person', { by: undefined }, 'release_incomplete'],
	])('is refused with %s', (_, change, code) => {
		expect(codeOf({ ...releaseInput(), ...change })).toBe(code);
	});

	it('takes an urgent case with its reason', () => {
		const urgent = { urgency: 'urgent', reasonForUrgency: 'Near-collapse three days ago.' };
		expect(codeOf({ ...releaseInput(), ...urgent })).toBe('ok');
	});

	it('says in one refusal everything that is missing, without repeating what was written', () => {
		const parsed = parseRelease({ reason: 'Secret story', specialistId: '' });
		expect(parsed).toMatchObject({ ok: false, refusal: { code: 'release_incomplete' } });
		const message = parsed.ok ? '' : parsed.refusal.message;
		for (const part of ['specialistId', 'clinicalQuestion', 'consent', 'noteApproved', 'contact']) {
			expect(message).toContain(part);
		}
		expect(message).not.toContain('Secret story');
	});

	it.each([undefined, null, 'text', 7, []])('refuses %p', (input) => {
		expect(codeOf(input)).toBe('release_incomplete');
	});
});
