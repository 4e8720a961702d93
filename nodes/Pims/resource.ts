import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import type { PimsConnector, WriteResult } from '../../connectors/pims/pims';
import type { Result } from '../../core/result';
import { valueOf } from '../shared/refusal';

/** One item at work: its parameters, and the practice system it is for. */
export interface Task {
	execution: IExecuteFunctions;
	itemIndex: number;
	/** The value of a parameter as text without spaces around it; empty when it is not set. */
	text(name: string): string;
	/** The connector, or why there is none; the same one for all items of one practice system. */
	connect(): Promise<Result<PimsConnector>>;
	/** The connector; a refusal stops the item. */
	pims(): Promise<PimsConnector>;
	/** What `read` gives for a key, read once for all items of one practice system; a refusal is not kept. */
	once<T>(key: string, read: () => Promise<Result<T>>): Promise<Result<T>>;
}

export interface Given {
	json: IDataObject;
	binary?: IBinaryKeyData;
}

/** One choice of the field 'Operation' and what it does with an item. */
export interface PimsOperation {
	name: string;
	value: string;
	action: string;
	description: string;
	/** What one item gives. */
	run?(task: Task): Promise<Given[]>;
	/** Instead of `run`, for what looks at the items itself and may have several outputs. */
	runAll?(this: IExecuteFunctions): Promise<INodeExecutionData[][]>;
	/** Names of the outputs where there are several. */
	outputs?: string[];
}

/** One choice of the field 'Resource', in a file of its own; `resources/index.ts` lists them. */
export interface PimsResource {
	name: string;
	value: string;
	/** The first one is what people get when they choose the resource. */
	operations: PimsOperation[];
	fields: INodeProperties[];
}

/** When a field is shown: for a resource, or for some of its operations only. */
export const shownFor = (
	resource: string | string[],
	operation?: string | string[],
): INodeProperties['displayOptions'] => ({
	show: { resource: [resource].flat(), ...(operation ? { operation: [operation].flat() } : {}) },
});

/** The value of an answer of the practice system; a refusal stops the item with its message. */
export const taken = <T>({ execution, itemIndex }: Task, result: Result<T>): T =>
	valueOf(execution, result, itemIndex);

/** A record as an item, without the vendor's own record unless people ask for it. */
export function record({ execution, itemIndex }: Task, value: unknown): Given {
	const json: IDataObject = { ...(value as IDataObject) };
	if (execution.getNodeParameter('simplify', itemIndex, true) === true) delete json.raw;
	return { json };
}

/** The records of a list as items, as many as 'Return All' and 'Limit' let through. */
export function records(task: Task, result: Result<unknown[]>): Given[] {
	const { execution, itemIndex } = task;
	const list = taken(task, result);
	const all = execution.getNodeParameter('returnAll', itemIndex, false) === true;
	const limit = execution.getNodeParameter('limit', itemIndex, 50) as number;
	return (all ? list : list.slice(0, limit)).map((one) => record(task, one));
}

/** What became of a write; `awaitingHuman` carries what the person has to do. */
export function written(task: Task, result: Result<WriteResult>): Given[] {
	const { status, ref, instruction } = taken(task, result);
	return [{ json: { status, ...(ref ? { ref } : {}), ...(instruction ? { instruction } : {}) } }];
}

/** The fields of a collection that were filled in, as text. */
export function filledIn({ execution, itemIndex }: Task, name: string): Record<string, string> {
	const given = execution.getNodeParameter(name, itemIndex, {}) as IDataObject;
	const texts = Object.entries(given).map(([key, value]) => [key, String(value ?? '').trim()]);
	return Object.fromEntries(texts.filter(([, value]) => value !== '')) as Record<string, string>;
}
