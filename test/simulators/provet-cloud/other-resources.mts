import { dates, decimals, flags, inferred, ints, refs, texts, times } from './fields.mts';
import type { Fields } from './fields.mts';
import type { Family, ResourceDef } from './resources.mts';

/**
 * Resources whose routes a digest of the vendor's schema names and whose bodies nobody documents.
 * Every field here is inferred from the vendor's style; a posted body is stored as it arrives.
 */
const unknown = (family: Family, fields: Fields, methods = 'LRCUD'): ResourceDef => ({
	family,
	methods,
	unverified: true,
	fields: inferred(fields),
});

/** Records that are reached through their patient only. */
const ofPatient = (as: string, fields: Fields): ResourceDef => ({
	...unknown('Medical', { ...refs('patient'), ...fields }, 'LRC'),
	under: { parent: 'patient', by: 'patient', as },
});

const measurement = (as: string): ResourceDef =>
	ofPatient(as, { ...decimals('value'), ...times('measured_at') });

const consultationItem = (fields: Fields = {}): ResourceDef =>
	unknown('Medical', {
		...refs('consultation', 'patient'),
		...texts('name'),
		...decimals('quantity'),
		...fields,
	});

const note: ResourceDef = {
	...unknown('Medical', {
		...refs('patient', 'client', 'consultation'),
		...texts('title', 'text'),
	}),
	perMinute: { list: 50, write: 300 },
};

export const otherResources: Record<string, ResourceDef> = {
	note,
	noteadmin: { ...note, same: 'note' },
	upload: unknown(
		'Medical',
		{
			...refs('patient', 'note', 'consultation', 'appointment'),
			...texts('name', 'mime_type', 'file'),
			...ints('size'),
		},
		'LR',
	),
	importedhistory: unknown('Medical', { ...refs('patient'), ...texts('text'), ...times('date') }),
	patient_referral: unknown('Patient referrals', {
		...refs('patient', 'client', 'consultation', 'department', 'referrer'),
		...texts('reason'),
	}),
	patient_referral_feedback: unknown(
		'Patient referrals',
		{ ...refs('patient_referral', 'patient'), ...texts('text') },
		'LR',
	),
	referrer: unknown('Patient referrals', {
		...texts('name', 'veterinarian', 'email', 'phone_number', 'city'),
	}),
	referralinternalstatus: unknown('Patient referrals', texts('name')),
	task: unknown('General', {
		...refs('patient', 'client', 'user', 'department'),
		...texts('title', 'description'),
		...dates('due_date'),
		...flags('done'),
	}),
	external_vaccination: ofPatient('external_vaccination', {
		...texts('name', 'batch_number'),
		...dates('date', 'valid_until'),
	}),
	weight: measurement('weight'),
	temperature: measurement('temperature'),
	heart_rate: measurement('heart_rate'),
	respiratory_rate: measurement('respiratory_rate'),
	blood_pressure: measurement('blood_pressure'),
	body_condition_score: measurement('body_condition_score'),
	peripheral_oxygen_saturation: measurement('peripheral_oxygen_saturation'),
	consultationdiagnosis: {
		...unknown('Medical', { ...refs('consultation', 'patient'), ...texts('code', 'name') }),
		under: { parent: 'consultation', by: 'consultation', as: 'consultationdiagnosis' },
	},
	consultationclinicalsign: {
		...unknown('Medical', { ...refs('consultation', 'patient'), ...texts('name', 'value') }, 'LR'),
		under: { parent: 'consultation', by: 'consultation', as: 'consultationclinicalsign' },
	},
	consultationpatientstatus: {
		...unknown('Medical', { ...refs('consultation', 'patient'), ...texts('text') }, 'LR'),
		under: { parent: 'consultation', by: 'consultation', as: 'consultationpatientstatus' },
	},
	treatmentplan: unknown('Medical', { ...refs('consultation', 'patient'), ...texts('text') }, 'LR'),
	'consultation_items/procedure': consultationItem(),
	'consultation_items/supply': consultationItem(),
	'consultation_items/food': consultationItem(),
	'consultation_items/analysis': { ...consultationItem(), perMinute: { list: 150, one: 150 } },
	// Holds the medicines only here. Read-only; filtering it by consultation was seen to return everything.
	consultationitem: {
		...unknown('Medical', { ...refs('consultation', 'patient'), ...texts('name') }, 'LR'),
		same: 'consultation_items/medicine',
		unfiltered: ['consultation', 'patient', 'name'],
	},
	consultation_laboratory_referral: unknown('Medical', {
		...refs('consultation', 'patient', 'department'),
		...texts('laboratory', 'reference'),
	}),
	consultation_sample: unknown('Medical', {
		...refs('consultation', 'patient'),
		...texts('name'),
	}),
	laboratoryanalysisgroup: unknown('Medical', {
		...refs('consultation', 'patient'),
		...texts('name', 'reference', 'comment'),
		...times('date'),
	}),
	laboratoryanalysispanel: unknown('Medical', texts('name')),
	laboratoryanalysis: unknown('Medical', {
		...refs({ group: 'laboratoryanalysisgroup' }, 'consultation', 'patient'),
		...texts('name', 'result', 'unit', 'reference_min', 'reference_max', 'flag'),
		...times('date'),
	}),
	consultationorganism: unknown('Medical', { ...refs('consultation'), ...texts('name') }),
	diagnosticimaging_referral: unknown('Medical', {
		...refs('consultation', 'patient'),
		...texts('description'),
	}),
	diagnosticimaging_worklist: unknown('Medical', {
		...refs('consultation', 'patient'),
		...texts('description'),
	}),
	'general_prescription/written_prescription': unknown('Medical', {
		...refs('consultation', 'patient'),
		...texts('remarks'),
	}),
	'general_prescription/prescription_item': unknown('Medical', texts('name', 'instructions')),
	prescription_repeat: unknown('Medical', { ...refs('patient'), ...texts('name') }),
	invoice: {
		...unknown('Financial', { ...refs('client', 'consultation', 'department') }, 'LR'),
		perMinute: { list: 60, one: 60 },
	},
	invoicerow: unknown('Financial', { ...refs('invoice'), ...texts('name') }, 'LR'),
	item: unknown('Stock', texts('name', 'code'), 'LR'),
	// Code lists are documented to exist, their paths are not.
	species: unknown('Settings', { ...ints('code'), ...texts('name') }, 'LR'),
	breed: unknown('Settings', { ...ints('code', 'species_code'), ...texts('name') }, 'LR'),
	diagnosis: unknown('Settings', texts('code', 'name'), 'LR'),
	// What a hook has is documented, the names of its fields are not.
	'hook/webhook': unknown('Settings', {
		...ints('trigger', 'content_type'),
		...texts('target_url', 'name'),
		...refs('department'),
		...flags('active'),
	}),
	'hook/queue': unknown(
		'Settings',
		{
			...refs({ webhook: 'hook/webhook' }),
			...ints('tries', 'last_status'),
			...flags('delivered'),
		},
		'LR',
	),
	custom_integration: unknown('Settings', {
		...texts('name', 'target_url', 'method', 'parameter_name'),
		...ints('type', 'action'),
		...flags('active'),
	}),
};
