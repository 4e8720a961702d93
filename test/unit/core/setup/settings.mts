import { readTables, type SetupTables } from '../../../../core/setup/stored';

/** Made-up settings of two clinics and one hospital service, as the tables hold them. */
export const oakProfile = {
	id: 'oak',
	version: 3,
	name: 'Oak Street Sample Clinic',
	phone: '+12025550100',
	email: 'desk@oak.example.com',
	staffAlertEmail: 'alerts@oak.example.com',
	timeZone: 'America/Chicago',
	mode: 'live',
};

export const elmProfile = {
	...oakProfile,
	id: 'elm',
	version: 1,
	name: 'Elm Sample Clinic',
	mode: 'shadow',
};

export const heartEntry = {
	id: 'riverside-cardiology',
	hospital: 'Riverside Sample Hospital',
	service: 'Cardiology',
	specialty: 'cardiology',
	channel: 'webhook',
	inboundUrl: 'https://hospital.example.com/inbound',
	phone: '+12025550177',
	onCallPhone: '+12025550178',
	timeZone: 'America/Chicago',
};

export const clinicRow = (profile: Record<string, unknown>, id = 1) => ({
	id,
	clinicId: profile.id,
	version: profile.version,
	profile: JSON.stringify(profile),
});

export const entryRow = (entry: Record<string, unknown>, id = 11, version = 1) => ({
	id,
	specialistId: entry.id,
	version,
	active: true,
	entry: JSON.stringify(entry),
});

export const tablesWith = (
	more: {
		clinics?: unknown[];
		specialists?: unknown[];
		settings?: unknown[];
	} = {},
): SetupTables =>
	readTables({
		clinics: [clinicRow(oakProfile, 1), clinicRow(elmProfile, 2)],
		specialists: [entryRow(heartEntry)],
		settings: [],
		...more,
	});
