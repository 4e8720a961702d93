import { statusRefusal, vendorWords } from '../../../../connectors/pims/refusals';

const failure = {
	system: 'ezyVet',
	operation: 'read the patient 501',
	scope: 'read-animal',
	now: '2026-11-22T12:00:00Z',
};

describe('a status that is no success', () => {
	it.each([
		[0, 'pims_unreachable', /base URL/],
		[401, 'pims_unauthorised', /credential/],
		[403, 'pims_forbidden', /'read-animal'/],
		[404, 'pims_not_found', /id/],
		[429, 'pims_rate_limited', /30 seconds/],
		[400, 'pims_rejected', /values/],
		[500, 'pims_unavailable', /again/],
		[503, 'pims_unavailable', /again/],
	])('%i is told as %s with the next step', (status, code, hint) => {
		const { refusal } = statusRefusal({ status, body: 'wait 30 seconds' }, failure);
		expect(refusal.code).toBe(code);
		expect(refusal.message).toContain('ezyVet');
		expect(refusal.message).toContain('read the patient 501');
		expect(refusal.hint).toMatch(hint);
	});
});

describe('what a vendor says', () => {
	it('is passed on by type and field, without the quoted values', () => {
		const words = vendorWords({
			messages: [
				{
					type: 'InvalidParameterException',
					text: 'The name "Olive Owner" is not valid.',
					fields: { name: 'Olive Owner' },
				},
			],
		});
		expect(words).toContain('InvalidParameterException');
		expect(words).toContain('fields name');
		expect(words).not.toContain('Olive');
	});

	it.each(['<html>', undefined, null, 7, [], {}, { messages: 'x' }])('of %j is nothing', (body) => {
		expect(vendorWords(body)).toBe('');
	});
});
