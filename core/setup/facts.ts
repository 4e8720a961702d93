import type { SetupTables } from './stored';

/** What came back when this n8n called one of its own doors. */
export interface Ping {
	/** Status of the answer; 0 when there was none. */
	status: number;
	/** Whether the answer proves that this very installation gave it. */
	proven: boolean;
	/** Why there was no answer. */
	reason?: string;
}

/** What a service said when it was asked whether it works; nothing was sent. */
export interface ServiceAnswer {
	ok: boolean;
	/** Whose account or site it is. */
	who?: string;
	timeZone?: string;
	message?: string;
	hint?: string;
	/** The `Date` header of the answer. */
	date?: string;
}

export interface HospitalAnswer {
	specialistId: string;
	/** Scheme, host and port that were called. */
	origin: string;
	/** 0 when there was no answer. */
	status: number;
	reason?: string;
	date?: string;
}

export interface TableRoom {
	/** At most so many. */
	rows: number;
	averageBytes: number;
}

export interface DataTableFact {
	name: string;
	columns: Array<{ name: string; type: string }>;
}

/** Everything the checks look at, gathered before them. Times are ISO UTC. */
export interface SetupFacts {
	now: string;
	tables: SetupTables;
	desk: {
		publicUrl: string;
		internalUrl: string;
		secretLength: number;
		keyId: string;
		previousKeyId: string;
		previousSecretLength: number;
	};
	pings: { public?: Ping; internal?: Ping; desk?: Ping; board?: Ping };
	/** Undefined when n8n did not list its tables. */
	dataTables?: DataTableFact[];
	/** About how much the tables that grow hold: cases and archive. */
	room: TableRoom[];
	/** Undefined when the step is switched off in the workflow. */
	texts?: ServiceAnswer;
	pims?: ServiceAnswer;
	hospitals: HospitalAnswer[];
	/** The result of the button; undefined until somebody pressed it. */
	mail?: ServiceAnswer;
}

export type CheckLevel = 'green' | 'amber' | 'red';

export interface SetupCheck {
	id: string;
	title: string;
	level: CheckLevel;
	/** What was found. */
	finding: string;
	/** What to do; left out when all is well. */
	mend?: string;
}

export const green = (id: string, title: string, finding: string): SetupCheck => ({
	id,
	title,
	level: 'green',
	finding,
});

export const amber = (id: string, title: string, finding: string, mend: string): SetupCheck => ({
	id,
	title,
	level: 'amber',
	finding,
	mend,
});

export const red = (id: string, title: string, finding: string, mend: string): SetupCheck => ({
	id,
	title,
	level: 'red',
	finding,
	mend,
});
