import { blockingGaps, completenessRules, findGaps } from '../../../../core/packet/completeness';
import type { PacketFile } from '../../../../core/packet/manifest';
import type { Specialty } from '../../../../core/profile/specialist';
import { daysAgo, files, input, packet, record, release, releaseInput, sha } from './sample.mts';

const needs = {
	required: [] as string[],
	recommended: [] as string[],
	maxAgeDays: {} as Record<string, number>,
};

const forSpecialty = (specialty: Specialty, change = {}) =>
	packet({ ...change, specialist: { ...input().specialist, specialty } });

const fieldsOf = (gaps: Array<{ field: string }>): string[] => gaps.map(({ field }) => field);

const gapOf = (field: string, change: Parameters<typeof packet>[0]) =>
	packet(change).gaps.find((gap) => gap.field === field);

const withPatient = (change: object) => {
	const records = record();
	return { records: { ...records, patient: { ...records.patient, ...change } } };
};

describe('completeness', () => {
	it('finds nothing that blocks in a full cardiology packet', () => {
		expect(blockingGaps(packet().gaps)).toEqual([]);
	});

	it('gives every rule a key of its own and says how to fix it', () => {
		const fields = fieldsOf([...completenessRules]);
		expect(new Set(fields).size).toBe(fields.length);
		for (const { howToFix, label } of completenessRules) {
			expect(label.length).toBeGreaterThan(2);
			expect(howToFix).toMatch(/\.$/);
		}
	});

	it('blocks a packet about a dead patient', () => {
		expect(gapOf('patient_alive', withPatient({ dead: true }))).toMatchObject({
			level: 'required',
		});
	});

	it.each([
		['patient_signalment', withPatient({ breed: undefined }), /breed/],
		['patient_weight', withPatient({ weightKg: undefined }), /weight/],
		['owner_contact', { records: { ...record(), owner: undefined } }, /name, phone/],
		['history', { records: { ...record(), notes: [] } }, /12 months/],
		['bloods', { records: { ...record(), labReports: [] } }, /no blood count/],
		['thoracic_radiographs', { files: [] }, /no radiograph/],
	])('misses %s', (field, change, reason) => {
		const gap = gapOf(field, change as Parameters<typeof packet>[0]);
		expect(gap).toMatchObject({ level: 'required' });
		expect(gap?.reason).toMatch(reason);
	});

	it.each(['allergies', 'handling', 'told_owner', 'exam', 'pending_tests'])(
		'asks for %s when neither release nor notes speak of it',
		(field) => {
			expect(gapOf(field, { release: release({ supplement: {} }) })).toMatchObject({
				level: 'required',
			});
		},
	);

	it('accepts from the notes what the release form does not say', () => {
		const records = record();
		records.notes.push({
			id: 'h3',
			kind: 'history',
			at: daysAgo(2),
			text: 'No known allergies. Nervous, muzzle advised. Owner informed. No tests pending. RR 30, BP 140 mmHg.',
		});
		const { gaps } = packet({ records, release: release({ supplement: {} }) });
		for (const field of ['allergies', 'handling', 'told_owner', 'exam', 'pending_tests']) {
			expect(fieldsOf(gaps)).not.toContain(field);
		}
	});

	it('does not take a note of three years ago for the present', () => {
		const records = record();
		records.notes.push({
			id: 'h3',
			kind: 'history',
			at: daysAgo(400),
			text: 'No known allergies.',
		});
		const gap = gapOf('allergies', { records, release: release({ supplement: {} }) });
		expect(gap).toBeDefined();
	});

	it.each([
		['cardiology', 20, false],
		['cardiology', 31, true],
		['oncology', 15, true],
		['oncology', 14, false],
		['internal_medicine', 300, false],
	] as const)('%s: bloods of %i days ago are a gap: %p', (specialty, days, isGap) => {
		const records = record();
		records.labReports = records.labReports.map((lab) => ({ ...lab, at: daysAgo(days) }));
		const { gaps } = forSpecialty(specialty, { records });
		expect(fieldsOf(gaps).includes('bloods')).toBe(isGap);
	});

	it('says how old the newest result is', () => {
		const records = record();
		records.labReports = records.labReports.map((lab) => ({ ...lab, at: daysAgo(45) }));
		expect(gapOf('bloods', { records })?.reason).toBe(
			'The newest blood count or chemistry is 45 days old; this service takes at most 30.',
		);
	});

	it('wants an ECG of a cardiology case only when a rhythm or a collapse is in question', () => {
		const withoutEcg = { files: files().filter(({ name }) => !name.startsWith('ECG')) };
		expect(gapOf('ecg', withoutEcg)).toBeUndefined();
		const collapsed = release({ reason: 'Collapsed twice when excited.' });
		expect(gapOf('ecg', { ...withoutEcg, release: collapsed })).toMatchObject({
			level: 'required',
		});
	});

	it('asks for the last dose of a diuretic before a heart visit', () => {
		const { medicationTiming, ...supplement } = releaseInput().supplement;
		expect(medicationTiming).toBeDefined();
		expect(gapOf('medication_timing', { release: release({ supplement }) })?.reason).toMatch(
			/1 med/,
		);
	});

	it('asks each specialty for its own', () => {
		const neurology = fieldsOf(blockingGaps(forSpecialty('neurology').gaps));
		expect(neurology).toEqual(expect.arrayContaining(['video', 'exam_specific', 'anaesthesia']));
		const oncology = fieldsOf(blockingGaps(forSpecialty('oncology').gaps));
		expect(oncology).toEqual(expect.arrayContaining(['cytology_histology', 'diet', 'insurance']));
		expect(oncology).not.toContain('video');
		const emergency = fieldsOf(blockingGaps(forSpecialty('emergency').gaps));
		expect(emergency).toContain('stabilisation');
		expect(fieldsOf(forSpecialty('emergency').gaps)).not.toContain('urinalysis');
	});

	it('lets a person override a required gap with a reason, and keeps the reason', () => {
		const overridden = release({
			overrides: [{ field: 'bloods', reason: 'Owner declined sampling.' }],
		});
		const { gaps } = packet({
			records: { ...record(), labReports: [] },
			release: overridden,
		});
		expect(gaps.find(({ field }) => field === 'bloods')).toMatchObject({
			level: 'required',
			override: 'Owner declined sampling.',
		});
		expect(fieldsOf(blockingGaps(gaps))).not.toContain('bloods');
	});

	it('lets the hospital raise, lower and date what it needs', () => {
		const complete = packet();
		const raised = findGaps(complete, { needs: { ...needs, required: ['video'] } });
		expect(raised.find(({ field }) => field === 'video')).toMatchObject({ level: 'required' });
		const lowered = findGaps(packet({ files: [] }), {
			needs: { ...needs, recommended: ['thoracic_radiographs'] },
		});
		expect(blockingGaps(lowered)).toEqual([]);
		const dated = findGaps(complete, { needs: { ...needs, maxAgeDays: { bloods: 3 } } });
		expect(fieldsOf(blockingGaps(dated))).toEqual(['bloods']);
	});

	it('understands a wish of the hospital that no rule knows', () => {
		const holter = { needs: { ...needs, required: ['holter_report'] } };
		expect(findGaps(packet(), holter)[0]).toMatchObject({
			field: 'holter_report',
			label: 'Holter report',
			level: 'required',
		});
		const file: PacketFile = {
			name: 'Holter_report.pdf',
			mimeType: 'application/pdf',
			size: 1,
			sha256: sha('d'),
		};
		expect(fieldsOf(findGaps(packet({ files: [...files(), file] }), holter))).not.toContain(
			'holter_report',
		);
	});

	it('lists required gaps before recommended ones', () => {
		const levels = packet({ release: release({ supplement: {} }), files: [] }).gaps.map(
			({ level }) => level,
		);
		expect(levels).toEqual([...levels].sort().reverse());
	});

	it('shows parts of the record that could not be read', () => {
		const records = record();
		records.unread = [{ part: 'documents', code: 'pims_forbidden', message: 'm', hint: 'h' }];
		expect(gapOf('record_read', { records })?.reason).toContain('documents');
	});
});
