import { escapeHtml as e } from '../shared/http.mts';
import type { ActionName } from './actions.mts';
import type { Json, Referral } from './types.mts';

interface Field {
	name: string;
	label: string;
	value?: string;
	long?: boolean;
}

interface ActionForm {
	action: ActionName;
	button: string;
	fields: Field[];
}

const forms = (referral: Referral): ActionForm[] => [
	{ action: 'ack', button: 'Acknowledge', fields: [] },
	{
		action: 'accept',
		button: 'Accept with three times',
		fields: [
			{
				name: 'instructions',
				label: 'Instructions for the owner',
				value: 'No food for eight hours before the visit.',
			},
			{ name: 'bookingUrl', label: 'Booking page (optional)' },
		],
	},
	{ action: 'decline', button: 'Decline', fields: [{ name: 'reason', label: 'Reason' }] },
	{
		action: 'askInfo',
		button: 'Ask for information',
		fields: [{ name: 'question', label: 'What is missing?' }],
	},
	{
		action: 'schedule',
		button: referral.appointment ? 'Reschedule' : 'Schedule',
		fields: [
			{
				name: 'start',
				label: 'Time (ISO 8601)',
				value:
					referral.appointmentRequest?.slot.start ??
					referral.appointment?.start ??
					referral.offeredSlots[0]?.start ??
					'',
			},
		],
	},
	{
		action: 'cancelAppointment',
		button: 'Cancel the appointment',
		fields: [{ name: 'reason', label: 'Reason' }],
	},
	{ action: 'noShow', button: 'Patient did not come', fields: [] },
	{ action: 'seen', button: 'Mark seen', fields: [] },
	{
		action: 'interim',
		button: 'Send interim note',
		fields: [{ name: 'text', label: 'Note', long: true }],
	},
	{
		action: 'report',
		button: 'Send report',
		fields: [
			{ name: 'patientName', label: 'Patient on the report', value: referral.request.patient.name },
			{ name: 'text', label: 'Remarks (optional)', long: true },
		],
	},
	{
		action: 'amend',
		button: 'Amend the report',
		fields: [{ name: 'text', label: 'What changed', long: true }],
	},
	{ action: 'confirmCancel', button: 'Confirm cancellation', fields: [] },
];

/** The likely next steps are shown open, the others folded: a person may still do anything. */
const LIKELY: Record<string, ActionName[]> = {
	received: ['ack', 'accept'],
	acknowledged: ['accept', 'askInfo', 'decline'],
	info_requested: ['accept'],
	accepted: ['schedule'],
	scheduled: ['seen'],
	no_show: ['schedule'],
	seen: ['report', 'interim'],
	reported: ['amend'],
	cancel_requested: ['confirmCancel'],
};

function input(field: Field, id: string): string {
	const control = field.long
		? `<textarea id="${id}" name="${field.name}" rows="2">${e(field.value)}</textarea>`
		: `<input id="${id}" name="${field.name}" value="${e(field.value)}">`;
	return `<label for="${id}">${e(field.label)}</label>${control}`;
}

/** The forms of all actions of a referral, posting to `<caseUrl>/act`. */
export function actionForms(referral: Referral, caseUrl: string): string {
	const likely = LIKELY[referral.state] ?? [];
	const render = ({ action, button, fields }: ActionForm) =>
		`<form method="post" action="${caseUrl}/act"><input type="hidden" name="action" value="${action}">
${fields.map((field) => input(field, `${action}-${field.name}`)).join('')}
<button${likely.includes(action) ? '' : ' class="plain"'}>${e(button)}</button></form>`;
	const all = forms(referral);
	const first = all.filter((form) => likely.includes(form.action));
	const rest = all.filter((form) => !likely.includes(form.action));
	return `${first.map(render).join('')}<details><summary>Everything else</summary>${rest.map(render).join('')}</details>`;
}

/** What a person entered becomes the data of an action; empty fields count as not given. */
export function dataFromForm(form: Record<string, string>): Json {
	const { action, start, ...rest } = form;
	const data: Json = Object.fromEntries(
		Object.entries(rest).filter(([, value]) => value.trim() !== ''),
	);
	// The rest of the slot is looked up among those that were offered.
	if (action === 'schedule' && start) data.appointment = { start };
	return data;
}
