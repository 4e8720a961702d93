import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { pimsRegistry, type PimsEntry } from '../../connectors/pims/index';
import { Pims } from '../../nodes/Pims/Pims.node';
import { PimsTrigger } from '../../nodes/Pims/PimsTrigger.node';
import { resources } from '../../nodes/Pims/resources/index';

const entries = Object.entries(pimsRegistry) as Array<[string, PimsEntry]>;
const { description } = new Pims();
const optionsOf = (field?: INodeProperties) => (field?.options ?? []) as INodePropertyOptions[];
const byName = (name: string) => description.properties.filter((field) => field.name === name);

describe('a practice system of the registry', () => {
	it('is a choice of the node', () => {
		const choices = optionsOf(byName('pims')[0]).map(({ name, value }) => [value, name]);
		expect(Object.fromEntries(choices)).toEqual(
			Object.fromEntries(entries.map(([id, { label }]) => [id, label])),
		);
	});

	it.each(entries)('shows its own credential and no other: %s', (id, { credentialName }) => {
		for (const { credentials } of [description, new PimsTrigger().description]) {
			const shown = credentials?.filter(
				({ displayOptions: { show, hide } = {} }) =>
					(show?.pims?.includes(id) ?? true) && !hide?.pims?.includes(id),
			);
			const own = shown?.map(({ name }) => name).filter((name) => name !== 'referralDeskApi');
			expect(own).toEqual(credentialName ? [credentialName] : []);
		}
	});

	it('is chosen in a field that n8n does not take for a choice between credentials', () => {
		// n8n hides a field when every choice of it shows a credential.
		for (const { credentials } of [description, new PimsTrigger().description]) {
			const named = credentials?.flatMap(({ displayOptions }) => displayOptions?.show?.pims ?? []);
			expect(entries.filter(([id]) => !named?.includes(id))).not.toEqual([]);
		}
	});

	it.each(entries.flatMap(([, { credentialName }]) => credentialName ?? []))(
		'has a credential of the package: %s',
		(name) => {
			const file = `${name[0]?.toUpperCase()}${name.slice(1)}.credentials`;
			expect(existsSync(join(process.cwd(), 'credentials', `${file}.ts`))).toBe(true);
			const { n8n } = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8'));
			expect(n8n.credentials).toContain(`dist/credentials/${file}.js`);
		},
	);
});

describe('the resources of the node', () => {
	it('stand in the order of their names, each once', () => {
		const names = resources.map(({ name }) => name);
		expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other, 'en')));
		expect(new Set(resources.map(({ value }) => value)).size).toBe(resources.length);
	});

	it.each(resources)('$name: its operations can be chosen and run', ({ value, operations }) => {
		const [field] = byName('operation').filter(({ displayOptions }) =>
			displayOptions?.show?.resource?.includes(value),
		);
		const values = operations.map((operation) => operation.value);
		expect(
			optionsOf(field)
				.map((option) => option.value)
				.sort(),
		).toEqual([...values].sort());
		expect(values).toContain(field?.default);
		for (const { run, runAll } of operations) expect(Boolean(run) !== Boolean(runAll)).toBe(true);
	});

	it('have no field that is shown twice', () => {
		for (const { value, operations } of resources) {
			for (const operation of operations) {
				const shown = description.properties.filter(({ displayOptions }) => {
					const show = displayOptions?.show ?? {};
					const fits = (list: unknown, one: string) => !Array.isArray(list) || list.includes(one);
					return fits(show.resource, value) && fits(show.operation, operation.value);
				});
				const names = shown.map(({ name }) => name);
				expect([value, operation.value, names]).toEqual([
					value,
					operation.value,
					[...new Set(names)],
				]);
			}
		}
	});

	it('name the outputs where there are several, and one otherwise', () => {
		const outputs = (resource: string, operation: string) =>
			new Function('$parameter', `return ${String(description.outputs).slice(3, -2)}`)({
				resource,
				operation,
			}) as unknown;
		expect(outputs('patient', 'get')).toEqual([{ type: 'main', displayName: '' }]);
		expect(outputs('record', 'handIn')).toEqual([
			{ type: 'main', displayName: 'Case' },
			{ type: 'main', displayName: 'Refused' },
		]);
	});
});
