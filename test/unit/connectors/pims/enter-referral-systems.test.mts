import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { enterReferral, type ReceivedFile } from '../../../../connectors/pims/enter-referral';
import type { Http, UploadForm } from '../../../../connectors/http';
import type { PimsConnector } from '../../../../connectors/pims/pims';
import { ezyVetLog } from '../../../matrix/ezyvet.mts';
import { provetLog } from '../../../matrix/provet.mts';
import type { SystemLog } from '../../../matrix/systems.mts';
import { aReferral } from './a-received-referral.mts';
import { openPractice as openEzyVet } from './ezyvet/practice.mts';
import { openPractice as openProvet } from './provet-cloud/practice.mts';

const at = new Date().toISOString();
const marker = 'REF-1a2b3c4d5e6f';

interface Practice {
	folder: string;
	log: SystemLog;
	/** A connector whose process dies with the n-th write, after it was sent; 0 for never. */
	connect(dieAt: number): PimsConnector;
	close(): Promise<void>;
}

class Died extends Error {}

/** Lets the n-th write through and never gives its answer. */
function dying(tools: { http: Http; upload: UploadForm }, dieAt: number) {
	let writes = 0;
	const guard = (): void => {
		if (++writes === dieAt) throw new Died();
	};
	const http: Http = async (request) => {
		const answer = await tools.http(request);
		if (request.method !== 'GET') guard();
		return answer;
	};
	const upload: UploadForm = async (request, fields, file) => {
		const answer = await tools.upload(request, fields, file);
		guard();
		return answer;
	};
	return dieAt > 0 ? { http, upload } : {};
}

const systems: Array<[name: string, open: () => Promise<Practice>]> = [
	[
		'ezyVet',
		async () => {
			const { sim, tools, folder, connect, close } = await openEzyVet();
			return {
				folder,
				log: ezyVetLog(sim),
				connect: (dieAt) => connect(dying(tools, dieAt)),
				close,
			};
		},
	],
	[
		'Provet Cloud',
		async () => {
			const { sim, tools, folder, connect, close } = await openProvet();
			return {
				folder,
				log: provetLog(sim),
				connect: (dieAt) => connect(dying(tools, dieAt)),
				close,
			};
		},
	],
];

async function received(folder: string, name: string, text: string): Promise<ReceivedFile> {
	const bytes = Buffer.from(text);
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	const ref = join(folder, sha256);
	await writeFile(ref, bytes);
	return { ref, name, mimeType: 'application/pdf', size: bytes.length, sha256, kind: 'report' };
}

describe.each(systems)('a referral entered in %s', (_, open) => {
	let practice: Practice;
	let files: ReceivedFile[];
	const reopen = async (): Promise<void> => {
		practice = await open();
		files = [
			await received(practice.folder, 'summary.pdf', '%PDF-1.7 summary'),
			await received(practice.folder, 'letter.pdf', '%PDF-1.7 another letter'),
		];
	};
	beforeEach(reopen);
	afterEach(async () => await practice.close());

	const enter = async (dieAt = 0, referral = aReferral()) =>
		await enterReferral(practice.connect(dieAt), referral, files, { marker, at });

	const standing = () => {
		const { log } = practice;
		const patients = log.patients().filter(({ name }) => name === 'Biscuit');
		return {
			patients: patients.map(({ microchip }) => microchip),
			files: files.map(
				({ sha256 }) =>
					log
						.documents()
						.filter((one) => one.sha256 === sha256 && one.patientId === patients[0]?.id).length,
			),
			question: log.texts().some((text) => text.includes('before dental work')),
		};
	};
	const whole = { patients: ['900000000000001'], files: [1, 1], question: true };

	it('is there once, and the second time everything is found', async () => {
		const first = await enter();
		expect(first).toMatchObject({ status: 'entered', isInRecord: true });
		expect(standing()).toEqual(whole);
		const again = await enter();
		expect(again.steps.map(({ status }) => status)).toEqual(again.steps.map(() => 'found'));
		expect(standing()).toEqual(whole);
	});

	it.each(['Canine (dog)', 'Dog (Canine - Domestic)', 'dog'])(
		'is of the species that the other system called %s',
		async (species) => {
			const { patient } = aReferral();
			const entered = await enter(0, aReferral({ patient: { ...patient, species } }));
			expect(entered.status).toBe('entered');
		},
	);

	it('is there once after the process has died behind any of its writes', async () => {
		let died = 0;
		for (let isWhole = false; !isWhole; ) {
			try {
				await enter(died + 1);
				isWhole = true;
			} catch (error) {
				if (!(error instanceof Died)) throw error;
				died++;
				expect((await enter()).status).toBe('entered');
			}
			expect({ died, ...standing() }).toEqual({ died, ...whole });
			await practice.close();
			await reopen();
		}
		expect(died).toBeGreaterThan(5);
	});
});
