import { startBenchWorld } from '/work/main/scripts/bench/world.mts';
import { packWorkflow, startBody } from '/work/main/scripts/bench/pack.mts';
import { runLoad } from '/work/main/scripts/bench/load.mts';
import { writeFileSync } from 'node:fs';
const world = await startBenchWorld();
try {
const id = world.pack;
	let n = 0;
	const next = () => JSON.stringify(startBody(`e${++n}`, world.facts.encounterId));
	await new Promise(r => setTimeout(r, 2000));
	const one = await runLoad(`${world.n8n.url}/webhook/bench-pack`, next, { connections: 1, seconds: 0.1 });
	console.log(one);
	const d = await world.practice.describe<any>();
	console.log(d.paths.join('\n'), d.files);
	await world.practice.take(); console.log(await world.receiver.take());
	console.log((await world.n8n.executions({ workflowId: id })).map(e => [e.id, e.status]));
	const ex = (await world.n8n.executions({ workflowId: id }))[0];
	const full = await world.n8n.execution(ex.id);
	writeFileSync('/tmp/exec.json', JSON.stringify(full));
	const rd = full.data.resultData.runData as any;
	const all = Object.entries(rd).flatMap(([name, runs]: any) => runs.map((r: any) => [r.executionIndex, name, r.executionTime, JSON.stringify(r.data ?? '').length, JSON.stringify(r.error?.message ?? '')]));
	console.log(all.sort((a, b) => a[0] - b[0]).map(r => r.join('\t')).join('\n'));
	if (process.argv[2]) {
	for (let i = 0; i < 3; i++) {
		const l = await runLoad(`${world.n8n.url}/webhook/bench-pack`, next, { connections: 4, seconds: 8 });
		console.log(l.cases / l.seconds, l.cases, l.failed, l.times[l.times.length >> 1], await world.practice.take(), await world.receiver.take());
	}
	console.log((await world.n8n.executions({ workflowId: id, status: 'waiting', limit: 5000 })).length, n);
	}
} finally { console.log(world.n8n.logs().slice(-1500)); await world.close(); }
