import { startWorld, type World } from '../../scripts/demo/world.mts';
import { installTemplates } from '../../scripts/demo/templates.mts';
import { cases, eventsOf } from '../../scripts/demo/loop.mts';
import { explain } from '../../scripts/demo/explain.mts';
import { expected, play, verdict } from './cell.mts';
import { openHospital, type Hospital } from './hospitals.mts';
import { hospitalSystems } from './hospital-systems.mts';
import { labels, type HospitalSystem, type ReferrerSystem } from './systems.mts';

/** What a failing pair tells: how the deliveries stand at the hospitals, what failed at the clinic. */
async function told(world: World): Promise<string> {
	const rows = await world.n8n
		.dataTable('vet_referral_intake')
		.rows()
		.catch(() => []);
	const intakes = rows.map(
		({ caseId, stage, slip, steps }) =>
			`${String(caseId)} ${String(stage)}: ${String(slip)} ${String(steps)}`,
	);
	const failures = (await cases(world)).flatMap((row) =>
		eventsOf(row)
			.filter(({ type }) => type.endsWith('.failed'))
			.map(({ type, data }) => `${row.caseId} ${type}: ${JSON.stringify(data)}`),
	);
	const runs = (await explain(world).catch(String)).split('\n').slice(0, 20);
	return ['', 'Deliveries:', ...intakes, 'Failures:', ...failures, 'Executions:', ...runs].join(
		'\n',
	);
}

/** One row of the matrix: one clinic on a real n8n, and a hospital on each system. */
export function matrixRow(
	id: ReferrerSystem['id'],
	/** The clinic's system; it may ask for the world once that has started. */
	referrer: (world: () => World) => Promise<ReferrerSystem>,
): void {
	let world: World | undefined;
	let clinic: ReferrerSystem | undefined;
	const opened: Hospital[] = [];
	const started: HospitalSystem[] = [];
	const theWorld = (): World => {
		if (!world) throw new Error('The world did not start.');
		return world;
	};

	beforeAll(async () => {
		clinic = await referrer(theWorld);
		world = await startWorld({
			...(clinic.env ? { env: clinic.env } : {}),
			install: async (n8n, credentials) =>
				await installTemplates(n8n, credentials, undefined, await clinic?.prepare?.(n8n)),
		});
		await clinic.opened?.(world);
		for (const [index, { start }] of hospitalSystems.entries()) {
			const system = await start();
			started.push(system);
			opened.push(await openHospital(world, system, index));
		}
	});
	afterAll(async () => {
		await world?.close();
		await clinic?.close?.();
		await Promise.all(started.map(async (system) => await system.close()));
	});

	for (const [index, hospital] of hospitalSystems.entries()) {
		test(`${labels[id]} to ${labels[hospital.id]}`, async () => {
			const here = opened[index];
			const patient = clinic?.patients[index];
			if (!clinic || !here || !patient) throw new Error('The pair has not been set up.');
			try {
				const played = await play(theWorld(), clinic, here, patient);
				const { log } = here.system;
				expect(verdict(played, clinic.log(), log)).toEqual(expected(played, log));
			} catch (error) {
				if (error instanceof Error) {
					error.message += await told(theWorld());
				}
				throw error;
			}
		});
	}
}
