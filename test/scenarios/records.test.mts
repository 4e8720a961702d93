import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { blockingGaps, findGaps } from '../../core/packet/completeness';
import { checkFile } from '../../core/packet/file-check';
import type { Packet } from '../../core/packet/schema';
import { matchPatient } from '../../core/report/match';
import { viewFor } from '../../core/desk/redact';
import { noticesOf } from '../../core/desk/notices';
import { radiograph } from '../simulators/ezyvet/seed/dicom.mts';
import { packet } from '../unit/core/packet/sample.mts';
import { openPractice, value } from '../unit/connectors/pims/ezyvet/practice.mts';
import { reportData, reported, seen } from '../unit/core/referral/story.mts';
import { scenario } from './scenario.mts';

const biscuit = {
	name: 'Biscuit',
	species: 'Dog',
	breed: 'Beagle',
	sex: 'female, spayed',
	dateOfBirth: '2017-04-02',
	microchip: '985112345678900',
};

scenario(20, () => {
	const about = { caseIdMatches: true };
	const stranger = { name: 'Biscuit', species: 'Cat', microchip: '985000000000001' };
	expect(matchPatient(stranger, biscuit, about).verdict).toBe('mismatch');
	expect(matchPatient({ ...biscuit, microchip: '985000000000001' }, biscuit, about).verdict).toBe(
		'mismatch',
	);
	expect(
		matchPatient({ ...biscuit, name: 'Waffle', microchip: undefined }, biscuit, about).verdict,
	).toBe('mismatch');

	const story = reported().says('report.needs_review', {
		version: 1,
		reasons: ['species_different'],
	});
	expect(story.next.step).toBe('none');
	expect(story.tries('report.filing', { version: 1 }).ok).toBe(false);
	story.says('report.rejected', { version: 1, reason: 'This is a cat' });
	expect(story.state.reports).toEqual([]);
	expect(story.state.quarantined).toHaveLength(1);
	expect(story.phase).toBe('seen');
	expect(story.tries('report.filing', { version: 1 }).ok).toBe(false);
	// The hospital is told; its own page and the owner's do not show it any more.
	expect(noticesOf(story.state)).toContainEqual(
		expect.objectContaining({ type: 'report.rejected' }),
	);
	expect(viewFor(story.state, 'specialist').reports).toEqual([]);
	expect(JSON.stringify(viewFor(story.state, 'owner'))).not.toContain('cat');
	// The right one is taken and is another version.
	story.says('report.final', reportData('the right one'));
	expect(story.state.reports).toMatchObject([{ version: 2 }]);
	expect(story.next.step).toBe('route');
});

scenario(21, () => {
	const { microchip: _, ...sibling } = biscuit;
	for (const record of [biscuit, sibling]) {
		for (const report of [sibling, { ...sibling, dateOfBirth: undefined }]) {
			expect(matchPatient(report, record, { caseIdMatches: false }).verdict).toBe('review');
		}
	}
	const almost = { ...sibling, name: 'Biscuits' };
	expect(matchPatient(almost, sibling, { caseIdMatches: true }).verdict).toBe('review');
	const story = seen().says('report.final', reportData());
	story.says('report.needs_review', { version: 1, reasons: ['case_id_missing'] });
	expect(story.asks).toContainEqual(expect.objectContaining({ key: 'review', forPerson: true }));
});

scenario(24);

const packetOf = (filesLeftOut: Packet['filesLeftOut']): Packet => packet({ filesLeftOut });
const sample = (name: string, mimeType: string, bytes: Uint8Array) => ({
	name,
	mimeType,
	head: bytes.subarray(0, 65_536),
	tail: bytes.subarray(-4096),
});

scenario(25, () => {
	const image = radiograph({
		key: 'scenario/1',
		patientName: 'Owner^Waffle',
		patientId: '78',
		species: 'Canine',
		breed: 'Beagle',
		sex: 'F',
		neutered: true,
		ownerName: 'Owner^Olive',
		birthDate: '20190101',
		takenAt: 1_800_000_000,
		bodyPart: 'CHEST',
		view: 'RL',
		description: 'Thorax',
		instance: 1,
	});
	const file = sample('thorax.dcm', 'application/dicom', image);
	const found = checkFile(file, { ...biscuit, ownerName: 'Olive Owner' });
	expect(found?.code).toBe('other_patient');
	// The words go to the page and to the hospital: they name no other animal and no other owner.
	expect(found?.reason).not.toMatch(/Waffle|Olive/);
	expect(checkFile(file, { ...biscuit, name: 'Waffle', ownerName: 'Olive Owner' })).toBeUndefined();
	const gaps = findGaps(packetOf([{ name: file.name, ...found! }]));
	expect(blockingGaps(gaps).map(({ field }) => field)).toContain('file_check');
});

scenario(26, () => {
	const files: Array<[name: string, mimeType: string, text: string, code: string]> = [
		['viewer.exe', 'application/octet-stream', 'MZ', 'program'],
		['labs.pdf', 'application/pdf', '<html>404</html>', 'damaged'],
		['labs.pdf', 'application/pdf', '%PDF-1.7 trailer <</Encrypt 5 0 R>> %%EOF', 'locked'],
	];
	for (const [name, mimeType, text, code] of files) {
		const found = checkFile(sample(name, mimeType, Buffer.from(text)), biscuit);
		expect([name, found?.code]).toEqual([name, code]);
		const packet = packetOf([{ name, ...found! }]);
		expect(blockingGaps(findGaps(packet)).map(({ field }) => field)).toContain('file_check');
		// Only a person lets the packet go without it, and the reason stands in it.
		packet.overrides = [{ field: 'file_check', reason: 'sent by hand', by: 'Dr Vera Sample' }];
		expect(blockingGaps(findGaps(packet)).map(({ field }) => field)).not.toContain('file_check');
		expect(findGaps(packet)).toContainEqual(expect.objectContaining({ override: 'sent by hand' }));
	}
});

scenario(36, async () => {
	const practice = await openPractice();
	try {
		const target = { patientId: '501', encounterId: '1', ownerId: '88' };
		const marker = 'REF-1a2b3c4d5e6f/report/1';
		const ref = join(practice.folder, 'report');
		await writeFile(ref, '%PDF-1.7 report');
		const file = { ref, name: 'Report.pdf', mimeType: 'application/pdf' };
		const upload = async () =>
			await practice.connect().uploadDocument({ ...target, file, description: 'Report' }, marker);
		const note = async () =>
			await practice
				.connect()
				.logCommunication({ ...target, subject: 'Filed', text: 'See file.' }, marker);

		expect(value(await upload()).status).toBe('created');
		practice.sim.set({ down: '503' });
		expect((await note()).ok).toBe(false);
		practice.sim.set({ down: false });
		// Half of it is there: the next try finds that half and writes only the other.
		expect(value(await upload()).status).toBe('found');
		expect(value(await note()).status).toBe('created');
		const marked = (rows: object[]) => rows.filter((row) => JSON.stringify(row).includes(marker));
		expect(marked(practice.sim.attachments())).toHaveLength(1);
		expect(marked(practice.sim.communications())).toHaveLength(1);
	} finally {
		await practice.close();
	}
	// In the ledger the same: a system that is down is tried again by itself, any other failure is told to
	// a person, whose "Try again" takes the step up.
	const failed = (code: string) =>
		reported()
			.says('report.filing', { version: 1 })
			.says('report.filing_failed', { version: 1, code, message: 'It did not work', hint: 'Look' });
	expect(failed('unavailable').after(1).next.step).toBe('route');
	const story = failed('rejected');
	expect(story.asks).toContainEqual(expect.objectContaining({ key: 'filing', forPerson: true }));
	expect([story.phase, story.next.step]).toEqual(['reported', 'none']);
	expect(story.says('retry.requested', {}).next.step).toBe('route');
});
