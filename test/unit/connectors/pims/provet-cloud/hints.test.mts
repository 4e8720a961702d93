import fc from 'fast-check';
import { parseHint } from '../../../../../connectors/pims/provet-cloud/hints';

const from = { provet_id: 4021, provet_url: 'https://provetcloud.com/4021/' };

describe('the body of a webhook', () => {
	it.each([
		['3 and 45, a consultation', { consultation_id: 8812 }, { encounterId: '8812' }],
		['21, an appointment', { appointment_id: '17' }, { appointmentId: '17' }],
		['18, a patient referral', { patient_referral_id: 5 }, { referralId: '5' }],
		['18 by the name of the model', { patientreferral_id: 5 }, { referralId: '5' }],
		['38, its feedback', { patient_referral_feedback_id: 6 }, { feedbackId: '6' }],
	])('of trigger %s', (_, ids, hint) => {
		expect(parseHint({ ...from, ...ids }, '4021')).toEqual([hint]);
		const form = Object.fromEntries(
			Object.entries({ ...from, ...ids }).map(([name, value]) => [name, String(value)]),
		);
		expect(parseHint(form, '4021')).toEqual([hint]);
	});

	it.each([
		['another installation', { ...from, provet_id: 77, consultation_id: 1 }],
		['no installation', { consultation_id: 1 }],
		['a change of a patient alone', { ...from, patient_id: 3101 }],
		['a client', { ...from, client_id: 601 }],
		['an id that is none', { ...from, consultation_id: '../client/1' }],
		['an id of 0', { ...from, consultation_id: 0 }],
		['text', 'consultation_id=1&provet_id=4021'],
		['a list', [{ ...from, consultation_id: 1 }]],
		['nothing', undefined],
	])('that is %s gives no hint', (_, body) => {
		expect(parseHint(body, '4021')).toEqual([]);
	});

	it('of anything gives ids of this installation or nothing', () => {
		fc.assert(
			fc.property(fc.object(), fc.constantFrom('4021', '77'), (body, site) => {
				for (const hint of parseHint({ ...body, provet_id: site }, '4021')) {
					expect(site).toBe('4021');
					for (const [name, id] of Object.entries(hint)) {
						if (name !== 'pressed') expect(id).toMatch(/^[1-9]\d*$/);
					}
				}
			}),
		);
	});
});

describe('a pressed button', () => {
	it.each([
		['on a patient', { patient_id: '3101', client_id: '601' }, { patientId: '3101' }],
		['on a consultation', { consultation_id: '7' }, { encounterId: '7' }],
	])('%s posts ids of the page', (_, ids, hint) => {
		const body = { ...ids, refer: '1' };
		expect(parseHint(body, '4021')).toEqual([{ ...hint, pressed: true }]);
		expect(parseHint({ ...body, provet_id: '4021' }, '4021')).toEqual([{ ...hint, pressed: true }]);
		expect(parseHint({ ...body, provet_id: '77' }, '4021')).toEqual([]);
	});

	it('on the page of a client is about no patient', () => {
		expect(parseHint({ client_id: '601', refer: '1' }, '4021')).toEqual([]);
	});
});
