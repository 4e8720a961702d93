import fc from 'fast-check';
import { parseReport } from '../../../../core/report/schema';

const least = { caseId: 'REF-1', kind: 'final', patient: { name: 'Biscuit' } };
const full = {
	...least,
	version: 2,
	patient: { name: 'Biscuit', species: 'dog', microchip: '981020001234567' },
	visitDates: ['2026-03-02'],
	clinician: { name: 'Dr Vera Sample', role: 'Cardiologist' },
	answers: [{ question: 'Is treatment needed?', answer: 'Yes, start now.' }],
	diagnoses: [{ text: 'MMVD', certainty: 'final', stage: 'B2' }],
	findings: [
		{ name: 'LA:Ao', value: 1.8 },
		{ name: 'Rhythm', value: 'sinus' },
	],
	testsPending: [{ name: 'proBNP', expected: '2026-03-09' }],
	medications: [{ name: 'Pimobendan', dose: '1.25 mg', status: 'new', start: '2026-03-02' }],
	plan: [{ kind: 'recheck', what: 'Echo', due: { inDays: 180 }, where: 'specialist' }],
	responsibility: 'shared',
};
const messageOf = (json: unknown): string => {
	const result = parseReport(json);
	return result.ok ? 'accepted' : `${result.refusal.code}: ${result.refusal.message}`;
};

describe('a report', () => {
	it('may be nothing but a case, a kind and a name, and nothing is invented', () => {
		const result = parseReport(JSON.stringify(least));
		expect(result).toEqual({
			ok: true,
			value: {
				...least,
				version: 1,
				visitDates: [],
				answers: [],
				diagnoses: [],
				findings: [],
				testsPending: [],
				medications: [],
				plan: [],
			},
		});
	});

	it('keeps every structured field', () => {
		const result = parseReport(full);
		expect(result).toEqual({ ok: true, value: full });
	});

	it('takes null as not given and drops fields it does not know', () => {
		const result = parseReport({ ...least, prognosis: null, clinician: null, mood: 'sunny' });
		expect(result.ok && Object.keys(result.value)).not.toContain('mood');
		expect(result.ok && result.value.prognosis).toBeUndefined();
	});

	it.each([
		[{ ...least, caseId: undefined }, '"caseId" is missing'],
		[{ ...least, patient: {} }, '"patient.name" is missing'],
		[{ ...least, patient: { name: ' ' } }, '"patient.name" must not be empty'],
		[{ ...least, kind: 'rumour' }, '"kind" must be one of interim, discharge_note, final, amended'],
		[{ ...least, visitDates: ['02/03/2026'] }, '"visitDates[0]" must be a date'],
		[{ ...least, plan: [{ kind: 'recheck', what: 'Echo', due: 'soon' }] }, '"plan[0].due" must be'],
		[
			{ ...least, plan: [{ kind: 'recheck', what: 'Echo', due: { inDays: -1 } }] },
			'"plan[0].due.inDays"',
		],
		[{ ...least, medications: [{ name: 'X' }] }, '"medications[0].status" is missing'],
		['<html>', 'is not valid JSON'],
		[[], 'The report cannot be used'],
	])('is refused for %j, naming the field', (json, expected) => {
		expect(messageOf(json)).toContain('report_invalid');
		expect(messageOf(json)).toContain(expected);
	});

	it('never repeats clinical words in a refusal', () => {
		const secret = 'haemangiosarcoma';
		expect(messageOf({ ...least, kind: secret, visitDates: [secret] })).not.toContain(secret);
		expect(messageOf({ ...least, prognosis: { text: secret } })).not.toContain(secret);
	});

	it('answers anything at all with a value or a refusal', () => {
		fc.assert(
			fc.property(fc.anything(), (json) => {
				const result = parseReport(json);
				if (!result.ok) expect(result.refusal.hint).not.toBe('');
			}),
		);
	});
});
