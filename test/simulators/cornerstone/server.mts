import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { startHttp } from '../shared/http.mts';
import { createWorkstation } from './drop.mts';
import type { Drop, DropOptions, Workstation } from './drop.mts';
import { columnSet } from './exports.mts';
import type { ColumnSet } from './exports.mts';
import { createInbox } from './inbox.mts';
import type { Arrived, FileAnswer, FileRequest, Filed, Inbox } from './inbox.mts';
import { register } from './practice.mts';
import type { Entry, NewPatient, Patient, Practice } from './practice.mts';
import { enter, handle } from './routes.mts';
import { addHeavy, seedPractice } from './seed.mts';

export interface Options {
	/** The practice's shared folder; the simulator makes `referrals` and `to-file` in it. */
	folder: string;
	/** 0 (default) lets the system choose. */
	port?: number;
	/** Which column names and order this practice chose for its lists; default 1. */
	columns?: number;
	/** Records in place of the demo's. */
	practice?: Practice;
	/** Epoch milliseconds; the clock's now when absent. */
	clock?: () => number;
}

/** What the parts of the simulator share. */
export interface Office {
	practice: Practice;
	columns: ColumnSet;
	workstation: Workstation;
	inbox: Inbox;
	now(): string;
}

export interface CornerstoneSimulator {
	url: string;
	port: number;
	/** Where the workstation leaves exports for a referral. */
	exportFolder: string;
	/** Where documents and slips wait for a person to file them. */
	fileFolder: string;
	practice: Practice;
	columns: ColumnSet;
	drops: Drop[];
	drop(patientId: string, options?: DropOptions): Promise<Drop | null>;
	finish(dropId: string): Promise<boolean>;
	/** Puts a file into the folder of documents to file, as from an e-mail. */
	put(name: string, bytes: Buffer): Promise<void>;
	arrived(): Promise<Arrived[]>;
	/** Files a document for a person. */
	file(request: FileRequest): Promise<FileAnswer>;
	/** Everything filed so far, or for one patient. */
	filed(patientId?: string): Filed[];
	attempts: Inbox['attempts'];
	bytes(sha256: string): Buffer | undefined;
	register(given: NewPatient): Patient;
	/** A patient with so many visits, five notes each. */
	heavy(visits: number): Patient;
	/** A person types something into the record; a text says what is wrong with it. */
	enter(given: Omit<Entry, 'at'>): Entry | string;
	settled(): Promise<void>;
	close(): Promise<void>;
}

/**
 * Starts a simulated Cornerstone practice as an outsider meets it without IDEXX's interface: files a
 * person exports, files a person files. There is no HTTP interface of the vendor here; the pages and
 * controls are the demo's own.
 */
export async function startCornerstone(options: Options): Promise<CornerstoneSimulator> {
	const clock = options.clock ?? Date.now;
	const practice = options.practice ?? seedPractice(clock());
	const number = options.columns ?? 1;
	const columns = columnSet(number);
	const columnSets = { now: columns, renamed: columnSet(number + 1) };
	const exportFolder = join(options.folder, 'referrals');
	const fileFolder = join(options.folder, 'to-file');
	const workstation = createWorkstation(practice, exportFolder, columnSets, clock);
	const inbox = createInbox(practice, fileFolder, clock);
	const now = () => new Date(clock()).toISOString();
	const office: Office = { practice, columns, workstation, inbox, now };
	const server = await startHttp(
		(req: IncomingMessage, res: ServerResponse) => handle(office, req, res),
		options.port ?? 0,
	);
	return {
		url: server.url,
		port: server.port,
		exportFolder,
		fileFolder,
		practice,
		columns,
		drops: workstation.drops,
		drop: workstation.drop,
		finish: workstation.finish,
		put: inbox.put,
		arrived: inbox.look,
		file: inbox.file,
		filed: (patientId) =>
			inbox.records.filter((row) => patientId === undefined || row.patientId === patientId),
		attempts: inbox.attempts,
		bytes: inbox.bytes,
		register: (given) => register(practice, given),
		heavy: (visits) => addHeavy(practice, visits, clock()),
		enter: (given) => enter(office, given),
		settled: workstation.settled,
		close: async () => {
			await workstation.settled();
			await server.close();
		},
	};
}
