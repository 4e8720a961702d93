import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackedPackage } from '../../test/support/pack.mts';
import type { Check } from './check.mts';

const allowed =
	/^(dist\/|workflows\/[^/]+\.(json|md)$|package\.json$|README\.md$|LICENSE(\.md)?$|CHANGELOG\.md$)/;
const unwanted = /(\.test\.|\.spec\.|\.map$|tsbuildinfo|\.ts$(?<!\.d\.ts)|\.log$|(^|\/)\.)/;
const expected = ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE'];

function content({ files }: PackedPackage): string[] {
	const wrong = files.filter((file) => !allowed.test(file) || unwanted.test(file));
	const missing = expected.filter(
		(name) => !files.some((file) => file.replace(/\.md$/, '') === name.replace(/\.md$/, '')),
	);
	return [
		...wrong.map((file) => `${file} does not belong into the package`),
		...missing.map((file) => `${file} is missing`),
		...(files.some((file) => file.startsWith('workflows/')) ? [] : ['the workflows are missing']),
	];
}

function dependencies({ directory }: PackedPackage): string[] {
	const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
	return [
		'dependencies',
		'optionalDependencies',
		'bundledDependencies',
		'bundleDependencies',
	].flatMap((kind) => Object.keys(manifest[kind] ?? {}).map((name) => `${kind}: ${name}`));
}

function registered({ directory }: PackedPackage): string[] {
	const { n8n } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
	return [...n8n.nodes, ...n8n.credentials]
		.filter((path: string) => !existsSync(join(directory, path)))
		.map((path: string) => `${path} is registered, but not in the package`);
}

/** What is in the tarball. */
export const contentChecks = (pack: PackedPackage): Check[] => [
	{ name: 'the tarball holds what is published and nothing else', run: () => content(pack) },
	{ name: 'the package has no dependencies at run time', run: () => dependencies(pack) },
	{ name: 'every registered node and credential is in the tarball', run: () => registered(pack) },
];
