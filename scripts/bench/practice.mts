import { startEzyVet } from '../../test/simulators/ezyvet/server.mts';

/** What the load generator has to know about the practice: a token, and what the trigger would say. */
export interface PracticeFacts {
	/** Of the patient's newest encounter. */
	encounterId: string;
	files: Array<{ id: string; bytes: number }>;
}

export const animalId = 501;

const download = /\/attachment\/download\/(\d+)$/;

/** The demo practice without rate limits. Counts what was read of it. */
export async function startPractice() {
	const sim = await startEzyVet({ switches: { allowUnverified: true, rateLimit: 'off' } });
	const consults = sim.store.all('consult').filter((row) => row.animal_id === animalId);
	const ids = new Set(consults.map(({ id }) => id));
	const files = sim
		.attachments()
		.filter(
			(row) =>
				row.active &&
				((row.record_type === 'Animal' && row.record_id === animalId) ||
					(row.record_type === 'Consult' && ids.has(row.record_id as number))),
		)
		.map(({ id }) => ({ id: String(id), bytes: sim.file(id)?.length ?? 0 }));
	const facts: PracticeFacts = {
		encounterId: String(Math.max(...consults.map(({ id }) => id))),
		files,
	};
	return {
		url: sim.url,
		describe: () => ({
			...facts,
			paths: sim.log.map(
				({ method, path, query, status }) => `${status} ${method} ${path} ${JSON.stringify(query)}`,
			),
		}),
		take: async () => {
			const counts = { reads: 0, records: 0, downloads: 0, fileBytes: 0, tokens: 0, refused: 0 };
			for (const { method, path, status } of sim.log) {
				if (method === 'POST') counts.tokens += 1;
				else if (status !== 200) counts.refused += 1;
				else {
					counts.reads += 1;
					const id = download.exec(path)?.[1];
					if (id === undefined) counts.records += 1;
					else {
						counts.downloads += 1;
						counts.fileBytes += sim.file(Number(id))?.length ?? 0;
					}
				}
			}
			sim.log.length = 0;
			return counts;
		},
	};
}
