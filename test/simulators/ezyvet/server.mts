import { startHttp } from '../shared/http.mts';
import type { HttpServer } from '../shared/http.mts';
import type { Deep } from '../shared/switches.mts';
import { handleApi, isApiPath } from './api.mts';
import { createAuth } from './auth.mts';
import type { Client } from './auth.mts';
import type { LogEntry } from '../shared/calls.mts';
import type { Context } from './context.mts';
import { handleControl } from './control.mts';
import { createLimiter } from './limits.mts';
import { handlePages } from './pages.mts';
import { announcer, refer } from './referrals.mts';
import { knownScopes } from './resources.mts';
import { seedClinic } from './seed/clinic.mts';
import { addressFiles, crowd } from './seed/crowd.mts';
import type { Crowd } from './seed/crowd.mts';
import { seedDemo } from './seed/demo.mts';
import { createStore } from './store.mts';
import type { Row, Store } from './store.mts';
import { defaultSwitches, setSwitches } from './switches.mts';
import type { Switches } from './switches.mts';

export interface Options {
	/** 0 (default) lets the system choose. */
	port?: number;
	/** `demo` (default) fills in the demo practice; `empty` the same clinic without patients; a function fills itself. */
	seed?: 'demo' | 'empty' | ((store: Store, nowS: number) => void | Promise<void>);
	/** The day the demo's dates count back from; the clock's now when absent. */
	now?: Date | string | number;
	switches?: Deep<Switches>;
	/** Same as switches.webhookUrl. */
	webhookUrl?: string;
	clients?: Client[];
	/** The simulator's clock, epoch milliseconds. */
	clock?: () => number;
}

export interface EzyVetSimulator {
	url: string;
	port: number;
	log: LogEntry[];
	switches: Switches;
	/** Sets some switches; throws when one does not exist. */
	set(patch: Deep<Switches>): void;
	store: Store;
	/** The credentials of the demo's integration record. */
	client: Client;
	attachments(): Row[];
	/** The bytes of an attachment. */
	file(attachmentId: number): Buffer | undefined;
	communications(): Row[];
	appointments(): Row[];
	/** Communications the practice system would have sent out itself; should stay empty. */
	outbound: Row[];
	webhooks: Context['webhooks'];
	/** Tells the webhook URL about an appointment, as the practice system would; once a call. */
	fire(event: 'appointment_created' | 'appointment_updated', appointmentId: number): boolean;
	/** Adds records that are hard to deal with; a text says what was wrong with the wish. */
	crowd(wish: Record<string, unknown>): Promise<Crowd | string>;
	refer(animalId: number, reason: string): { consult: Row; appointment: Row } | null;
	/** Waits until every event on its way has been posted. */
	settled(): Promise<void>;
	/** Stops listening, so that connections are refused, and listens again on the same port. */
	stopListening(): Promise<void>;
	listenAgain(): Promise<void>;
	close(): Promise<void>;
}

/** Credentials the demo works with; fictional and valid for this simulator only. */
export const demoClient = (): Client => ({
	partnerId: 'P-100',
	clientId: 'C-200',
	clientSecret: 'demo-secret-200',
	siteUid: 'site_demo01',
	scopes: knownScopes,
});

/** Starts a simulated ezyVet practice on 127.0.0.1, built from the vendor's public documents. */
export async function startEzyVet(options: Options = {}): Promise<EzyVetSimulator> {
	const clock = options.clock ?? Date.now;
	const store = createStore(clock);
	const switches = defaultSwitches();
	const wanted = options.webhookUrl ? { webhookUrl: options.webhookUrl } : {};
	apply(switches, { ...options.switches, ...wanted });
	const pending = new Set<Promise<void>>();
	const clients = options.clients ?? [demoClient()];
	let server: HttpServer | null = null;
	let port = options.port ?? 0;
	const context: Context = {
		store,
		switches,
		log: [],
		outbound: [],
		webhooks: [],
		url: () => `http://127.0.0.1:${port}`,
		announce: () => undefined,
	};
	context.announce = announcer(context, pending);
	const auth = createAuth(clients, clock);
	const limiter = createLimiter(switches, clock);

	const listen = async () => {
		server = await startHttp(async (req, res) => {
			const path = new URL(req.url ?? '/', 'http://simulator').pathname;
			if (isApiPath(path)) await handleApi(context, auth, limiter, req, res);
			else if (path.startsWith('/_sim/')) await handleControl(context, req, res, path);
			else await handlePages(context, req, res);
		}, port);
		port = server.port;
	};
	const stopListening = async () => {
		await server?.close();
		server = null;
	};
	await listen();

	const nowS = Math.floor((options.now ? new Date(options.now).getTime() : clock()) / 1000);
	const seed = options.seed ?? 'demo';
	if (typeof seed === 'function') await seed(store, nowS);
	else if (seed === 'demo') await seedDemo(store, nowS);
	else seedClinic(store, nowS);
	addressFiles(context);

	return {
		url: context.url(),
		port,
		log: context.log,
		switches,
		set: (patch) => apply(switches, patch),
		store,
		client: clients[0] as Client,
		attachments: () => store.all('attachment'),
		file: (id) => store.bytes(id),
		communications: () => store.all('communication'),
		appointments: () => store.all('appointment'),
		outbound: context.outbound,
		webhooks: context.webhooks,
		fire: (event, appointmentId) => {
			const row = store.get('appointment', appointmentId);
			if (row) context.announce(event, row);
			return row !== undefined;
		},
		crowd: (wish) => crowd(context, wish),
		refer: (animalId, reason) => refer(context, animalId, reason),
		settled: async () => {
			await Promise.all(pending);
		},
		stopListening,
		listenAgain: listen,
		close: async () => {
			await stopListening();
			await Promise.all(pending);
		},
	};
}

function apply(switches: Switches, patch: Deep<Switches>): void {
	const problem = setSwitches(switches, patch);
	if (problem) throw new Error(problem);
}
