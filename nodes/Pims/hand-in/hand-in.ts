import type {
	IBinaryData,
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import {
	handInFields,
	type ColumnMap,
	type DateOrder,
	type FieldTexts,
	type HandInField,
} from '../../../connectors/pims/cornerstone/fields';
import { isList } from '../../../connectors/pims/cornerstone/files';
import { handedInCase } from '../../../connectors/pims/cornerstone/hand-in';
import { pimsEntry } from '../../../connectors/pims/index';
import { toReferral } from '../../../connectors/pims/webhook/reads';
import { caseIdOf, handInId } from '../../../core/referral/case-id';
import { refuse, type Refusal, type Result } from '../../../core/result';
import { leaveOn, runItems, type IExecuteResult } from '../../shared/items';
import { nowIso } from '../../shared/ledger';
import { markedItem } from '../marked-item';
import { readHanded, wholeOf } from './read-files';
import { printOf, unchangedSince } from './unchanged';

const taken = 0;
const notTaken = 1;
const outputs = 2;

interface Options {
	dateOrder?: DateOrder;
	changedAt?: string;
	settleSeconds?: number;
	groupFiles?: boolean;
	needsFile?: boolean;
	untilUnchanged?: boolean;
}

/** What belongs to one case, and the item its parameters are read by. */
interface Handed {
	itemIndex: number;
	json: IDataObject;
	binary: IBinaryKeyData;
}

/** What stands in a collection of texts; empty ones are not given. */
function textsOf(execution: IExecuteFunctions, itemIndex: number): FieldTexts {
	const given = execution.getNodeParameter('caseFields', itemIndex, {}) as Record<string, unknown>;
	const texts: FieldTexts = {};
	for (const field of handInFields) {
		const value = given[field];
		const text = value === null || value === undefined ? '' : String(value).trim();
		if (text !== '') texts[field] = text;
	}
	return texts;
}

function columnsOf(execution: IExecuteFunctions, itemIndex: number): ColumnMap {
	const { column = [] } = execution.getNodeParameter('columns', itemIndex, {}) as {
		column?: Array<{ field: HandInField; heading: string }>;
	};
	return Object.fromEntries(column.map(({ field, heading }) => [field, heading]));
}

/** A file that was changed a moment ago may still grow, whatever it looks like. */
function tooFresh({ changedAt, settleSeconds = 10 }: Options, now: string): Refusal | undefined {
	const age = changedAt ? (Date.parse(now) - Date.parse(changedAt)) / 1000 : Number.NaN;
	if (Number.isNaN(age) || age >= settleSeconds) return undefined;
	return {
		code: 'file_growing',
		message: `The file was changed ${Math.max(0, Math.round(age))} seconds ago and may still be written.`,
		hint: `Hand it in again once it has not changed for ${settleSeconds} seconds.`,
	};
}

async function markedCase(
	execution: IExecuteFunctions,
	handed: Handed,
	now: string,
): Promise<Result<INodeExecutionData>> {
	const { itemIndex } = handed;
	const pims = String(execution.getNodeParameter('pims', itemIndex));
	const entry = pimsEntry(pims);
	if (!entry || entry.credentialName) {
		return refuse(
			'pims_has_door',
			`${entry?.label ?? 'This practice system'} is asked for its records; nothing is handed in for it.`,
			"Use the PIMS Trigger, or set 'PIMS' to the system the files come from.",
		);
	}
	const options = execution.getNodeParameter('handInOptions', itemIndex, {}) as Options;
	const fresh = tooFresh(options, now);
	if (fresh) return { ok: false, refusal: fresh };
	const binary = Object.entries(handed.binary);
	const lists = binary.filter(([, file]) => isList(namedOf(file)));
	if (lists.length > 1) {
		return refuse(
			'two_lists',
			`There are ${lists.length} lists with this case, and only one can be about it.`,
			'Hand in one list with each case.',
		);
	}
	const documents = binary.filter(([, file]) => !isList(namedOf(file)));
	if (options.needsFile === true && documents.length === 0) {
		return refuse(
			'file_missing',
			'There is no history with this case.',
			'Put the history beside the list, under the same name; it is taken when both are there.',
		);
	}
	const [list] = lists;
	const made = handedInCase({
		fields: textsOf(execution, itemIndex),
		...(list
			? { list: { name: list[1].fileName ?? '', bytes: await wholeOf(execution, list[1]) } }
			: {}),
		columnMap: columnsOf(execution, itemIndex),
		...(options.dateOrder ? { dateOrder: options.dateOrder } : {}),
		files: await Promise.all(
			documents.map(async ([field, file]) => await readHanded(execution, field, file)),
		),
		now,
	});
	if (!made.ok) return made;
	const { marked, files } = made.value;
	const clinicId = String(execution.getNodeParameter('clinicId', itemIndex));
	const shown = {
		patientName: marked.patient.name,
		...(marked.encounters[0]?.vet ? { vetName: marked.encounters[0].vet } : {}),
	};
	const referral = toReferral(marked);
	const { pimsEventId: eventId, version } = referral;
	const item = markedItem({ pims, site: '', clinicId }, referral, shown, {
		caseId: caseIdOf({ pims, site: '', eventId, version }),
		case: marked as unknown as IDataObject,
	});
	const kept = new Map(files.map(({ field, mimeType }) => [field, mimeType]));
	item.binary = Object.fromEntries(
		documents.map(([field, file]) => [
			field,
			{ ...file, mimeType: kept.get(field) ?? file.mimeType },
		]),
	);
	return { ok: true, value: item };
}

const namedOf = ({ fileName, mimeType }: IBinaryData) => ({ name: fileName ?? '', mimeType });

/** `Biscuit 20417.pdf` and `Biscuit 20417.csv` have one name. */
const baseOf = ({ binary = {} }: INodeExecutionData): string | undefined =>
	Object.values(binary)[0]?.fileName?.replace(/\.[a-z0-9]{1,5}$/i, '');

/** The same for as long as the same files are refused for the same reason; every mail has its own. */
async function refusalIdOf(execution: IExecuteFunctions, handed: Handed, code: string) {
	return handInId([code, handed.json, await printOf(execution, handed.binary)]);
}

/** The input as cases: every item is one, or the files of one name are. */
function casesOf(items: INodeExecutionData[], grouped: boolean): Handed[] {
	const cases = new Map<string, Handed>();
	for (const [itemIndex, item] of items.entries()) {
		const key = (grouped ? baseOf(item) : undefined) ?? `item ${itemIndex}`;
		const known = cases.get(key) ?? { itemIndex, json: item.json, binary: {} };
		for (const [field, file] of Object.entries(item.binary ?? {})) {
			known.binary[Object.hasOwn(known.binary, field) ? `${field}_${itemIndex}` : field] = file;
		}
		cases.set(key, known);
	}
	return [...cases.values()];
}

/**
 * Makes marked cases of what practices without an API hand in. What is not fit leaves on the second output
 * as it came, with the reason, so that nobody loses a file. What is still changing leaves nowhere yet.
 */
export async function handIn(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const now = nowIso();
	const items = this.getInputData();
	const { groupFiles = false, untilUnchanged = false } = this.getNodeParameter(
		'handInOptions',
		0,
		{},
	) as Options;
	const all = casesOf(items, groupFiles);
	const isStill = untilUnchanged
		? await unchangedSince(
				this,
				all.map(({ binary }) => binary),
			)
		: [];
	const ready = untilUnchanged ? all.filter((_one, index) => isStill[index]) : all;
	const cases = new Map(ready.map((one) => [one.itemIndex, one]));
	return await runItems(
		this,
		async (itemIndex): Promise<IExecuteResult> => {
			const handed = cases.get(itemIndex);
			if (!handed) return [];
			const made = await markedCase(this, handed, now);
			if (made.ok) {
				return leaveOn(taken, outputs, itemIndex, made.value.json, made.value.binary);
			}
			const { code, message, hint } = made.refusal;
			const refusalId = await refusalIdOf(this, handed, code);
			const json = { ...handed.json, code, error: message, hint, refusalId };
			return leaveOn(notTaken, outputs, itemIndex, json, handed.binary);
		},
		outputs,
	);
}
