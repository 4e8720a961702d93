import { MIN_DESK_SECRET_LENGTH } from '../links/secrets';
import { amber, green, red, type Ping, type SetupCheck, type SetupFacts } from './facts';
import { neededTables, optionalRoles, usualTableLimit, workflowRoles } from './tables';

/** How long Watch may be silent before people are told, in minutes; it runs every five. */
const heartbeatMinutes = 15;

const isOfThisComputer = (hostname: string): boolean =>
	/^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/.test(hostname);

const isPrivate = (hostname: string): boolean =>
	/^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|\[f[cd])/.test(hostname) ||
	/\.(?:local|internal|lan|home\.arpa)$/.test(hostname) ||
	/^[^.[]+$/.test(hostname);

const whatCame = (ping: Ping | undefined): string => {
	if (!ping) return 'It was not tried.';
	if (ping.status === 0) return `No answer (${ping.reason ?? 'no reason known'}).`;
	return `The answer ${ping.status} came from something else.`;
};

const webhookMend =
	"Set 'Public Address' in the Referral Desk credential to the address of this n8n (the one in N8N_WEBHOOK_URL), and see that a proxy before it passes /webhook on.";

function publicAddress({ desk, pings }: SetupFacts): SetupCheck {
	const [id, title] = ['public-address', 'Public address'];
	const { publicUrl } = desk;
	if (!URL.canParse(publicUrl)) {
		return red(id, title, "'Public Address' is not set.", webhookMend);
	}
	const { hostname, protocol } = new URL(publicUrl);
	if (pings.public?.proven !== true) {
		return red(
			id,
			title,
			`${publicUrl} does not lead here. ${whatCame(pings.public)}`,
			webhookMend,
		);
	}
	if (isOfThisComputer(hostname)) {
		return amber(
			id,
			title,
			`${publicUrl} answers, but only on this computer: hospitals and owners cannot open links.`,
			'Give n8n an address that can be reached from outside, and enter it in the credential before you go live.',
		);
	}
	if (isPrivate(hostname)) {
		return amber(
			id,
			title,
			`${publicUrl} answers from here, but it looks like an address inside your network.`,
			'Open the set-up link on a phone without the clinic network. If it does not open, use an address that does.',
		);
	}
	if (protocol !== 'https:') {
		return amber(
			id,
			title,
			`${publicUrl} answers, but without encryption.`,
			'Put n8n behind https; hospitals may refuse plain http, and links carry case data.',
		);
	}
	return green(id, title, `${publicUrl} answers, and it is this n8n.`);
}

function internalAddress({ desk, pings }: SetupFacts): SetupCheck {
	const [id, title] = ['internal-address', 'Internal address'];
	if (pings.internal?.proven === true) {
		return green(id, title, `n8n reaches itself at ${desk.internalUrl}.`);
	}
	return red(
		id,
		title,
		`n8n does not reach itself at ${desk.internalUrl || 'any address'}. ${whatCame(pings.internal)}`,
		"Set 'Internal Address' in the Referral Desk credential, usually http://127.0.0.1:5678. Waiting runs are woken through it; without it they go on only when Watch looks.",
	);
}

function tables({ dataTables }: SetupFacts): SetupCheck[] {
	const title = 'Tables';
	if (!dataTables) {
		return [
			red(
				'tables',
				title,
				'n8n did not list its data tables.',
				'Look into the run of Set-up in n8n.',
			),
		];
	}
	return Object.entries(neededTables).map(([name, columns]) => {
		const id = `table-${name}`;
		const alike = dataTables.filter((table) => table.name === name);
		const [table] = alike;
		if (!table) {
			return red(
				id,
				`Table ${name}`,
				'It is missing.',
				'Publish the templates again: they make it.',
			);
		}
		if (alike.length > 1) {
			return red(
				id,
				`Table ${name}`,
				'There are two tables of this name, and n8n may take either.',
				'Rename or delete the one that holds no rows.',
			);
		}
		const wrong = Object.entries(columns).flatMap(([column, type]) => {
			const found = table.columns.find((one) => one.name === column);
			return !found ? [column] : found.type === type ? [] : [`${column} (is ${found.type})`];
		});
		return wrong.length === 0
			? green(id, `Table ${name}`, `It has all ${Object.keys(columns).length} columns.`)
			: red(
					id,
					`Table ${name}`,
					`Missing or of another type: ${wrong.join(', ')}.`,
					'Add these columns in the table view of n8n. A table made by an older version keeps its old columns.',
				);
	});
}

const megabytes = (bytes: number): string => `${Math.max(1, Math.round(bytes / 1024 / 1024))} MB`;

function tableSize({ room, tables: { settings } }: SetupFacts): SetupCheck {
	const [id, title] = ['table-size', 'Room in the tables'];
	const used = room.reduce((sum, { rows, averageBytes }) => sum + rows * averageBytes, 0);
	const stated = Number(settings['tables.limitMb']) * 1024 * 1024;
	const limit = Number.isFinite(stated) && stated > 0 ? stated : usualTableLimit;
	const share = used / limit;
	const finding = `At most about ${megabytes(used)} of ${megabytes(limit)} are used${
		limit === usualTableLimit ? ', if n8n has its usual limit' : ''
	}.`;
	const mend =
		'At the limit n8n refuses every write. Raise N8N_DATA_TABLES_MAX_SIZE_BYTES where n8n runs, then add a row to vet_referral_settings with the key tables.limitMb and the same limit in MB.';
	if (share >= 0.9) return red(id, title, finding, mend);
	return share >= 0.7 ? amber(id, title, finding, mend) : green(id, title, finding);
}

function deskSecret({ desk }: SetupFacts): SetupCheck[] {
	const [id, title] = ['desk-secret', 'Desk secret'];
	const { secretLength, keyId, previousKeyId, previousSecretLength } = desk;
	const short =
		secretLength < MIN_DESK_SECRET_LENGTH
			? red(
					id,
					title,
					`It has ${secretLength} characters; ${MIN_DESK_SECRET_LENGTH} are needed.`,
					'Enter 48 random letters and digits from a password manager. Links given out so far stop working, unless the old one stays as the previous secret.',
				)
			: green(id, title, `${secretLength} characters, named ${keyId}.`);
	if (previousSecretLength === 0) return [short];
	const [previous, previousTitle] = ['previous-secret', 'Previous secret'];
	if (previousKeyId === keyId) {
		return [
			short,
			red(
				previous,
				previousTitle,
				`Both secrets are named ${keyId}, so links of the older one cannot be read.`,
				"Give the current secret a new name in 'Key ID'; the name of the old one stays as it was.",
			),
		];
	}
	return [
		short,
		amber(
			previous,
			previousTitle,
			`Links and signatures of ${previousKeyId || 'k0'} are still taken.`,
			'Take it out of the credential half a year after the change, when no link of it is left.',
		),
	];
}

function workflows({ tables: { settings }, pings }: SetupFacts): SetupCheck[] {
	const answered: Record<string, Ping | undefined> = { desk: pings.desk, board: pings.board };
	return Object.entries(workflowRoles).map(([role, name]) => {
		const id = `workflow-${role}`;
		const title = `Workflow ${name}`;
		if (!settings[`workflow.${role}`]) {
			return red(
				id,
				title,
				'It has not told the others its ID.',
				`Import the template ${name} and publish it.`,
			);
		}
		if (!(role in answered)) {
			return green(
				id,
				title,
				'It has told the others its ID. Whether it is published, n8n shows in its list.',
			);
		}
		return answered[role]?.proven === true
			? green(id, title, 'It is published and answers.')
			: red(
					id,
					title,
					`It does not answer. ${whatCame(answered[role])}`,
					`Publish ${name} in n8n, with the same credential and the same 'Path' as here.`,
				);
	});
}

function watch({ now, tables: { settings } }: SetupFacts): SetupCheck {
	const [id, title] = ['watch', 'Watch runs'];
	const minutes = (Date.parse(now) - Date.parse(settings.heartbeat ?? '')) / 60_000;
	const mend = 'Publish the template Watch. Without it nobody is told what is overdue.';
	if (Number.isNaN(minutes)) return red(id, title, 'It has never run.', mend);
	const ago = `It ran ${Math.max(0, Math.round(minutes))} minutes ago.`;
	return minutes <= heartbeatMinutes ? green(id, title, ago) : red(id, title, ago, mend);
}

const optionalWorkflows = ({ tables: { settings } }: SetupFacts): SetupCheck[] =>
	Object.entries(optionalRoles)
		.filter(([role]) => !settings[`workflow.${role}`])
		.map(([role, name]) =>
			amber(
				`workflow-${role}`,
				`Workflow ${name}`,
				'It is not there. The loop runs without it.',
				`Import the template ${name} and publish it if you want what it does.`,
			),
		);

/** Checks of n8n itself and of the workflows in it. */
export const checkInstallation = (facts: SetupFacts): SetupCheck[] => [
	publicAddress(facts),
	internalAddress(facts),
	...deskSecret(facts),
	...tables(facts),
	tableSize(facts),
	...workflows(facts),
	...optionalWorkflows(facts),
	watch(facts),
];
