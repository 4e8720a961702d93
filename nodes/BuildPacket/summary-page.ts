import { DateTime } from 'luxon';
import { kindFacts } from '../../core/packet/kinds';
import type { ManifestEntry, Packet } from '../../core/packet/schema';
import type { SummaryModel, SummarySection } from '../../documents/summary-model';
import { sizeText } from '../shared/binary';

/** More of a note than this belongs into the history file. */
const longestNote = 700;
const mostNotes = 3;
const mostResults = 14;
const mostMedications = 12;

const notGiven = 'not given';

const join = (...parts: Array<string | undefined | false>): string =>
	parts.filter((part) => part !== undefined && part !== false && part !== '').join(', ');

const shown = (text: string | undefined): string => (text?.trim() ? text.trim() : notGiven);

const cut = (text: string): string =>
	text.length <= longestNote
		? text
		: `${text.slice(0, longestNote).trimEnd()} … (see history file)`;

/** Day in the clinic's zone, e.g. `2026-03-04`. */
const day = (iso: string | undefined, zone: string): string => {
	if (iso === undefined) return 'no date';
	const at = DateTime.fromISO(iso, { zone });
	return at.isValid ? at.toFormat('yyyy-MM-dd') : iso;
};

type Row = [string, string];

function askedFor(packet: Packet): SummarySection {
	const { phoneCall } = packet;
	const rows: Row[] = [
		['Urgency', join(packet.urgency, packet.reasonForUrgency)],
		['Question', packet.clinicalQuestion],
		['Reason', cut(packet.reason)],
	];
	if (phoneCall) {
		const at = day(phoneCall.at, packet.referrer.timeZone);
		rows.push(['Call before', `${phoneCall.spokeTo}, ${phoneCall.number}, ${at}`]);
	}
	if (packet.stabilisation) rows.push(['Stabilisation', cut(packet.stabilisation)]);
	return { heading: 'What is asked', rows };
}

function patientSection({ patient, referrer }: Packet): SummarySection {
	const weighed = patient.weightAt ? ` (${day(patient.weightAt, referrer.timeZone)})` : '';
	const born = patient.dateOfBirth
		? `${patient.dateOfBirth}${patient.dateOfBirthEstimated ? ' (estimated)' : ''}`
		: notGiven;
	const rows: Row[] = [
		['Patient', join(patient.name, patient.species, patient.breed, patient.colour)],
		['Sex, born', join(shown(patient.sex), patient.neutered === true && 'neutered', born)],
		['Weight', patient.weightKg === undefined ? notGiven : `${patient.weightKg} kg${weighed}`],
		['Microchip', join(shown(patient.microchip), patient.microchipSource)],
		['Record number', patient.pimsId],
	];
	if (patient.handling) rows.push(['Handling', patient.handling]);
	return { heading: 'Patient', rows };
}

function ownerSection({ owner, consent }: Packet): SummarySection {
	const { contact } = consent;
	const agreed = join(
		contact.hospital && 'calls and letters of the hospital',
		contact.sms && 'text messages',
		contact.email && 'e-mail',
	);
	return {
		heading: 'Owner',
		rows: [
			['Owner', shown(join(owner.name, owner.phone, owner.email))],
			['Language', join(shown(owner.language), owner.preferredChannel)],
			['Agreed to', agreed || 'no contact'],
		],
	};
}

const list = (entries: string[] | undefined): string =>
	entries === undefined ? notGiven : entries.length === 0 ? 'none known' : entries.join('; ');

function clinical(packet: Packet): SummarySection[] {
	const zone = packet.referrer.timeZone;
	const problems: SummarySection = {
		heading: 'Problems and allergies',
		rows: [
			['Problems', list(packet.problemList)],
			['Allergies', list(packet.allergies)],
		],
	};
	const notes = packet.history.slice(0, mostNotes).map((note) => {
		const head = join(day(note.at, zone), note.kind, note.author);
		return `${head}: ${cut(note.text)}`;
	});
	const paragraphs = [...(packet.exam ? [`Exam: ${cut(packet.exam)}`] : []), ...notes];
	const history: SummarySection = {
		heading: 'Exam and latest notes',
		paragraphs: paragraphs.length > 0 ? paragraphs : [`Exam and notes: ${notGiven}`],
	};
	return [problems, medications(packet), history, ...results(packet)];
}

function medications({ medications: all }: Packet): SummarySection {
	if (all.length === 0) return { heading: 'Medication', paragraphs: ['None in the record.'] };
	const rows = all
		.slice(0, mostMedications)
		.map((one) => [
			one.name,
			one.dose ?? '',
			join(one.route, one.frequency) || (one.instructions ?? ''),
			join(one.start && `from ${one.start}`, one.active === false && 'stopped', one.lastGiven),
		]);
	return { heading: 'Medication', table: { head: ['Name', 'Dose', 'How', 'Since'], rows } };
}

function results({ labs, referrer }: Packet): SummarySection[] {
	const rows = labs
		.flatMap((report) =>
			report.items.map((item) => ({ item, at: day(report.at, referrer.timeZone) })),
		)
		.sort((a, b) => Number(Boolean(b.item.flag)) - Number(Boolean(a.item.flag)))
		.slice(0, mostResults)
		.map(({ item, at }) => [
			item.name,
			join(`${item.value}${item.unit ? ` ${item.unit}` : ''}`, item.flag),
			item.range ?? '',
			at,
		]);
	if (rows.length === 0) return [];
	const head = ['Test', 'Result', 'Range', 'Date'];
	return [{ heading: 'Laboratory (flagged first)', table: { head, rows } }];
}

function filesSection(packet: Packet, files: ManifestEntry[]): SummarySection {
	const rows = files.map((file) => [file.name, kindFacts[file.kind].label, sizeText(file.size)]);
	const left = packet.filesLeftOut.map(({ name, reason }) => `Not included: ${name} (${reason})`);
	return {
		heading: 'Files of this packet',
		table: { head: ['Name', 'Kind', 'Size'], rows },
		...(left.length > 0 ? { paragraphs: left } : {}),
	};
}

function missingSection({ gaps, overrides, unread }: Packet): SummarySection[] {
	const lines = [
		...gaps.map((gap) => `${gap.label}${gap.override ? ` (sent without: ${gap.override})` : ''}`),
		...unread.map(({ part }) => `The ${part} could not be read from the record`),
	];
	if (lines.length === 0) return [];
	const by = [...new Set(overrides.map((override) => override.by))].join(', ');
	const rows: Row[] = [['Missing', lines.join('; ')]];
	if (by) rows.push(['Decided by', by]);
	return [{ heading: 'Known gaps', rows }];
}

/** What the summary page of a packet says: the record's own words in order, nothing interpreted. */
export function summaryPage(packet: Packet, files: ManifestEntry[]): SummaryModel {
	const { referrer, specialist, releasedBy } = packet;
	return {
		title: `Referral of ${packet.patient.name}`,
		subtitle: `to ${join(specialist.service, specialist.hospital, specialist.clinician)}`,
		clinic: {
			name: referrer.clinic,
			lines: [referrer.address, referrer.phone, referrer.email, referrer.vet].filter(
				(line): line is string => line !== undefined && line !== '',
			),
		},
		caseId: packet.caseId,
		generatedAt:
			DateTime.fromISO(packet.createdAt, { zone: referrer.timeZone }).toISO() ?? packet.createdAt,
		sections: [
			askedFor(packet),
			patientSection(packet),
			ownerSection(packet),
			...clinical(packet),
			...missingSection(packet),
			filesSection(packet, files),
		],
		footer: `Released by ${join(releasedBy.name, releasedBy.role)}. Taken from the record without interpretation.`,
	};
}
