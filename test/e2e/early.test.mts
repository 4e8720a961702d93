import { createHash } from 'node:crypto';
import { caseLink, eventsOf, typesOf, untilCase } from '../../scripts/demo/loop.mts';
import type { CaseName } from '../../scripts/demo/play.mts';
import type { World } from '../../scripts/demo/world.mts';
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
	visitAndReport,
} from './acting.mts';
import { effectsOf, sentReport, textsAbout } from './counts.mts';
import { stage } from './stage.mts';

const { check } = stage();

/** From the sent packet of a hospital that has accepted already to the closed case. */
async function endsWell(world: World, name: CaseName, caseId: string): Promise<void> {
	await book(world, caseId);
	await visitAndReport(world, name, caseId);
	const row = await close(world, caseId);
	const specialistId = specialistOf(name);
	const sha256 = sentReport(world, specialistId, caseId);
	expect(effectsOf(world, specialistId, caseId, sha256)).toEqual({
		packets: 1,
		texts: 1,
		filed: 1,
	});
	expect(typesOf(row).filter((type) => type === 'outreach.sent')).toHaveLength(1);
	expect(typesOf(row)).not.toContain('person.asked');
	expect(hospitalOf(world, name).log).toMatchObject({ eventsFailed: 0, duplicates: 0 });
}

check('an acknowledgment that comes before the delivery is answered counts', async (world) => {
	const hospital = hospitalOf(world, 'cardiology');
	hospital.behaviour.ackInsideDelivery = 'ack';
	const caseId = await sent(world, 'cardiology');
	const row = await until(world, caseId, 'ack.received');
	const types = typesOf(row);
	expect(types.indexOf('ack.received')).toBeLessThan(types.indexOf('transport.delivered'));
	expect(row.phase).toBe('acknowledged');
	await hospital.act(caseId, 'accept');
	await endsWell(world, 'cardiology', caseId);
});

check(
	'a hospital that accepts before it answers the delivery gets its owner one text',
	async (world) => {
		hospitalOf(world, 'surgery').behaviour.ackInsideDelivery = 'ackAndAccept';
		const caseId = await sent(world, 'surgery');
		const row = await until(world, caseId, 'outreach.sent');
		const order = eventsOf(row).map(({ type }) => type);
		expect(order.indexOf('decision.accepted')).toBeLessThan(order.indexOf('transport.delivered'));
		expect(order.indexOf('transport.delivered')).toBeLessThan(order.indexOf('outreach.sent'));
		await endsWell(world, 'surgery', caseId);
	},
);

check('a hospital that does everything at once by itself needs only the owner', async (world) => {
	const hospital = hospitalOf(world, 'oncology');
	Object.assign(hospital.behaviour, { mode: 'auto', stepMs: 0 });
	const caseId = await sent(world, 'oncology');
	await book(world, caseId);
	await until(world, caseId, 'followup.created');
	const row = await close(world, caseId);
	expect(row.phase).toBe('closed');
	const specialistId = specialistOf('oncology');
	const sha256 = sentReport(world, specialistId, caseId);
	expect(effectsOf(world, specialistId, caseId, sha256)).toEqual({
		packets: 1,
		texts: 1,
		filed: 1,
	});
});

check(
	'files of an answer reach the hospital, right to the byte, and somebody keeps them',
	async (world) => {
		const hospital = hospitalOf(world, 'surgery');
		hospital.behaviour.ackInsideDelivery = 'none';
		const caseId = await sent(world, 'surgery');
		await hospital.act(caseId, 'askInfo', { question: 'Are there films of the knee?' });
		const link = caseLink(world, await until(world, caseId, 'info.requested'), 'clinic');
		const bytes = Buffer.from('%PDF-1.4 films of the knee');
		const form = new FormData();
		const fields = { action: 'answer_question', answer: 'Here they are.', name: 'Dr Vera Sample' };
		form.append('nonce', await nonceOn(link));
		for (const [name, value] of Object.entries(fields)) form.append(name, value);
		form.append('files', new Blob([bytes], { type: 'application/pdf' }), 'knee films.pdf');
		await done(post(link, form));
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		const referral = hospital.referrals().find((one) => one.caseId === caseId);
		const check = await world.n8n.waitFor(
			() =>
				referral?.files.find(({ file, status }) => file.sha256 === sha256 && status !== 'pending'),
			'the hospital to fetch the film',
		);
		expect(check).toMatchObject({ status: 'verified', file: { name: 'knee films.pdf' } });
		const kept = await untilCase(
			world,
			`a keeper of the film of ${caseId}`,
			(row) =>
				eventsOf(row).some(({ type, data }) => type === 'files.kept' && data.of === 'answer'),
			30_000,
			caseId,
		);
		expect(kept.keepFiles).not.toBe('answer');
		await hospital.act(caseId, 'accept');
		await endsWell(world, 'surgery', caseId);
	},
);

check('answers that come at the same moment leave one run at work on the case', async (world) => {
	const hospital = hospitalOf(world, 'cardiology');
	Object.assign(hospital.behaviour, { ackInsideDelivery: 'none' });
	const caseId = await sent(world, 'cardiology');
	await Promise.all([hospital.act(caseId, 'ack'), hospital.act(caseId, 'accept')]);
	await hospital.act(caseId, 'accept');
	await until(world, caseId, 'outreach.sent');
	await world.n8n.waitFor(
		async () => (await world.n8n.executions({ status: 'running' })).length === 0,
		'every run to end or to wait',
	);
	const workflowId = world.workflows['refer.json'];
	const waiting = await world.n8n.executions({ workflowId, status: 'waiting' });
	const { runId } = await rowOf(world, caseId);
	expect(waiting.map(({ id }) => id)).toEqual([runId]);
	expect(textsAbout(world, caseId)).toHaveLength(1);
	await endsWell(world, 'cardiology', caseId);
});
