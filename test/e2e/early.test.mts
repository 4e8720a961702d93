import { eventsOf, typesOf } from '../../scripts/demo/loop.mts';
import type { CaseName } from '../../scripts/demo/play.mts';
import type { World } from '../../scripts/demo/world.mts';
import {
	book,
	close,
	hospitalOf,
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
