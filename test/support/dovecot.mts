import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
	chmodSync,
	chownSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.mts';
import { startService, type Service } from './service.mts';

/** Where Debian puts it; an ordinary user does not have this folder in the path. */
const program = '/usr/sbin/dovecot';
const account = { user: 'referrals', password: 'mailbox-for-tests' };

/** The settings below are those of Dovecot 2.3; 2.4 has renamed most of them. */
function checkVersion(): void {
	const { stdout, error } = spawnSync(program, ['--version'], { encoding: 'utf8' });
	if (error) throw new Error('Dovecot is not installed: run `apt-get install dovecot-imapd`.');
	if (stdout.startsWith('2.3.')) return;
	throw new Error(`Dovecot 2.3 is needed, as Debian 12 has it; this is ${stdout.trim()}.`);
}

interface Owner {
	uid: number;
	gid: number;
}

/** Dovecot opens no mailbox of root; Debian's package brings the user `dovecot`, which runs all of it. */
function owner(): { names: [string, string]; as: Owner | undefined } {
	const isRoot = process.getuid?.() === 0;
	const who = isRoot ? ['dovecot'] : [];
	const id = (option: string) => execFileSync('id', [option, ...who], { encoding: 'utf8' }).trim();
	return {
		names: [id('-un'), id('-gn')],
		as: isRoot ? { uid: Number(id('-u')), gid: Number(id('-g')) } : undefined,
	};
}

/** One account, one mailbox, no TLS, every process under one user, nothing in a root of its own. */
function settings(folder: string, port: number, [user, group]: [string, string]): string {
	const inPlace = ['imap-login', 'anvil', 'stats', 'auth', 'ipc', 'log'];
	return [
		'protocols = imap',
		'listen = 127.0.0.1',
		'ssl = no',
		'disable_plaintext_auth = no',
		`base_dir = ${folder}/run`,
		`state_dir = ${folder}/run`,
		'log_path = /dev/stderr',
		`default_login_user = ${user}`,
		`default_internal_user = ${user}`,
		`default_internal_group = ${group}`,
		'first_valid_uid = 1',
		`mail_location = maildir:${folder}/mails`,
		'mailbox_list_index = no',
		...inPlace.map((name) => `service ${name} {\n  chroot =\n}`),
		'service imap-login {',
		`  inet_listener imap {\n    port = ${port}\n  }`,
		'  inet_listener imaps {\n    port = 0\n  }',
		'}',
		`passdb {\n  driver = static\n  args = user=${account.user} password=${account.password}\n}`,
		`userdb {\n  driver = static\n  args = uid=${user} gid=${group} home=${folder}/home allow_all_users=yes\n}`,
		'',
	].join('\n');
}

/** Whether an IMAP server greets on this port. */
const greets = async (port: number): Promise<boolean> =>
	await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		const end = (answer: boolean) => {
			socket.destroy();
			resolve(answer);
		};
		socket.setTimeout(2000, () => end(false));
		socket.once('data', (data) => end(data.toString().startsWith('* OK')));
		socket.once('error', () => end(false));
	});

/**
 * An IMAP server of Debian's package `dovecot-imapd` with one empty mailbox: plain text on 127.0.0.1, its
 * mails in a folder of its own. As root it runs as the user that the package brings, otherwise as the caller.
 */
export async function startDovecot() {
	checkVersion();
	const { names, as } = owner();
	const folder = mkdtempSync(join(tmpdir(), 'vet-referral-imap-'));
	const mails = join(folder, 'mails');
	const parts = ['new', 'cur', 'tmp'].map((name) => join(mails, name));
	for (const path of [folder, join(folder, 'run'), join(folder, 'home'), mails, ...parts]) {
		mkdirSync(path, { recursive: true });
		if (as) chownSync(path, as.uid, as.gid);
	}
	const port = await freePort();
	const config = join(folder, 'dovecot.conf');
	writeFileSync(config, settings(folder, port, names));
	chmodSync(config, 0o644);
	const start = async (): Promise<Service> =>
		await startService({
			name: 'Dovecot (Debian package dovecot-imapd)',
			command: program,
			args: ['-F', '-c', config],
			cwd: folder,
			logFile: join(folder, 'dovecot.log'),
			user: as,
			ready: async () => await greets(port),
		});
	let server = await start();
	return {
		...account,
		host: '127.0.0.1',
		port,
		get pid() {
			return server.pid;
		},
		/** Delivers a mail as a mail server does, moved in whole and unread; gives its name. */
		deliver: (mail: string): string => {
			const name = `${Date.now()}.${randomUUID()}.clinic`;
			const written = join(mails, 'tmp', name);
			writeFileSync(written, mail);
			if (as) chownSync(written, as.uid, as.gid);
			renameSync(written, join(mails, 'new', name));
			return name;
		},
		/** Somebody opens a mail in another mail program, which marks it as read. */
		read: (name: string): void => {
			const part = ['new', 'cur'].find((one) =>
				readdirSync(join(mails, one)).some((file) => file.startsWith(name)),
			);
			const file = readdirSync(join(mails, part ?? 'new')).find((one) => one.startsWith(name));
			if (!part || !file) throw new Error(`There is no mail ${name}.`);
			renameSync(join(mails, part, file), join(mails, 'cur', `${name}:2,S`));
		},
		/** All mails by their file: behind `:2,` stand flags, of which `S` is read. */
		mails: (): string[] => [...readdirSync(join(mails, 'new')), ...readdirSync(join(mails, 'cur'))],
		logs: () => server.logs(),
		/** Ends it; whoever is connected is cut off. */
		halt: async (): Promise<void> => await server.stop(),
		/** Serves again, on the same port and with the same mails. */
		resume: async (): Promise<void> => {
			server = await start();
		},
		stop: async (): Promise<void> => {
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

export type Dovecot = Awaited<ReturnType<typeof startDovecot>>;
