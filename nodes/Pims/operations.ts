import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { PimsConnector } from '../../connectors/pims/pims';
import { refuse, type Result } from '../../core/result';
import { runItems } from '../shared/items';
import { handedInSystems } from '../shared/fields';
import { pimsFor } from '../shared/pims';
import { readJson } from '../shared/read-json';
import { valueOf } from '../shared/refusal';
import type { PimsOperation, Task } from './resource';
import { resources } from './resources/index';

const isPicked = (value: unknown): boolean =>
	typeof value === 'object' && value !== null && '__rl' in value;

/** What the items of a run share: the connector with its lookups, and lists that were read. */
function tasksOf(execution: IExecuteFunctions): (itemIndex: number) => Task {
	const known = new Map<string, Result<unknown>>();
	return (itemIndex) => {
		const text = (name: string): string => {
			const given: unknown = execution.getNodeParameter(name, itemIndex, '');
			// n8n refuses to look into a field that is not shown, so only what was picked is looked into.
			const value: unknown = isPicked(given)
				? execution.getNodeParameter(name, itemIndex, '', { extractValue: true })
				: given;
			return value === null || value === undefined ? '' : String(value).trim();
		};
		// Without an API, each item brings a record of its own.
		const isHandedIn = handedInSystems.includes(text('pims'));
		const once = async <T>(key: string, read: () => Promise<Result<T>>): Promise<Result<T>> => {
			const place = isHandedIn ? `${itemIndex} ${key}` : key;
			const got = (known.get(place) as Result<T> | undefined) ?? (await read());
			if (got.ok) known.set(place, got);
			return got;
		};
		const connect = async (): Promise<Result<PimsConnector>> =>
			await once(
				'connector',
				async () =>
					await pimsFor(execution, itemIndex, {
						pims: text('pims'),
						filingUrl: text('filingUrl'),
						...(isHandedIn ? { payload: readJson(execution, 'markedCase', itemIndex) } : {}),
					}),
			);
		const pims = async () => valueOf(execution, await connect(), itemIndex);
		return { execution, itemIndex, text, connect, pims, once };
	};
}

function operationOf(execution: IExecuteFunctions, itemIndex: number): PimsOperation {
	const chosen = (name: string) => String(execution.getNodeParameter(name, itemIndex, ''));
	const [resource, operation] = [chosen('resource'), chosen('operation')];
	const known = resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
	const unknown = refuse(
		'operation_unknown',
		`This version of the pack does not know '${operation}' of '${resource}'.`,
		"Choose one of the list in 'Operation', or update the pack.",
	);
	return known ?? valueOf(execution, unknown, itemIndex);
}

/** Runs the chosen operation; a refusal of the practice system is the node's own error message. */
export async function runOperations(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const taskOf = tasksOf(this);
	const { run, runAll } = operationOf(this, 0);
	if (runAll) return await runAll.call(this);
	return await runItems(this, async (itemIndex) => {
		const given = (await run?.(taskOf(itemIndex))) ?? [];
		return [given.map((one) => ({ ...one, pairedItem: { item: itemIndex } }))];
	});
}
