import { cases, typesOf, type LedgerRow } from '../../scripts/demo/loop.mts';
import { daytimeZone } from '../../scripts/demo/clinic.mts';
import type { World } from '../../scripts/demo/world.mts';
import { hospitalOf, specialistOf } from './acting.mts';
import { stage } from './stage.mts';
import { firing } from './watching.mts';

/** Watch looks every two seconds, for stalled cases and for loop tests. */
const often = firing('watch.json', ['Every 5 minutes', 'Every quarter of an hour'], 2);
const today = new Intl.DateTimeFormat('en', {
	weekday: 'short',
	timeZone: daytimeZone(new Date()),
}).format(new Date());
const { check } = stage({
	change: often,
	profile: {
		drill: {
			enabled: true,
			specialistId: specialistOf('cardiology'),
			patientId: '501',
			weekday: today.toLowerCase(),
			at: '00:00',
		},
	},
});

interface Result {
	result?: string;
	step?: string;
	caseId?: string;
}
async function resultOf(world: World): Promise<Result> {
	const [row] = await world.n8n
		.dataTable('vet_referral_settings')
		.rows<{ value: string }>({ key: 'drill:clinic' });
	return JSON.parse(row?.value ?? '{}') as Result;
}

check(
	'the loop test goes to the hospital, says that it is one, and bothers nobody',
	async (world) => {
		const sent = await world.n8n.waitFor(
			async () => {
				const found = await resultOf(world);
				if (found.result === 'failed') throw new Error(JSON.stringify(found));
				return (await cases(world)).find((row) => typesOf(row).includes('transport.delivered'));
			},
			'the test case to reach the hospital',
			90_000,
		);
		expect(sent).toMatchObject({ test: true });
		expect(await resultOf(world)).toMatchObject({ result: 'running', caseId: sent.caseId });
		const taken = hospitalOf(world, 'cardiology')
			.referrals()
			.find(({ caseId }) => caseId === sent.caseId);
		expect(JSON.stringify(taken)).toContain('LOOP TEST, no patient');
		expect(world.mail.messages().map(({ subject }) => subject)).toEqual([]);
		expect(world.phone.messages()).toEqual([]);
	},
);

check(
	'when the hospital acknowledges it has passed, and the test case is closed',
	async (world) => {
		const { caseId = '' } = await resultOf(world);
		await hospitalOf(world, 'cardiology').act(caseId, 'ack');
		await world.n8n.waitFor(
			async () => (await resultOf(world)).result === 'passed' || undefined,
			'the result of the loop test',
			60_000,
		);
		expect(await resultOf(world)).toMatchObject({ step: 'acknowledgment', caseId });
		const rows: LedgerRow[] = await world.n8n.waitFor(
			async () => {
				const all = await cases(world);
				return all.every(({ open }) => !open) ? all : undefined;
			},
			'the test case to be closed',
			30_000,
		);
		expect(rows).toHaveLength(1);
		expect(rows[0]).toMatchObject({ phase: 'cancelled', test: true });
		expect(world.mail.messages()).toEqual([]);
	},
);
