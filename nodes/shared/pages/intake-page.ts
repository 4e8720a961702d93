import { DateTime } from 'luxon';
import { fieldOfRefusal, filingActions } from '../../../core/intake/filing';
import type { ReceivedReferral } from '../../../core/intake/message';
import { referenceOf, type IntakeRow } from '../../../core/intake/row';
import type { Refusal } from '../../../core/result';
import { markup, nothing, type Part, type SafeHtml } from './escape';
import { renderLayout } from './layout';
import { card, facts, mail, phone, prose, sizeOf, webLink } from './parts';
import { SetupForm } from './setup-form';
import { textsFor } from './texts/texts-for';

export interface IntakePageInput {
	row: IntakeRow;
	referral?: ReceivedReferral;
	/** Zone in which times are written, IANA. */
	timeZone: string;
	/** Where the forms post to. */
	action: string;
	nonce: string;
	fields: Record<string, string>;
	flash?: { done: true } | { refusal: Refusal };
}

const stateWords: Record<IntakeRow['stage'], { tag: string; kind: string; text: string }> = {
	enter: {
		tag: 'Being entered',
		kind: 'warn',
		text: 'The practice system is asked by itself. Nothing is to be done here now.',
	},
	person: {
		tag: 'Waits for you',
		kind: 'bad',
		text: 'It is not in the practice system yet, or not all of it.',
	},
	done: { tag: 'In the record', kind: 'ok', text: 'Nothing is left to do here.' },
};

const doneText: Record<IntakeRow['stage'], string> = {
	enter: 'It is tried again now. A mail tells what came of it.',
	person: 'The page has moved on. Please look at it again.',
	done: 'Thank you. The referring clinic is told that the referral has arrived.',
};

function flashBox({ flash, row }: IntakePageInput): SafeHtml {
	if (!flash) return nothing;
	if ('done' in flash) {
		return markup`<div class="flash done" role="status"><h2>${textsFor('en').page.done}</h2><p>${doneText[row.stage]}</p></div>`;
	}
	const { message, hint } = flash.refusal;
	return markup`<div class="flash refused" role="alert"><h2>${textsFor('en').page.refused}</h2><p>${message}</p><p>${hint}</p></div>`;
}

function stateCard({ row, timeZone }: IntakePageInput): SafeHtml {
	const { tag, kind, text } = stateWords[row.stage];
	const at = DateTime.fromISO(row.receivedAt, { zone: timeZone, locale: 'en' });
	return card(
		'Where it stands',
		markup`<p><span class="tag ${kind}">${tag}</span></p><p>${text}</p>${facts([
			['Record', row.recordNumber],
			['Entered by', row.doneBy],
			['Received', at.toFormat('cccc d LLLL yyyy, HH:mm')],
			['Number here', referenceOf(row.id)],
			['Case', row.caseId],
		])}`,
	);
}

function fileCard(referral: ReceivedReferral): SafeHtml {
	return card(
		'Files',
		markup`<ul class="plain">${referral.files.map(
			({ name, url, size }) =>
				markup`<li>${webLink(url, name) ?? name}<br><span class="soft small">${sizeOf(size)}</span></li>`,
		)}</ul><p class="soft small">The links lead to the referring clinic and work for some weeks.</p>`,
	);
}

function referralCard({ patient, owner, referrer, ...referral }: ReceivedReferral): SafeHtml {
	const joined = (...parts: Array<string | undefined>): string => parts.filter(Boolean).join(', ');
	return card(
		'The referral',
		facts([
			['Urgency', joined(referral.urgency, referral.reasonForUrgency)],
			['Question', prose(referral.clinicalQuestion)],
			['Patient', joined(patient.name, patient.species, patient.breed, patient.sex)],
			['Microchip', patient.microchip],
			['Owner', owner.name],
			['Phone', phone(owner.phone)],
			['E-mail', mail(owner.email)],
			['Referred by', joined(referrer.clinic, referrer.vet)],
			['Their phone', phone(referrer.phone)],
		]),
	);
}

function forms(input: IntakePageInput): Part {
	const { row, action, nonce, fields, flash } = input;
	if (filingActions(row).length === 0) return undefined;
	const refusal = flash && 'refusal' in flash ? flash.refusal : undefined;
	const field = refusal && fieldOfRefusal(refusal.code);
	const build = (prefix: string): SetupForm =>
		new SetupForm({
			prefix,
			values: fields.action === prefix ? fields : { name: fields.name ?? '' },
			problems:
				refusal && field && fields.action === prefix ? [{ field, message: refusal.message }] : [],
		});
	const form = (name: string, body: Part, button: string): SafeHtml =>
		markup`<form method="post" action="${action}" id="${name}"><input type="hidden" name="nonce" value="${nonce}"><input type="hidden" name="action" value="${name}">${body}<p><button type="submit">${button}</button></p></form>`;
	const filed = build('filed');
	const retry = build('retry');
	return [
		card('What to do', prose(row.slip)),
		card(
			'I have entered it',
			form(
				'filed',
				[
					filed.input(
						'recordNumber',
						'Number of the record',
						'Patient or client number in your practice system. The referring clinic is told.',
						true,
					),
					filed.input('name', 'Your name', undefined, true),
				],
				'It is in the practice system',
			),
		),
		markup`<details class="act"><summary>Let the practice system be asked again</summary><p>For when what was in the way is put right: a permission, or two owners that were one.</p>${form(
			'retry',
			retry.input('name', 'Your name', undefined, true),
			'Try again now',
		)}</details>`,
	];
}

/** The page of a received referral for the people of the hospital who take it in. */
export function renderIntakePage(input: IntakePageInput): string {
	const { row, referral, flash } = input;
	return renderLayout({
		title: row.patientName || row.caseId,
		over: row.clinic ? `Referral from ${row.clinic}` : 'Referral',
		texts: textsFor('en'),
		action: input.action,
		failed: flash !== undefined && 'refusal' in flash,
		body: [
			flashBox(input),
			stateCard(input),
			forms(input),
			referral ? [referralCard(referral), fileCard(referral)] : undefined,
			referral
				? markup`<p>${webLink(referral.reply.pageUrl, 'Accept, ask or decline on the page of the case')}</p>`
				: undefined,
		],
	});
}
