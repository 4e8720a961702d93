/**
 * Which version of which resource is asked, newest that public sources show working. One table, so
 * a site that differs is a setting. [documented: ezyVet endpoint pages and release notes, or live
 * public clients, unless marked]
 */
export const defaultVersions = {
	address: 'v1',
	animal: 'v2',
	animalcolour: 'v1',
	appointment: 'v2',
	appointmenttype: 'v2',
	assessment: 'v1',
	attachment: 'v1',
	breed: 'v4',
	communication: 'v2',
	consult: 'v1',
	contact: 'v2',
	contactdetail: 'v1',
	contactdetailtype: 'v1',
	diagnosticrequest: 'v1',
	diagnosticresult: 'v1',
	diagnosticresultitem: 'v1',
	healthstatus: 'v1',
	history: 'v1',
	physicalexam: 'v1',
	plan: 'v1',
	prescription: 'v2',
	prescriptionitem: 'v1',
	product: 'v1', // [inferred] names of prescribed and administered products
	resource: 'v2',
	sex: 'v1',
	siteInformation: 'v3',
	species: 'v4',
	user: 'v4',
	vaccination: 'v1',
} as const;

export type EzyVetResource = keyof typeof defaultVersions;
export type EzyVetVersions = Record<EzyVetResource, string>;

/**
 * Which version is written where it is not the one that is read. [documented: contact and animal by
 * clients, consult by a client, externalprescription by the pharmacy guide; contactdetail [inferred]
 * from its write scope]
 */
export const defaultWriteVersions = {
	animal: 'v1',
	consult: 'v1',
	contact: 'v1',
	contactdetail: 'v1',
	externalprescription: 'v1',
} as const;

export type EzyVetWriteVersions = Record<keyof typeof defaultWriteVersions, string>;

/** Length of page that every resource gives [documented: default and lowest limit]. */
export const smallPage = 10;

/** Largest page that a resource gives: 200, and 50 for v1 contact [documented: live clients]. */
export const pageLimit = (resource: EzyVetResource, version: string): number =>
	resource === 'contact' && version === 'v1' ? 50 : 200;

/** Clients chunk `in` filters at about 100 ids because long URLs fail [documented: live client]. */
export const inFilterChunk = 100;

/** Scope of a read or write of a resource, as ezyVet names them [documented: OpenAPI openings]. */
export const scopeOf = (
	resource: EzyVetResource | keyof EzyVetWriteVersions,
	act: 'read' | 'write',
): string => `${act}-${resource.toLowerCase()}`;

/** Contact detail type of a communication: 8 = other [documented: communication guide]. */
export const communicationTypeOther = 8;

/**
 * Field names of resources whose body no public source shows. They are a guess in ezyVet's own
 * style [unknown]; writing with them stands behind "Allow Unverified Writes".
 */
export const unverifiedFields = {
	communication: {
		type: 'contact_detail_type_id',
		format: 'format',
		status: 'status',
		subject: 'subject',
		body: 'content',
		patient: 'animal_id',
		encounter: 'consult_id',
		owner: 'contact_id',
	},
	attachment: { recordType: 'record_type', recordId: 'record_id', notes: 'notes', file: 'file' },
} as const;
