/** The FHIR R4 Task statuses a referral takes on, here and at the other side. */
export const taskStatuses = [
	'draft',
	'requested',
	'received',
	'accepted',
	'rejected',
	'on-hold',
	'in-progress',
	'cancelled',
	'completed',
	'failed',
	'entered-in-error',
] as const;
export type TaskStatus = (typeof taskStatuses)[number];

/** HL7 BSeR implementation guide; the code system is case-insensitive. */
export const businessStatusSystem = 'http://hl7.org/fhir/us/bser/CodeSystem/TaskBusinessStatusCS';

/** BSeR business statuses, as harmonised with IHE 360X. `5.1` is the coarse form of all 5.1.n. */
export const businessStatuses = {
	'2.0': 'Service Request Created',
	'3.0': 'Service Request Accepted',
	'4.0': 'Service Request Declined',
	'5.1': 'Service Request Active In-Progress',
	'5.1.1': 'Service Request Event Scheduled',
	'5.1.2': 'Scheduled Service Request Event Unattended',
	'5.1.3': 'Scheduled Service Request Event Cancelled',
	'5.1.4': 'Service Request Event Completed',
	'5.2': 'Service Request Cancellation Requested',
	'6.0': 'Service Request Fulfillment Cancelled',
	'7.0': 'Service Request Fulfillment Completed',
} as const;
export type BusinessStatus = keyof typeof businessStatuses;

/** Codes of the first edition of the guide (1.0.0), which some systems still send. */
const firstEdition: Record<string, BusinessStatus> = { '5.4': '5.2', '5.x': '5.1' };

/** Reads a business status code of either edition; undefined for a code the guide does not know. */
export function businessStatusOf(code: string): BusinessStatus | undefined {
	const plain = code.trim().toLowerCase();
	if (Object.hasOwn(businessStatuses, plain)) return plain as BusinessStatus;
	return Object.hasOwn(firstEdition, plain) ? firstEdition[plain] : undefined;
}

/** The business status for a partner that knows the coarse form only (transitions 31 to 34). */
export const coarse = (status: BusinessStatus): BusinessStatus =>
	status.startsWith('5.1.') ? '5.1' : status;

/** Which business statuses a Task status may carry; none where it carries none. */
export const businessStatusesOf: Record<TaskStatus, readonly BusinessStatus[]> = {
	draft: [],
	requested: ['2.0'],
	received: ['2.0'],
	accepted: ['3.0'],
	rejected: ['4.0'],
	'on-hold': ['2.0', '3.0'],
	'in-progress': ['5.1', '5.1.1', '5.1.2', '5.1.3', '5.1.4', '5.2'],
	cancelled: ['6.0'],
	completed: ['7.0'],
	failed: ['6.0'],
	'entered-in-error': [],
};
