import type { Operation, PimsConnector, Support } from '../../../../connectors/pims/pims';
import { ok, refuse, type Result } from '../../../../core/result';
import type { WriteResult } from '../../../../connectors/pims/pims';

export class Crash extends Error {}

/** What goes wrong at one call: before the entry is written, or after. */
export type Fault =
	| 'crashBefore'
	| 'crashAfter'
	| 'unknownLost'
	| 'unknownWritten'
	| 'busy'
	| 'forbidden';

export interface Entry {
	kind: Operation;
	id: string;
	marker: string;
	input: Record<string, unknown>;
}

const forbidden = () => refuse('pims_forbidden', 'It is not allowed.', 'Ask for the permission.');

/** A record that looks before it creates, as every connector promises, and fails where told. */
export function aRecord(support: Partial<Record<Operation, Support>> = {}) {
	const entries: Entry[] = [];
	const faults: Array<Fault | undefined> = [];
	let calls = 0;

	const write = (kind: Operation, input: object, marker: string): Promise<Result<WriteResult>> => {
		calls++;
		const fault = faults.shift();
		if (fault === 'crashBefore') throw new Crash();
		if (fault === 'busy') {
			return Promise.resolve(refuse('pims_unavailable', 'It is down.', 'Try again.'));
		}
		if (fault === 'forbidden') return Promise.resolve(forbidden());
		const known = entries.find((entry) => entry.marker === marker);
		if (known) return Promise.resolve(ok({ status: 'found', ref: known.id }));
		if (fault !== 'unknownLost') {
			entries.push({ kind, id: `${kind}-${entries.length + 1}`, marker, input: { ...input } });
		}
		if (fault === 'crashAfter') throw new Crash();
		if (fault === 'unknownLost' || fault === 'unknownWritten') {
			return Promise.resolve(refuse('unknown_fate', 'Nobody knows.', 'Run it again.'));
		}
		return Promise.resolve(ok({ status: 'created', ref: entries[entries.length - 1]?.id }));
	};

	const pims = {
		id: 'record',
		label: 'A record',
		capabilities: () => new Proxy({}, { get: (_, name) => support[name as Operation] ?? 'native' }),
		upsertClient: (input: object, marker: string) => write('upsertClient', input, marker),
		upsertPatient: (input: object, marker: string) => write('upsertPatient', input, marker),
		setReferrer: (patientId: string, input: object, marker: string) =>
			write('setReferrer', { patientId, ...input }, marker),
		createEncounter: (input: object, marker: string) => write('createEncounter', input, marker),
		uploadDocument: (input: object, marker: string) => write('uploadDocument', input, marker),
		logCommunication: (input: object, marker: string) => write('logCommunication', input, marker),
	} as unknown as PimsConnector;

	return {
		pims,
		entries,
		/** One for each call to come; `undefined` lets it go well. */
		fail: (...next: Array<Fault | undefined>) => void faults.splice(0, faults.length, ...next),
		calls: () => calls,
	};
}
