import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { captured, host, hostNode, quietly, root, StepFailed } from './steps.mjs';

const natives = ['sqlite3', 'isolated-vm'];
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

const hashOf = (folder) =>
	createHash('sha256')
		.update(readFileSync(join(folder, 'package-lock.json')))
		.update(readFileSync(join(folder, 'package.json')))
		.digest('hex');

const stampOf = (folder) => join(folder, 'node_modules', '.installed');

const isStamped = (folder) => {
	const stamp = stampOf(folder);
	return existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOf(folder);
};

const putStamp = (folder) => writeFileSync(stampOf(folder), hashOf(folder));

/** True when npm itself left every package of the lock file behind, in its version. */
function isInstalled(folder) {
	const hidden = join(folder, 'node_modules', '.package-lock.json');
	if (!existsSync(hidden)) return false;
	const there = readJson(hidden).packages;
	const wanted = Object.entries(readJson(join(folder, 'package-lock.json')).packages);
	const expected = ([path, entry]) =>
		path !== '' && !entry.optional && !entry.os && !entry.extraneous;
	return wanted.filter(expected).every(([path, { version }]) => there[path]?.version === version);
}

async function install(folder, what) {
	if (isInstalled(folder)) return;
	rmSync(stampOf(folder), { force: true });
	const options = ['--ignore-scripts', '--no-audit', '--no-fund'];
	try {
		await quietly(what, 'npm', ['ci', ...options], { cwd: folder });
	} catch (error) {
		// A registry without some platform's optional package makes `npm ci` refuse the lock file;
		// `npm install` takes the same locked versions and leaves that package out.
		if (!(error instanceof StepFailed) || !error.output.includes('EUSAGE')) throw error;
		await quietly(
			`${what}, as far as the registry has it`,
			'npm',
			['install', '--no-save', ...options],
			{
				cwd: folder,
			},
		);
	}
}

/** What building and testing need. */
export async function ensureRoot() {
	if (isStamped(root)) return;
	await install(root, 'Installing the development tools');
	putStamp(root);
}

const npmRebuild = async (name, what) =>
	await quietly(what, 'npm', ['rebuild', '--ignore-scripts=false', '--foreground-scripts', name], {
		cwd: host,
	});

const loads = async (name) => {
	const module = JSON.stringify(join(host, 'node_modules', name));
	return (await captured(hostNode, ['-e', `require(${module})`])).status === 0;
};

/** The pinned n8n and its Node, with the native parts that its database and its runner need. */
export async function ensureHost() {
	if (isStamped(host)) return;
	const { n8n } = readJson(join(host, 'package.json')).dependencies;
	await install(host, `Installing n8n ${n8n} (2.9 GB, some minutes, once)`);
	if (!existsSync(hostNode)) await npmRebuild('node', 'Installing Node 24 beside n8n');
	for (const name of natives) {
		if (!(await loads(name))) await npmRebuild(name, `Building ${name} (up to 4 min, once)`);
	}
	putStamp(host);
}
