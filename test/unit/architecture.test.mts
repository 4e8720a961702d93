import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';

const root = process.cwd();

interface Source {
	/** Path from the repository root, with forward slashes. */
	path: string;
	text: string;
	/** Paths from the root for relative imports, package names for others. */
	imports: string[];
}

const slashes = (path: string): string => path.split(sep).join('/');

function read(path: string): Source {
	const text = readFileSync(join(root, path), 'utf8');
	const { importedFiles } = ts.preProcessFile(text, true, true);
	const imports = importedFiles.map(({ fileName }) =>
		fileName.startsWith('.')
			? slashes(relative(root, join(root, dirname(path), fileName)))
			: fileName,
	);
	return { path, text, imports };
}

function sourcesIn(folder: string): Source[] {
	if (!existsSync(join(root, folder))) return [];
	return readdirSync(join(root, folder), { recursive: true })
		.map((name) => slashes(join(folder, String(name))))
		.filter((path) => /\.m?ts$/.test(path) && !path.includes('node_modules/'))
		.map(read);
}

const layers = ['core', 'connectors', 'documents', 'credentials', 'nodes'] as const;
type Layer = (typeof layers)[number];
const sources = Object.fromEntries(layers.map((layer) => [layer, sourcesIn(layer)])) as Record<
	Layer,
	Source[]
>;

/** What each layer may import, besides its own files. */
const allowed: Record<Layer, RegExp> = {
	core: /^(zod|luxon|node:crypto)$/,
	// Vendors keep local times; luxon, the same as in core, turns them into instants.
	connectors: /^(zod|luxon|libphonenumber-js\/min|core\/.+)$/,
	documents: /^(pdf-lib|client-zip)$/,
	credentials: /^(n8n-workflow|core\/.+)$/,
	nodes: /^(n8n-workflow|zod|luxon|node:crypto|(core|connectors|documents)\/.+)$/,
};

const wrongImports = (files: Source[], isWrong: (target: string, from: Source) => boolean) =>
	files.flatMap((file) =>
		file.imports
			.filter((target) => isWrong(target, file))
			.map((target) => `${file.path} → ${target}`),
	);

describe.each(layers)('%s', (layer) => {
	it('has sources', () => {
		expect(sources[layer].length).toBeGreaterThan(0);
	});

	it('imports only what its place allows', () => {
		const wrong = wrongImports(
			sources[layer],
			(target) => !target.startsWith(`${layer}/`) && !allowed[layer].test(target),
		);
		expect(wrong).toEqual([]);
	});

	it('keeps every file short enough for one concern', () => {
		const long = sources[layer].filter(({ text }) => text.split('\n').length > 350);
		expect(long.map(({ path }) => path)).toEqual([]);
	});
});

describe('a node', () => {
	it('does not reach into the folder of another node', () => {
		const folderOf = (path: string) => path.split('/')[1];
		const wrong = wrongImports(sources.nodes, (target, { path }) => {
			const folder = target.startsWith('nodes/') ? folderOf(target) : 'shared';
			return folder !== 'shared' && folder !== folderOf(path);
		});
		expect(wrong).toEqual([]);
	});
});

describe('simulators and scripts', () => {
	const outside = [...sourcesIn('test/simulators'), ...sourcesIn('scripts')];

	it('never import the connectors that they are the other side of', () => {
		expect(outside.length).toBeGreaterThan(0);
		expect(wrongImports(outside, (target) => /^(dist\/)?connectors\//.test(target))).toEqual([]);
	});
});

describe('core and connectors', () => {
	const clock = /\bDate\.now\(|\bnew Date\(\)|\bDateTime\.(now|utc|local)\(\)|\bperformance\.now\(/;
	const chance = /\bMath\.random\(|\brandom(Bytes|UUID|Int|FillSync)?\(|\bgetRandomValues\(/;
	const world = /\bfetch\(|\bprocess\.|\bset(Timeout|Interval|Immediate)\(/;
	const withoutComments = (text: string): string =>
		text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');

	it.each([
		['the clock', clock],
		['chance', chance],
		['the world outside', world],
	])('never ask %s: it is given to them', (_, pattern) => {
		const asking = [...sources.core, ...sources.connectors].filter(({ text }) =>
			pattern.test(withoutComments(text)),
		);
		expect(asking.map(({ path }) => path)).toEqual([]);
	});
});
