import { startBenchWorld } from './world.mts';
import { startBody } from './pack.mts';
import { runLoad } from './load.mts';
import { writeFileSync } from 'node:fs';
const world = await startBenchWorld();
try {
	let n = 0;
	const next = () => JSON.stringify(startBody(`e${++n}`, world.facts.encounterId));
	await new Promise(r => setTimeout(r, 2000));
	for (const v of world.variants) {
		if (process.argv[2] && !process.argv[2].split(',').includes(v.name)) continue;
		await world.practice.take();
		for (let i = 0; i < 3; i++) {
		const one = await runLoad(v.url, next, { connections: 1, seconds: 0.1 });
		console.log(v.name, one);
		}
		const d = await world.practice.describe<any>();
		console.log(d.paths.filter((p:string) => !p.startsWith('200')).join('\n'));
		console.log(await world.practice.take(), await world.receiver.take());
		console.log((await world.n8n.executions({ workflowId: v.workflowId })).map(e => [e.id, e.status]));
		const ex = (await world.n8n.executions({ workflowId: v.workflowId }))[0];
		const full = await world.n8n.execution(ex.id);
		writeFileSync(`/tmp/exec-${v.name}.json`, JSON.stringify(full));
		const rd = full.data.resultData.runData as any;
		console.log(full.data.resultData.error);
		const all = Object.entries(rd).flatMap(([name, runs]: any) => runs.map((r: any) => [r.executionIndex, name, r.executionTime, JSON.stringify(r.data ?? '').length, JSON.stringify(r.error?.message ?? '')]));
		console.log(all.sort((a, b) => a[0] - b[0]).map(r => r.join('\t')).join('\n'));
	}
} finally { console.log(world.n8n.logs().slice(-1500)); await world.close(); }
