import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { startHospital } from '../../test/simulators/hospital/server.mts';
import {
	parseMultipart,
	readBody,
	sendJson,
	startHttp,
} from '../../test/simulators/shared/http.mts';

/** What the Crypto node of a workflow built by hand signs with. */
export const signingKey = 'bench-signing-key-0123456789abcdef';

interface Sent {
	caseId: string;
	files?: Array<{ name: string; size: number; sha256: string }>;
}

const none = () => ({
	deliveries: 0,
	duplicates: 0,
	signed: 0,
	files: 0,
	verified: 0,
	fileBytes: 0,
	refused: 0,
});

/**
 * The hospital's side. The pack sends to the hospital simulator itself, which checks the signature and
 * fetches and checks every file. Workflows built by hand post a form with the packet and the files to
 * a plain door: signature and checksums are checked where they are there.
 */
export async function startReceiver(secret: string) {
	const hospital = await startHospital({ secret, keepFiles: false, behaviour: { mode: 'silent' } });
	const webhook = new Webhook(Buffer.from(signingKey).toString('base64'));
	const seen = new Set<string>();
	let plain = none();

	const takeForm = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
		const form = await parseMultipart(req.headers['content-type'] ?? '', await readBody(req));
		const text = form.fields.packet ?? '';
		const signed = req.headers['webhook-signature'] !== undefined;
		if (signed) webhook.verify(text, req.headers as Record<string, string>, { jsonParse: false });
		const sent = JSON.parse(text) as Sent;
		if (seen.has(sent.caseId)) {
			plain.duplicates += 1;
			return sendJson(res, 409, { message: 'Already processed.' });
		}
		seen.add(sent.caseId);
		const promised = new Set((sent.files ?? []).map(({ size, sha256 }) => `${size} ${sha256}`));
		plain.deliveries += 1;
		plain.signed += signed ? 1 : 0;
		for (const { bytes } of form.files) {
			const digest = createHash('sha256').update(bytes).digest('hex');
			plain.files += 1;
			plain.fileBytes += bytes.length;
			plain.verified += promised.has(`${bytes.length} ${digest}`) ? 1 : 0;
		}
		sendJson(res, 200, { reference: `NVH-${String(seen.size).padStart(5, '0')}` });
	};
	const door = await startHttp(async (req, res) => {
		try {
			await takeForm(req, res);
		} catch (error) {
			plain.refused += 1;
			sendJson(res, 400, { message: String(error) });
		}
	});

	return {
		url: door.url,
		describe: () => ({ inboundUrl: hospital.inboundUrl, formUrl: `${door.url}/referrals` }),
		take: async () => {
			await hospital.idle();
			const { log } = hospital;
			const checks = hospital.referrals().flatMap(({ files }) => files);
			const counts = {
				deliveries: log.deliveries + plain.deliveries,
				duplicates: log.duplicates + plain.duplicates,
				signed: log.deliveries + plain.signed,
				files: checks.length + plain.files,
				verified: log.filesVerified + plain.verified,
				fileBytes: checks.reduce((sum, { bytesRead }) => sum + bytesRead, plain.fileBytes),
				refused:
					log.badSignatures +
					log.badBodies +
					log.checksumFailures +
					log.downloadFailures +
					log.manifestMismatches +
					plain.refused,
			};
			hospital.reset();
			plain = none();
			return counts;
		},
	};
}
