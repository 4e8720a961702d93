import type { PimsConnector } from '../../../connectors/pims/pims';
import { listFields, patientField, simplifyField } from '../common-fields';
import { records, shownFor, type PimsResource } from '../resource';

type ListOf = 'listMedications' | 'listVaccinations' | 'listLabResults';

/** A part of the patient's history that is only read, as one list. */
const readOnly = (
	{ name, value, plural }: { name: string; value: string; plural: string },
	list: ListOf & keyof PimsConnector,
): PimsResource => ({
	name,
	value,
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: `Get many ${plural}`,
			description: `List the ${plural} in the record of a patient`,
			run: async (task) => {
				const pims = await task.pims();
				return records(task, await pims[list](task.text('patientId')));
			},
		},
	],
	fields: [
		patientField(shownFor(value)),
		...listFields(shownFor(value)),
		simplifyField(shownFor(value)),
	],
});

export const labResult = readOnly(
	{ name: 'Lab Result', value: 'labResult', plural: 'laboratory results' },
	'listLabResults',
);

export const medication = readOnly(
	{ name: 'Medication', value: 'medication', plural: 'medications' },
	'listMedications',
);

export const vaccination = readOnly(
	{ name: 'Vaccination', value: 'vaccination', plural: 'vaccinations' },
	'listVaccinations',
);
