import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostModules, packageName, root } from '../../test/support/paths.mts';
import type { Check } from './check.mts';

interface WorkflowNode {
	name: string;
	type: string;
	typeVersion?: number;
	credentials?: Record<string, { id?: unknown }>;
}

interface Template {
	file: string;
	nodes: WorkflowNode[];
	connections: Record<string, Record<string, Array<Array<{ node: string }> | null>>>;
	pinData?: unknown;
}

const folder = join(root, 'workflows');

function readTemplates(): { templates: Template[]; broken: string[] } {
	const templates: Template[] = [];
	const broken: string[] = [];
	const files = existsSync(folder)
		? readdirSync(folder).filter((name) => name.endsWith('.json'))
		: [];
	for (const file of files) {
		try {
			const parsed = JSON.parse(readFileSync(join(folder, file), 'utf8'));
			if (!Array.isArray(parsed.nodes) || typeof parsed.connections !== 'object') {
				broken.push(`${file} has no nodes or no connections`);
			} else templates.push({ ...parsed, file });
		} catch (error) {
			broken.push(`${file}: ${(error as Error).message}`);
		}
	}
	if (files.length === 0) broken.push('workflows/ holds no template');
	return { templates, broken };
}

/** Versions of each built-in node, by its name. */
function builtIns(): Map<string, Set<number>> {
	const path = join(hostModules, 'n8n-nodes-base', 'dist', 'types', 'nodes.json');
	const types = JSON.parse(readFileSync(path, 'utf8')) as Array<{
		name: string;
		version: number | number[];
	}>;
	const found = new Map<string, Set<number>>();
	for (const { name, version } of types) {
		const versions = found.get(name) ?? new Set<number>();
		for (const one of [version].flat()) versions.add(one);
		found.set(name, versions);
	}
	return found;
}

function unknownTypes(templates: Template[], own: string[]): string[] {
	const base = builtIns();
	return templates.flatMap(({ file, nodes }) =>
		nodes.flatMap(({ name, type, typeVersion = 1 }) => {
			const [pack, short = ''] = type.split('.');
			const where = `${file}, "${name}": ${type} ${typeVersion}`;
			if (pack === packageName) return own.includes(short) ? [] : [`${where} is not ours`];
			const versions = pack === 'n8n-nodes-base' ? base.get(short) : undefined;
			if (!versions) return [`${where} does not exist`];
			return versions.has(typeVersion) ? [] : [`${where} has no such version`];
		}),
	);
}

const looseEnds = (templates: Template[]): string[] =>
	templates.flatMap(({ file, nodes, connections }) => {
		const names = new Set(nodes.map(({ name }) => name));
		const targets = Object.values(connections).flatMap((outputs) =>
			Object.values(outputs).flatMap((lists) => lists.flatMap((list) => list ?? [])),
		);
		const used = [...Object.keys(connections), ...targets.map(({ node }) => node)];
		const twice = nodes.length === names.size ? [] : [`${file}: two nodes share a name`];
		const missing = used.filter((name) => !names.has(name));
		return [...twice, ...missing.map((name) => `${file} connects "${name}", which is not there`)];
	});

const privateParts = (templates: Template[]): string[] =>
	templates.flatMap(({ file, nodes, pinData }) => [
		...(pinData ? [`${file} has pinned data`] : []),
		...nodes
			.filter(({ credentials }) => Object.values(credentials ?? {}).some(({ id }) => Boolean(id)))
			.map(({ name }) => `${file}, "${name}" names a credential by the id of one instance`),
	]);

/** What can be told about the templates without running them. `own`: names of the pack's nodes. */
export function workflowChecks(own: string[]): Check[] {
	const { templates, broken } = readTemplates();
	return [
		{ name: 'every template is a workflow', run: () => broken },
		{
			name: 'the templates use only nodes of this package and of n8n',
			run: () => unknownTypes(templates, own),
		},
		{ name: 'the connections of the templates lead to nodes', run: () => looseEnds(templates) },
		{ name: 'the templates hold nothing of one instance', run: () => privateParts(templates) },
	];
}
