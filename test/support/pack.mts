import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { artifacts, hostModules, packageName, root } from './paths.mts';

function hashOf(paths: string[]): string {
	const hash = createHash('sha256');
	for (const path of paths) {
		const files = readdirSync(path, { recursive: true, withFileTypes: true });
		for (const file of files.filter((entry) => entry.isFile())) {
			const full = join(file.parentPath, file.name);
			hash.update(relative(root, full)).update(readFileSync(full));
		}
	}
	return hash.update(readFileSync(join(root, 'package.json'))).digest('hex');
}

export interface PackedPackage {
	/** The unpacked tarball: exactly what a clinic installs. */
	directory: string;
	tarball: string;
	/** Paths inside the package, sorted. */
	files: string[];
}

/** Runs `npm pack` on what is built and unpacks it; nothing is done twice while nothing changed. */
export function packPackage(): PackedPackage {
	if (!existsSync(join(root, 'dist'))) {
		throw new Error('There is nothing to pack yet: run `npm run build` first.');
	}
	const folder = join(artifacts, 'pack');
	const stamp = join(folder, 'stamp');
	// Below a node_modules, so that no linter takes it for sources of this repository.
	const directory = join(folder, 'node_modules', packageName);
	const sources = ['dist', 'workflows'].map((name) => join(root, name)).filter(existsSync);
	const hash = hashOf(sources);
	if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash) {
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
		execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
			cwd: root,
			stdio: ['ignore', 'ignore', 'inherit'],
		});
		const name = readdirSync(folder).find((file) => file.endsWith('.tgz'));
		if (!name) throw new Error('`npm pack` made no tarball.');
		mkdirSync(directory, { recursive: true });
		execFileSync('tar', ['-xzf', name, '-C', directory, '--strip-components=1'], { cwd: folder });
		writeFileSync(stamp, hash);
	}
	const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? '';
	const files = readdirSync(directory, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(directory, join(entry.parentPath, entry.name)))
		.sort();
	return { directory, tarball: join(folder, tarball), files };
}

/**
 * Puts a package where n8n looks for community packages. A user folder inside the repository would
 * find the repository's own n8n-workflow first, so there the host's is linked beside the package.
 */
export function installPackage(userFolder: string, directory: string, name = packageName): void {
	const modules = join(userFolder, '.n8n', 'nodes', 'node_modules');
	const target = join(modules, name);
	rmSync(target, { recursive: true, force: true });
	mkdirSync(dirname(target), { recursive: true });
	cpSync(directory, target, {
		recursive: true,
		filter: (source) => !relative(directory, source).split(sep).includes('node_modules'),
	});
	if (!relative(root, userFolder).startsWith('..')) {
		for (const shared of ['n8n-workflow', 'zod', 'luxon']) {
			const link = join(modules, shared);
			rmSync(link, { recursive: true, force: true });
			symlinkSync(join(hostModules, shared), link, 'dir');
		}
	}
}
