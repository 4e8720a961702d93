import {
	smsConsentWording,
	supplementTexts,
	type SupplementText,
} from '../../../core/desk/release-form';
import type { Release } from '../../../core/packet/release';
import { markup, type Part, type SafeHtml } from './escape';
import { PageForm, type Choice } from './form';
import type { CasePageInput } from './page-input';
import { card, facts, openForm, phone, prose } from './parts';
import type { Texts } from './texts/en';
import { fieldTime } from './times';

/** What the record said when the case was marked, and what is missing after a first try. */
export function markedCard(page: CasePageInput, texts: Texts): SafeHtml | undefined {
	const { created, incomplete, packetFailure, transport } = page.state;
	const source = created?.data.source;
	const gaps = incomplete?.gaps ?? [];
	const failure = packetFailure ?? (transport.status === 'failed' ? transport.failure : undefined);
	if (!source?.text && !source?.vetName && gaps.length === 0 && !failure) return undefined;
	return card(texts.facts.marked, [
		facts([
			[texts.facts.vet, source?.vetName],
			[texts.facts.note, prose(source?.text)],
		]),
		failure
			? markup`<div class="flash refused"><p>${failure.message}</p><p>${failure.hint}</p></div>`
			: '',
		gaps.length > 0
			? markup`<h3>${texts.release.gaps}</h3><ul class="plain">${gaps.map(
					(gap) =>
						markup`<li><strong>${gap.label}</strong> <span class="tag${
							gap.level === 'required' ? ' warn' : ''
						}">${gap.level === 'required' ? texts.release.required : texts.release.recommended}</span><br>${gap.howToFix}</li>`,
				)}</ul>`
			: '',
	]);
}

/** The Release form: to whom, how urgent, which question, with whose consent. */
export function releaseForm(page: CasePageInput, texts: Texts): SafeHtml {
	const form = new PageForm(page, 'release', texts);
	const words = texts.release;
	const before = page.state.release;
	const proposed = page.state.created?.data.proposal;
	const directory = (page.directory ?? []).filter((entry) => entry.active);
	if (directory.length === 0) {
		return markup`<div class="flash warn"><p>${words.emptyDirectory}</p></div>`;
	}
	const choices = directory.map(
		(entry): Choice => [
			entry.id,
			`${entry.hospital}, ${entry.service} (${texts.specialties[entry.specialty]})`,
		],
	);
	const body = [
		markup`<p class="soft small">${texts.page.required}</p>`,
		form.select('specialistId', words.specialistId, choices, {
			required: true,
			value: before?.specialistId ?? proposed?.specialistId,
		}),
		form.input('clinician', texts.labels.clinician, {
			hint: words.clinicianHint,
			value: before?.clinician,
		}),
		form.select('urgency', words.urgency, Object.entries(texts.urgencies), {
			required: true,
			value: before?.urgency ?? proposed?.urgency,
		}),
		form.textarea('reasonForUrgency', words.reasonForUrgency, {
			hint: words.reasonForUrgencyHint,
			value: before?.reasonForUrgency ?? proposed?.reasonForUrgency,
		}),
		form.textarea('clinicalQuestion', words.clinicalQuestion, {
			required: true,
			hint: words.clinicalQuestionHint,
			value: before?.clinicalQuestion ?? proposed?.clinicalQuestion,
		}),
		form.textarea('reason', words.reason, {
			required: true,
			value: before?.reason ?? proposed?.reason,
		}),
		form.checkbox('noteApproved', words.noteApproved, { required: true }),
		consentFields(form, texts, before),
		callFields(form, page, texts, before),
		supplementFields(form, texts, before),
		markup`<fieldset><legend>${words.who}</legend>${form.person(true)}</fieldset>`,
	];
	return openForm(form, body, texts);
}

function consentFields(form: PageForm, texts: Texts, before: Release | undefined): SafeHtml {
	const words = texts.release;
	return markup`<fieldset><legend>${words.consent}</legend>${[
		form.checkbox('consentShare', words.consentShare, { required: true }),
		markup`<div class="pair">${form.input('consentBy', words.consentBy, {
			required: true,
			value: before?.consent.by,
		})}${form.input('consentHow', words.consentHow, {
			required: true,
			hint: words.consentHowHint,
			value: before?.consent.how,
		})}</div>`,
	]}</fieldset><fieldset><legend>${words.contact}</legend>${[
		form.checkbox('contactHospital', words.contactHospital, { checked: before?.contact.hospital }),
		form.checkbox('contactSms', smsConsentWording, { checked: before?.contact.sms }),
		form.checkbox('contactEmail', words.contactEmail, { checked: before?.contact.email }),
		markup`<div class="pair">${form.select(
			'preferredChannel',
			words.preferredChannel,
			Object.entries(texts.channels),
			{ value: before?.contact.preferredChannel },
		)}${form.input('language', words.language, {
			hint: words.languageHint,
			value: before?.contact.language,
		})}</div>`,
	]}</fieldset>`;
}

/** Whom to call, before anything is sent. */
function numbers({ directory = [] }: CasePageInput, texts: Texts): Part {
	const entries = directory.filter(
		(entry) => entry.active && (entry.phone !== '' || entry.onCallPhone !== undefined),
	);
	if (entries.length === 0) return undefined;
	return markup`<details class="more"><summary>${texts.release.numbers}</summary>${facts(
		entries.map((entry): [string, Part] => [
			`${entry.hospital}, ${entry.service}`,
			[
				phone(entry.phone),
				entry.onCallPhone
					? markup`<br>${texts.course.onCall}: ${phone(entry.onCallPhone)}`
					: undefined,
			],
		]),
	)}</details>`;
}

function callFields(
	form: PageForm,
	page: CasePageInput,
	texts: Texts,
	before: Release | undefined,
): SafeHtml {
	const words = texts.release;
	return markup`<fieldset><legend>${words.call}</legend><p class="soft">${words.callHint}</p>${numbers(page, texts)}<div class="pair">${form.input(
		'callNumber',
		words.callNumber,
		{ value: before?.phoneCall?.number },
	)}${form.input('callSpokeTo', words.callSpokeTo, { value: before?.phoneCall?.spokeTo })}</div>${form.input(
		'callAt',
		words.callAt,
		{
			type: 'datetime-local',
			hint: `${words.callAtHint} ${texts.page.shownIn} ${page.clinic.timeZone}.`,
			max: fieldTime(page.now, page.clinic.timeZone),
		},
	)}${form.checkbox('callParallel', words.callParallel)}</fieldset>`;
}

function supplementFields(form: PageForm, texts: Texts, before: Release | undefined): SafeHtml {
	const words = texts.release;
	const given = before?.supplement;
	const texted = Object.keys(supplementTexts) as SupplementText[];
	const lines = (entries: readonly string[] | undefined) => entries?.join('\n');
	return markup`<fieldset><legend>${words.more}</legend><p class="soft">${words.moreHint}</p>${[
		form.textarea('allergies', words.allergies, { value: lines(given?.allergies) }),
		form.checkbox('allergiesNone', words.allergiesNone, {
			checked: given?.allergies?.length === 0,
		}),
		form.textarea('toldOwner', texts.supplement.toldOwner, { value: given?.toldOwner }),
		form.textarea('exam', texts.supplement.exam, { value: given?.exam }),
		markup`<details class="more"${form.refused || given !== undefined ? markup` open` : ''}><summary>${words.rest}</summary>${[
			form.textarea('problemList', words.problemList, { value: lines(given?.problemList) }),
			form.textarea('pendingTests', words.pendingTests, {
				value: lines(given?.pendingTests?.map((test) => test.name)),
			}),
			form.checkbox('pendingTestsNone', words.pendingTestsNone, {
				checked: given?.pendingTests?.length === 0,
			}),
			...texted
				.filter((field) => field !== 'toldOwner' && field !== 'exam')
				.map((field) => form.input(field, texts.supplement[field], { value: given?.[field] })),
			form.select(
				'microchipSource',
				words.microchipSource,
				[
					['scanned', words.microchipScanned],
					['record', words.microchipRecord],
				],
				{ value: given?.microchipSource },
			),
		]}</details>`,
	]}</fieldset>`;
}
