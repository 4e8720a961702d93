import { caseLink, fixture, reportFor, typesOf } from '../../scripts/demo/loop.mts';
import { act } from '../../scripts/demo/pages.mts';
import type { CaseName } from '../../scripts/demo/play.mts';
import { sha256 } from '../simulators/shared/http.mts';
import {
	book,
	close,
	done,
	hospitalOf,
	nonceOn,
	post,
	rowOf,
	sent,
	specialistOf,
	until,
} from './acting.mts';
import { effectsOf, filedFiles, sentReport, textsAbout } from './counts.mts';
import { age } from './crash/age.mts';
import { startPlace, type Place } from './crash/place.mts';

const hour = 60;
const day = 24 * hour;
let place: Place;

beforeAll(async () => {
	place = await startPlace();
});
afterAll(async () => await place?.close());

/** Killed and started again, as after a power cut; Watch looks at the cases once it is up. */
async function powerCut(): Promise<void> {
	const { world, barriers } = place;
	await world.n8n.kill();
	await world.n8n.restart();
	const looked = (): boolean => barriers.isThrough('watch/On publish and start');
	await world.n8n.waitFor(looked, 'the first look of Watch', 30_000);
}

/** Waits until no run works for the case any more. */
const quietOf = (followed: ReturnType<Place['barriers']['follow']>) => async (): Promise<void> => {
	await place.world.n8n.waitFor(() => followed.running() === 0, 'the runs to end');
};

/** Plays a fixture until its patient was seen. */
async function seen(name: CaseName): Promise<string> {
	const { world } = place;
	const caseId = await sent(world, name);
	const hospital = hospitalOf(world, name);
	await hospital.act(caseId, 'ack');
	await hospital.act(caseId, 'accept');
	await book(world, caseId);
	await hospital.act(caseId, 'schedule');
	await hospital.act(caseId, 'seen');
	return caseId;
}

test('a report uploaded on the page survives two power cuts and three days until a person confirms it', async () => {
	const { world, barriers } = place;
	const name = 'cardiology';
	const { animalId } = fixture(name);
	const followed = barriers.follow(animalId);
	const quiet = quietOf(followed);
	const held = followed.holdAt('desk/Route Outcome#1 before');
	const caseId = await seen(name);
	const link = caseLink(world, await rowOf(world, caseId), 'specialist');
	const bytes = Buffer.from(`%PDF-1.4\n% stage B2, recheck in one month\n${'x'.repeat(50_000)}`);
	const form = new FormData();
	const fields = {
		nonce: await nonceOn(link),
		action: 'send_report',
		recheckInDays: '30',
		recheckWhere: 'referrer',
		name: 'Casey Coordinator',
		role: 'referral coordinator',
	};
	for (const [field, value] of Object.entries(fields)) form.append(field, value);
	const file = new Blob([new Uint8Array(bytes)], { type: 'application/pdf' });
	form.append('files', file, 'Cardiology report Biscuit.pdf');
	await done(post(link, form));
	await held;
	expect(filedFiles(world, sha256(bytes), caseId)).toEqual([]);

	await powerCut();
	// A PDF names no microchip: before it is filed a person says that it is this patient's.
	const received = await until(world, caseId, 'report.needs_review');
	expect(filedFiles(world, sha256(bytes), caseId)).toEqual([]);
	// The run that was to copy the file died with n8n. Watch looks for such files of cases in which
	// nothing has changed for ten minutes; its own message about the report is such a change.
	expect((await rowOf(world, caseId)).keepFiles).toBe('report');
	for (const _round of ['tells of the report', 'copies the file']) {
		await age(world, await rowOf(world, caseId), 15);
		await place.watch();
		await quiet();
	}
	await world.n8n.waitFor(
		async () => (await rowOf(world, caseId)).keepFiles === '',
		'a keeper of the files',
	);
	await age(world, await rowOf(world, caseId), 3 * day);

	await powerCut();
	const samePatient = { samePatient: 'yes', name: 'Nina Nurse' };
	await done(act(caseLink(world, received, 'clinic'), 'confirm_review', samePatient));
	await until(world, caseId, 'report.filed');
	await until(world, caseId, 'followup.created');
	expect(filedFiles(world, sha256(bytes), caseId)).toEqual([{ animalId, isMarked: true }]);
	expect((await close(world, caseId)).phase).toBe('closed');
	expect(filedFiles(world, sha256(bytes), caseId)).toHaveLength(1);
	expect(textsAbout(world, caseId)).toHaveLength(1);
	followed.stop();
});

test('a report that comes while ezyVet is down for a day is filed by itself when it is back, once', async () => {
	const { world } = place;
	const name = 'surgery';
	const caseId = await seen(name);
	world.ezyvet.set({ down: '503' });
	const report = reportFor(name, caseId);
	expect((await hospitalOf(world, name).act(caseId, 'report', { report })).outcome).toBe(
		'delivered',
	);
	const failures = async (count: number) =>
		await until(world, caseId, 'report.filing_failed', count);
	await failures(1);
	const digest = sentReport(world, specialistOf(name), caseId);
	for (const count of [2, 3]) {
		await age(world, await rowOf(world, caseId), 8 * hour);
		await powerCut();
		await place.watch();
		await failures(count);
	}
	expect(filedFiles(world, digest, caseId)).toEqual([]);

	await age(world, await rowOf(world, caseId), 8 * hour);
	world.ezyvet.set({ down: false });
	await place.watch();
	const row = await until(world, caseId, 'report.filed');
	expect(typesOf(row).filter((type) => type === 'retry.requested')).toEqual([]);
	await until(world, caseId, 'followup.created');
	const { animalId } = fixture(name);
	expect(filedFiles(world, digest, caseId)).toEqual([{ animalId, isMarked: true }]);
	expect((await close(world, caseId)).phase).toBe('closed');
	expect(effectsOf(world, specialistOf(name), caseId, digest)).toEqual({
		packets: 1,
		texts: 1,
		filed: 1,
	});
});
