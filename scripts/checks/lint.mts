import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { PackedPackage } from '../../test/support/pack.mts';
import { root } from '../../test/support/paths.mts';
import type { Check } from './check.mts';

interface Scanner {
	SOURCE_FILE_PATTERNS: string[];
	analyzePackage(
		directory: string,
		patterns: string[],
	): Promise<{ passed: boolean; message?: string; details?: string }>;
}

const modules = join(root, 'node_modules');

async function scan(directory: string, pick: (scanner: Scanner) => string[]): Promise<string[]> {
	const path = join(modules, '@n8n', 'scan-community-package', 'scanner', 'scanner.mjs');
	const scanner = (await import(path)) as Scanner;
	const result = await scanner.analyzePackage(directory, pick(scanner));
	if (!result.passed) return [result.details ?? result.message ?? 'refused without a reason'];
	return result.message ? [result.message] : [];
}

function lint(): string[] {
	const cli = join(modules, '@n8n', 'node-cli', 'bin', 'n8n-node.mjs');
	const done = spawnSync(process.execPath, [cli, 'lint'], { cwd: root, encoding: 'utf8' });
	return done.status === 0 ? [] : [stripVTControlCharacters(done.stdout + done.stderr)];
}

// Written in two parts, or this file would find itself.
const disabled = new RegExp(
	['eslint', 'disable'].join('-') + '|@ts-' + '(ignore|expect-error|nocheck)',
);
const notOurs = /^(node_modules|dist|test\/host\/node_modules)$|^\.(?!ci)/;

function sources(folder = root): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (notOurs.test(relative(root, path).split(sep).join('/'))) return [];
		if (entry.isDirectory()) return sources(path);
		return /\.([cm]?[jt]s)$/.test(entry.name) ? [path] : [];
	});
}

const inlineDisables = (): string[] =>
	sources().flatMap((path) =>
		readFileSync(path, 'utf8')
			.split('\n')
			.flatMap((line, at) => (disabled.test(line) ? [`${relative(root, path)}:${at + 1}`] : [])),
	);

/** What n8n's own tools say about the sources and about what is published. */
export const lintChecks = (pack: PackedPackage): Check[] => [
	{ name: "n8n's strict lint finds nothing", run: lint },
	{
		name: "n8n's scanner passes the sources",
		run: async () => await scan(root, ({ SOURCE_FILE_PATTERNS }) => SOURCE_FILE_PATTERNS),
	},
	{
		name: "n8n's scanner passes the published files",
		run: async () => await scan(pack.directory, () => ['dist/**/*.js', 'package.json']),
	},
	{ name: 'no rule is switched off in any source', run: inlineDisables },
];
