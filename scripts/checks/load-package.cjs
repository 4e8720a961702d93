/**
 * Run in an empty folder by check-pack: loads every node and credential of the installed package as
 * n8n does and prints what is wrong with them as JSON.
 */
const { existsSync } = require('node:fs');
const { basename, dirname, join, resolve } = require('node:path');

const directory = resolve(process.argv[2]);
const { n8n } = require(join(directory, 'package.json'));
const report = { nodes: [], credentials: [], icons: [], codex: [], names: [] };

function instance(path, list) {
	const file = join(directory, path);
	try {
		const name = basename(path).split('.')[0];
		return new (require(file)[name])();
	} catch (error) {
		report[list].push(`${path}: ${error.message.split('\n')[0]}`);
		return undefined;
	}
}

function checkIcon(path, icon) {
	for (const one of typeof icon === 'string' ? [icon] : Object.values(icon ?? {})) {
		const file = join(directory, dirname(path), String(one).replace(/^file:/, ''));
		if (!existsSync(file)) report.icons.push(`${path}: ${one} is missing`);
	}
	if (!icon) report.icons.push(`${path}: no icon`);
}

for (const path of n8n.nodes) {
	const node = instance(path, 'nodes');
	if (!node) continue;
	report.names.push(node.description.name);
	checkIcon(path, node.description.icon);
	if (!existsSync(join(directory, path.replace(/\.js$/, '.json')))) report.codex.push(path);
}
for (const path of n8n.credentials) {
	const credential = instance(path, 'credentials');
	if (credential) checkIcon(path, credential.icon);
}
process.stdout.write(JSON.stringify(report));
