import fc from 'fast-check';
import { renderTouch, type TouchContent } from '../../../../core/outreach/render-touch';
import { isGsm, smsSize, toGsm } from '../../../../core/outreach/sms-encoding';
import { languageFor, languages } from '../../../../core/outreach/texts/languages';
import { touchKinds } from '../../../../core/outreach/texts/touch-text';

const link = `https://desk.maple.example.com/webhook/referral?t=${'a'.repeat(40)}.${'b'.repeat(24)}`;
const content: TouchContent = {
	kind: 'book_first',
	language: 'en',
	clinicName: 'Maple Street Vets',
	petName: 'Biscuit',
	hospital: 'Lakeside Animal Hospital',
	service: 'Cardiology',
	clinician: 'Dr Vera Sample',
	link,
	phone: '+1 555 0100',
	emergencyPhone: '+1 555 0199',
	appointment: { start: '2026-03-10T18:30:00Z', timeZone: 'America/New_York' },
};
const rendered = (changed: Partial<TouchContent> = {}) => {
	const result = renderTouch({ ...content, ...changed });
	if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
	return result.value;
};
const codeOf = (changed: Partial<TouchContent>): string => {
	const result = renderTouch({ ...content, ...changed });
	return result.ok ? 'ok' : result.refusal.code;
};

describe('an owner message', () => {
	it('says who writes, about whom, who will see the pet and where, and offers one action', () => {
		expect(rendered().sms).toBe(
			`Maple Street Vets: Biscuit will be seen by Dr Vera Sample (Cardiology) at Lakeside Animal Hospital. Tap to book: ${link} Questions? +1 555 0100. Reply STOP to opt out.`,
		);
	});

	const every = Object.keys(languages).flatMap((language) =>
		touchKinds.map((kind) => ({ language, kind })),
	);

	it.each(every)('$kind in $language is written out, plain GSM and at most two parts', (which) => {
		const message = rendered(which);
		expect(message.segments).toBeLessThanOrEqual(2);
		expect(message.encoding).toBe('gsm7');
		expect(message.language).toBe(which.language);
		for (const text of [message.sms, message.emailSubject, message.emailText, message.emailHtml]) {
			expect(text).not.toMatch(/[{}]|undefined/);
		}
		expect(message.sms).toContain('Maple Street Vets');
		expect(message.emailText).toContain('Maple Street Vets');
	});

	it.each(every.filter(({ kind }) => /^book|^scheduled/.test(kind)))(
		'$kind in $language carries the link once and tells how to opt out',
		(which) => {
			const message = rendered(which);
			expect(message.sms.split(link)).toHaveLength(2);
			expect(message.emailHtml).toContain(`href="${link}"`);
			expect(message.sms).toContain('STOP');
			expect(message.emailText).toContain('STOP');
			expect(message.sms).toContain('Biscuit');
			expect(message.sms).toContain('Lakeside Animal Hospital');
		},
	);

	it('confirms the visit in the zone of the hospital, with the weekday', () => {
		expect(rendered({ kind: 'scheduled_confirm' }).sms).toContain('Tue Mar 10, 2:30 PM');
		expect(rendered({ kind: 'scheduled_confirm', language: 'de' }).sms).toContain(
			'Di 10.3., 14:30 Uhr',
		);
		expect(codeOf({ kind: 'scheduled_confirm', appointment: undefined })).toBe(
			'touch_value_missing',
		);
	});

	it('confirms STOP without asking for anything', () => {
		const { sms } = rendered({ kind: 'stop_confirm', link: undefined, petName: '' });
		expect(sms).toBe(
			'Maple Street Vets: you will get no more texts from us. Questions? Call +1 555 0100.',
		);
	});

	it('gives the emergency number, or the clinic’s when there is none', () => {
		expect(rendered({ kind: 'worry_reply' }).sms).toContain('+1 555 0199');
		expect(rendered({ kind: 'stop_worry_reply', emergencyPhone: '' }).sms).toContain('+1 555 0100');
	});

	it('falls back from a dialect to its language, and to English', () => {
		expect(languageFor('de-CH')).toBe('de');
		expect(languageFor('ES_mx')).toBe('es');
		expect(languageFor('tlh')).toBe('en');
		expect(languageFor('constructor')).toBe('en');
	});

	it('leaves out what is not known about the visit', () => {
		expect(rendered({ clinician: undefined }).sms).toContain('Cardiology at Lakeside');
		expect(rendered({ clinician: '', service: ' ' }).sms).toContain('by Lakeside Animal Hospital.');
	});

	it('shortens the visit before it grows to a third part, and says so', () => {
		const long = { link: `${link}${'c'.repeat(60)}` };
		const message = rendered(long);
		expect(message.segments).toBe(2);
		expect(message.warnings).toContain('visit_shortened');
		expect(message.sms).toContain('Lakeside Animal Hospital');
		expect(message.emailText).toContain('Dr Vera Sample (Cardiology)');
		expect(codeOf({ link: `${link}${'c'.repeat(300)}` })).toBe('touch_too_long');
	});

	it('keeps texts cheap: curly quotes, accents and emoji are replaced in texts, kept in e-mails', () => {
		const message = rendered({ petName: 'Zoë’s Peño 🐶' });
		expect(message.encoding).toBe('gsm7');
		expect(message.sms).toContain("Zoe's Peño will be seen");
		expect(message.emailText).toContain('Zoë’s Peño 🐶');
	});

	it('says "your pet" where a name cannot be written in an ordinary text', () => {
		const message = rendered({ petName: 'Мурка' });
		expect(message.sms).toContain('your pet will be seen');
		expect(message.warnings).toContain('pet_name_replaced');
		expect(message.emailText).toContain('Мурка');
	});

	it.each(['clinicName', 'petName', 'hospital', 'phone'] as const)(
		'is refused without %s',
		(field) => {
			expect(codeOf({ [field]: ' ' })).toBe('touch_value_missing');
		},
	);

	it.each(['javascript:alert(1)', 'https://a b.example.com', 'desk/x', 'https://ü.example.com/'])(
		'is refused with the link %s',
		(bad) => {
			expect(codeOf({ link: bad })).toBe('touch_link_invalid');
		},
	);

	it('is refused without its link', () => {
		expect(codeOf({ link: undefined })).toBe('touch_value_missing');
	});
});

describe('a clinic’s own text', () => {
	const sms = '{clinic} here: please book {pet} with {visit}: {link} ({phone})';

	it('replaces ours and still tells how to opt out', () => {
		const message = rendered({ texts: { en: { book_first: { sms } } } });
		expect(message.sms).toMatch(
			/^Maple Street Vets here: please book Biscuit .* Reply STOP to opt out\.$/,
		);
		expect(message.emailSubject).toBe('Book the visit for Biscuit');
	});

	it.each(['{clinic}', '{pet}', '{link}'])('is refused without %s', (placeholder) => {
		const texts = { en: { book_first: { sms: sms.replace(placeholder, '') } } };
		expect(codeOf({ texts })).toBe('touch_text_incomplete');
	});

	it('is refused with a placeholder nobody can fill', () => {
		expect(codeOf({ texts: { en: { book_first: { sms: `${sms} {diagnosis}` } } } })).toBe(
			'touch_value_missing',
		);
	});
});

describe('names from a record', () => {
	it('never become markup, lines, placeholders or links', () => {
		const message = rendered({
			petName: '<b onmouseover="x">$&\n{link}',
			hospital: 'https://evil.example.com & Sons',
		});
		expect(message.emailHtml).not.toContain('<b ');
		expect(message.emailHtml).toContain('&lt;b');
		expect(message.sms).toContain('<b onmouseover="x">$& link');
		expect(message.sms).not.toContain('https://evil');
		expect(message.emailSubject).not.toContain('\n');
	});

	it('of any kind give a message within the limits or a refusal', () => {
		const name = fc.string({ unit: 'grapheme', maxLength: 80 });
		const kind = fc.constantFrom(...touchKinds);
		const language = fc.constantFrom('en', 'de', 'es', 'fr');
		fc.assert(
			fc.property(name, name, name, kind, language, (petName, hospital, clinician, k, tag) => {
				const result = renderTouch({
					...content,
					kind: k,
					language: tag,
					petName,
					hospital,
					clinician,
				});
				if (!result.ok) return;
				expect(result.value.segments).toBeLessThanOrEqual(2);
				expect(result.value.emailHtml.match(/<(?!\/?(div|p|a|br)\b)/)).toBeNull();
				expect(result.value.sms).not.toMatch(/[\n\r]/);
			}),
			{ numRuns: 300 },
		);
	});
});

describe('the size of a text message', () => {
	it.each([
		['', 1, 'gsm7'],
		['a'.repeat(160), 1, 'gsm7'],
		['a'.repeat(161), 2, 'gsm7'],
		['a'.repeat(306), 2, 'gsm7'],
		['a'.repeat(307), 3, 'gsm7'],
		['€'.repeat(80), 1, 'gsm7'],
		['€'.repeat(81), 2, 'gsm7'],
		['ж'.repeat(70), 1, 'ucs2'],
		['ж'.repeat(71), 2, 'ucs2'],
		['🐶'.repeat(35), 1, 'ucs2'],
		['🐶'.repeat(36), 2, 'ucs2'],
	])('of %j is right', (text, segments, encoding) => {
		expect(smsSize(text)).toEqual({ segments, encoding });
	});

	it('does not change what is GSM already', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				if (isGsm(text)) expect(toGsm(text)).toBe(text);
			}),
		);
	});
});
