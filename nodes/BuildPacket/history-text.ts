import { DateTime } from 'luxon';
import type { Packet } from '../../core/packet/schema';

const join = (...parts: Array<string | undefined | false>): string =>
	parts.filter((part) => part !== undefined && part !== false && part !== '').join(', ');

const when = (iso: string | undefined, zone: string): string => {
	if (iso === undefined) return 'no date';
	const at = DateTime.fromISO(iso, { zone });
	return at.isValid ? at.toFormat('yyyy-MM-dd HH:mm') : iso;
};

const section = (heading: string, lines: string[]): string[] =>
	lines.length === 0 ? [] : ['', heading.toUpperCase(), '-'.repeat(heading.length), ...lines];

const stated = (label: string, text: string | undefined): string[] =>
	text === undefined ? [] : [`${label}: ${text}`];

const listed = (label: string, entries: string[] | undefined): string[] =>
	entries === undefined ? [] : [`${label}: ${entries.join('; ') || 'none known'}`];

function notes(packet: Packet, zone: string): string[] {
	return packet.history.flatMap((note) => [
		`[${join(when(note.at, zone), note.kind, note.author)}]`,
		note.text,
		'',
	]);
}

function labs(packet: Packet, zone: string): string[] {
	return packet.labs.flatMap((report) => [
		`[${join(when(report.at, zone), report.name, report.lab, report.reference)}]`,
		...(report.text ? [report.text] : []),
		...report.items.map((item) =>
			join(
				`${item.name}: ${item.value}${item.unit ? ` ${item.unit}` : ''}`,
				item.range && `range ${item.range}`,
				item.flag,
			),
		),
		'',
	]);
}

const medications = (packet: Packet): string[] =>
	packet.medications.map((one) =>
		join(
			one.name,
			one.dose,
			one.route,
			one.frequency,
			one.instructions,
			one.quantity && `quantity ${one.quantity}`,
			one.start && `from ${one.start}`,
			one.end && `to ${one.end}`,
			one.active === false && 'stopped',
			one.lastGiven && `last given ${one.lastGiven}`,
		),
	);

const pendingTests = (packet: Packet): string[] =>
	(packet.pendingTests ?? []).map((test) =>
		join(test.name, test.lab, test.expectedOn && `expected ${test.expectedOn}`, test.forwardedBy),
	);

/**
 * The history file of a packet: every note, result and medicine that was read, in plain text and any
 * alphabet. Times are the clinic's.
 */
export function historyText(packet: Packet): string {
	const zone = packet.referrer.timeZone;
	const lines = [
		`Clinical history of ${packet.patient.name}, case ${packet.caseId}`,
		`From ${packet.referrer.clinic}. Times are ${zone}.`,
		...(packet.olderEntries > 0
			? [`${packet.olderEntries} older entries of the record are not included.`]
			: []),
		...section('Stated with the referral', [
			...stated('Reason', packet.reason),
			...stated('Question', packet.clinicalQuestion),
			...stated('Exam', packet.exam),
			...listed('Problems', packet.problemList),
			...listed('Allergies', packet.allergies),
			...stated('Told to the owner', packet.toldOwner),
			...stated('Diet', packet.diet),
			...stated('Travel', packet.travel),
			...stated('Parasite control', packet.parasiteControl),
			...stated('Anaesthesia', packet.anaesthesia),
			...stated('Stabilisation', packet.stabilisation),
			...stated('Timing of medicines', packet.medicationTiming),
		]),
		...section('Medication', medications(packet)),
		...section('Pending tests', pendingTests(packet)),
		...section(
			'Vaccinations',
			packet.vaccinations.map((one) =>
				join(one.name, one.givenOn && `given ${one.givenOn}`, one.dueOn && `due ${one.dueOn}`),
			),
		),
		...section('Notes, newest first', notes(packet, zone)),
		...section('Laboratory results, newest first', labs(packet, zone)),
		...section(
			'Visits',
			packet.encounters.map((one) => join(when(one.at, zone), one.vet, one.reason)),
		),
	];
	return `${lines.join('\n')}\n`;
}
