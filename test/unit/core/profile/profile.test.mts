import { deadlinesSchema, timerIds, urgencies, windowOf } from '../../../../core/profile/deadlines';
import {
	clinicProfileGaps,
	defaultClinicProfile,
	parseClinicProfile,
} from '../../../../core/profile/clinic-profile';
import { parseSpecialist } from '../../../../core/profile/specialist';

const clinic = { id: 'maple', name: 'Maple Street Vets', timeZone: 'America/New_York' };
const specialist = {
	id: 'lakeside-cardio',
	hospital: 'Lakeside Animal Hospital',
	service: 'Cardiology',
	specialty: 'cardiology',
	channel: 'webhook',
	inboundUrl: 'https://lakeside.example.com/inbound',
	timeZone: 'America/Chicago',
};
const messageOf = (
	result: ReturnType<typeof parseClinicProfile | typeof parseSpecialist>,
): string => (result.ok ? 'accepted' : `${result.refusal.code}: ${result.refusal.message}`);

describe('a clinic profile', () => {
	it('needs only an id, a name and a time zone; the rest are defaults', () => {
		const result = parseClinicProfile(JSON.stringify(clinic));
		expect(result.ok && result.value.marker).toBe('#refer');
		expect(result.ok && result.value.outreach.maxUnanswered).toBe(3);
		expect(result.ok && result.value.hours.sun).toEqual([]);
	});

	it('starts in shadow mode, so that nothing is sent before somebody sets it live', () => {
		expect(defaultClinicProfile('maple').mode).toBe('shadow');
		expect(clinicProfileGaps(defaultClinicProfile('maple'))).toEqual([
			'name',
			'phone',
			'email',
			'staffAlertEmail',
			'timeZone',
		]);
	});

	it('reads its own export without a change', () => {
		const profile = defaultClinicProfile('maple');
		expect(parseClinicProfile(JSON.parse(JSON.stringify(profile)))).toEqual({
			ok: true,
			value: profile,
		});
	});

	it('keeps the other windows when one is changed', () => {
		const deadlines = { T2: { routine: { amount: 2, unit: 'business_hours' } } };
		const result = parseClinicProfile({ ...clinic, deadlines });
		if (!result.ok) throw new Error(result.refusal.message);
		expect(windowOf(result.value.deadlines, 'T2', 'routine')?.amount).toBe(2);
		expect(windowOf(result.value.deadlines, 'T2', 'emergency')).toEqual({
			amount: 15,
			unit: 'minutes',
		});
	});

	it('takes an explicit null as not given', () => {
		expect(parseClinicProfile({ ...clinic, address: null, email: null }).ok).toBe(true);
	});

	it.each([
		[{ name: undefined }, '"name" is missing'],
		[{ timeZone: 'Mars/Base' }, '"timeZone" must be a time zone name'],
		[{ email: 'nobody' }, '"email"'],
		[{ holidays: ['2026-02-30'] }, '"holidays[0]" must be a date that exists'],
		[{ hours: { mon: [{ open: '17:00', close: '09:00' }] } }, '"hours.mon[0]" must close after'],
		[{ hours: {} }, '"hours" must have at least one day'],
		[
			{
				hours: {
					mon: [
						{ open: '08:00', close: '12:00' },
						{ open: '11:00', close: '13:00' },
					],
				},
			},
			'"hours.mon" has spans that overlap',
		],
		[{ outreach: { hardLimits: { end: '22:00' } } }, '"outreach.hardLimits.end" must not be after'],
		[{ outreach: { maxUnanswered: 9 } }, '"outreach.maxUnanswered" must be at most 3'],
	])('is refused for %j, naming the setting', (change, expected) => {
		const message = messageOf(parseClinicProfile({ ...clinic, ...change }));
		expect(message).toContain('clinic_profile_invalid');
		expect(message).toContain(expected);
	});

	it('is refused for text that is no JSON', () => {
		expect(messageOf(parseClinicProfile('{"id":'))).toContain('is not valid JSON');
		expect(messageOf(parseClinicProfile(undefined))).toContain('nothing was given');
	});
});

describe('the table of windows', () => {
	it('has a value or an explicit none for every timer and urgency', () => {
		const deadlines = deadlinesSchema.parse(undefined);
		for (const number of Array.from({ length: 14 }, (_, index) => index + 1)) {
			expect(timerIds).toContain(`T${number}`);
		}
		for (const timerId of timerIds) {
			for (const urgency of urgencies) expect(deadlines[timerId][urgency]).toBeDefined();
		}
	});

	it('never lets an emergency wait for opening hours until the visit', () => {
		const deadlines = deadlinesSchema.parse(undefined);
		for (const timerId of ['T1', 'T2', 'T2H', 'T3', 'T5', 'T6'] as const) {
			for (const urgency of ['emergency', 'urgent'] as const) {
				expect(windowOf(deadlines, timerId, urgency)?.unit).toMatch(/^(minutes|hours)$/);
			}
		}
	});

	it('runs no owner message timer in an emergency', () => {
		expect(windowOf(deadlinesSchema.parse(undefined), 'T4', 'emergency')).toBeUndefined();
	});
});

describe('a specialist entry', () => {
	it('takes defaults for what is left out', () => {
		const result = parseSpecialist(specialist);
		expect(result.ok && result.value.contactsOwnerFirst).toBe('referrer');
		expect(result.ok && result.value.booking).toEqual({ mode: 'phone' });
		expect(result.ok && result.value.active).toBe(true);
	});

	it('accepts plain http only for machines of one’s own', () => {
		for (const inboundUrl of [
			'http://localhost:5055/in',
			'http://127.0.0.1:1/in',
			'http://sim/in',
		]) {
			expect(parseSpecialist({ ...specialist, inboundUrl }).ok).toBe(true);
		}
	});

	it.each([
		[{ inboundUrl: undefined }, '"inboundUrl" is missing, but packets go by webhook'],
		[{ inboundUrl: 'http://lakeside.example.com/in' }, '"inboundUrl" must be an https:// address'],
		[{ inboundUrl: 'https://a:b@lakeside.example.com' }, '"inboundUrl" must be an https://'],
		[{ inboundUrl: 'javascript:alert(1)' }, '"inboundUrl" must be an https://'],
		[{ channel: 'email' }, '"email" is missing, but packets go by email'],
		[{ channel: 'pigeon' }, '"channel"'],
		[{ booking: { mode: 'url' } }, '"booking.url" is missing'],
		[{ id: 'a b' }, '"id" may have letters'],
		[{ needs: { required: ['ecg'], recommended: ['ecg'] } }, '"needs" lists ecg both'],
	])('is refused for %j, naming the setting', (change, expected) => {
		const message = messageOf(parseSpecialist({ ...specialist, ...change }));
		expect(message).toContain('specialist_invalid');
		expect(message).toContain(expected);
	});
});
