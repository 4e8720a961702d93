/* Build of the package. `npm run build` calls it; `npx gulp --tasks` lists what it can do. */
const { spawnSync } = require('node:child_process');
const {
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} = require('node:fs');
const { dirname, join } = require('node:path');
const esbuild = require('esbuild');
const gulp = require('gulp');
const { formatWorkflow } = require('./scripts/workflow-format.cjs');

const root = __dirname;
const dist = join(root, 'dist');

/** Paths below `folder`, relative to the repository, whose name passes. */
const filesIn = (folder, wanted) =>
	existsSync(join(root, folder))
		? readdirSync(join(root, folder), { recursive: true })
				.map((name) => join(folder, String(name)))
				.filter((path) => wanted(path.replaceAll('\\', '/')))
		: [];

async function clean() {
	rmSync(dist, { recursive: true, force: true });
}

async function compile() {
	const tsc = require.resolve('typescript/bin/tsc');
	const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.json'], {
		cwd: root,
		stdio: 'inherit',
	});
	if (status !== 0) {
		throw Object.assign(new Error('the sources do not compile, see above'), { showStack: false });
	}
}

/** Icons, codex files and output schemas lie in dist where they lie in the sources. */
async function copyIcons() {
	const isPart = (path) => /\.(svg|png)$|\.node\.json$|\/__schema__\/.*\.json$/.test(path);
	for (const path of ['nodes', 'credentials', 'icons'].flatMap((name) => filesIn(name, isPart))) {
		const target = join(dist, path);
		mkdirSync(dirname(target), { recursive: true });
		cpSync(join(root, path), target);
	}
}

/**
 * A community package has no dependencies, so the PDF and ZIP writers and the numbering plans of the
 * world's phones go into dist. They are built without console output, timers and the global object,
 * which n8n's scanner refuses.
 */
async function bundleLibraries() {
	await esbuild.build({
		absWorkingDir: root,
		entryPoints: [
			'documents/summary-pdf.ts',
			'documents/package-zip.ts',
			'connectors/messaging/phone-number.ts',
		],
		outdir: 'dist',
		outbase: '.',
		bundle: true,
		format: 'cjs',
		platform: 'neutral',
		mainFields: ['module', 'main'],
		target: 'es2022',
		drop: ['console'],
		inject: ['scripts/bundle-globals.js'],
		legalComments: 'none',
		minifySyntax: true,
		logLevel: 'warning',
	});
	for (const helper of filesIn('dist/documents', (path) => /\.(js|d\.ts)$/.test(path))) {
		if (!/\/(summary-pdf|package-zip|summary-model)\.(js|d\.ts)$/.test(helper)) {
			rmSync(join(root, helper));
		}
	}
}

/** Stable JSON without what belongs to one instance: ids of credentials, pinned data, meta. */
async function formatWorkflows() {
	for (const path of filesIn('workflows', (name) => name.endsWith('.json'))) {
		const before = readFileSync(join(root, path), 'utf8');
		const after = formatWorkflow(before);
		if (after === before) continue;
		writeFileSync(join(root, path), after);
		console.log(`formatted ${path}`);
	}
}

exports['build:libraries'] = bundleLibraries;
exports['build:icons'] = copyIcons;
exports['workflows:format'] = formatWorkflows;
exports.build = gulp.series(clean, compile, gulp.parallel(copyIcons, bundleLibraries));
exports.default = exports.build;
