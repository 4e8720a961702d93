import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';
import { pimsRegistry, type PimsEntry, type PimsId } from '../../connectors/pims/index';

const pimsIds = Object.keys(pimsRegistry) as PimsId[];

const credentialOf = (id: PimsId): string | undefined =>
	(pimsRegistry[id] as PimsEntry).credentialName;

/** Practice systems without an API: what is known of a case was sent or handed in. */
export const handedInSystems: string[] = pimsIds.filter((id) => credentialOf(id) === undefined);

/** The case row that flows between the nodes. */
export const caseRowField: INodeProperties = {
	displayName: 'Case Row',
	name: 'caseRow',
	type: 'json',
	required: true,
	default: '={{ $json }}',
	description: 'The row of the table vet_referral_cases, as a Data Table node gives it',
};

export const clinicProfileField: INodeProperties = {
	displayName: 'Clinic Profile',
	name: 'clinicProfile',
	type: 'json',
	required: true,
	default: "={{ $('Clinic profile').first().json.profile }}",
	description: 'The settings of the clinic, as saved in the table vet_referral_clinics',
};

export const specialistField: INodeProperties = {
	displayName: 'Specialist',
	name: 'specialist',
	type: 'json',
	required: true,
	default: "={{ $('Specialist').first().json.entry }}",
	description:
		'The directory entry of the hospital service, as saved in the table vet_referral_specialists',
};

/** Which practice system a node talks to; one credential shows at a time by it. */
export const pimsField: INodeProperties = {
	displayName: 'PIMS',
	name: 'pims',
	type: 'options',
	noDataExpression: true,
	default: 'ezyvet',
	options: pimsIds
		.map((value) => ({ name: pimsRegistry[value].label, value }))
		.sort((one, other) => one.name.localeCompare(other.name, 'en')),
	description: 'The practice system that holds the patient record',
};

/** For a PIMS that announces cases by webhook: the case as it came, and where results are posted. */
export const markedCaseField: INodeProperties = {
	displayName: 'Marked Case',
	name: 'markedCase',
	type: 'json',
	default: "={{ $('PIMS Trigger').first().json.case }}",
	description: 'The case as the practice system sent it, from the PIMS Trigger',
	displayOptions: { show: { pims: ['webhook'] } },
};

export const filingUrlField: INodeProperties = {
	displayName: 'Filing Address',
	name: 'filingUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://pims.clinic.example.com/referrals/inbox',
	description:
		'Where reports and notes for the record are posted. Without it, a person enters them by hand.',
	displayOptions: { show: { pims: ['webhook'] } },
};

/** The credentials of a node that talks to a PIMS: one at a time, by the field 'PIMS'. */
export const pimsCredentials: INodeCredentialDescription[] = [
	...new Set(pimsIds.flatMap((id) => credentialOf(id) ?? [])),
].map((name) => ({
	name,
	required: true,
	displayOptions: { show: { pims: pimsIds.filter((id) => credentialOf(id) === name) } },
}));
