/**
 * What each endpoint serves: versions, page cap, fields and filters. Sources are the vendor's
 * pages and public clients. `inferred` names fields nobody documents (they follow the vendor's
 * style); the switch `shapes.bareUnknown` takes them away again.
 */
export type Kind = 'id' | 'ref' | 'flag' | 'text' | 'time' | 'int' | 'decimal' | 'ids' | 'nested';

export interface ResourceDef {
	versions: number[];
	/** Scope suffix when it is not the resource's name; null: any token may read. */
	scope?: string | null;
	/** Key around each record when it is not the resource's name. */
	wrapper?: string;
	/** Highest `limit` by version; 200 where nothing else is documented. */
	caps?: Record<number, number>;
	fields: Record<string, Kind>;
	/** Fields that only version 2 and later have. */
	fromV2?: string[];
	/** The documented filter list where the vendor prints one; else every field but lists. */
	filters?: string[];
	inferred?: string[];
}

const base: Record<string, Kind> = {
	id: 'id',
	active: 'flag',
	created_at: 'time',
	modified_at: 'time',
};

const texts = (...names: string[]): Record<string, Kind> =>
	Object.fromEntries(names.map((name) => [name, 'text' as const]));
const refs = (...names: string[]): Record<string, Kind> =>
	Object.fromEntries(names.map((name) => [name, 'ref' as const]));
const flags = (...names: string[]): Record<string, Kind> =>
	Object.fromEntries(names.map((name) => [name, 'flag' as const]));
const times = (...names: string[]): Record<string, Kind> =>
	Object.fromEntries(names.map((name) => [name, 'time' as const]));

const lookup = (versions: number[], extra: Record<string, Kind> = {}): ResourceDef => ({
	versions,
	fields: { ...base, ...texts('name'), ...extra },
});

export const resources: Record<string, ResourceDef> = {
	animal: {
		versions: [1, 2, 4],
		fields: {
			...base,
			...texts('name', 'code', 'rabies_number', 'microchip_number', 'death_reason'),
			...texts('weight_unit', 'notes', 'notes_important', 'guid'),
			...refs('sex_id', 'animalcolour_id', 'species_id', 'breed_id', 'contact_id'),
			...refs('referring_clinic_id', 'referring_vet_id', 'residence_contact_id'),
			...flags('is_dead', 'is_hostile', 'is_estimated_date_of_birth', 'resuscitate'),
			...times('date_of_rabies_vaccination', 'date_of_birth', 'date_of_death', 'date_of_desex'),
			weight: 'decimal',
		},
	},
	contact: {
		versions: [1, 2, 4],
		caps: { 1: 50 },
		fields: {
			...base,
			...texts('code', 'first_name', 'last_name', 'business_name'),
			...flags('is_business', 'is_customer', 'is_supplier', 'is_vet', 'is_syndicate'),
			...flags('is_staff_member', 'stop_credit'),
			...refs('address_physical', 'address_postal', 'ownership_id'),
			contact_detail_list: 'ids',
		},
	},
	contactdetail: {
		versions: [1],
		fields: {
			...base,
			...texts('name', 'value'),
			...refs('contact_id', 'contact_detail_type_id'),
			...flags('preferred'),
		},
	},
	contactdetailtype: lookup([1]),
	address: {
		versions: [1],
		fields: {
			...base,
			...texts('name', 'street_1', 'street_2', 'suburb', 'city', 'region', 'post_code', 'state'),
			...refs('country_id'),
			longitude: 'decimal',
			latitude: 'decimal',
		},
	},
	consult: {
		versions: [1],
		fields: { ...base, ...times('date'), ...refs('animal_id', 'vet_id'), ...texts('description') },
	},
	history: {
		versions: [1],
		// The endpoint's own page: at most 10 records a page.
		caps: { 1: 10 },
		fields: {
			...base,
			...refs('animal_id', 'consult_id', 'history_system', 'chain', 'vet_id'),
			...texts('comments'),
			...times('timestamp'),
		},
	},
	assessment: {
		versions: [1],
		wrapper: 'Assessment',
		fields: {
			...base,
			...refs('consult_id', 'animal_id', 'vet_id'),
			...times('timestamp'),
			...texts('notes'),
		},
	},
	physicalexam: {
		versions: [1],
		fields: {
			...base,
			...refs('consult_id', 'animal_id', 'vet_id'),
			...times('timestamp'),
			...texts('notes'),
		},
		inferred: ['vet_id', 'timestamp', 'notes'],
	},
	healthstatus: {
		versions: [1],
		fields: {
			...base,
			...refs('animal_id', 'consult_id', 'vet_id'),
			...times('timestamp'),
			...texts('weight_unit', 'mucous_membranes', 'notes'),
			weight: 'decimal',
			temperature: 'decimal',
			heart_rate: 'int',
			respiratory_rate: 'int',
			capillary_refill_time: 'decimal',
			body_condition_score: 'int',
		},
		inferred: [
			'consult_id',
			'vet_id',
			'weight_unit',
			'mucous_membranes',
			'notes',
			'temperature',
		].concat(['heart_rate', 'respiratory_rate', 'capillary_refill_time', 'body_condition_score']),
	},
	prescription: {
		versions: [1, 2],
		// The endpoint's own page: at most 10 records a page.
		caps: { 1: 10, 2: 10 },
		fields: {
			...base,
			...refs('animal_id', 'consult_id', 'prescribing_vet_user_id'),
			...times('date_of_prescription'),
			...texts('external_reference'),
			prescription_item_list: 'ids',
		},
		fromV2: ['external_reference'],
		inferred: ['external_reference'],
	},
	prescriptionitem: {
		versions: [1],
		fields: {
			...base,
			...refs('prescription_id', 'product_id'),
			...times('date_start'),
			...texts('serial_number', 'instructions'),
			qty: 'decimal',
			remaining: 'decimal',
		},
	},
	product: lookup([1], texts('code', 'description')),
	diagnosticrequest: {
		versions: [1],
		fields: {
			...base,
			...refs('animal_id', 'consult_id', 'vet_id'),
			...texts('reference_number', 'name'),
			...times('date'),
		},
		inferred: ['animal_id', 'consult_id', 'vet_id', 'reference_number', 'name', 'date'],
	},
	diagnosticresult: {
		versions: [1],
		fields: {
			...base,
			...refs('animal_id', 'consult_id', 'diagnosticrequest_id', 'supplier_id', 'vet_id'),
			...texts('reference_number', 'external_link', 'outcome', 'specifics'),
			...times('date'),
		},
		inferred: ['diagnosticrequest_id', 'supplier_id', 'vet_id', 'reference_number', 'date'].concat([
			'external_link',
			'outcome',
			'specifics',
		]),
	},
	diagnosticresultitem: {
		versions: [1],
		fields: {
			...base,
			...refs('diagnosticresult_id'),
			...texts('name', 'value', 'unit', 'reference_low', 'reference_high', 'qualifier'),
		},
		inferred: ['name', 'value', 'unit', 'reference_low', 'reference_high', 'qualifier'],
	},
	vaccination: {
		versions: [1],
		// No animal_id: a vaccination is reached through its consult.
		fields: {
			...base,
			...refs('consult_id', 'product_id', 'vet_id'),
			...times('date_of_administration', 'date_of_next_administration'),
			...texts('description', 'notes'),
			qty: 'decimal',
		},
	},
	// Known to exist; their fields are a guess by the pattern of the assessment.
	...Object.fromEntries(
		['plan', 'therapeutic', 'presentingproblem', 'presentingproblemlink', 'operation'].map(
			(name): [string, ResourceDef] => [
				name,
				{
					versions: [1],
					fields: {
						...base,
						...refs('consult_id', 'animal_id', 'vet_id'),
						...times('timestamp'),
						...texts('notes'),
					},
					inferred: ['vet_id', 'timestamp', 'notes'],
				},
			],
		),
	),
	contactassociation: { versions: [1], fields: base },
	webhooks: { versions: [1], fields: base },
	webhookevents: { versions: [1], fields: base },
	systemsetting: { versions: [1], fields: base },
	animalcolour: lookup([1]),
	species: lookup([4]),
	breed: lookup([4], refs('species_id')),
	sex: lookup([1]),
	user: {
		versions: [4],
		fields: { ...base, ...texts('name', 'first_name', 'last_name', 'email') },
		inferred: ['first_name', 'last_name', 'email'],
	},
	attachment: {
		versions: [1],
		fields: {
			...base,
			...refs('file_id', 'record_id'),
			...texts('record_type', 'name', 'mime_type', 'notes', 'file_download_url'),
			...flags('primary_image'),
		},
		filters: ['id', 'active', 'created_at', 'modified_at', 'record_type', 'record_id', 'name'],
	},
	communication: {
		versions: [1, 2],
		fields: {
			...base,
			...refs('contact_detail_type_id', 'contact_id', 'animal_id', 'consult_id', 'appointment_id'),
			...texts('format', 'status', 'subject', 'content'),
		},
		inferred: [
			'contact_id',
			'animal_id',
			'consult_id',
			'appointment_id',
			'subject',
			'content',
		].concat(['format', 'status']),
	},
	appointment: {
		versions: [1, 2],
		// Version 1 has start_time and details instead.
		fromV2: ['start_at', 'consult_id', 'description', 'resources'],
		fields: {
			...base,
			...times('start_at'),
			...refs('event_group', 'type_id', 'status_id', 'animal_id', 'consult_id', 'contact_id'),
			...refs('sales_resource', 'cancellation_reason'),
			...texts('description', 'cancellation_reason_text'),
			duration: 'int',
			resources: 'nested',
		},
	},
	appointmenttype: lookup([2], { default_duration: 'int' }),
	appointmentstatus: lookup([2]),
	resource: lookup([2], refs('separation_id')),
	separation: lookup([2]),
};

/** Every scope an integration record may hold (authentication pages and clients of the vendor). */
export const knownScopes: string[] = [
	...Object.keys(resources).map((name) => `read-${name}`),
	...'diagnostic eventgroup integrateddiagnostic tag tagcategory tagname invoice'
		.split(' ')
		.map((name) => `read-${name}`),
	...'animal contact contactdetail address communication consult healthstatus diagnosticresult'
		.concat(' externalprescription prescription prescriptionitem appointment attachment webhooks')
		.split(' ')
		.map((name) => `write-${name}`),
	'create-booking',
	'user-management',
];
