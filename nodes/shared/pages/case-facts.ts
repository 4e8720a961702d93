import type { ClinicView, OwnerView, SpecialistView } from '../../../core/desk/redact';
import type { ClinicProfile } from '../../../core/profile/clinic-profile';
import { secondHand } from './course-cards';
import { markup, type Part, type SafeHtml } from './escape';
import { card, facts, mail, phone, prose } from './parts';
import type { Texts } from './texts/en';
import { showDate, showTime } from './times';

type CaseFacts = SpecialistView | ClinicView;

const joined = (...parts: Array<string | undefined>): string =>
	parts.filter((part) => part !== undefined && part !== '').join(', ');

const list = (entries: readonly string[] | undefined, none: string): Part => {
	if (entries === undefined) return undefined;
	return entries.length === 0 ? none : prose(entries.join('\n'));
};

/** Urgency as a word with a frame; colour only helps. */
export function urgencyTag(urgency: CaseFacts['urgency'], texts: Texts): SafeHtml {
	const look = urgency === 'emergency' ? ' bad' : urgency === 'urgent' ? ' warn' : '';
	return markup`<span class="tag${look}">${texts.urgencies[urgency]}</span>`;
}

/** Patient, question, reason and what the release added: the packet in short. */
export function packetCard(view: CaseFacts, texts: Texts): SafeHtml {
	const { patient, release } = view;
	const extra = release?.supplement;
	const words = texts.facts;
	return card(
		words.patient,
		facts([
			[words.patient, joined(view.patientName, patient?.species, patient?.breed, patient?.sex)],
			[words.born, patient?.dateOfBirth ? showDate(patient.dateOfBirth, texts) : undefined],
			[words.weight, patient?.weightKg === undefined ? undefined : `${patient.weightKg} kg`],
			[words.microchip, patient?.microchip],
			[words.urgency, urgencyTag(view.urgency, texts)],
			[words.reasonForUrgency, prose(release?.reasonForUrgency)],
			[words.question, prose(release?.clinicalQuestion)],
			[words.reason, prose(release?.reason)],
			[words.problems, list(extra?.problemList, texts.page.noneKnown)],
			[words.allergies, list(extra?.allergies, texts.page.noneKnown)],
			[
				words.pendingTests,
				list(
					extra?.pendingTests?.map((test) => test.name),
					texts.page.noneKnown,
				),
			],
			...Object.entries(texts.supplement).map(([field, label]): [string, Part] => [
				label,
				prose(extra?.[field as keyof typeof texts.supplement]),
			]),
			[words.gaps, view.gaps.length > 0 ? view.gaps.map((gap) => gap.label).join(', ') : undefined],
			[words.hospitalQuestion, prose(view.question?.question)],
			[words.answer, prose(view.question?.answer)],
			[words.declined, prose(view.declineReason)],
			[words.cancelled, prose(view.cancelReason)],
		]),
	);
}

/** Owner and both sides with the ways to reach them. */
export function peopleCard(view: CaseFacts, clinic: ClinicProfile, texts: Texts): SafeHtml {
	const { owner, release, hospital } = view;
	const words = texts.facts;
	const channel = release?.contact.preferredChannel;
	return card(
		words.people,
		facts([
			[words.owner, owner?.name],
			[words.phone, phone(owner?.phone)],
			[words.email, mail(owner?.email)],
			[words.language, owner?.language],
			[words.preferred, channel ? texts.channels[channel] : undefined],
			[words.clinic, joined(clinic.name, release?.by.name ?? view.vetName)],
			[words.phone, phone(clinic.phone)],
			[words.email, mail(clinic.email)],
			[words.hospital, joined(hospital?.hospital, hospital?.service, hospital?.clinician)],
			[words.phone, phone(hospital?.phone)],
		]),
	);
}

/** When, with whom and where; the same for everybody. */
export function visitFacts(
	view: CaseFacts | OwnerView,
	zone: string,
	texts: Texts,
): SafeHtml | undefined {
	const { appointment } = view;
	const words = texts.facts;
	if (appointment?.status !== 'scheduled' && appointment?.status !== 'requested') return undefined;
	const time = markup`<strong><time datetime="${appointment.start}">${showTime(appointment.start, zone, texts)}</time></strong>${
		appointment.claimed ? markup` ${secondHand(texts, 'ownerName' in view)}` : ''
	}`;
	return facts([
		[appointment.status === 'scheduled' ? words.visit : words.visitAsked, time],
		[words.clinician, appointment.clinician ?? view.hospital?.clinician],
		[words.location, appointment.location],
	]);
}
