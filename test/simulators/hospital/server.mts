import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseForm, readBody, redirect, sendHtml, sendJson, startHttp } from '../shared/http.mts';
import { actionNames, isAction, NotPossible } from './actions.mts';
import { changeBehaviour } from './behaviour.mts';
import type { Behaviour } from './behaviour.mts';
import { dataFromForm } from './forms.mts';
import { Hospital } from './hospital.mts';
import type { HospitalOptions } from './hospital.mts';
import { createInbound } from './inbound.mts';
import { messagePage, referralPage, worklistPage } from './pages.mts';
import type { HospitalLog, Json, Referral, SentEvent } from './types.mts';

export interface RunningHospital {
	url: string;
	port: number;
	/** Where referring clinics send to. */
	inboundUrl: string;
	/** Live: set its fields to change how the hospital behaves from now on. */
	behaviour: Behaviour;
	log: HospitalLog;
	referrals(): Referral[];
	/** Acts for a person at the hospital; settles when the event is delivered or given up. */
	act(caseId: string, action: string, data?: Json): Promise<SentEvent>;
	/** Waits until no download, event or automatic step is under way. */
	idle(): Promise<void>;
	/** Forgets all referrals and counters. */
	reset(): void;
	close(): Promise<void>;
}

/** A page waits this long for the clinic's answer before it shows the referral again. */
const PAGE_PATIENCE_MS = 1500;

const within = (work: Promise<unknown>, ms: number): Promise<unknown> =>
	Promise.race([work, new Promise((resolve) => setTimeout(resolve, ms).unref())]);

/** The state without file contents, as GET /_sim/state shows it. */
const stateOf = (hospital: Hospital) => ({
	behaviour: hospital.behaviour,
	log: hospital.log,
	referrals: [...hospital.referrals.values()].map((referral) => ({
		...referral,
		files: referral.files.map(({ bytes, ...check }) => ({ ...check, kept: Boolean(bytes) })),
		events: referral.events.map((event) => ({ ...event, data: withoutBytes(event.data) })),
	})),
});

const withoutBytes = (data: Json): unknown =>
	JSON.parse(
		JSON.stringify(data, (key, value: unknown) => (key === 'contentBase64' ? undefined : value)),
	);

async function readJson(req: IncomingMessage): Promise<Json> {
	const text = (await readBody(req)).toString('utf8');
	const value: unknown = text ? JSON.parse(text) : {};
	return typeof value === 'object' && value !== null ? (value as Json) : {};
}

async function simulation(
	hospital: Hospital,
	path: string,
	req: IncomingMessage,
	res: ServerResponse,
): Promise<void> {
	const post = req.method === 'POST';
	if (path === '/_sim/state') return sendJson(res, 200, stateOf(hospital));
	if (path === '/_sim/behaviour') {
		const problems = post ? changeBehaviour(hospital.behaviour, await readJson(req)) : [];
		return problems.length > 0
			? sendJson(res, 400, { message: 'The behaviour does not fit.', problems })
			: sendJson(res, 200, hospital.behaviour);
	}
	if (path === '/_sim/reset' && post) {
		hospital.forget();
		return sendJson(res, 200, { status: 'reset' });
	}
	if (path === '/_sim/act' && post) {
		const { caseId, action, data } = await readJson(req);
		const referral = hospital.referrals.get(String(caseId));
		if (!referral) return sendJson(res, 404, { message: 'No referral with this caseId.' });
		if (!isAction(action)) {
			return sendJson(res, 400, { message: `Actions are: ${actionNames.join(', ')}.` });
		}
		const sending = await hospital.begin(referral, action, (data ?? {}) as Json);
		const event = await sending.done;
		return sendJson(res, 200, { ...event, data: withoutBytes(event.data) });
	}
	return sendJson(res, 404, { message: 'Not found.' });
}

async function referralPages(
	hospital: Hospital,
	path: string,
	req: IncomingMessage,
	res: ServerResponse,
): Promise<void> {
	const [, , id = '', part, index] = path.split('/');
	const referral = hospital.referrals.get(decodeURIComponent(id));
	if (!referral) {
		return sendHtml(res, 404, messagePage('Not found', 'No referral with this case number.'));
	}
	if (part === 'act' && req.method === 'POST') {
		const form = parseForm(await readBody(req));
		const { action } = form;
		if (!isAction(action)) {
			return sendHtml(res, 400, messagePage('Not possible', 'This action is not known.'));
		}
		const sending = await hospital.begin(referral, action, dataFromForm(form));
		await within(sending.done, PAGE_PATIENCE_MS);
		return redirect(res, `/referrals/${encodeURIComponent(referral.caseId)}`);
	}
	const check = part === 'files' ? referral.files[Number(index)] : undefined;
	if (part === 'files') {
		if (!check?.bytes) {
			return sendHtml(res, 404, messagePage('Not found', 'This file was not kept.'));
		}
		const name = encodeURIComponent(check.file.name);
		res.writeHead(200, {
			'content-type': check.file.mimeType,
			'content-length': check.bytes.length,
			'content-disposition': `attachment; filename*=UTF-8''${name}`,
			'x-content-type-options': 'nosniff',
		});
		res.end(check.bytes);
		return;
	}
	sendHtml(res, 200, referralPage(referral));
}

/** Starts a specialty hospital that takes referrals, for tests and for people to play with. */
export async function startHospital(
	options: HospitalOptions & { port?: number },
): Promise<RunningHospital> {
	const hospital = new Hospital(options);
	const inbound = createInbound(hospital, options.secret);
	const server = await startHttp(async (req, res) => {
		const path = new URL(req.url ?? '/', 'http://hospital').pathname;
		if (path === '/inbound') {
			if (req.method === 'POST') return await inbound(req, res);
			return sendJson(res, 405, { message: 'Send referrals by POST.' }, { allow: 'POST' });
		}
		try {
			if (path.startsWith('/_sim/')) return await simulation(hospital, path, req, res);
			if (path.startsWith('/referrals/')) return await referralPages(hospital, path, req, res);
		} catch (error) {
			if (!(error instanceof NotPossible)) throw error;
			if (path.startsWith('/_sim/')) return sendJson(res, 400, { message: error.message });
			return sendHtml(res, 400, messagePage('Not possible', error.message));
		}
		if (path === '/behaviour' && req.method === 'POST') {
			const { mode, failNext } = parseForm(await readBody(req));
			changeBehaviour(hospital.behaviour, { mode, failNext: Number(failNext ?? 0) });
			return redirect(res, '/');
		}
		if (path !== '/') return sendHtml(res, 404, messagePage('Not found', 'No such page.'));
		const list = [...hospital.referrals.values()];
		sendHtml(res, 200, worklistPage(list, hospital.behaviour, hospital.log), { refresh: '10' });
	}, options.port);

	return {
		url: server.url,
		port: server.port,
		inboundUrl: `${server.url}/inbound`,
		behaviour: hospital.behaviour,
		log: hospital.log,
		referrals: () => [...hospital.referrals.values()],
		act: async (caseId, action, data) => {
			const referral = hospital.referrals.get(caseId);
			if (!referral) throw new Error(`no referral ${caseId} at this hospital`);
			if (!isAction(action)) throw new Error(`actions are: ${actionNames.join(', ')}`);
			return await (
				await hospital.begin(referral, action, data)
			).done;
		},
		idle: () => hospital.idle(),
		reset: () => hospital.forget(),
		close: async () => {
			await hospital.stop();
			await server.close();
		},
	};
}
