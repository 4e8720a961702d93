import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LogEntry } from '../../shared/calls.mts';
import { readJsonObject, sendJson, startHttp } from '../../shared/http.mts';
import type { HttpServer } from '../../shared/http.mts';
import type { Deep } from '../../shared/switches.mts';
import type { Practice } from '../practice.mts';
import { seedPractice } from '../seed.mts';
import { handleApi } from './api.mts';
import type { Account, Service } from './api.mts';
import { isEntity } from './entities.mts';
import type { Entity } from './entities.mts';
import { createFeed } from './feed.mts';
import type { Change, Row } from './feed.mts';
import { defaultSwitches, setSwitches } from './switches.mts';
import type { Switches } from './switches.mts';

export interface Options {
	/** 0 (default) lets the system choose. */
	port?: number;
	/** The practices of the group, numbered from 12; the demo's one by default. */
	practices?: Practice[];
	account?: Account;
	switches?: Deep<Switches>;
	/** Epoch milliseconds; the clock's now when absent. */
	clock?: () => number;
}

export interface DataPointSimulator {
	url: string;
	port: number;
	account: Account;
	log: LogEntry[];
	switches: Switches;
	/** Sets some switches; throws when one does not exist. */
	set(patch: Deep<Switches>): void;
	/** What the service has of an entity, of all sites. */
	rows(entity: Entity): Row[];
	/** Something happens in the practice; seen only after the next sync. */
	change(change: Change, siteId?: number): void;
	/** The agent sends what has waited; answers with how many changes. */
	sync(): number;
	/** ISO time of the last sync. */
	lastSync(): string;
	stopListening(): Promise<void>;
	listenAgain(): Promise<void>;
	close(): Promise<void>;
}

/** Works with the demo only. */
export const demoAccount = (): Account => ({
	username: 'demo-integrator',
	password: 'demo-password-12',
	groupSlug: 'demo-group',
});

const FIRST_SITE = 12;

/**
 * Starts a simulated IDEXX DataPoint batch service, built from IDEXX's public sample client. It
 * reads only: no write of the service is documented well enough to be imitated.
 */
export async function startDataPoint(options: Options = {}): Promise<DataPointSimulator> {
	const clock = options.clock ?? Date.now;
	const practices = options.practices ?? [seedPractice(clock())];
	const switches = defaultSwitches();
	const service: Service = {
		account: options.account ?? demoAccount(),
		sites: practices.map((practice, at) => ({
			name: practice.name,
			timeZone: practice.timeZone,
			feed: createFeed(practice, FIRST_SITE + at, clock),
		})),
		switches,
		log: [],
		tokens: new Map(),
		nowMs: clock,
		calls: 0,
	};
	const set = (patch: Deep<Switches>) => {
		const wrong = setSwitches(switches, patch);
		if (wrong) throw new Error(wrong);
	};
	set(options.switches ?? {});
	const feedOf = (siteId = FIRST_SITE) =>
		service.sites.find(({ feed }) => feed.siteId === siteId)?.feed;
	const sync = () => service.sites.reduce((sum, { feed }) => sum + feed.sync(), 0);
	const rows = (entity: Entity) => service.sites.flatMap(({ feed }) => feed.rows(entity));

	let server: HttpServer | null = null;
	let port = options.port ?? 0;
	const listen = async () => {
		server = await startHttp(async (req, res) => {
			if ((req.url ?? '').startsWith('/_sim/')) await control(service, req, res, sync);
			else await handleApi(service, req, res);
		}, port);
		port = server.port;
	};
	const stopListening = async () => {
		await server?.close();
		server = null;
	};
	await listen();
	return {
		url: `http://127.0.0.1:${port}`,
		port,
		account: service.account,
		log: service.log,
		switches,
		set,
		rows,
		change: (change, siteId) => {
			const feed = feedOf(siteId);
			if (!feed) throw new Error(`there is no site ${siteId}`);
			feed.change(change);
		},
		sync,
		lastSync: () => new Date(feedOf()?.lastSync() ?? 0).toISOString(),
		stopListening,
		listenAgain: listen,
		close: stopListening,
	};
}

/**
 * The test's own door: GET /_sim/state, GET and POST /_sim/switches, POST /_sim/change, POST
 * /_sim/sync, POST /_sim/clear-log. None of it is the vendor's.
 */
async function control(
	service: Service,
	req: IncomingMessage,
	res: ServerResponse,
	sync: () => number,
): Promise<void> {
	const { switches, log, sites } = service;
	const route = `${req.method} ${new URL(req.url ?? '/', 'http://simulator').pathname}`;
	const body = await readJsonObject(req);
	if (route === 'GET /_sim/state') {
		const state = sites.map(({ name, feed }) => ({
			siteId: feed.siteId,
			name,
			lastSync: new Date(feed.lastSync()).toISOString(),
			waiting: feed.waiting(),
		}));
		return sendJson(res, 200, { sites: state, log, switches });
	}
	if (route === 'GET /_sim/switches') return sendJson(res, 200, switches);
	if (body === null) return sendJson(res, 400, { message: 'The body must be a JSON object.' });
	if (route === 'POST /_sim/switches') {
		const wrong = setSwitches(switches, body);
		return wrong ? sendJson(res, 400, { message: wrong }) : sendJson(res, 200, switches);
	}
	if (route === 'POST /_sim/sync') return sendJson(res, 200, { sent: sync() });
	if (route === 'POST /_sim/clear-log') {
		log.length = 0;
		return sendJson(res, 200, {});
	}
	if (route === 'POST /_sim/change') {
		const { entity, pimsId, fields, deleted, siteId = FIRST_SITE } = body;
		const feed = sites.find((site) => site.feed.siteId === siteId)?.feed;
		if (!feed || typeof entity !== 'string' || !isEntity(entity) || typeof pimsId !== 'string') {
			return sendJson(res, 400, { message: 'siteId, entity and pimsId must name a row.' });
		}
		const values = (fields ?? {}) as Change['fields'];
		feed.change({ entity, pimsId, fields: values, deleted: deleted === true });
		return sendJson(res, 202, { waiting: feed.waiting() });
	}
	return sendJson(res, 404, { message: 'There is no such control.' });
}
