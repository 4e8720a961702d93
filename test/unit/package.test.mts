import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = process.cwd();
const readJson = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const manifest = readJson('package.json');
const host = readJson('test/host/package.json');

interface LockEntry {
	version?: string;
	optionalDependencies?: Record<string, string>;
}
type Lock = Record<string, LockEntry>;
const lockOf = (folder: string): Lock => readJson(join(folder, 'package-lock.json')).packages;

const sourcesNamed = (folder: string, ending: string): string[] =>
	readdirSync(join(root, folder), { recursive: true })
		.map((name) => `${folder}/${String(name).replaceAll('\\', '/')}`)
		.filter((path) => path.endsWith(ending))
		.map((path) => `dist/${path.replace(/\.ts$/, '.js')}`)
		.sort();

describe('the package', () => {
	it('has nothing to install at run time', () => {
		expect(Object.keys(manifest.dependencies ?? {})).toEqual([]);
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	it('is what the community programme of n8n asks for', () => {
		expect(manifest).toMatchObject({ name: 'n8n-nodes-vet-referral', license: 'MIT' });
		expect(manifest.keywords).toContain('n8n-community-node-package');
		expect(manifest.n8n).toMatchObject({ n8nNodesApiVersion: 1, strict: true });
		expect(
			readFileSync(join(root, 'eslint.config.mjs'), 'utf8').split(/\s+/).join(' ').trim(),
		).toBe("import { config } from '@n8n/node-cli/eslint'; export default config;");
	});

	it('registers every node and credential that there is, and no other', () => {
		expect([...manifest.n8n.nodes].sort()).toEqual(sourcesNamed('nodes', '.node.ts'));
		const credentials = [...manifest.n8n.credentials].sort();
		expect(credentials).toEqual(sourcesNamed('credentials', '.credentials.ts'));
	});

	it('runs no script while it is installed', () => {
		const forbidden = /^(pre|post)?(install|prepare|prepublish|uninstall)$/;
		expect(Object.keys(manifest.scripts).filter((name) => forbidden.test(name))).toEqual([]);
	});

	it.each([
		'start',
		'test',
		'test:unit',
		'test:engine',
		'test:e2e',
		'test:browser',
		'test:scale',
		'bench',
		'simulate',
		'check:pack',
		'build',
	])('offers the command %s, which installs what is missing first', (name) => {
		expect(manifest.scripts[name]).toBe(`node scripts/run.mjs ${name}`);
	});
});

describe('the tools', () => {
	it('use the versions of zod, luxon and n8n-workflow that n8n has', () => {
		const lock = lockOf('test/host');
		for (const name of ['zod', 'luxon', 'n8n-workflow']) {
			expect([name, manifest.devDependencies[name]]).toEqual([
				name,
				lock[`node_modules/${name}`]?.version,
			]);
		}
	});

	it('keep n8n itself out of the development tools', () => {
		const names = Object.keys(manifest.devDependencies);
		expect(names.filter((name) => ['n8n', 'n8n-core'].includes(name))).toEqual([]);
		expect(host.dependencies.n8n).toBe(host.dependencies['n8n-core']);
	});

	it('are pinned to exact versions', () => {
		const versions = Object.entries({ ...manifest.devDependencies, ...host.dependencies });
		expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
	});

	it.each(['.', 'test/host'])('have a complete lock file in %s', (folder) => {
		const lock = lockOf(folder);
		const { devDependencies = {}, dependencies = {} } = readJson(join(folder, 'package.json'));
		expect({ ...lock['']!, name: undefined }).toMatchObject(
			folder === '.' ? { devDependencies } : { dependencies },
		);
		const missing = Object.values(lock).flatMap(({ optionalDependencies = {} }) =>
			Object.keys(optionalDependencies).filter(
				(name) => !Object.keys(lock).some((path) => path.endsWith(`node_modules/${name}`)),
			),
		);
		expect(missing).toEqual([]);
	});

	it('can be run by continuous integration', () => {
		const path = join(root, '.ci', 'run');
		expect(existsSync(path)).toBe(true);
		expect(statSync(path).mode & 0o111).not.toBe(0);
	});
});
