import { fork } from 'node:child_process';
import { join } from 'node:path';
import { startEzyVet } from '../../test/simulators/ezyvet/server.mts';
import { hostNode } from '../../test/support/paths.mts';
import type { LongRecord } from './long-reader.mts';
import { BenchFailed } from './measure.mts';

export const longRecord = { history: 2000, files: 300 };

/** The vendor gives ten notes a page; everything else has a few lists, however long the record is. */
const mostOtherCalls = 45;

async function tokenOf(sim: Awaited<ReturnType<typeof startEzyVet>>): Promise<string> {
	const { partnerId, clientId, clientSecret, siteUid, scopes } = sim.client;
	const answer = await fetch(`${sim.url}/v1/oauth/access_token`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({
			partner_id: partnerId,
			client_id: clientId,
			client_secret: clientSecret,
			site_uid: siteUid,
			grant_type: 'client_credentials',
			scope: scopes.join(','),
		}),
	});
	return ((await answer.json()) as { access_token: string }).access_token;
}

async function readIn(url: string, token: string, patientId: string): Promise<LongRecord> {
	const script = join(process.cwd(), 'scripts', 'bench', 'long-reader.mts');
	const child = fork(script, [url, token, patientId], {
		execPath: hostNode,
		execArgv: ['--disable-warning=ExperimentalWarning'],
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	});
	return await new Promise((done, fail) => {
		child.once('message', (told) => done(told as LongRecord));
		child.once('exit', (status) => fail(new BenchFailed(`The reader ended with ${status}.`)));
	});
}

/** Reads a patient with 2,000 rows of history and 300 files, and counts requests and memory. */
export async function measureLongRecord() {
	const sim = await startEzyVet({ seed: 'empty', switches: { rateLimit: 'off' } });
	try {
		const made = await fetch(`${sim.url}/_sim/crowd`, {
			method: 'POST',
			body: JSON.stringify({ kind: 'heavy', ...longRecord }),
		});
		const { animals } = (await made.json()) as { animals: number[] };
		const read = await readIn(sim.url, await tokenOf(sim), String(animals[0]));
		const { history = 0, ...others } = read.calls;
		const downloads = others['attachment/download'] ?? 0;
		const lists = Object.values(others).reduce((sum, count) => sum + count, 0) - downloads;
		if (read.files !== longRecord.files || downloads !== longRecord.files) {
			throw new BenchFailed(`long record: ${downloads} downloads of ${read.files} files.`);
		}
		if (lists > mostOtherCalls) throw new BenchFailed(`long record: ${lists} other requests.`);
		return { ...read, pagesOfHistory: history, otherLists: lists, downloads };
	} finally {
		await sim.close();
	}
}

export const longRecordText = (told: Awaited<ReturnType<typeof measureLongRecord>>): string =>
	[
		`long record: ${told.notes} notes and ${told.files} files read in ${told.seconds.toFixed(1)} s`,
		`  requests: ${told.pagesOfHistory} pages of history, ${told.otherLists} other lists, ${told.downloads} downloads`,
		`  memory:   ${told.memoryAfterMb} MB at most (${told.memoryBeforeMb} MB before), ${Math.round(told.fileBytes / 1000)} kB of files`,
	].join('\n');
