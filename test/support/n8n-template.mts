import { randomBytes } from 'node:crypto';
import {
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createApiKey, loginClient, type Access } from './n8n-client.mts';
import { startProcess } from './n8n-process.mts';
import { artifacts, hostModules } from './paths.mts';
import { freePort } from './ports.mts';

const versionOfHost = (): string =>
	JSON.parse(readFileSync(join(hostModules, 'n8n', 'package.json'), 'utf8')).version;

const accessFile = (userFolder: string) => join(userFolder, 'access.json');

export const readAccess = (userFolder: string): Access =>
	JSON.parse(readFileSync(accessFile(userFolder), 'utf8'));

/** Creates the owner and an API key on a running n8n and remembers both in the user folder. */
export async function setUpOwner(userFolder: string, url: string): Promise<Access> {
	const email = 'manager@clinic.example.com';
	const password = `Referral-${randomBytes(6).toString('hex')}`;
	const rest = await loginClient(url, { email, password }, true);
	const access = { email, password, apiKey: await createApiKey(rest) };
	writeFileSync(accessFile(userFolder), JSON.stringify(access), { mode: 0o600 });
	return access;
}

/**
 * A user folder whose database is migrated and has its owner, made once per version of n8n: a start
 * from a copy of it takes seconds.
 */
export async function templateFolder(): Promise<string> {
	const folder = join(artifacts, `n8n-template-${versionOfHost()}`);
	if (existsSync(accessFile(folder))) return folder;
	const draft = `${folder}.${process.pid}`;
	rmSync(draft, { recursive: true, force: true });
	mkdirSync(draft, { recursive: true });
	const port = await freePort();
	const n8n = await startProcess({ userFolder: draft, port });
	try {
		await setUpOwner(draft, `http://127.0.0.1:${port}`);
	} finally {
		await n8n.stop();
	}
	if (existsSync(accessFile(folder))) rmSync(draft, { recursive: true, force: true });
	else {
		rmSync(folder, { recursive: true, force: true });
		renameSync(draft, folder);
	}
	return folder;
}

/** Fills an empty user folder from the template; one that was used before stays as it is. */
export async function prepareUserFolder(userFolder: string): Promise<void> {
	if (existsSync(accessFile(userFolder))) return;
	mkdirSync(userFolder, { recursive: true });
	cpSync(await templateFolder(), userFolder, {
		recursive: true,
		filter: (source) => !source.endsWith('n8n.log'),
	});
}
