import { startHttp } from '../shared/http.mts';
import type { HttpServer } from '../shared/http.mts';
import type { Deep } from '../shared/switches.mts';
import { handleApi, isApiPath } from './api.mts';
import { createAuth } from './auth.mts';
import type { Client } from './auth.mts';
import type { Context } from './context.mts';
import { handleControl } from './control.mts';
import { announcer } from './hooks.mts';
import { createLimiter } from './limits.mts';
import { handlePages } from './pages.mts';
import { refer, sendFeedback } from './referrals.mts';
import { seedClinic } from './seed/clinic.mts';
import { seedDemo } from './seed/demo.mts';
import { grow } from './seed/grow.mts';
import { createStore } from './store.mts';
import type { Row, Store } from './store.mts';
import { defaultSwitches, setSwitches } from './switches.mts';
import type { Switches } from './switches.mts';

export interface Options {
	/** 0 (default) lets the system choose. */
	port?: number;
	/** The tenant's number in every path; 4021 by default. */
	provetId?: number;
	/** `demo` (default) fills in the demo practice; `empty` the same clinic without patients; a function fills itself. */
	seed?: 'demo' | 'empty' | ((store: Store, nowMs: number) => void | Promise<void>);
	/** The day the demo's dates count back from; the clock's now when absent. */
	now?: Date | string | number;
	switches?: Deep<Switches>;
	clients?: Client[];
	/** The simulator's clock, epoch milliseconds. */
	clock?: () => number;
}

export interface ProvetSimulator
	extends Pick<Context, 'log' | 'effects' | 'outbound' | 'deliveries' | 'buttons'> {
	/** Host without the tenant, e.g. http://127.0.0.1:8102 */
	url: string;
	/** Root of the tenant's API, without a slash at the end. */
	api: string;
	port: number;
	provetId: number;
	switches: Switches;
	/** Sets some switches; throws when one does not exist. */
	set(patch: Deep<Switches>): void;
	store: Store;
	/** The credentials of the demo's integration. */
	client: Client;
	/** The bytes of an upload. */
	file(uploadId: number): Buffer | undefined;
	/** The vet presses Refer; null for a patient that is unknown or has died. */
	refer(patientId: number, reason: string): { consultation: Row; referral: Row } | null;
	/** The specialist answers a referral, with a file or without; null for an unknown referral. */
	feedback(
		referralId: number,
		text: string,
		file?: { name: string; mimeType: string; bytes: Buffer },
	): Row | null;
	/** Makes a very long record, see seed/grow.mts. */
	grow(wanted: Record<string, number>): { patientId: number; rows: number } | null;
	/** Waits until every hook and button on its way has been posted. */
	settled(): Promise<void>;
	/** Stops listening, so that connections are refused, and listens again on the same port. */
	stopListening(): Promise<void>;
	listenAgain(): Promise<void>;
	close(): Promise<void>;
}

/** Credentials the demo works with; fictional and valid for this simulator only. */
export const demoClient = (): Client => ({
	clientId: 'demo-provet-client',
	clientSecret: 'demo-provet-secret',
	name: 'Referral demo',
	permissions: ['General', 'Financial', 'Settings', 'Medical', 'Stock', 'Calendar'].concat([
		'Patient referrals',
	]) as Client['permissions'],
});

/** Starts a simulated Provet Cloud tenant on 127.0.0.1, built from the vendor's public documents. */
export async function startProvet(options: Options = {}): Promise<ProvetSimulator> {
	const clock = options.clock ?? Date.now;
	const store = createStore(clock);
	const switches = defaultSwitches();
	const set = (patch: Deep<Switches>) => {
		const problem = setSwitches(switches, patch);
		if (problem) throw new Error(problem);
	};
	set(options.switches ?? {});
	const pending = new Set<Promise<void>>();
	const clients = options.clients ?? [demoClient()];
	let server: HttpServer | null = null;
	let port = options.port ?? 0;
	const context: Context = {
		store,
		switches,
		log: [],
		effects: [],
		outbound: [],
		deliveries: [],
		buttons: [],
		provetId: options.provetId ?? 4021,
		zone: 'Europe/Helsinki',
		closing: false,
		url: () => `http://127.0.0.1:${port}`,
		announce: () => undefined,
	};
	context.announce = announcer(context, pending);
	const auth = createAuth(clients, clock);
	const limiter = createLimiter(switches, clock);
	const pressRefer = (patientId: number, reason: string) =>
		refer(context, patientId, reason, pending);

	const listen = async () => {
		server = await startHttp(async (req, res) => {
			const path = new URL(req.url ?? '/', 'http://simulator').pathname;
			if (isApiPath(path)) await handleApi(context, auth, limiter, req, res);
			else if (path.startsWith('/_sim/')) {
				await handleControl(context, { refer: pressRefer }, req, res, path);
			} else await handlePages(context, pressRefer, req, res);
		}, port);
		port = server.port;
	};
	const stopListening = async () => {
		await server?.close();
		server = null;
	};
	const settled = async () => {
		while (pending.size > 0) await Promise.all(pending);
	};
	await listen();

	const nowMs = options.now ? new Date(options.now).getTime() : clock();
	const seed = options.seed ?? 'demo';
	if (typeof seed === 'function') await seed(store, nowMs);
	else if (seed === 'demo') await seedDemo(store, nowMs);
	else seedClinic(store, nowMs);

	const { log, effects, outbound, deliveries, buttons, provetId } = context;
	return {
		url: context.url(),
		api: `${context.url()}/${provetId}/api/0.1`,
		port,
		provetId,
		log,
		effects,
		outbound,
		deliveries,
		buttons,
		switches,
		set,
		store,
		client: clients[0] as Client,
		file: (id) => store.bytes(id),
		refer: pressRefer,
		feedback: (referralId, text, file) => sendFeedback(context, referralId, text, file),
		grow: (wanted) => grow(store, wanted),
		settled,
		stopListening,
		listenAgain: listen,
		close: async () => {
			context.closing = true;
			await stopListening();
			await settled();
		},
	};
}
