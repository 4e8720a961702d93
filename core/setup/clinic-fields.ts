import { weekdays, type Weekday } from '../calendar/opening-hours';
import { timerIds, urgencies, type TimerId, type Urgency } from '../profile/deadlines';
import type { SettingField } from './setting-fields';

/** A block of fields with a heading of its own. */
export interface FieldGroup {
	id: string;
	title: string;
	help?: string;
	/** Seldom needed: stands folded. */
	folded?: boolean;
	fields: SettingField[];
}

const dayNames: Record<Weekday, string> = {
	mon: 'Monday',
	tue: 'Tuesday',
	wed: 'Wednesday',
	thu: 'Thursday',
	fri: 'Friday',
	sat: 'Saturday',
	sun: 'Sunday',
};

const urgencyNames: Record<Urgency, string> = {
	emergency: 'emergency',
	urgent: 'urgent',
	routine: 'routine',
};

/** What each timer is about, in words for people. */
const timerNames: Partial<Record<TimerId, string>> = {
	T1: 'Delivery receipt',
	T2: 'Acknowledgment: tell a person',
	T2H: 'Acknowledgment: stop waiting',
	T3: 'Accept or decline',
	T4: 'First message to the owner',
	T5: 'Owner has not booked: a person calls',
	T6: 'Visit should take place within',
	T7: 'Visit reminder before the visit',
	T8: 'Ask whether the visit took place',
	T9: 'Update during a hospital stay',
	T10: 'Discharge note after the visit',
	T11: 'Report is late',
	T12: 'Report read at the clinic',
	T13: 'Follow-up booked',
	T14: 'Nothing happened on the case',
};

const timerFields = (ids: readonly TimerId[]): SettingField[] =>
	ids.flatMap((id) =>
		urgencies.map(
			(urgency): SettingField => ({
				name: `deadlines.${id}.${urgency}`,
				label: `${timerNames[id] ?? id}, ${urgencyNames[urgency]}`,
				kind: 'window',
				required: true,
			}),
		),
	);

const ackTimers: TimerId[] = ['T2', 'T2H', 'T3'];
const reminderTimers: TimerId[] = ['T5', 'T7'];

export const hoursFields: SettingField[] = weekdays.map((day) => ({
	name: `hours.${day}`,
	label: dayNames[day],
	kind: 'spans',
	whole: 'hours',
}));

export const holidaysField: SettingField = {
	name: 'holidays',
	label: 'Holidays',
	kind: 'lines',
	long: true,
	hint: 'One date a line, such as 2026-12-25.',
};

export const timeZoneField: SettingField = {
	name: 'timeZone',
	label: 'Time zone',
	kind: 'text',
	required: true,
	hint: 'Such as America/New_York or Europe/Berlin.',
};

const text = (name: string, label: string, more: Partial<SettingField> = {}): SettingField => ({
	name,
	label,
	kind: 'text',
	...more,
});
const number = (name: string, label: string, hint?: string): SettingField => ({
	name,
	label,
	kind: 'number',
	required: true,
	...(hint ? { hint } : {}),
});

/** The Clinic Profile as a form. The mode has a form of its own. */
export const clinicGroups: FieldGroup[] = [
	{
		id: 'clinic',
		title: 'The clinic',
		fields: [
			text('name', 'Name', { required: true, hint: 'As owners and hospitals know it.' }),
			text('phone', 'Phone', { hint: 'Stands in messages to owners, such as +15550100.' }),
			text('email', 'E-mail', { hint: 'Messages to owners and hospitals come from it.' }),
			text('staffAlertEmail', 'E-mail for alerts', {
				hint: 'Where people at the clinic read what is overdue.',
			}),
			text('address', 'Address'),
			text('language', 'Language', { required: true, hint: 'en, de, fr or es.' }),
			timeZoneField,
		],
	},
	{
		id: 'hours',
		title: 'Opening hours',
		help: 'Such as 09:00-12:30, 14:00-18:00; empty when closed.',
		fields: [...hoursFields, holidaysField],
	},
	{
		id: 'windows',
		title: 'Waiting for the hospital',
		help: 'Such as 30 minutes, 4 business hours, 1 business day, or none.',
		fields: timerFields(ackTimers),
	},
	{
		id: 'reminders',
		title: 'Messages to owners',
		help: 'Times count from the first message. After the last one a person calls.',
		fields: [
			...urgencies.map(
				(urgency): SettingField => ({
					name: `outreach.touchOffsets.${urgency}`,
					label: `Messages, ${urgencyNames[urgency]}`,
					kind: 'windows',
					hint: urgency === 'emergency' ? 'Empty: a person calls at once.' : undefined,
				}),
			),
			...timerFields(reminderTimers),
			number('outreach.maxTouches', 'Most messages for one booking', '0 to 6.'),
			number('outreach.minHoursBetweenTexts', 'Hours between two texts, at least'),
			number('outreach.maxUnanswered', 'Unanswered messages before a person calls', '1 to 3.'),
		],
	},
	{
		id: 'quiet',
		title: 'Quiet hours',
		help: 'No automatic message in these hours, on the clock of the owner.',
		fields: [
			text('outreach.quietHours.start', 'Quiet from', { required: true, hint: 'Such as 20:00.' }),
			text('outreach.quietHours.end', 'Quiet until', { required: true, hint: 'Such as 09:00.' }),
			text('outreach.hardLimits.start', 'Never before', {
				required: true,
				hint: 'Not before 08:00, whatever the quiet hours say.',
			}),
			text('outreach.hardLimits.end', 'Never after', {
				required: true,
				hint: 'Not after 21:00, whatever the quiet hours say.',
			}),
		],
	},
	{
		id: 'telling',
		title: 'Telling people',
		help: 'What is overdue is told to the e-mail for alerts, and once more when nobody settles it.',
		fields: [
			text('escalation.email', 'E-mail for the second telling', {
				hint: 'Empty: the same people again.',
			}),
			...urgencies.map(
				(urgency): SettingField => ({
					name: `escalation.after.${urgency}`,
					label: `Told again after, ${urgencyNames[urgency]}`,
					kind: 'window',
					required: true,
				}),
			),
			number('digestAfter', 'Cases above which one mail names them all'),
			{ name: 'morningList', label: 'A list of what is overdue every working day', kind: 'check' },
		],
	},
	{
		id: 'record',
		title: 'Practice system and files',
		fields: [
			text('marker', 'Mark for a referral', {
				required: true,
				hint: 'What a vet writes into the record, such as #refer.',
			}),
			text('followUp.appointmentType', 'Appointment type for rechecks'),
			text('followUp.provider', 'Vet or room for rechecks'),
			number('followUp.durationMinutes', 'Minutes for a recheck'),
			number('retentionDays', 'Days files are kept', 'Counted from the close of the case.'),
			number('archiveAfterDays', 'Days until a closed case is archived'),
		],
	},
	{
		id: 'drill',
		title: 'Weekly loop test',
		folded: true,
		help: 'A referral of a test patient goes to one hospital and back. Agree it with the hospital.',
		fields: [
			{ name: 'drill.enabled', label: 'Run the loop test', kind: 'check' },
			text('drill.specialistId', 'ID of the hospital service'),
			text('drill.patientId', 'ID of the test patient in the practice system'),
			text('drill.pims', 'Practice system', { required: true, hint: 'Such as ezyvet.' }),
			{
				name: 'drill.weekday',
				label: 'Day of the test',
				kind: 'choice',
				required: true,
				choices: weekdays.map((day) => [day, dayNames[day]] as const),
			},
			text('drill.at', 'Time of the test', { required: true, hint: 'Such as 07:00.' }),
			number('drill.hours', 'Hours the hospital has to acknowledge it'),
		],
	},
	{
		id: 'timers',
		title: 'All other time windows',
		folded: true,
		help: 'Such as 30 minutes, 4 business hours, 1 business day, or none.',
		fields: timerFields(timerIds.filter((id) => ![...ackTimers, ...reminderTimers].includes(id))),
	},
];

export const clinicFields: SettingField[] = clinicGroups.flatMap(({ fields }) => fields);
