import { fixture } from '../../scripts/demo/loop.mts';
import { act } from '../../scripts/demo/pages.mts';
import {
	book,
	close,
	done,
	firstSlot,
	hospitalOf,
	onToTheEnd,
	ownerLink,
	sent,
	specialistOf,
	until,
	visitAndReport,
} from './acting.mts';
import { effectsOf, filedFiles, sentReport } from './counts.mts';
import { stage } from './stage.mts';

const { check } = stage();
const once = { packets: 1, texts: 1, filed: 1 };

check(
	'killed while waiting for the hospital, n8n takes the answer after the restart',
	async (world) => {
		const caseId = await sent(world, 'cardiology');
		const before = world.n8n.pid;
		await world.n8n.kill();
		await world.n8n.restart();
		expect(world.n8n.pid).not.toBe(before);
		const row = await onToTheEnd(world, 'cardiology', caseId);
		expect(row.phase).toBe('closed');
		const sha256 = sentReport(world, specialistOf('cardiology'), caseId);
		expect(effectsOf(world, specialistOf('cardiology'), caseId, sha256)).toEqual(once);
	},
);

check('an answer given while n8n is down is repeated by the hospital and counts', async (world) => {
	const name = 'oncology';
	const caseId = await sent(world, name);
	const hospital = hospitalOf(world, name);
	await world.n8n.kill();
	const answered = hospital.act(caseId, 'accept');
	await world.n8n.waitFor(
		() =>
			hospital
				.referrals()
				.find((one) => one.caseId === caseId)
				?.events.at(-1)?.attempts.length,
		'the first try of the hospital to fail',
	);
	await world.n8n.restart();
	const event = await answered;
	expect(event.outcome).toBe('delivered');
	expect(event.attempts[0]?.status).toBe(0);
	await book(world, caseId);
	await visitAndReport(world, name, caseId);
	expect((await close(world, caseId)).phase).toBe('closed');
	const sha256 = sentReport(world, specialistOf(name), caseId);
	expect(effectsOf(world, specialistOf(name), caseId, sha256)).toEqual(once);
});

check(
	'killed while waiting for the owner, n8n takes the booking after the restart',
	async (world) => {
		const name = 'surgery';
		const caseId = await sent(world, name);
		const hospital = hospitalOf(world, name);
		await hospital.act(caseId, 'ack');
		await hospital.act(caseId, 'accept');
		const slot = firstSlot(await until(world, caseId, 'outreach.sent'));
		const link = await ownerLink(world, caseId);
		await world.n8n.kill();
		await expect(act(link, 'pick_slot', { slot })).rejects.toThrow();
		await world.n8n.restart();
		await done(act(link, 'pick_slot', { slot }));
		await until(world, caseId, 'notice.sent');
		await visitAndReport(world, name, caseId);
		expect((await close(world, caseId)).phase).toBe('closed');
		const sha256 = sentReport(world, specialistOf(name), caseId);
		expect(effectsOf(world, specialistOf(name), caseId, sha256)).toEqual(once);
		const { animalId } = fixture(name);
		expect(filedFiles(world, sha256, caseId)).toEqual([{ animalId, isMarked: true }]);
	},
);
