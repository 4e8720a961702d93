import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { filingSchema } from '../../connectors/pims/webhook/filing';
import { markedCaseSchema, parseMarkedCase } from '../../connectors/pims/webhook/payload';
import { createWebhookPims } from '../../connectors/pims/webhook/webhook';
import { releaseSchema } from '../../core/packet/release';
import { verifyWebhook } from '../../core/webhooks/standard-webhooks';
import { publishedSchemas } from '../../scripts/schemas/published.mts';

const publishedNow = () => publishedSchemas({ markedCaseSchema, releaseSchema, filingSchema });

const folder = join(process.cwd(), 'docs', 'schemas');

test('docs/schemas says what the code takes', () => {
	const published = publishedNow();
	expect(readdirSync(folder).sort()).toEqual(Object.keys(published).sort());
	for (const [name, text] of Object.entries(published)) {
		const written = readFileSync(join(folder, name), 'utf8');
		if (written !== text) throw new Error(`${name} is out of date: node scripts/schemas.mts`);
	}
});

test('what is left out of a marked case is exactly what the schema does not require', () => {
	const schema = JSON.parse(publishedNow()['marked-case.schema.json']!) as {
		required: string[];
	};
	const least = {
		eventId: '1',
		markedAt: '2026-11-20T10:00:00Z',
		patient: { id: '1', name: 'Biscuit' },
	};
	expect(schema.required.sort()).toEqual(Object.keys(least).sort());
	expect(parseMarkedCase(least).ok).toBe(true);
	for (const key of schema.required) {
		const { [key as keyof typeof least]: _, ...lacking } = least;
		expect(parseMarkedCase(lacking).ok).toBe(false);
	}
});

test('every entry that is posted to the filing address fits the published schema', async () => {
	const posted: unknown[] = [];
	const take = (body: unknown) => {
		posted.push(body);
		return Promise.resolve({ status: 201, headers: {}, body: {} });
	};
	const pims = createWebhookPims({
		filingUrl: 'https://pims.clinic.example.com/inbox',
		http: async ({ body }) => await take(JSON.parse(JSON.stringify(body))),
		upload: async (_request, { body = '' }) => await take(JSON.parse(body)),
		download: async () => await Promise.resolve({ status: 404 }),
		now: () => '2026-11-22T12:00:00Z',
	});
	const target = { patientId: 'p1', encounterId: 'e1', ownerId: 'o1' };
	const entry = { ...target, subject: 'Report', text: 'Stage B2' };
	const start = '2026-12-01T09:00:00-05:00';
	const file = { ref: 'r', name: 'Letter.pdf', mimeType: 'application/pdf' };
	const mark = 'REF-0123456789ab/report/1';
	await pims.upsertClient({ lastName: 'Owner', firstName: 'Olive' }, mark);
	await pims.upsertPatient({ clientId: 'o1', name: 'Biscuit', weightKg: 11.2 }, mark);
	await pims.setReferrer('p1', { clinic: 'Riverbank Animal Clinic' }, mark);
	await pims.createEncounter({ patientId: 'p1', at: start, reason: 'Referred' }, mark);
	await pims.addNote(entry, mark);
	await pims.logCommunication(entry, mark);
	const appointment = { ...target, start, durationMinutes: 30, description: 'Recheck' };
	await pims.createAppointment(appointment, mark);
	await pims.createFollowUp(
		{ ...target, kind: 'recheck', what: 'Recheck', due: '2026-12-01' },
		mark,
	);
	await pims.uploadDocument({ ...target, file, description: 'Report' }, mark);
	expect(posted.map((body) => (body as { type: string }).type)).toHaveLength(9);
	for (const body of posted) {
		const strict = filingSchema.safeParse(body);
		expect([body, strict.error?.issues]).toEqual([body, undefined]);
		// Nothing is posted that the schema does not describe.
		expect(strict.data).toEqual(body);
	}
});

test('the curl example of the README signs a case that is taken', async () => {
	const readme = readFileSync('README.md', 'utf8');
	const script = /```bash\n(URL=[\s\S]*?)```/.exec(readme)?.[1] ?? '';
	const secret = 'whsec_dGVzdC1zZWNyZXQtb2YtYS1wcmFjdGljZS1zeXN0ZW0=';
	const seen: Array<{ verified: boolean; parsed: boolean }> = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks);
			const nowSeconds = Math.floor(Date.now() / 1000);
			const { headers } = request;
			const verified = verifyWebhook({ headers, body, secrets: [secret], nowSeconds });
			const parsed = parseMarkedCase(JSON.parse(body.toString('utf8')));
			seen.push({ verified: verified.ok, parsed: parsed.ok });
			response.end('{"status":"received"}');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/vet-referral/pims`;
	const env = { ...process.env, URL, SECRET: secret, NO_PROXY: '127.0.0.1' };
	const { stdout } = await promisify(execFile)('bash', ['-euc', script], { env });
	await new Promise((resolve) => server.close(resolve));
	expect(stdout).toBe('{"status":"received"}');
	expect(seen).toEqual([{ verified: true, parsed: true }]);
});
