import type { INodeProperties } from 'n8n-workflow';
import { shownFor, type PimsOperation } from './resource';
import { resources } from './resources/index';

export const resourceField: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: resources.map(({ name, value }) => ({ name, value })),
	default: 'patient',
};

const firstOf = ([first]: PimsOperation[]): string => first?.value ?? '';

/** One field 'Operation' for each resource. */
export const operationFields = resources.map(
	({ value: resource, operations }): INodeProperties => ({
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: shownFor(resource),
		options: operations
			.map(({ name, value, action, description }) => ({ name, value, action, description }))
			.sort((one, other) => one.name.localeCompare(other.name)),
		default: firstOf(operations),
	}),
);

export const detailFields: INodeProperties[] = resources.flatMap(({ fields }) => fields);

const named = resources.flatMap(({ value: resource, operations }) =>
	operations.flatMap(({ value, outputs }) => (outputs ? [[`${resource}.${value}`, outputs]] : [])),
);

/** One output, but for operations that name several. */
export const outputsExpression: `={{${string}}}` = `={{ (${JSON.stringify(Object.fromEntries(named))}[$parameter["resource"] + "." + $parameter["operation"]] ?? [""]).map((displayName) => ({ type: "main", displayName })) }}`;
