import { ok, refuse, type Result } from '../../../core/result';
import type { HttpResponse } from '../../http';
import type { Raw } from '../normalise';
import { carriesMarker } from '../marker';
import type { WriteResult } from '../pims';
import { retrying, type RetryPolicy } from '../retry';
import { writeOnce, type WrittenOnce } from '../write-once';
import type { ProvetClient } from './client';
import { idOf, isRecord } from './relations';
import { system } from './words';

/** The first row that carries the marker in any of its texts; names of fields may be [unknown]. */
export const bearing = (rows: Raw[], marker: string): Raw | undefined =>
	rows.find((row) => Object.values(row).some((value) => carriesMarker(value, marker)));

/** The refusal of a write whose body the vendor does not publish, while such writes are off. */
export const switchedOff = (what: string) =>
	refuse(
		'unverified_writes_off',
		`${system} does not publish how ${what} is written, and such writes are switched off.`,
		"Switch on 'Allow Unverified Writes' in the Provet Cloud credential, or do it by hand.",
	);

export function writeResult(written: WrittenOnce<Raw>): WriteResult {
	const record = 'found' in written ? written.found : written.sent;
	const ref = idOf(record);
	return {
		status: 'found' in written ? 'found' : 'created',
		...(ref === undefined ? {} : { ref }),
		raw: record,
	};
}

export interface CreateOf {
	path: string;
	/** Bodies in the order in which they are tried: the next one only after a 400. */
	bodies: Raw[];
	operation: string;
	look(): Promise<Result<Raw | undefined>>;
}

/** Creates records, each looked for before it is sent and after its answer is lost. */
export function createWriter(client: ProvetClient, policy: RetryPolicy) {
	const send = async ({ path, bodies }: CreateOf): Promise<HttpResponse> => {
		let answer: HttpResponse = { status: 0, headers: {}, body: '' };
		for (const body of bodies) {
			answer = await client.send('POST', path, body);
			// 400: nothing was written, so the other name of a field may be tried.
			if (answer.status !== 400) return answer;
		}
		return answer;
	};

	const create = async (of: CreateOf): Promise<Result<WrittenOnce<Raw>>> =>
		await writeOnce<Raw>({
			system,
			operation: of.operation,
			policy,
			look: of.look,
			send: async () => await send(of),
			read: ({ body }) => (isRecord(body) && idOf(body) !== undefined ? body : undefined),
			refused: (answer) => client.refused(answer as HttpResponse, of.path, of.operation),
		});

	/** Changes fields of a record; the same change twice is one, so it is tried again. */
	const change = async (path: string, body: Raw, operation: string): Promise<Result<Raw>> => {
		const send = async (): Promise<HttpResponse> => await client.send('PATCH', path, body);
		const answer = await retrying(send, true, policy);
		if (answer.status < 200 || answer.status > 299) return client.refused(answer, path, operation);
		return ok(isRecord(answer.body) ? answer.body : {});
	};

	return {
		create,
		change,
		createResult: async (of: CreateOf): Promise<Result<WriteResult>> => {
			const written = await create(of);
			return written.ok ? ok(writeResult(written.value)) : written;
		},
	};
}

export type Writer = ReturnType<typeof createWriter>;

/** Body with a text under the name of the guide, and again under that of the schema [unknown which]. */
export const textOrNote = (body: Raw, words: string): Raw[] => [
	{ ...body, text: words },
	{ ...body, note: words },
];
