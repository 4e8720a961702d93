import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { open } from '../../core/referral/row';
import { caseId, createdData, Story } from './core/referral/story.mts';

interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: unknown;
	webhookId?: string;
}
interface Template {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, Record<string, Array<Array<{ node: string }> | null>>>;
	settings: Record<string, unknown>;
	pinData?: unknown;
}

const folder = join(process.cwd(), 'workflows');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8');
const read = (file: string): Template => JSON.parse(textOf(file)) as Template;

/** Classes of the pack's nodes by type name, from their sources. */
const descriptions = new Map<string, INodeTypeDescription & { node: INodeType }>();
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { n8n: { nodes: string[] } };
for (const path of manifest.n8n.nodes) {
	const source = path.replace(/^dist\//, '').replace(/\.js$/, '');
	const exported = require(join(process.cwd(), source)) as Record<string, new () => INodeType>;
	const node = new (Object.values(exported)[0]!)();
	const description = node.description as INodeTypeDescription;
	descriptions.set(`n8n-nodes-vet-referral.${description.name}`, { ...description, node });
}

const isNote = ({ type }: WorkflowNode): boolean => type.endsWith('.stickyNote');
const working = ({ nodes }: Template): WorkflowNode[] => nodes.filter((node) => !isNote(node));
const own = (template: Template): WorkflowNode[] =>
	template.nodes.filter(({ type }) => type.startsWith('n8n-nodes-vet-referral.'));
const words = (text: string): number => text.split(/\s+/).filter((word) => /\w/.test(word)).length;

interface Note {
	content: string;
	color?: number;
	width: number;
	height: number;
}
const noteOf = ({ parameters }: WorkflowNode): Note =>
	Object.assign({ width: 240, height: 160 }, parameters) as unknown as Note;

/** A node of the canvas is about 100 px square; its corner is its position. */
const nodeSize = 100;
const covers = (note: WorkflowNode, [x, y]: [number, number]): boolean => {
	const [left, top] = note.position;
	const { width, height } = noteOf(note);
	return x >= left && y >= top && x + nodeSize <= left + width && y + nodeSize <= top + height;
};
const overlap = (a: WorkflowNode, b: WorkflowNode): boolean => {
	const [one, two] = [noteOf(a), noteOf(b)];
	return (
		a.position[0] < b.position[0] + two.width &&
		b.position[0] < a.position[0] + one.width &&
		a.position[1] < b.position[1] + two.height &&
		b.position[1] < a.position[1] + one.height
	);
};

const defaultNames = [
	'Data table',
	'Data Table',
	'If',
	'Switch',
	'Edit Fields',
	'HTTP Request',
	'Send Email',
	'Execute Workflow',
	'Execute Sub-workflow',
	'When Executed by Another Workflow',
	'No Operation, do nothing',
	'Schedule Trigger',
	'n8n Trigger',
	'Referral Case',
	'Case Files',
	'Referral Desk Trigger',
	'Owner Outreach',
];

describe.each(files)('%s', (file) => {
	const template = read(file);
	const notes = template.nodes.filter(isNote);
	const overview = notes.filter(
		(note) => noteOf(note).color === undefined || noteOf(note).color === 1,
	);

	it('says what it does in one yellow note of 100 to 300 words', () => {
		expect(overview).toHaveLength(1);
		const { content } = noteOf(overview[0]!);
		expect(content).toContain('### How it works');
		expect(content).toContain('### Setup');
		expect(words(content)).toBeGreaterThanOrEqual(100);
		expect(words(content)).toBeLessThanOrEqual(300);
	});

	it('has short notes for its sections', () => {
		const sections = notes.filter((note) => note !== overview[0]);
		expect(sections.filter((note) => noteOf(note).color !== 7).map(({ name }) => name)).toEqual([]);
		expect(sections.filter((note) => words(noteOf(note).content) >= 50)).toEqual([]);
	});

	it('has every node inside a section, and no notes on top of each other', () => {
		const outside = working(template).filter(
			({ position }) => !notes.some((note) => covers(note, position)),
		);
		expect(outside.map(({ name, position }) => `${name} ${position}`)).toEqual([]);
		const crossing = notes.flatMap((note, index) =>
			notes
				.slice(index + 1)
				.filter((other) => overlap(note, other))
				.map((other) => `${note.name} ${other.name}`),
		);
		expect(crossing).toEqual([]);
	});

	it('names every node once, for what it is for', () => {
		const names = template.nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(template.nodes.map(({ id }) => id)).size).toBe(names.length);
		expect(
			names.filter(
				(name) => defaultNames.includes(name) || /\d$/.test(name.replace(/^Note \d+$/, '')),
			),
		).toEqual([]);
	});

	it('connects nodes that are there, and leaves none unconnected', () => {
		const names = new Set(working(template).map(({ name }) => name));
		const targets = Object.values(template.connections).flatMap((outputs) =>
			Object.values(outputs).flatMap((lists) => lists.flatMap((list) => list ?? [])),
		);
		const used = [...Object.keys(template.connections), ...targets.map(({ node }) => node)];
		expect(used.filter((name) => !names.has(name))).toEqual([]);
		expect([...names].filter((name) => !used.includes(name))).toEqual([]);
	});

	it('asks in its expressions only for nodes that are there', () => {
		const names = new Set(template.nodes.map(({ name }) => name));
		const asked = [...textOf(file).matchAll(/\$\('([^']+)'\)/g)].map(([, name]) => name ?? '');
		expect([...new Set(asked)].filter((name) => !names.has(name))).toEqual([]);
	});

	it('holds nothing of one instance or one person', () => {
		expect(template.nodes.filter(({ credentials }) => credentials)).toEqual([]);
		expect(template.pinData).toBeUndefined();
		expect(Object.keys(template).sort()).toEqual(['connections', 'name', 'nodes', 'settings']);
		const mails = textOf(file).match(/[\w.+-]+@[\w-]+\.[\w.]+/g) ?? [];
		expect(mails.filter((mail) => !/@([\w-]+\.)*example\.com$/.test(mail))).toEqual([]);
	});

	it('calls other workflows by their role, never by an id', () => {
		const calls = template.nodes.filter(({ type }) => type.endsWith('.executeWorkflow'));
		for (const { name, parameters } of calls) {
			const { value } = parameters.workflowId as { value: string };
			expect([name, value]).toEqual([name, expect.stringMatching(/^=\{\{ \$\('Find /)]);
		}
	});

	it('has each trigger that n8n allows once only once, or pasting would drop the second', () => {
		const single = /\.(manualTrigger|executeWorkflowTrigger|errorTrigger|n8nTrigger)$/;
		const types = template.nodes.map(({ type }) => type).filter((type) => single.test(type));
		expect(types).toEqual([...new Set(types)]);
	});

	it('runs in the order of today', () => {
		expect(template.settings.executionOrder).toBe('v1');
	});

	it('is written with two spaces and a line at the end', () => {
		expect(textOf(file)).toBe(`${JSON.stringify(template, null, 2)}\n`);
	});

	it('uses nodes of the pack with parameters that they have', () => {
		for (const { name, type, parameters } of own(template)) {
			const description = descriptions.get(type);
			expect([name, description?.name]).not.toEqual([name, undefined]);
			const known = (description?.properties ?? []).map(
				(property: INodeProperties) => property.name,
			);
			const unknown = Object.keys(parameters).filter((key) => !known.includes(key));
			expect([name, unknown]).toEqual([name, []]);
		}
	});

	it('chooses options that the nodes of the pack offer', () => {
		for (const { name, type, parameters } of own(template)) {
			for (const property of descriptions.get(type)?.properties ?? []) {
				const value = parameters[property.name];
				const shown = Object.entries(property.displayOptions?.show ?? {}).every(([key, allowed]) =>
					(allowed as unknown[] | undefined)?.includes(parameters[key]),
				);
				if (property.type !== 'options' || value === undefined || !shown) continue;
				if (String(value).startsWith('=')) continue;
				const offered = (property.options ?? []).map((option) => 'value' in option && option.value);
				expect([name, offered]).toEqual([name, expect.arrayContaining([value])]);
			}
		}
	});

	it('gives every door and every wait of the pack an address of its own', () => {
		const doors = own(template).filter(({ type }) => descriptions.get(type)?.node.webhook);
		const waits = ({ parameters }: WorkflowNode) => parameters.operation !== 'sendTouch';
		expect(
			doors
				.filter(waits)
				.filter(({ webhookId }) => !webhookId)
				.map(({ name }) => name),
		).toEqual([]);
	});
});

test('a folder that is looked into every minute does not fill the disk with copies of its files', () => {
	const { nodes, settings } = read('hand-in.json');
	expect(nodes.some(({ type }) => type.endsWith('.readWriteFile'))).toBe(true);
	// Refer keeps what it took; n8n forgets within hours what a look read that ended well.
	expect(settings.saveDataSuccessExecution).toBe('none');
});

describe('all templates together', () => {
	const templates = files.map(read);
	const tables = templates.flatMap(({ nodes }) =>
		nodes.filter(({ type, parameters }) => {
			// Listing which tables there are names none of them.
			return type.endsWith('.dataTable') && parameters.operation !== 'list';
		}),
	);
	const known = [
		'vet_referral_cases',
		'vet_referral_clinics',
		'vet_referral_specialists',
		'vet_referral_settings',
		'vet_referral_owners',
		'vet_referral_archive',
		'vet_referral_outcomes',
		'vet_referral_intake',
		'vet_referral_handed_back',
	];
	const tableOf = ({ parameters }: WorkflowNode): string =>
		String(
			parameters.resource === 'table'
				? parameters.tableName
				: (parameters.dataTableId as { value: string }).value,
		);

	it('write to the tables of the pack only, by name', () => {
		expect(tables.filter((node) => !known.includes(tableOf(node))).map(({ name }) => name)).toEqual(
			[],
		);
		const byId = tables.filter(
			({ parameters }) => (parameters.dataTableId as { mode?: string } | undefined)?.mode === 'id',
		);
		expect(byId.map(({ name }) => name)).toEqual([]);
	});

	it('have no table whose name is part of another, which n8n would mix up', () => {
		const mixed = known.filter((one) => known.some((two) => two !== one && two.includes(one)));
		expect(mixed).toEqual([]);
	});

	it('use every address of a door once', () => {
		const ids = templates.flatMap(({ nodes }) => nodes.flatMap(({ webhookId }) => webhookId ?? []));
		expect(new Set(ids).size).toBe(ids.length);
	});

	type Column = { name: string; type: string };
	const creates = (table: string): Column[][] =>
		tables
			.filter((node) => node.parameters.resource === 'table' && tableOf(node) === table)
			.map(({ parameters }) => (parameters.columns as { column: Column[] }).column);

	it.each(known)('agree on the columns of %s', (table) => {
		const [first, ...others] = creates(table);
		for (const other of others) expect(other).toEqual(first);
	});

	it('create the table of the cases with exactly the columns that are written', () => {
		const story = new Story();
		const created = story.command('referral.created', createdData) as never;
		const opened = open(created, caseId, story.context);
		if (!opened.ok) throw new Error(opened.refusal.message);
		const written = Object.entries(opened.value.columns).map(([name, value]) => ({
			name,
			type: typeof value,
		}));
		const byName = (a: Column, b: Column): number => (a.name < b.name ? -1 : 1);
		const definitions = creates('vet_referral_cases');
		expect(definitions.length).toBeGreaterThan(0);
		for (const columns of definitions) {
			expect([...columns].sort(byName)).toEqual(written.sort(byName));
		}
	});

	it('change a case only while it has the version that was read', () => {
		const updates = tables.filter(
			(node) => node.parameters.operation === 'update' && tableOf(node) === 'vet_referral_cases',
		);
		expect(updates.length).toBeGreaterThan(0);
		for (const { name, parameters } of updates) {
			const { conditions } = parameters.filters as {
				conditions: Array<{ keyName: string; condition: string }>;
			};
			expect([name, conditions.map(({ keyName, condition }) => `${keyName} ${condition}`)]).toEqual(
				[name, ['id eq', 'version eq']],
			);
			expect([name, parameters.matchType]).toEqual([name, 'allConditions']);
		}
	});
});
