import { clinicId, morningZone } from '../../scripts/demo/clinic.mts';
import type { TemplateFile } from '../../scripts/demo/templates.mts';
import type { World } from '../../scripts/demo/world.mts';
import { startMail, type ReceivedMail, type RunningMail } from '../simulators/mail/server.mts';
import type { WorkflowJson } from '../support/n8n-client.mts';
import { hospitalOf, mark, rowOf, sent, until } from './acting.mts';
import { stage } from './stage.mts';
import { firing, overdueTwin, watchEvery } from './watching.mts';

const watch = watchEvery(5);
const changes = [
	watch.change,
	firing('watch.json', ['Every half hour'], 10),
	firing('board.json', ['Every 15 minutes'], 4),
];
const { check } = stage({
	change: (json: WorkflowJson, file: TemplateFile) =>
		changes.reduce((changed, change) => change(changed, file), json),
	profile: { timeZone: morningZone(new Date()) },
});

let mail: RunningMail | undefined;
afterAll(async () => await mail?.close());

const settings = (world: World) => world.n8n.dataTable('vet_referral_settings');
const settingOf = async (world: World, key: string): Promise<string> => {
	const [row] = await settings(world).rows<{ value: string }>({ key });
	return row?.value ?? '';
};
const morning = `morning:${clinicId}`;
const calls = `calls:${clinicId}`;

/** As on the next morning, after both lists of today: neither has gone out. Gives how many mails there were. */
async function nextMorning(world: World): Promise<number> {
	for (const key of [morning, calls]) {
		await world.n8n.waitFor(async () => await settingOf(world, key), `${key} of today`, 30_000);
	}
	await watch.rounds(world, 1);
	const before = world.mail.messages().length;
	for (const key of [morning, calls]) await settings(world).update({ key }, { value: '' });
	return before;
}

const subjects = [
	/Morning list: 2 referrals are overdue$/,
	/^1 call to make today for open referrals$/,
];

/** Both lists go out to the clinic, and further looks send neither again. Gives what they say. */
async function bothOnce(
	world: World,
	inbox: () => ReceivedMail[],
): Promise<Array<string | undefined>> {
	const found = (subject: RegExp) => inbox().filter((message) => subject.test(message.subject));
	for (const subject of subjects) {
		await world.n8n.waitFor(() => found(subject)[0], `a mail like ${String(subject)}`, 60_000);
	}
	await world.n8n.waitFor(async () => await settingOf(world, morning), 'the day to be noted');
	// Meanwhile both have looked whether a list is due.
	await watch.rounds(world, 3);
	return subjects.map((subject) => {
		expect(found(subject)).toHaveLength(1);
		return found(subject)[0]?.text;
	});
}

check('what is overdue and whom to call goes out once in the morning', async (world) => {
	Object.assign(hospitalOf(world, 'cardiology').behaviour, { ackInsideDelivery: 'none' });
	const emergency = await sent(world, 'cardiology', {
		urgency: 'emergency',
		reasonForUrgency: 'Collapsed twice today.',
		callParallel: 'yes',
	});
	const { caseId } = await mark(world, 502, 'Limps since Sunday.');
	const twin = overdueTwin(await until(world, caseId, 'release.asked'), 1);
	await world.n8n.dataTable('vet_referral_cases').insert([twin]);
	await until(world, String(twin.caseId), 'timer.fired');
	const before = await nextMorning(world);
	const [overdue, toCall] = await bothOnce(world, () => world.mail.messages().slice(before));
	expect(overdue).toContain(twin.caseId);
	expect(overdue).not.toContain(caseId);
	expect(toCall).toContain(emergency);
	expect(toCall).toContain((await rowOf(world, emergency)).hospital);
	expect(await settingOf(world, calls)).toBe(await settingOf(world, morning));
});

check('a list that the mail server did not take goes out when it is back', async (world) => {
	const { smtpPort } = world.mail;
	await world.mail.close();
	const failed = await settingOf(world, 'alerts.failed');
	await nextMorning(world);
	await watch.rounds(world, 2);
	await world.n8n.waitFor(
		async () => (await settingOf(world, calls)) === '',
		'the list of calls to be due again',
	);
	await world.n8n.waitFor(
		async () => (await settingOf(world, 'alerts.failed')) !== failed,
		'the failed mail to be noted',
		60_000,
	);
	expect(await settingOf(world, morning)).toBe('');
	mail = await startMail({ smtpPort });
	await bothOnce(world, mail.messages);
});
