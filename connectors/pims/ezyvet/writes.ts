import { ok, refuse, type Result } from '../../../core/result';
import type { Http, UploadForm } from '../../http';
import { carriesMarker, withMarker } from '../marker';
import type { CommunicationInput, DocumentInput, RecordTarget, WriteResult } from '../pims';
import type { EzyVetClient, Written } from './client';
import { unknownFate } from '../refusals';
import { identifier, text, type Raw } from '../normalise';
import { communicationTypeOther, scopeOf, unverifiedFields } from './versions';

/** Where a write hangs: the consult when known (which also links the animal), else the animal. */
const recordOf = (target: RecordTarget): { type: string; id: string } =>
	target.encounterId
		? { type: 'Consult', id: target.encounterId }
		: { type: 'Animal', id: target.patientId };

/** The first record that carries the marker in any of its texts; field names may be [unknown]. */
export const bearing = (records: Raw[], marker: string): Raw | undefined =>
	records.find((record) => Object.values(record).some((value) => carriesMarker(value, marker)));

/** What a write made, wherever this version reports it: items, messages or the answer itself. */
export function writeResult(written: Written, refOf: (record: Raw) => unknown): WriteResult {
	if ('found' in written) {
		const ref = text(refOf(written.found));
		return { status: 'found', ...(ref ? { ref } : {}), raw: written.found };
	}
	const { envelope, sent } = written;
	const record = envelope?.items[0] ?? (sent as Raw);
	const [reported] = Object.values(envelope?.messageFields ?? {});
	const ref = text(refOf(record)) ?? text(reported);
	return { status: 'created', ...(ref ? { ref } : {}), raw: sent };
}

/**
 * As `writeResult`, for a record that further steps refer to by its number. Some writes report only a
 * uid, or nothing [documented: externalprescription]; then the record is looked up.
 */
export async function numbered(
	written: Written,
	look: () => Promise<Result<Raw | undefined>>,
	what: string,
): Promise<Result<WriteResult & { ref: string }>> {
	const result = writeResult(written, ({ id }) => id);
	if (result.ref !== undefined && /^\d+$/.test(result.ref))
		return ok({ ...result, ref: result.ref });
	const found = await look();
	if (!found.ok) return found;
	const ref = identifier(found.value?.id);
	return ref === undefined ? unknownFate('ezyVet', `enter the ${what}`) : ok({ ...result, ref });
}

const refOf = (record: Raw): unknown => record.id ?? record.uid;

/** The refusal of a write whose body the vendor does not publish, while such writes are off. */
export const switchedOff = (what: string) =>
	refuse(
		'unverified_writes_off',
		`ezyVet does not publish how ${what} is written, and such writes are switched off.`,
		"Switch on 'Allow Unverified Writes' in the ezyVet credential, or do it by hand.",
	);

/** Documents and communications. Both bodies are [unknown] in part, so both are behind the switch. */
export function createWrites(
	client: EzyVetClient,
	options: { http: Http; upload: UploadForm; allowUnverifiedWrites: boolean },
) {
	const { http, upload, allowUnverifiedWrites } = options;

	/** `POST /v1/attachment` [documented]; multipart and its field names [inferred]. */
	const uploadDocument = async (
		document: DocumentInput,
		marker: string,
	): Promise<Result<WriteResult>> => {
		if (!allowUnverifiedWrites) return switchedOff('a document');
		const record = recordOf(document);
		const names = unverifiedFields.attachment;
		const look = async (): Promise<Result<Raw | undefined>> => {
			const got = await client.list(
				'attachment',
				{ record_type: record.type, record_id: record.id },
				'look for the document',
			);
			return got.ok ? ok(bearing(got.value, marker)) : got;
		};
		const written = await client.write(
			async () =>
				await upload(
					{ method: 'POST', url: client.url('attachment') },
					{
						[names.recordType]: record.type,
						[names.recordId]: record.id,
						[names.notes]: withMarker(document.description ?? document.file.name, marker),
					},
					{ ...document.file, field: names.file },
				),
			look,
			{ operation: 'file the document', scope: scopeOf('attachment', 'write') },
		);
		return written.ok ? ok(writeResult(written.value, refOf)) : written;
	};

	/**
	 * `POST /v2/communication` with type "other", PlainText, status Done: recorded, never sent
	 * [documented: communication guide]; names of the fields [unknown].
	 */
	const logCommunication = async (
		entry: CommunicationInput,
		marker: string,
	): Promise<Result<WriteResult>> => {
		if (!allowUnverifiedWrites) return switchedOff('a communication');
		const names = unverifiedFields.communication;
		const record = recordOf(entry);
		const link = entry.encounterId ? names.encounter : names.patient;
		const look = async (): Promise<Result<Raw | undefined>> => {
			const got = await client.list(
				'communication',
				{ [link]: record.id },
				'look for the communication',
			);
			return got.ok ? ok(bearing(got.value, marker)) : got;
		};
		const body = {
			[names.type]: communicationTypeOther,
			[names.format]: 'PlainText',
			[names.status]: 'Done',
			[names.subject]: entry.subject,
			[names.body]: withMarker(entry.text, marker),
			[link]: Number(record.id),
		};
		const written = await client.write(
			async () => await http({ method: 'POST', url: client.url('communication'), body }),
			look,
			{ operation: 'record the communication', scope: scopeOf('communication', 'write') },
		);
		return written.ok ? ok(writeResult(written.value, refOf)) : written;
	};

	return { uploadDocument, logCommunication };
}
