/** Type of a column, as n8n's data tables name it. */
export type ColumnType = 'string' | 'number' | 'boolean' | 'date';

const strings = (...names: string[]): Array<[string, ColumnType]> =>
	names.map((name) => [name, 'string']);

/** The tables the workflows cannot do without, with every column they write. */
export const neededTables: Record<string, Record<string, ColumnType>> = {
	vet_referral_cases: Object.fromEntries([
		...strings('caseId', 'phase', 'step', 'flow', 'urgency', 'clinicId', 'specialistId'),
		...strings('hospital', 'service', 'specialty', 'patientPimsId', 'patientName', 'ownerName'),
		...strings('ownerPhone', 'owes', 'ask', 'askKey', 'dueAt', 'tellAt', 'openedAt', 'changedAt'),
		...strings('keepFiles', 'wakeUrl', 'wakeNonce', 'wakeExecution', 'wakeUntil', 'runId'),
		...strings('runUntil', 'claim', 'handover', 'events'),
		['version', 'number'],
		['linkVersion', 'number'],
		['open', 'boolean'],
		['test', 'boolean'],
	]),
	vet_referral_clinics: { clinicId: 'string', version: 'number', profile: 'string' },
	vet_referral_specialists: {
		specialistId: 'string',
		version: 'number',
		active: 'boolean',
		entry: 'string',
	},
	vet_referral_settings: { key: 'string', value: 'string' },
};

/** Every template tells the others its id under one of these keys of `vet_referral_settings`. */
export const workflowRoles: Record<string, string> = {
	refer: 'Refer',
	desk: 'Desk',
	watch: 'Watch',
	ledger: 'Ledger',
	caseFiles: 'Case Files',
	board: 'Board',
};

/** Templates a clinic may do without; what is not there is told, but is no fault. */
export const optionalRoles: Record<string, string> = {
	worklist: 'Hospital worklist',
	archive: 'Archive',
};

/** n8n's own limit for all data tables together, when none is set. */
export const usualTableLimit = 200 * 1024 * 1024;
