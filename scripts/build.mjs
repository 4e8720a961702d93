import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { artifacts, quietly, root } from './steps.mjs';

const folders = ['core', 'connectors', 'credentials', 'documents', 'icons', 'nodes'];
const files = [
	'gulpfile.js',
	'package.json',
	'package-lock.json',
	'tsconfig.json',
	'scripts/bundle-globals.js',
];
const stamp = join(artifacts, 'build-stamp');

const below = (folder) =>
	existsSync(join(root, folder))
		? readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
				.filter((entry) => entry.isFile())
				.map((entry) => join(entry.parentPath ?? entry.path, entry.name))
		: [];

function hashOfSources() {
	const hash = createHash('sha256');
	const all = [...folders.flatMap(below), ...files.map((file) => join(root, file))];
	for (const path of all.sort()) {
		if (existsSync(path)) hash.update(path.slice(root.length)).update(readFileSync(path));
	}
	return hash.digest('hex');
}

/** Builds dist when a source has changed since the last build. Returns whether it built. */
export async function ensureBuilt() {
	const hash = hashOfSources();
	const built = existsSync(join(root, 'dist', 'nodes')) && existsSync(stamp);
	if (built && readFileSync(stamp, 'utf8') === hash) return false;
	rmSync(stamp, { force: true });
	const gulp = join(root, 'node_modules', 'gulp', 'bin', 'gulp.js');
	await quietly('Building the package', process.execPath, [gulp, 'build']);
	mkdirSync(artifacts, { recursive: true });
	writeFileSync(stamp, hash);
	return true;
}
