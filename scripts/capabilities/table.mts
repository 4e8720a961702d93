type Answer = { ok: true; value: { capabilities(): Record<string, string> } } | { ok: false };

/** What the table is made of: the list of practice systems and the words for what they can do. */
export interface Capabilities {
	pimsRegistry: Record<string, { label: string; create(settings: object, tools: never): unknown }>;
	operationNames: Record<string, string>;
	supportMeanings: Record<string, string>;
}

const start = '<!-- capabilities: `npm run docs:capabilities` writes this part -->';
const end = '<!-- /capabilities -->';

/** Enough for every connector to be made; nothing is sent to these addresses. */
const careful = {
	baseUrl: 'https://pims.example.com',
	provetId: '4021',
	siteId: '12',
	groupSlug: 'demo',
	allowUnverifiedWrites: false,
};
const open = {
	...careful,
	allowUnverifiedWrites: true,
	filingUrl: 'https://pims.example.com/inbox',
};

const words: Record<string, string> = {
	asAttachment: 'as attachment',
	asCommunication: 'as communication',
	asAppointment: 'as appointment',
};

/** No connector needs anything of the world to say what it can do. */
const noTools = { now: () => '2000-01-01T00:00:00Z' } as never;

function capabilitiesOf(
	id: string,
	{ create }: Capabilities['pimsRegistry'][string],
	settings: object,
): Record<string, string> {
	const made = create(settings, noTools) as Answer;
	if (made.ok) return made.value.capabilities();
	throw new Error(`The connector ${id} could not be made from the settings of this script.`);
}

/** The table of the README: what each practice system can do, and how. */
export function capabilitiesText({
	pimsRegistry,
	operationNames,
	supportMeanings,
}: Capabilities): string {
	const columns = Object.entries(pimsRegistry).map(([id, entry]) => ({
		label: entry.label,
		careful: capabilitiesOf(id, entry, careful),
		open: capabilitiesOf(id, entry, open),
	}));
	const say = (support = 'none'): string => words[support] ?? support;
	const rows = Object.entries(operationNames).map(([operation, name]) => {
		const cells = columns.map((column) => {
			const [usual, wider] = [say(column.careful[operation]), say(column.open[operation])];
			return usual === wider ? usual : `${usual} → ${wider}`;
		});
		return `| ${[name, ...cells].join(' | ')} |`;
	});
	const meanings = Object.entries(supportMeanings).map(
		([support, meaning]) => `*${say(support)}*: ${meaning[0]?.toLowerCase()}${meaning.slice(1)}`,
	);
	return [
		`| | ${columns.map(({ label }) => label).join(' | ')} |`,
		`| --- |${' --- |'.repeat(columns.length)}`,
		...rows,
		'',
		`${meanings.join('; ')}. Behind an arrow stands what is added by *Allow Unverified Writes* of the credential or, for a signed webhook, by a filing address.`,
	].join('\n');
}

/** The README with the table in its place; an error when it has no such place. */
export function withCapabilities(readme: string, table: string): string {
	const [from, to] = [readme.indexOf(start), readme.indexOf(end)];
	if (from < 0 || to < from) throw new Error(`The README has no place for it: ${start} … ${end}`);
	return `${readme.slice(0, from)}${start}\n\n${table}\n\n${readme.slice(to)}`;
}
