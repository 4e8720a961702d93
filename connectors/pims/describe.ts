import type { Operation, Support } from './pims';

/** Every operation as people read it, in the order of a referral: read, watch, enter, file, follow up. */
export const operationNames: Record<Operation, string> = {
	searchPatients: 'Search patients',
	getPatient: 'Read a patient',
	getClient: 'Read the owner',
	getReferrer: 'Read who referred the patient',
	listEncounters: 'List encounters',
	listNotes: 'List clinical notes',
	listMedications: 'List medications',
	listVaccinations: 'List vaccinations',
	listLabResults: 'List laboratory results',
	listDocuments: 'List documents',
	downloadDocument: 'Download a document',
	findReferrals: 'Find cases marked for referral',
	parseHint: 'Be told of cases by webhook',
	listChanged: 'List what has changed',
	upsertClient: 'Enter an owner',
	upsertPatient: 'Enter a patient',
	setReferrer: 'Enter who referred the patient',
	createEncounter: 'Open an encounter',
	addNote: 'Add a note',
	uploadDocument: 'File a document',
	logCommunication: 'Log a communication',
	createAppointment: 'Book an appointment',
	createFollowUp: 'Arrange a follow-up',
};

/** What each way of support means to the practice. */
export const supportMeanings: Record<Support, string> = {
	native: 'The system does it itself',
	asAttachment: 'Filed as an attachment of the record',
	asCommunication: 'Kept as a communication of the record',
	asAppointment: 'Kept as an appointment',
	manual: 'Handed to a person with an instruction',
	unverified: 'Works as far as public sources tell; nobody has seen it against a live site',
	none: 'The system offers no way, or it is switched off',
};
