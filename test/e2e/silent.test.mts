import { caseLink, cases } from '../../scripts/demo/loop.mts';
import { openPage } from '../../scripts/demo/pages.mts';
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
import { alertsAbout, effectsOf, linkTo, sentReport } from './counts.mts';
import { stage } from './stage.mts';
import { watchEvery } from './watching.mts';

const watch = watchEvery(2);
const { check } = stage({
	// Six seconds instead of an hour; everything else as it comes.
	profile: { deadlines: { T2: { urgent: { amount: 0.1, unit: 'minutes' } } } },
	change: watch.change,
});
const urgent = { urgency: 'urgent', reasonForUrgency: 'Coughs daily and tires on walks.' };
const overdue = /^URGENT: Overdue: Acknowledge the referral/;
let caseId = '';

check('a hospital that stays silent is told to the staff when its time is over', async (world) => {
	hospitalOf(world, 'cardiology').behaviour.mode = 'silent';
	caseId = await sent(world, 'cardiology', urgent);
	const mail = await world.n8n.waitFor(
		() => alertsAbout(world, caseId, overdue)[0],
		'the mail to the staff',
		30_000,
	);
	expect(mail.text).toContain('Acknowledge the referral (hospital, overdue since');
	const page = await openPage(linkTo(mail.text, caseId) ?? '');
	expect(page.status).toBe(200);
	expect(page.html).toContain('Acknowledge the referral');
});

check('the staff is told once, however often Watch looks; the case stays open', async (world) => {
	await watch.rounds(world, 3);
	expect(alertsAbout(world, caseId, overdue)).toHaveLength(1);
	expect(await rowOf(world, caseId)).toMatchObject({
		open: true,
		phase: 'delivered',
		askKey: 'ack',
	});
});

check(
	'an acknowledgment that comes late still counts and the loop goes on to its end',
	async (world) => {
		const name = 'cardiology';
		const hospital = hospitalOf(world, name);
		expect((await hospital.act(caseId, 'ack')).outcome).toBe('delivered');
		const row = await until(world, caseId, 'ack.received');
		expect(row).toMatchObject({ phase: 'acknowledged', askKey: 'decision', owes: 'hospital' });
		const page = await openPage(caseLink(world, row, 'clinic'));
		expect(page.html).not.toContain('Acknowledge the referral');

		await hospital.act(caseId, 'accept');
		await book(world, caseId);
		await visitAndReport(world, name, caseId);
		expect((await close(world, caseId)).phase).toBe('closed');
		expect(effects(world)).toEqual({ packets: 1, texts: 1, filed: 1 });
		expect(alertsAbout(world, caseId, overdue)).toHaveLength(1);
	},
);

check('a second row whose run died before it could settle is taken away unsent', async (world) => {
	const { id, createdAt, updatedAt, ...columns } = await rowOf(world, caseId);
	expect([id, createdAt, updatedAt]).toHaveLength(3);
	const dead = { open: true, flow: 'refer', step: 'build', runId: 'dead', runUntil: '' };
	await world.n8n.dataTable('vet_referral_cases').insert([{ ...columns, ...dead }]);
	await world.n8n.waitFor(
		async () => (await cases(world, caseId)).length === 1,
		'the second row to go',
		30_000,
	);
	expect((await rowOf(world, caseId)).id).toBe(id);
	expect(effects(world)).toEqual({ packets: 1, texts: 1, filed: 1 });
});

function effects(world: World) {
	const specialistId = specialistOf('cardiology');
	return effectsOf(world, specialistId, caseId, sentReport(world, specialistId, caseId));
}
