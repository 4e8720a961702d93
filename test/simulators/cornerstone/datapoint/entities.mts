/**
 * Fields of the DataPoint batch entities, as in IDEXX's public sample client (2018). No entity for
 * medical notes is among them.
 */
export type Kind = 'text' | 'number' | 'flag' | 'time';
export type Entity =
	| 'Appointments'
	| 'Clients'
	| 'Codes'
	| 'Invoices'
	| 'Patients'
	| 'Prescriptions'
	| 'Reminders'
	| 'Resources'
	| 'Transactions';

const all = (kind: Kind, names: string): Record<string, Kind> =>
	Object.fromEntries(names.split(' ').map((name) => [name, kind]));

const common: Record<string, Kind> = {
	...all('text', 'dpUid pimsId agentVersion action correlationId'),
	...all('number', 'siteId generation'),
	...all('time', 'dpCreatedDate dpModifiedDate syncDate'),
	...all('flag', 'deleted'),
};

/** What rows about a patient or a client point with (in the sample on every such entity). */
const links = all('text', 'clientPimsId patientPimsId');

export const entities: Record<Entity, Record<string, Kind>> = {
	Clients: {
		...common,
		...all('text', 'title firstName lastName address1 address2 city state postalCode'),
		...all('text', 'phoneName1 phone1 phoneName2 phone2 phoneName3 phone3 email'),
		...all('text', 'pimsClientIdentifier referralSource'),
		...all('flag', 'inactive suspendReminders'),
	},
	Patients: {
		...common,
		...all('text', 'pimsPatientIdentifier name gender speciesDescription breedId'),
		...all('text', 'breedDescription colorDescription microchipId weightUnit rabiesTag'),
		...all('text', 'clientPimsId pimsClientIdentifier'),
		...all('time', 'dateOfBirth dateOfDeath'),
		...all('flag', 'spayedOrNeutered inactive'),
		...all('number', 'weight'),
	},
	Appointments: {
		...common,
		...links,
		...all('text', 'status room reason notes resourceId resourceName'),
		...all('text', 'statusNormalizedId statusNormalizedDescription'),
		...all('time', 'date'),
		...all('number', 'duration'),
	},
	Prescriptions: {
		...common,
		...links,
		...all('text', 'code description providerId providerName instructions'),
		...all('time', 'administeredDate'),
		...all('number', 'quantity'),
	},
	Reminders: {
		...common,
		...links,
		...all('text', 'code description'),
		...all('time', 'dueDate lastRemindedDate'),
	},
	Transactions: {
		...common,
		...links,
		...all('text', 'invoiceId code description comments providerId'),
		...all('number', 'quantity amount'),
		...all('time', 'transactionDate'),
		...all('flag', 'isVoided'),
	},
	Resources: { ...common, ...all('text', 'abbreviation firstName lastName title status') },
	Invoices: {
		...common,
		...links,
		...all('text', 'invoiceId'),
		...all('number', 'amount'),
		...all('time', 'transactionDate'),
	},
	Codes: {
		...common,
		...all('text', 'code description categoryCode categoryDescription'),
		...all('flag', 'inactive'),
	},
};

/**
 * Rows an answer holds at most: documented are caps from 100 to 20,000, different by entity; which
 * entity has which is not. These are a choice, and a switch changes them.
 */
export const defaultCaps: Record<Entity, number> = {
	Appointments: 5000,
	Clients: 5000,
	Codes: 1000,
	Invoices: 10_000,
	Patients: 5000,
	Prescriptions: 5000,
	Reminders: 5000,
	Resources: 100,
	Transactions: 20_000,
};

export const isEntity = (name: string): name is Entity => Object.hasOwn(entities, name);
