import { hospitalOf, rowOf, sent } from './acting.mts';
import { alertsAbout } from './counts.mts';
import { age } from './crash/age.mts';
import { startPlace, type Place } from './crash/place.mts';

const urgent = { urgency: 'urgent', reasonForUrgency: 'Coughs daily and tires on walks.' };
const overdue = /^URGENT: Overdue: Acknowledge the referral/;
let place: Place;

beforeAll(async () => {
	place = await startPlace();
});
afterAll(async () => await place?.close());

test('a window that ends while n8n is down is told by the first round of Watch after the start, once', async () => {
	const { world, watch } = place;
	hospitalOf(world, 'cardiology').behaviour.mode = 'silent';
	const caseId = await sent(world, 'cardiology', urgent);
	await watch();
	expect(alertsAbout(world, caseId, overdue)).toEqual([]);
	// The urgent window is an hour of opening time; two have passed when n8n is up again.
	await age(world, await rowOf(world, caseId), 120);
	await world.n8n.kill();
	await world.n8n.restart();
	await watch();
	const told = await world.n8n.waitFor(
		() => alertsAbout(world, caseId, overdue)[0],
		'the mail to the staff',
		10_000,
	);
	expect(told.text).toContain('Acknowledge the referral (hospital, overdue since');
	await watch();
	await watch();
	expect(alertsAbout(world, caseId, overdue)).toHaveLength(1);
	expect(await rowOf(world, caseId)).toMatchObject({ open: true, askKey: 'ack' });
});

test('an acknowledgment that came before the kill is not told as missing after it', async () => {
	const { world, watch } = place;
	const caseId = await sent(world, 'surgery', urgent);
	await hospitalOf(world, 'surgery').act(caseId, 'ack');
	await age(world, await rowOf(world, caseId), 70);
	await world.n8n.kill();
	await world.n8n.restart();
	await watch();
	expect(alertsAbout(world, caseId, overdue)).toEqual([]);
	expect(await rowOf(world, caseId)).toMatchObject({ phase: 'acknowledged', askKey: 'decision' });
});
