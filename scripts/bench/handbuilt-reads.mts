export interface Read {
	/** Name of the node. */
	name: string;
	path: string;
	query: Record<string, string>;
}

/** An expression for the ids that a field holds in the records an earlier node has read. */
const among = (...sources: Array<[node: string, record: string, field: string]>): string => {
	const ids = sources
		.map(
			([node, record, field]) =>
				`...$('${node}').first().json.items.map((item) => item.${record}.${field})`,
		)
		.join(', ');
	return `={{ JSON.stringify({ in: [...new Set([${ids}].filter((id) => id).map(String))] }) }}`;
};

const patientId = "={{ $('Start').first().json.body.patientId }}";
const ofAnimal = { animal_id: patientId };
const animal = (field: string): string =>
	`={{ $('Animal').first().json.items[0].animal.${field} }}`;

/** The records that the pack reads for a packet, each list once, lookups in as few requests as possible. */
export const reads: Read[] = [
	{ name: 'Animal', path: '/v2/animal', query: { id: patientId } },
	{ name: 'Species', path: '/v4/species', query: { id: animal('species_id') } },
	{ name: 'Breed', path: '/v4/breed', query: { id: animal('breed_id') } },
	{ name: 'Sex', path: '/v1/sex', query: { id: animal('sex_id') } },
	{ name: 'Site', path: '/v3/siteInformation', query: {} },
	{ name: 'Weights', path: '/v1/healthstatus', query: ofAnimal },
	{
		name: 'People',
		path: '/v2/contact',
		query: {
			id: among(
				['Animal', 'animal', 'contact_id'],
				['Animal', 'animal', 'referring_clinic_id'],
				['Animal', 'animal', 'referring_vet_id'],
			),
		},
	},
	{
		name: 'Contact details',
		path: '/v1/contactdetail',
		query: { contact_id: among(['People', 'contact', 'id']) },
	},
	{
		name: 'Kinds of contact',
		path: '/v1/contactdetailtype',
		query: { id: among(['Contact details', 'contactdetail', 'contact_detail_type_id']) },
	},
	{
		name: 'Address',
		path: '/v1/address',
		query: { id: among(['People', 'contact', 'address_physical']) },
	},
	{ name: 'Consults', path: '/v1/consult', query: ofAnimal },
	{ name: 'Staff', path: '/v4/user', query: { id: among(['Consults', 'consult', 'vet_id']) } },
	{ name: 'History', path: '/v1/history', query: ofAnimal },
	// ezyVet gives ten of these at a time.
	{ name: 'History, page 2', path: '/v1/history', query: { ...ofAnimal, page: '2' } },
	{ name: 'Exams', path: '/v1/physicalexam', query: ofAnimal },
	{ name: 'Assessments', path: '/v1/assessment', query: ofAnimal },
	{ name: 'Prescriptions', path: '/v2/prescription', query: ofAnimal },
	{
		name: 'Prescribed items',
		path: '/v1/prescriptionitem',
		query: { prescription_id: among(['Prescriptions', 'prescription', 'id']) },
	},
	{
		name: 'Vaccinations',
		path: '/v1/vaccination',
		query: { consult_id: among(['Consults', 'consult', 'id']) },
	},
	{
		name: 'Products',
		path: '/v1/product',
		query: {
			id: among(
				['Prescribed items', 'prescriptionitem', 'product_id'],
				['Vaccinations', 'vaccination', 'product_id'],
			),
		},
	},
	{ name: 'Results', path: '/v1/diagnosticresult', query: ofAnimal },
	{
		name: 'Result values',
		path: '/v1/diagnosticresultitem',
		query: { diagnosticresult_id: among(['Results', 'diagnosticresult', 'id']) },
	},
	{
		name: 'Requests',
		path: '/v1/diagnosticrequest',
		query: { id: among(['Results', 'diagnosticresult', 'diagnosticrequest_id']) },
	},
	{
		name: 'Documents of patient',
		path: '/v1/attachment',
		query: { record_type: 'Animal', record_id: patientId },
	},
	{
		name: 'Documents of consults',
		path: '/v1/attachment',
		query: { record_type: 'Consult', record_id: among(['Consults', 'consult', 'id']) },
	},
];
