import { back, choice, dates, decimals, flags, inferred, ints, lists } from './fields.mts';
import { readOnly, refs, required, texts, times } from './fields.mts';
import type { Fields } from './fields.mts';
import { otherResources } from './other-resources.mts';

/** Permission families of the vendor (a digest of its schema names them). */
export type Family =
	| 'General'
	| 'Financial'
	| 'Settings'
	| 'Medical'
	| 'Stock'
	| 'Calendar'
	| 'Patient referrals';

export interface ResourceDef {
	family: Family;
	/** Besides id, url, created and modified, which every record has. */
	fields: Fields;
	/** List, read, create, update, delete; `LRCU` when absent. */
	methods?: string;
	/** The request body is not documented: writes are refused unless the switch `unverified` is on. */
	unverified?: true;
	/** Filters the vendor documents, by field; every resource has id, created and modified. */
	filters?: string[];
	/** Fields that cannot be filtered although they look like it: the filter is ignored silently. */
	unfiltered?: string[];
	/** Calls a minute where the vendor names them: list, one record, write. */
	perMinute?: { list?: number; one?: number; write?: number };
	/** Where its records live when it is not `/<name>/<id>/`. */
	under?: { parent: string; by: string; as: string };
	/** Another name of the same records. */
	same?: string;
}

export const STATUS: Record<number, string> = {
	0: 'admitted',
	8: 'in progress',
	5: 'ready for discharge',
	6: 'discharged',
	7: 'invoicing',
	9: 'invoice paid',
	10: 'finalised',
	11: 'draft',
};
export const CONSULTATION_TYPES = [0, 1, 2, 3, 4, 5];

const item = (): Fields => ({
	...required(refs('consultation')),
	...refs('patient'),
	...required(texts('name')),
	...texts('unit'),
	...decimals('quantity'),
});

const coreResources: Record<string, ResourceDef> = {
	client: {
		family: 'General',
		filters: ['firstname', 'lastname', 'organization_name', 'email', 'phonenumbers'].concat([
			'archived',
			'has_alive_patients',
		]),
		perMinute: { list: 125 },
		fields: {
			...texts('title', 'firstname', 'lastname', 'organization_name', 'vat_number'),
			...choice('customer_type', [0, 1, 2, 3, 4]),
			...refs({ home_department: 'department' }),
			...texts('street_address', 'street_address_2', 'zip_code', 'city', 'country', 'email'),
			...texts('alt_emails', 'critical_notes', 'remarks'),
			...flags('archived', 'no_sms', 'no_email', 'external'),
			...texts('referring_organization', 'parent_referring_organization', 'referring_vet'),
			...back({ patients: ['patient', 'client'], phone_numbers: ['phonenumber', 'client'] }),
		},
	},
	phonenumber: {
		family: 'General',
		methods: 'LRCUD',
		perMinute: { list: 900, one: 900, write: 900 },
		fields: {
			...required(refs('client')),
			...required(texts('phone_number')),
			...texts('type_code', 'description'),
			...flags('preferred_reminders'),
		},
	},
	patient: {
		family: 'General',
		perMinute: { list: 300, one: 1200, write: 250 },
		fields: {
			...required(refs('client')),
			...required(texts('name')),
			species: { kind: 'code', to: 'species', withCode: true, required: true },
			breed: { kind: 'code', to: 'breed', withCode: true },
			gender: { kind: 'code', to: 'gender' },
			...texts('official_name', 'remarks', 'insurance', 'insurance_company', 'color'),
			...texts('critical_notes', 'microchip', 'additional_identification', 'passport_number'),
			...texts('register_number', 'blood_group'),
			...decimals('weight'),
			...dates('date_of_registration', 'date_of_birth', 'microchip_date'),
			...flags('deceased', 'archived'),
			...refs({ home_department: 'department' }),
			...readOnly(refs({ last_consultation: 'consultation' })),
			...back({ notes: ['note', 'patient'] }),
		},
	},
	consultation: {
		family: 'Medical',
		methods: 'LRCUD',
		perMinute: { list: 100 },
		fields: {
			...required(refs('client')),
			...required(lists({ patients: 'patient' })),
			...texts('complaint', 'triage'),
			...times('admitted_time', 'started', 'finished'),
			...readOnly(times('first_entry', 'ended')),
			// Ignored on create; the action update_status moves it.
			...readOnly(ints('status', 'integration_status')),
			...choice('type', CONSULTATION_TYPES),
			...readOnly(texts('invoice')),
			...readOnly(flags('external_sent')),
			...refs({ supervising_veterinarian: 'user' }, 'department', 'appointment'),
			...back({
				consultation_items: ['consultation_items/medicine', 'consultation'],
				consultation_notes: ['consultationnote', 'consultation'],
				consultation_diagnosis: ['consultationdiagnosis', 'consultation'],
				consultation_dischargeinstructions: ['consultationdischargeinstruction', 'consultation'],
			}),
		},
	},
	consultationnote: {
		family: 'Medical',
		methods: 'LRCUD',
		under: { parent: 'consultation', by: 'consultation', as: 'consultationnote' },
		// The guide says `text`, the schema `note`: the switch noteKey says which (see notes.mts).
		fields: { ...refs('consultation'), ...texts('text') },
	},
	consultationdischargeinstruction: {
		family: 'Medical',
		methods: 'LRCUD',
		under: {
			parent: 'consultation',
			by: 'consultation',
			as: 'consultationdischargeinstruction',
		},
		fields: {
			...refs('consultation', 'patient'),
			...required(texts('text')),
			...times('printed_at'),
		},
	},
	'consultation_items/medicine': {
		family: 'Medical',
		methods: 'LRCUD',
		fields: {
			...item(),
			...texts('batch_number', 'vaccination_disease', 'instructions'),
			...flags('vaccination'),
			...times('used'),
		},
	},
	appointment: {
		family: 'Calendar',
		perMinute: { list: 300, write: 500 },
		fields: {
			...required(times('start', 'end')),
			...required(refs('department')),
			...texts('title', 'complaint'),
			...choice('type', [1, 2, 3, 4, 5, 6, 7, 8, 9]),
			...refs('reason', 'user', 'client'),
			...lists({ patients: 'patient' }),
			...readOnly(ints('duration')),
			...readOnly(texts('notes')),
			...readOnly(flags('active')),
			...readOnly(dates('start_date')),
		},
	},
	reminder: {
		family: 'General',
		fields: {
			...refs('department', 'patient', 'client'),
			...texts('reminder_template', 'email_address', 'phone_number', 'email_subject'),
			...texts('email_text', 'sms_text'),
			...ints('send_before', 'send_method', 'status', 'recurring_type'),
			...dates('expiry_date', 'planned_sending_date'),
		},
	},
	department: {
		family: 'Settings',
		methods: 'LR',
		fields: {
			...inferred(texts('name', 'street_address', 'zip_code', 'city', 'email', 'phone_number')),
			...inferred(texts('timezone')),
		},
	},
	user: {
		family: 'Settings',
		methods: 'LR',
		fields: inferred({ ...texts('username', 'email'), ...flags('active') }),
	},
	userdetails: {
		family: 'Settings',
		methods: 'LR',
		fields: inferred({
			...refs('user'),
			...texts('firstname', 'lastname', 'title', 'email'),
			...flags('veterinarian'),
		}),
	},
	reason: { family: 'Settings', methods: 'LR', fields: inferred(texts('name')) },
	'eprescription/prescription': {
		family: 'Medical',
		fields: {
			...required(ints('client_id', 'department_id', 'prescriber_id')),
			...required(times('issue_time')),
			...ints('status'),
			...texts('remarks'),
		},
	},
};

/** Every resource by its path under /api/0.1/. */
export const resources: Record<string, ResourceDef> = { ...coreResources, ...otherResources };

/** The definition's own store name: another name of the same records leads to these. */
export const storeName = (name: string): string => resources[name]?.same ?? name;

/**
 * Lists that hang under one record: name on the path, resource and the field that holds the
 * parent's id. `create` marks those a record may be posted to.
 */
export const subResources: Record<
	string,
	Record<string, { resource: string; by: string; create?: true }>
> = {
	patient: {
		consultations: { resource: 'consultation', by: 'patients' },
		external_vaccination: { resource: 'external_vaccination', by: 'patient', create: true },
		...Object.fromEntries(
			['weight', 'temperature', 'heart_rate', 'respiratory_rate', 'blood_pressure']
				.concat(['body_condition_score', 'peripheral_oxygen_saturation'])
				.map((name) => [name, { resource: name, by: 'patient', create: true as const }]),
		),
	},
	consultation: {
		consultationnote: { resource: 'consultationnote', by: 'consultation', create: true },
		consultationdischargeinstruction: {
			resource: 'consultationdischargeinstruction',
			by: 'consultation',
			create: true,
		},
		consultationdiagnosis: { resource: 'consultationdiagnosis', by: 'consultation', create: true },
		consultationclinicalsign: { resource: 'consultationclinicalsign', by: 'consultation' },
		consultationpatientstatus: { resource: 'consultationpatientstatus', by: 'consultation' },
		treatmentplans: { resource: 'treatmentplan', by: 'consultation' },
		analyses: { resource: 'consultation_items/analysis', by: 'consultation' },
		medicines: { resource: 'consultation_items/medicine', by: 'consultation' },
		procedures: { resource: 'consultation_items/procedure', by: 'consultation' },
		supplies: { resource: 'consultation_items/supply', by: 'consultation' },
		foods: { resource: 'consultation_items/food', by: 'consultation' },
	},
};

/** Paths that exist but whose answer nobody documents. */
export const unknownAnswers = [
	'patient/json_history',
	'patient/history',
	'patient/custom_field_values',
	'patient/extras',
	'consultation/consultation_json_history',
	'veterinarians_availibility',
	'preliminary_booking',
];
