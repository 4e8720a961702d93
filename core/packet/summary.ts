import { DateTime } from 'luxon';
import { kindFacts } from './kinds';
import type { Packet } from './schema';

export interface SummarySection {
	heading: string;
	/** Label and value; values are plain text, to be escaped by whoever shows them. */
	rows?: Array<[string, string]>;
	paragraphs?: string[];
}

/** What a reader needs on one or two pages; drawing it is another's part. */
export interface SummaryModel {
	title: string;
	subtitle: string;
	sections: SummarySection[];
	footer: string;
}

/** Limits that keep the summary within two pages; the packet itself holds everything. */
const most = { notes: 4, labReports: 2, labItems: 14, files: 14, noteLetters: 600 };

const notGiven = 'not given';
const day = (at: string | undefined, zone: string): string =>
	at === undefined ? 'undated' : (DateTime.fromISO(at, { zone }).toISODate() ?? 'undated');

const short = (text: string, longest: number): string => {
	const letters = [...text.replace(/\s+/g, ' ').trim()];
	return letters.length <= longest
		? letters.join('')
		: `${letters.slice(0, longest - 1).join('')}…`;
};

const rowsOf = (entries: Array<[string, string | undefined]>): Array<[string, string]> =>
	entries.map(([label, value]) => [label, value ?? notGiven]);

const listOr = (list: string[] | undefined, none: string): string | undefined =>
	list === undefined ? undefined : list.length ? list.join('; ') : none;

const more = (all: unknown[], shown: number, what: string): string[] =>
	all.length > shown ? [`and ${all.length - shown} more ${what} in the packet`] : [];

function ageText(packet: Packet): string | undefined {
	const { dateOfBirth, dateOfBirthEstimated } = packet.patient;
	if (!dateOfBirth) return undefined;
	const age = DateTime.fromISO(packet.createdAt)
		.diff(DateTime.fromISO(dateOfBirth), ['years', 'months'])
		.toObject();
	const years = `${Math.trunc(age.years ?? 0)} y ${Math.trunc(age.months ?? 0)} m`;
	return `${dateOfBirth} (${years}${dateOfBirthEstimated ? ', estimated' : ''})`;
}

function patientRows(packet: Packet, zone: string): Array<[string, string]> {
	const { patient } = packet;
	const sex = [patient.sex, patient.neutered ? 'neutered' : undefined].filter(Boolean).join(', ');
	const weight =
		patient.weightKg === undefined
			? undefined
			: `${patient.weightKg} kg${patient.weightAt ? ` (${day(patient.weightAt, zone)})` : ''}`;
	const source = patient.microchipSource ? ` (${patient.microchipSource})` : '';
	return rowsOf([
		['Patient', patient.name],
		['Species, breed', [patient.species, patient.breed].filter(Boolean).join(', ') || undefined],
		['Sex', sex || undefined],
		['Date of birth', ageText(packet)],
		['Weight', weight],
		['Microchip', patient.microchip && `${patient.microchip}${source}`],
		['Allergies, reactions', listOr(packet.allergies, 'none known')],
		['Handling', patient.handling],
		...(patient.alerts ? [['Alerts', patient.alerts] as [string, string]] : []),
	]);
}

function peopleSections({ referrer, owner, consent }: Packet): SummarySection[] {
	const channels = [
		consent.contact.hospital ? 'hospital may contact' : 'hospital may not contact',
		consent.contact.sms ? 'texts agreed' : 'no texts',
	];
	return [
		{
			heading: 'Referring clinic',
			rows: rowsOf([
				['Clinic', referrer.clinic],
				['Vet', referrer.vet],
				['Phone', referrer.phone],
				['E-mail', referrer.email],
			]),
		},
		{
			heading: 'Owner',
			rows: rowsOf([
				['Name', owner.name],
				['Phone', owner.phone],
				['E-mail', owner.email],
				[
					'Language, channel',
					[owner.language, owner.preferredChannel].filter(Boolean).join(', ') || undefined,
				],
				['Consent', `record shared (${consent.share.by}); ${channels.join(', ')}`],
			]),
		},
	];
}

function medicationLines({ medications, medicationTiming }: Packet): string[] {
	const lines = medications.map((medication) => {
		const { name, dose, route, frequency, instructions, start, lastGiven, active } = medication;
		const how = [dose, route, frequency].filter(Boolean).join(' ') || instructions;
		const when = [
			start ? `since ${start}` : undefined,
			lastGiven ? `last given ${lastGiven}` : undefined,
			active === false ? 'stopped' : undefined,
		].filter(Boolean);
		return `${name}: ${how ?? 'dose not given'}${when.length ? ` (${when.join(', ')})` : ''}`;
	});
	return [
		...(lines.length ? lines : ['none recorded']),
		...(medicationTiming ? [`Timing: ${medicationTiming}`] : []),
	];
}

function labLines({ labs }: Packet, zone: string): string[] {
	const shown = labs.slice(0, most.labReports).map((report) => {
		const items = report.items.slice(0, most.labItems).map(({ name, value, unit, range, flag }) => {
			const measured = [name, value, unit].filter(Boolean).join(' ');
			return `${measured}${range ? ` (${range})` : ''}${flag ? ` ${flag}` : ''}`;
		});
		const head = `${day(report.at, zone)} ${report.name}`;
		const said = [...items, ...more(report.items, most.labItems, 'values'), report.text];
		return `${head}: ${said.filter(Boolean).join('; ')}`;
	});
	return [...shown, ...more(labs, most.labReports, 'reports')];
}

const noteLines = ({ history, olderEntries }: Packet, zone: string): string[] => [
	...history.slice(0, most.notes).map(({ at, kind, text }) => {
		const label = kind === 'other' ? '' : ` ${kind}`;
		return `${day(at, zone)}${label}: ${short(text, most.noteLetters)}`;
	}),
	...more(history, most.notes, 'notes'),
	...(olderEntries ? [`${olderEntries} older entries stay in the record of the clinic`] : []),
];

/**
 * The human summary of a packet: the question first, then what bears on it. It states what is not
 * given and shortens what is long; times are in the time zone of the referring clinic.
 */
export function summaryModel(packet: Packet): SummaryModel {
	const zone = packet.referrer.timeZone;
	const { specialist, patient } = packet;
	const pending = packet.pendingTests?.map(
		({ name, lab, expectedOn }) =>
			`${name}${lab ? ` (${lab})` : ''}${expectedOn ? `, expected ${expectedOn}` : ''}`,
	);
	const files = packet.files.entries
		.slice(0, most.files)
		.map(({ name, kind }) => `${name} (${kindFacts[kind].label})`);
	const gaps = packet.gaps.map(
		({ label, reason, override }) =>
			`${label}: ${reason}${override ? ` Sent without it because: ${override}` : ''}`,
	);
	const sections: SummarySection[] = [
		{
			heading: 'Question',
			paragraphs: [
				packet.clinicalQuestion,
				...(packet.reasonForUrgency ? [`Why ${packet.urgency}: ${packet.reasonForUrgency}`] : []),
			],
		},
		{ heading: 'Patient', rows: patientRows(packet, zone) },
		{
			heading: 'Reason for referral',
			paragraphs: [
				short(packet.reason, 2 * most.noteLetters),
				...(packet.problemList?.length ? [`Problems: ${packet.problemList.join('; ')}`] : []),
			],
		},
		...(packet.stabilisation
			? [{ heading: 'Stabilisation and arrival', paragraphs: [packet.stabilisation] }]
			: []),
		{ heading: 'Medication', paragraphs: medicationLines(packet) },
		...(packet.exam ? [{ heading: 'Physical exam', paragraphs: [packet.exam] }] : []),
		{ heading: 'Recent notes', paragraphs: noteLines(packet, zone) },
		{ heading: 'Laboratory', paragraphs: labLines(packet, zone) },
		{
			heading: 'Also known',
			rows: rowsOf([
				['Pending tests', listOr(pending, 'none')],
				['Told to the owner', packet.toldOwner],
				['Insurance, estimate', patient.insurance],
				['Anaesthesia', packet.anaesthesia],
			]),
		},
		...peopleSections(packet),
		{
			heading: 'Files',
			paragraphs: [...files, ...more(packet.files.entries, most.files, 'files')],
		},
		...(gaps.length ? [{ heading: 'Not in this packet', paragraphs: gaps }] : []),
	];
	return {
		title: `Referral of ${patient.name} to ${specialist.service}, ${specialist.hospital}`,
		subtitle: `${packet.urgency} · ${packet.caseId} · packet ${packet.packetVersion} · ${day(packet.createdAt, zone)}`,
		sections: sections.filter(({ rows, paragraphs }) =>
			Boolean(rows?.length ?? paragraphs?.length),
		),
		footer: `${packet.caseId}, packet ${packet.packetVersion}. Released by ${packet.releasedBy.name} (${packet.releasedBy.role}).`,
	};
}
