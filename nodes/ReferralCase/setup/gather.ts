import { randomBytes } from 'node:crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type {
	DataTableFact,
	HospitalAnswer,
	Ping,
	ServiceAnswer,
	SetupFacts,
	TableRoom,
} from '../../../core/setup/facts';
import { provesPing } from '../../../core/setup/ping';
import type { SetupTables } from '../../../core/setup/stored';
import { doorUrl, readDesk, type Desk } from '../../shared/desk-credential';
import { nowIso } from '../../shared/ledger';
import { readJson } from '../../shared/read-json';
import { call } from './call';
import { itemsOf, tablesOf } from './request';

/** Hospitals of a long directory are not all called while somebody waits for a page. */
const mostHospitals = 20;

async function ping(
	execution: IExecuteFunctions,
	desk: Desk,
	base: string,
	door: string,
): Promise<Ping> {
	if (!URL.canParse(base)) return { status: 0, proven: false, reason: 'no address' };
	const nonce = randomBytes(16).toString('hex');
	const url = `${doorUrl({ ...desk, publicUrl: base }, door)}?ping=${nonce}`;
	const { status, body, reason } = await call(execution, url);
	return {
		status,
		proven: status === 200 && provesPing(desk.secret, nonce, body),
		...(reason ? { reason } : {}),
	};
}

/** Systems of hospitals that take packets over the web, each address once. */
function systemsOf({ specialists }: SetupTables): Array<{ specialistId: string; origin: string }> {
	const systems = new Map<string, string>();
	for (const { key, value } of specialists) {
		const { inboundUrl } = value ?? {};
		if (!value?.active || inboundUrl === undefined || !URL.canParse(inboundUrl)) continue;
		const { origin } = new URL(inboundUrl);
		if (!systems.has(origin)) systems.set(origin, key);
	}
	return [...systems]
		.slice(0, mostHospitals)
		.map(([origin, specialistId]) => ({ specialistId, origin }));
}

async function askHospital(
	execution: IExecuteFunctions,
	system: { specialistId: string; origin: string },
): Promise<HospitalAnswer> {
	const { status, date, reason } = await call(execution, system.origin);
	return { ...system, status, ...(date ? { date } : {}), ...(reason ? { reason } : {}) };
}

const text = (value: unknown): string | undefined =>
	typeof value === 'string' && value !== '' ? value : undefined;

/** The answer of one service among those gathered; a step that is switched off gave none. */
function answerOf(answers: readonly IDataObject[], service: string): ServiceAnswer | undefined {
	const found = answers.find((answer) => answer.service === service);
	if (!found) return undefined;
	const { ok, who, timeZone, message, hint, date } = found;
	return {
		ok: ok === true,
		who: text(who),
		timeZone: text(timeZone),
		message: text(message),
		hint: text(hint),
		date: text(date),
	};
}

/** What n8n's mail node said: an error, or the ID of the mail. */
function mailAnswer(execution: IExecuteFunctions): ServiceAnswer | undefined {
	const mail = readJson(execution, 'mail', 0) as IDataObject | undefined;
	if (!mail || Object.keys(mail).length === 0) return undefined;
	const error = mail.error as string | { message?: string } | undefined;
	if (error !== undefined) {
		return {
			ok: false,
			message: `The mail was not taken: ${typeof error === 'string' ? error : (error.message ?? 'no reason given')}`,
			hint: 'Check the credential of the node "Send a test mail". The mail nodes of Refer, Desk and Watch use one of their own.',
		};
	}
	const accepted = Array.isArray(mail.accepted) ? mail.accepted.join(', ') : undefined;
	return { ok: true, who: text(accepted) };
}

/** The tables n8n listed; undefined when it gave an error instead. */
function listedTables(execution: IExecuteFunctions): DataTableFact[] | undefined {
	const listed = itemsOf(execution, 'dataTables');
	if (listed.some(({ error }) => error !== undefined)) return undefined;
	return listed
		.filter(({ name }) => typeof name === 'string')
		.map(({ name, columns }) => ({
			name: String(name),
			columns: (Array.isArray(columns) ? columns : []).map((column) => {
				const { name: column_, type } = column as IDataObject;
				return { name: String(column_), type: String(type) };
			}),
		}));
}

/** How many rows a table holds at most, and how large they are, from some of its newest ones. */
function roomOf(newest: IDataObject[], oldest: IDataObject[]): TableRoom {
	const ids = (rows: IDataObject[]): number[] =>
		rows.map(({ id }) => Number(id)).filter((id) => id > 0);
	const [highest, lowest] = [Math.max(0, ...ids(newest)), Math.min(...ids(oldest), 1e12)];
	if (highest === 0) return { rows: 0, averageBytes: 0 };
	const bytes = newest.reduce((sum, row) => sum + JSON.stringify(row).length, 0);
	return {
		// Ids are given once, so rows that were deleted in between are counted as if they were there.
		rows: highest - Math.min(lowest, highest) + 1,
		averageBytes: Math.round(bytes / newest.length),
	};
}

/** Gathers what the checks look at: calls its own doors and the hospitals, and reads what nodes before found. */
export async function gatherFacts(execution: IExecuteFunctions): Promise<SetupFacts> {
	const desk = await readDesk(execution);
	const tables = tablesOf(execution);
	const inside = desk.internalUrl || desk.publicUrl;
	const [outer, inner, cases, board, hospitals] = await Promise.all([
		ping(execution, desk, desk.publicUrl, 'setup'),
		ping(execution, desk, inside, 'setup'),
		ping(execution, desk, inside, 'case'),
		ping(execution, desk, inside, 'board'),
		Promise.all(systemsOf(tables).map(async (system) => await askHospital(execution, system))),
	]);
	const answers = itemsOf(execution, 'answers');
	return {
		now: nowIso(),
		tables,
		desk: {
			publicUrl: desk.publicUrl,
			internalUrl: desk.internalUrl,
			secretLength: desk.secret.length,
			keyId: desk.keys.keyId,
			previousKeyId: desk.keys.previous?.keyId ?? '',
			previousSecretLength: desk.keys.previous?.secret.length ?? 0,
		},
		pings: { public: outer, internal: inner, desk: cases, board },
		dataTables: listedTables(execution),
		room: [
			roomOf(itemsOf(execution, 'newestCases'), itemsOf(execution, 'oldestCase')),
			roomOf(itemsOf(execution, 'newestArchived'), [{ id: 1 }]),
		],
		texts: answerOf(answers, 'texts'),
		pims: answerOf(answers, 'pims'),
		hospitals,
		mail: mailAnswer(execution),
	};
}
