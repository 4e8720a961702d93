import fc from 'fast-check';
import { internationalNumber } from '../../../../connectors/messaging/phone-number';

describe('a phone number of the record', () => {
	it.each([
		['(202) 555-0188', '+15550110', '+12025550188'],
		['202.555.0188 ask for Ann', '+15550110', '+12025550188'],
		['+1 (202) 555-0188', '', '+12025550188'],
		['020 7946 0018', '+44 20 7946 0000', '+442079460018'],
		['0044 20 7946 0018', '+44 20 7946 0000', '+442079460018'],
		['06 1234 5678', '+39 06 0000 0000', '+390612345678'],
		['+15550188', '+15550110', '+15550188'],
	])('%s of a clinic with %s is dialled as %s', (written, own, dialled) => {
		expect(internationalNumber(written, own)).toBe(dialled);
	});

	it.each([
		['(202) 555-0188', ''],
		['(202) 555-0188', '020 7946 0000'],
		['call the neighbour', '+15550110'],
		['555-0188', '+15550110'],
		['', '+15550110'],
	])('%s of a clinic with %s stays as it is written', (written, own) => {
		expect(internationalNumber(written, own)).toBe(written);
	});

	it('never changes once it is international, whatever stands in the record', () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 40 }), (written) => {
				const once = internationalNumber(written, '+15550110');
				expect(internationalNumber(once, '+15550110')).toBe(once);
			}),
		);
	});
});
