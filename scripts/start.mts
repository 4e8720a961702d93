import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { explain } from './demo/explain.mts';
import { playLoop } from './demo/play.mts';
import { filedRefs, timelineText } from './demo/timeline.mts';
import { startWorld, type World } from './demo/world.mts';

const { values } = parseArgs({
	options: { once: { type: 'boolean', default: false }, port: { type: 'string', default: '5678' } },
});

const started = Date.now();
const say = (what: string): void => {
	console.log(`${String(Math.round((Date.now() - started) / 1000)).padStart(4)} s  ${what}`);
};

/** One case through the whole loop, without a browser. */
async function once(): Promise<void> {
	const world = await startWorld({ progress: say });
	try {
		const closed = await playLoop(world, { say });
		console.log(`\n${timelineText(closed)}\n`);
		console.log(`case: ${closed.caseId}`);
		console.log(`phase: ${closed.phase}`);
		console.log(`filed: ${filedRefs(closed).join(', ')}`);
	} catch (error) {
		console.log(await explain(world));
		throw error;
	} finally {
		await world.close();
	}
}

const lines = (world: World, boardUrl: string): string[] => [
	'',
	`n8n            ${world.n8n.url}`,
	`  log in with  ${world.n8n.access.email} / ${world.n8n.access.password}`,
	`ezyVet         ${world.ezyvet.url}   (you are the vet: open Biscuit, write why, click "Refer")`,
	`clinic's mail  ${world.mail.url}   (within a minute a mail brings the Release page)`,
	...Object.entries(world.hospitals).map(
		([id, hospital], index) =>
			`${index === 0 ? 'hospitals      ' : '               '}${hospital.url}   (${id}: acknowledge, accept, mark seen, send the report)`,
	),
	`owner's phone  ${world.phone.url}   (the owner gets a text: tap the link and book)`,
	`board          ${boardUrl}`,
	'',
	'Stop with Ctrl+C. What you did is kept until then.',
];

/** The demo: everything runs until Ctrl+C, and a person plays vet, hospital and owner. */
async function demo(): Promise<void> {
	const { boardLink } = await import('./demo/board-link.mts');
	const base = Number(values.port);
	const world = await startWorld({
		progress: say,
		userFolder: join(process.cwd(), '.artifacts', 'demo'),
		fresh: true,
		ports: { n8n: base, ezyvet: 8101, hospital: 8102, phone: 8107, smtp: 8125, mail: 8108 },
	});
	say('ready');
	console.log(lines(world, boardLink(world)).join('\n'));
	const stop = (): void => {
		void world.close().then(() => process.exit(0));
	};
	process.on('SIGINT', stop);
	process.on('SIGTERM', stop);
}

await (values.once ? once() : demo());
