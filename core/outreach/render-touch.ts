import { DateTime } from 'luxon';
import type { ClinicProfile } from '../profile/clinic-profile';
import { ok, refuse, type Result } from '../result';
import { isGsm, smsSize, toGsm, type SmsSize } from './sms-encoding';
import { languageFor, languages } from './texts/languages';
import type { LanguageTexts, TouchKind, TouchText } from './texts/touch-text';

export interface TouchContent {
	kind: TouchKind;
	/** BCP 47 tag; falls back to its base language, then to English. */
	language: string;
	clinicName: string;
	petName: string;
	hospital: string;
	service: string;
	clinician?: string;
	/** The owner's case link; only the kinds that ask for an action need it. */
	link?: string;
	phone: string;
	/** Where to call in an emergency; the clinic's phone when left out. */
	emergencyPhone?: string;
	/** ISO instant and zone of the visit, for the kinds that name it. */
	appointment?: { start: string; timeZone: string };
	/** The clinic's own texts (`texts` of its profile). */
	texts?: ClinicProfile['texts'];
}

export interface RenderedTouch extends SmsSize {
	sms: string;
	emailSubject: string;
	emailText: string;
	emailHtml: string;
	/** Language actually used. */
	language: string;
	/** What had to be shortened or replaced, for the person who looks. */
	warnings: string[];
}

type Values = Record<string, string>;

const MAX_SEGMENTS = 2;
/** After STOP nothing is left to opt out of, and an emergency number must not be diluted. */
const withoutOptOut: TouchKind[] = ['stop_confirm', 'worry_reply', 'stop_worry_reply'];

/** Names come from records: one line, no placeholders, no addresses that phones turn into links. */
const clean = (text: string, max = 60): string =>
	text
		.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
		.replace(/https?:\/\/|www\./gi, '')
		.replace(/[{}]/g, '')
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, max);

const escapeHtml = (text: string): string =>
	text
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;')
		.replace(/'/g, '&#39;');

const placeholders = (template: string): string[] =>
	[...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');

const fill = (template: string, values: Values): string =>
	template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** Ways to name the visit, fullest first, using only what is known. */
const visitForms = (texts: LanguageTexts, values: Values): string[] => {
	const { clinicianAndService, clinician, service, hospital } = texts.visit;
	return [clinicianAndService, clinician, service, hospital]
		.filter((form) => placeholders(form).every((name) => values[name] !== ''))
		.map((form) => fill(form, values));
};

const whenOf = (content: TouchContent, language: string, format: string): string => {
	if (content.appointment === undefined) return '';
	const start = DateTime.fromISO(content.appointment.start, {
		zone: content.appointment.timeZone,
		locale: language,
	});
	return start.isValid ? start.toFormat(format) : '';
};

const missingValue = (texts: TouchText, values: Values): string | undefined =>
	[texts.sms, texts.emailSubject, texts.emailText]
		.flatMap(placeholders)
		.find((name) => (values[name] ?? '') === '');

/** An own text must still say who writes, about whom, and offer the action of its kind. */
const lackingPlaceholder = (own: TouchText, standard: TouchText): string | undefined =>
	['clinic', 'pet', 'link', 'emergencyPhone', 'when'].find(
		(name) =>
			(standard.sms.includes(`{${name}}`) && !own.sms.includes(`{${name}}`)) ||
			(standard.emailText.includes(`{${name}}`) && !own.emailText.includes(`{${name}}`)),
	);

const htmlOf = (paragraphs: string, values: Values): string => {
	const escaped: Values = Object.fromEntries(
		Object.entries(values).map(([name, value]) => [name, escapeHtml(value)]),
	);
	escaped.link = `<a href="${escaped.link}">${escaped.link}</a>`;
	const body = escapeHtml(paragraphs)
		.split('\n\n')
		.map((paragraph) => `<p>${fill(paragraph, escaped).replace(/\n/g, '<br>')}</p>`)
		.join('\n');
	return `<div style="font-family:sans-serif;font-size:16px;line-height:1.5">\n${body}\n</div>`;
};

/** First wording that fits into two parts: shorter visit, then a neutral word for the pet. */
const fittingSms = (
	template: string,
	values: Values,
	visits: string[],
	yourPet: string,
): { sms: string; warnings: string[] } | undefined => {
	const link = values.link ?? '';
	const render = (visit: string, pet: string): string => {
		const text = toGsm(fill(template, { ...values, visit, pet, link: '{link}' }));
		return text.replace(/ {2,}/g, ' ').replace(/\{link\}/g, () => link);
	};
	const named = values.pet ?? '';
	const plainName = toGsm(named).trim();
	const pets = isGsm(plainName) && (plainName !== '' || named === '') ? [named] : [yourPet];
	for (const pet of pets) {
		for (const visit of visits) {
			const sms = render(visit, pet);
			if (smsSize(sms).segments > MAX_SEGMENTS) continue;
			const warnings = visit === visits[0] ? [] : ['visit_shortened'];
			if (pet !== named) warnings.push('pet_name_replaced');
			if (smsSize(sms).encoding === 'ucs2') warnings.push('not_gsm');
			return { sms, warnings };
		}
	}
	return undefined;
};

/**
 * Renders one owner message for text and e-mail. Refuses when something it must say is missing
 * (`touch_value_missing`), an own text leaves out what it must contain (`touch_text_incomplete`),
 * the link is no web address (`touch_link_invalid`) or it cannot be said in two parts
 * (`touch_too_long`).
 */
export const renderTouch = (content: TouchContent): Result<RenderedTouch> => {
	const language = languageFor(content.language);
	const texts = languages[language] ?? languages.en!;
	const standard = texts.texts[content.kind];
	const own = content.texts?.[content.language] ?? content.texts?.[language];
	const chosen: TouchText = { ...standard, ...own?.[content.kind] };
	const lacking = lackingPlaceholder(chosen, standard);
	if (lacking !== undefined) {
		return refuse(
			'touch_text_incomplete',
			`The clinic's own text "${content.kind}" (${language}) does not contain {${lacking}}.`,
			'Add it to the text in the clinic profile, or remove the own text.',
		);
	}
	if (content.link !== undefined && !/^https?:\/\/[\x21-\x7e]{3,}$/.test(content.link)) {
		return refuse(
			'touch_link_invalid',
			'The link of the message is not a web address.',
			'Check the public address in the Referral Desk credential.',
		);
	}
	const values: Values = {
		clinic: clean(content.clinicName),
		pet: clean(content.petName, 30),
		hospital: clean(content.hospital),
		service: clean(content.service, 40),
		clinician: clean(content.clinician ?? ''),
		link: content.link ?? '',
		phone: clean(content.phone, 30),
		emergencyPhone: clean(content.emergencyPhone || content.phone, 30),
		when: whenOf(content, language, texts.whenFormat),
	};
	const visits = visitForms(texts, values);
	values.visit = visits[0] ?? '';
	const missing = missingValue(chosen, values);
	if (missing !== undefined) {
		return refuse(
			'touch_value_missing',
			`The message "${content.kind}" cannot be written: {${missing}} is not known.`,
			'Fill it in in the clinic profile, the specialist directory or the case.',
		);
	}
	const optOut = !withoutOptOut.includes(content.kind);
	const withLine = (text: string, line: string, gap: string): string =>
		optOut && !/\bSTOP\b/.test(text) ? `${text}${gap}${line}` : text;
	const smsTemplate = withLine(chosen.sms, texts.optOutSms, ' ');
	const fitting = fittingSms(smsTemplate, values, visits, texts.yourPet);
	if (fitting === undefined) {
		return refuse(
			'touch_too_long',
			`The text message "${content.kind}" needs more than ${MAX_SEGMENTS} parts.`,
			'Shorten the clinic name, the own text or the public address; an e-mail is still possible.',
		);
	}
	const emailTemplate = withLine(chosen.emailText, texts.optOutEmail, '\n\n');
	return ok({
		...fitting,
		...smsSize(fitting.sms),
		emailSubject: fill(chosen.emailSubject, values),
		emailText: fill(emailTemplate, values),
		emailHtml: htmlOf(emailTemplate, values),
		language,
	});
};
