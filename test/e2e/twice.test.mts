import { cases, eventsOf, fixture, pollNow, reportFor, typesOf } from '../../scripts/demo/loop.mts';
import { caseLink } from '../../scripts/demo/loop.mts';
import { releaseFields } from '../../scripts/demo/pages.mts';
import { installTemplates, type TemplateFile } from '../../scripts/demo/templates.mts';
import {
	caseOfConsult,
	doubleClick,
	firstSlot,
	hospitalOf,
	mailedLink,
	ownerLink,
	rowOf,
	specialistOf,
	until,
} from './acting.mts';
import { alertsAbout, effectsOf, sentReport } from './counts.mts';
import { coordinator, eventsUrlOf, say } from './events.mts';
import { stage } from './stage.mts';

const { check } = stage();
const name = 'cardiology';
const specialistId = specialistOf(name);
let caseId = '';

const count = (types: string[], type: string): number =>
	types.filter((entry) => entry === type).length;

check('one mark that two runs see at the same moment is one case', async (world) => {
	const first = world.workflows['refer.json'] ?? '';
	const files: TemplateFile[] = ['refer.json'];
	const second = (await installTemplates(world.n8n, world.credentials, files))['refer.json'] ?? '';
	await Promise.all([first, second].map(async (id) => await world.n8n.unpublish(id)));
	const { animalId, clinicalQuestion } = fixture(name);
	const marked = world.ezyvet.refer(animalId, clinicalQuestion);
	await Promise.all([first, second].map(async (id) => await world.n8n.publish(id)));
	caseId = (await caseOfConsult(world, marked?.consult.id ?? 0)).caseId;
	await world.n8n.waitFor(async () => {
		const runs = await world.n8n.executions({ status: 'success', includeData: true });
		const polled = runs.filter((run) => run.data?.resultData.runData['PIMS Trigger']);
		return new Set(polled.map(({ workflowId }) => workflowId)).size === 2;
	}, 'both runs to end');
	expect(await cases(world)).toHaveLength(1);
	expect(count(typesOf(await rowOf(world, caseId)), 'referral.created')).toBe(1);
	await mailedLink(world, caseId);
	expect(alertsAbout(world, caseId, /release the referral/)).toHaveLength(1);
});

check('a marked consult that is changed and polled again is still one case', async (world) => {
	const [created] = eventsOf(await rowOf(world, caseId));
	const { eventId } = created?.data.source as { eventId: string };
	const consult = world.ezyvet.store.get('consult', Number(eventId));
	if (!consult) throw new Error('The consult is gone.');
	world.ezyvet.store.change(consult, {
		description: `${String(consult.description)} Please hurry.`,
	});
	const asked = world.ezyvet.log.length;
	await pollNow(world);
	await world.n8n.waitFor(
		() => world.ezyvet.log.slice(asked).some(({ path }) => path.endsWith('/consult')),
		'the next poll',
	);
	expect(await cases(world)).toHaveLength(1);
});

check('a double click on "release" sends one packet', async (world) => {
	const { clinicalQuestion } = fixture(name);
	const link = await mailedLink(world, caseId);
	await doubleClick(link, 'release', releaseFields(specialistId, { clinicalQuestion }));
	const row = await until(world, caseId, 'transport.delivered');
	const types = typesOf(row);
	expect([count(types, 'release.given'), count(types, 'packet.built')]).toEqual([1, 1]);
	expect(hospitalOf(world, name).log).toMatchObject({ deliveries: 1, duplicates: 0 });
});

check(
	'an acknowledgment delivered twice, and once more under a new number, is one',
	async (world) => {
		const url = eventsUrlOf(world, specialistId, caseId);
		const ack = { id: 'msg_ack_1', type: 'ack.received', data: { caseId, by: coordinator } };
		const answers = await Promise.all([say(url, specialistId, ack), say(url, specialistId, ack)]);
		answers.push(await say(url, specialistId, { ...ack, id: 'msg_ack_2' }));
		expect(answers.map(({ status, body }) => [status, body.status])).toEqual([
			[200, 'received'],
			[200, 'received'],
			[200, 'received'],
		]);
		expect(count(typesOf(await rowOf(world, caseId)), 'ack.received')).toBe(1);
	},
);

check(
	'a double click on "accept" on the hospital page is one decision and one text',
	async (world) => {
		const link = caseLink(world, await rowOf(world, caseId), 'specialist');
		const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
		const fields = { slot1: `${day}T10:00`, slot2: `${day}T14:00`, ...coordinator };
		await doubleClick(link, 'accept', fields);
		await ownerLink(world, caseId);
		const types = typesOf(await until(world, caseId, 'outreach.sent'));
		expect([count(types, 'decision.accepted'), count(types, 'outreach.sent')]).toEqual([1, 1]);
	},
);

check('a double click of the owner asks the hospital for one time', async (world) => {
	const slot = firstSlot(await rowOf(world, caseId));
	await doubleClick(await ownerLink(world, caseId), 'pick_slot', { slot });
	const types = typesOf(await until(world, caseId, 'notice.sent'));
	expect([count(types, 'appt.requested'), count(types, 'notice.sent')]).toEqual([1, 1]);
	const asked = hospitalOf(world, name).log.entries.filter(
		({ what }) => what === 'appointment.requested received',
	);
	expect(asked).toHaveLength(1);
});

check(
	'a report delivered twice, and once more under a new number, is filed once',
	async (world) => {
		const hospital = hospitalOf(world, name);
		await hospital.act(caseId, 'schedule');
		await hospital.act(caseId, 'seen');
		const { data } = await hospital.act(caseId, 'report', { report: reportFor(name, caseId) });
		const url = eventsUrlOf(world, specialistId, caseId);
		const again = { id: 'msg_report_1', type: 'report.final', data };
		const answers = await Promise.all([
			say(url, specialistId, again),
			say(url, specialistId, again),
			say(url, specialistId, { ...again, id: 'msg_report_2' }),
		]);
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
		const row = await until(world, caseId, 'followup.created');
		const types = typesOf(row);
		expect([count(types, 'report.final'), count(types, 'report.filed')]).toEqual([1, 1]);
	},
);

check('a double click on "read and close" closes the case once', async (world) => {
	const link = caseLink(world, await rowOf(world, caseId), 'clinic');
	const fields = { name: 'Dr Vera Sample', answered: 'yes', tasksLeft: 'yes' };
	await doubleClick(link, 'read_and_close', fields);
	const row = await rowOf(world, caseId);
	expect(row.phase).toBe('closed');
	expect(count(typesOf(row), 'case.closed')).toBe(1);
	const sha256 = sentReport(world, specialistId, caseId);
	expect(effectsOf(world, specialistId, caseId, sha256)).toEqual({
		packets: 1,
		texts: 1,
		filed: 1,
	});
});
