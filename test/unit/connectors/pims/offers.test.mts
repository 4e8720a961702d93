import { operationNames, supportMeanings } from '../../../../connectors/pims/describe';
import { pimsRegistry, type PimsEntry, type PimsSettings } from '../../../../connectors/pims/index';
import type { Operation, PimsConnector } from '../../../../connectors/pims/pims';
import type { Result } from '../../../../core/result';

const target = { patientId: '501', encounterId: '7' };
const at = '2026-12-01T09:00:00Z';
const mark = 'test/1';
const document = {
	id: '1',
	name: 'a.pdf',
	mimeType: 'application/pdf',
	recordType: 'Patient',
	recordId: '501',
};

/** Each operation asked for once, with input that nothing can be said against. */
const asked: Record<
	Exclude<Operation, 'parseHint'>,
	(pims: PimsConnector) => Promise<Result<unknown>>
> = {
	searchPatients: (pims) => pims.searchPatients({ name: 'Biscuit' }),
	getPatient: (pims) => pims.getPatient('501'),
	getClient: (pims) => pims.getClient('88'),
	getReferrer: (pims) => pims.getReferrer('501'),
	listEncounters: (pims) => pims.listEncounters('501'),
	listNotes: (pims) => pims.listNotes(target),
	listMedications: (pims) => pims.listMedications('501'),
	listVaccinations: (pims) => pims.listVaccinations('501'),
	listLabResults: (pims) => pims.listLabResults('501'),
	listDocuments: (pims) => pims.listDocuments('501'),
	downloadDocument: (pims) => pims.downloadDocument(document),
	findReferrals: (pims) => pims.findReferrals(null),
	listChanged: (pims) => pims.listChanged('patients', null),
	upsertClient: (pims) => pims.upsertClient({ lastName: 'Owner', email: 'o@example.com' }, mark),
	upsertPatient: (pims) => pims.upsertPatient({ clientId: '88', name: 'Biscuit' }, mark),
	setReferrer: (pims) => pims.setReferrer('501', { clinic: 'Sample Street Vets' }, mark),
	createEncounter: (pims) => pims.createEncounter({ ...target, at, reason: 'Murmur' }, mark),
	addNote: (pims) => pims.addNote({ ...target, subject: 'Note', text: 'Stable' }, mark),
	uploadDocument: (pims) =>
		pims.uploadDocument({ ...target, file: { ...document, ref: 'x' } }, mark),
	logCommunication: (pims) =>
		pims.logCommunication({ ...target, subject: 'Call', text: 'Spoke' }, mark),
	createAppointment: (pims) =>
		pims.createAppointment(
			{ ...target, start: at, durationMinutes: 30, description: 'Recheck' },
			mark,
		),
	createFollowUp: (pims) =>
		pims.createFollowUp({ ...target, kind: 'check_in', what: 'Call the owner' }, mark),
};

function connect(id: string, settings: PimsSettings) {
	let calls = 0;
	const none = async () => {
		calls++;
		return await Promise.resolve({ status: 500, headers: {}, body: '' });
	};
	const tools = { http: none, download: none, upload: none, now: () => '2026-11-22T12:00:00Z' };
	const entry: PimsEntry = pimsRegistry[id as keyof typeof pimsRegistry];
	const made = entry.create(
		{
			baseUrl: 'https://pims.example.com',
			provetId: '4021',
			siteId: '12',
			groupSlug: 'demo',
			...settings,
		},
		tools,
	);
	if (!made.ok) throw new Error(made.refusal.message);
	return { pims: made.value, calls: () => calls };
}

const ids = Object.keys(pimsRegistry);
const switches = [false, true];
const cases = ids.flatMap((id) =>
	switches.map((allowUnverifiedWrites) => ({ id, allowUnverifiedWrites })),
);

describe.each(cases)('what $id offers with unverified writes: $allowUnverifiedWrites', (one) => {
	const { id, allowUnverifiedWrites } = one;

	it('is said of every operation, in the words of the table', () => {
		const able = connect(id, { allowUnverifiedWrites }).pims.capabilities();
		expect(Object.keys(able).sort()).toEqual(Object.keys(operationNames).sort());
		for (const support of Object.values(able)) expect(supportMeanings).toHaveProperty(support);
	});

	it.each(Object.entries(asked))('is true of %s', async (operation, ask) => {
		const { pims, calls } = connect(id, { allowUnverifiedWrites });
		const support = pims.capabilities()[operation as Operation];
		const answer = await ask(pims);
		const refusal = answer.ok ? undefined : answer.refusal;
		const isRefusedAtOnce =
			/^(not_offered|unverified_write|unverified_writes_off|no_polling)$/.test(refusal?.code ?? '');
		expect({ operation, refused: isRefusedAtOnce }).toEqual({
			operation,
			refused: support === 'none',
		});
		if (support !== 'none') return;
		expect(calls()).toBe(0);
		expect(refusal?.hint).not.toBe('');
	});
});
