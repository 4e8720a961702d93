import axios from 'axios';
import { daytimeZone, mailEntry } from '../../scripts/demo/clinic.mts';
import { fixture, signedToken, typesOf, type LedgerRow } from '../../scripts/demo/loop.mts';
import type { World } from '../../scripts/demo/world.mts';
import type { CaseRow } from '../../core/referral/row';
import {
	clinicProfile,
	hospitalActor,
	openedRow,
	record,
	release as releaseData,
	specialist,
} from '../engine/cases.mts';
import type { WorkflowJson } from '../support/n8n-client.mts';
import { mark, release, rowOf, sendAnyway } from './acting.mts';
import { waitFor } from '../support/wait-for.mts';
import { firing } from './watching.mts';

export const hospital = 'Meadow Small Animal Hospital';
export const address = 'referrals@meadow.example.com';
const zone = daytimeZone(new Date());
const heartEntry = mailEntry(zone);
/** The second service of the hospital; it has the same address. */
const boneEntry = {
	...heartEntry,
	id: 'meadow-bones',
	service: 'Bones and joints',
	specialty: 'surgery',
};
const hilltop = clinicProfile({
	id: 'hilltop',
	name: 'Hilltop Sample Vets',
	email: 'desk@hilltop.example.com',
	timeZone: zone,
});

/** The daily mail is looked for every few seconds instead of every quarter of an hour. */
export const digestEvery = (seconds: number) =>
	firing('worklist.json', ['Every quarter of an hour'], seconds);

/** Adds a second clinic and a second service of the hospital. */
export async function addNeighbours(world: World): Promise<void> {
	await world.n8n
		.dataTable('vet_referral_clinics')
		.insert([{ clinicId: hilltop.id, version: 1, profile: JSON.stringify(hilltop) }]);
	await world.n8n.dataTable('vet_referral_specialists').insert([
		{
			specialistId: boneEntry.id,
			version: 1,
			active: true,
			entry: JSON.stringify(boneEntry),
		},
	]);
}

/** Every service of the hospital wants one mail a day, or a mail a case again. */
export async function wantsMail(world: World, mail: 'each' | 'digest'): Promise<void> {
	const table = world.n8n.dataTable('vet_referral_specialists');
	for (const entry of [heartEntry, boneEntry]) {
		await table.update({ specialistId: entry.id }, { entry: JSON.stringify({ ...entry, mail }) });
	}
}

/** Marks, releases and mails the patient of a fixture to the heart service of the hospital. */
export async function mailed(
	world: World,
	name: 'cardiology' | 'oncology' | 'surgery',
): Promise<string> {
	const { animalId, clinicalQuestion } = fixture(name);
	const { caseId } = await mark(world, animalId, clinicalQuestion);
	await release(world, caseId, heartEntry.id, { clinicalQuestion });
	const types = await waitFor(
		async () => {
			const found = typesOf(await rowOf(world, caseId));
			const over = found.includes('referral.sent') || found.includes('packet.incomplete');
			return over ? found : undefined;
		},
		`the packet of ${caseId}`,
		45_000,
	);
	if (!types.includes('referral.sent')) {
		await sendAnyway(world, caseId, 'The rest is done at the hospital.');
	}
	await waitFor(
		async () => typesOf(await rowOf(world, caseId)).includes('referral.sent'),
		`the mail about ${caseId}`,
		45_000,
	);
	return caseId;
}

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

export interface Written {
	clinic?: 'clinic' | 'hilltop';
	service?: 'heart' | 'bones' | 'elsewhere';
	/** `waiting`: sent, nobody answered; `visit`: the time of the visit has passed. */
	at: 'waiting' | 'visit';
	changes?: Partial<CaseRow>;
}

/** Rows as the flow leaves them, without running it; some run seems to have each of them. */
export async function write(
	world: World,
	cases: Record<string, Written>,
): Promise<Record<string, string>> {
	const entries = Object.entries(cases).map(([patientName, wanted], index) => {
		const clinic = wanted.clinic === 'hilltop' ? hilltop : clinicProfile({ id: 'clinic' });
		const to =
			wanted.service === 'elsewhere'
				? specialist({ id: 'northside-cardiology', hospital: 'Northside Veterinary Heart Centre' })
				: specialist(wanted.service === 'bones' ? boneEntry : heartEntry);
		const released = releaseData(to, { urgency: 'routine', reasonForUrgency: undefined });
		const eventId = `written-${index}`;
		const opened = openedRow({ clinic, to, eventId, patientName, released });
		const data = { deliveryId: `${opened.caseId}/d1`, channel: 'email' };
		const sent = record(opened, [
			{ type: 'referral.sending', key: '1', data },
			{ type: 'referral.sent', key: '1', data },
		]);
		const appointment = { start: hoursAgo(2 + index), end: hoursAgo(1 + index) };
		const row =
			wanted.at === 'waiting'
				? sent
				: record(
						sent,
						[
							{ type: 'decision.accepted', data: {} },
							{ type: 'appt.scheduled', data: { appointment } },
						],
						hospitalActor,
					);
		const { id: _id, ...columns } = {
			...row,
			runId: 'another run',
			runUntil: inAnHour(),
			...wanted.changes,
		};
		return columns;
	});
	await world.n8n.dataTable('vet_referral_cases').insert(entries.map((entry) => ({ ...entry })));
	return Object.fromEntries(entries.map(({ patientName, caseId }) => [patientName, caseId]));
}

/** The signed link of the hospital, with changes. */
export const worklistLink = (world: World, changes: Record<string, unknown> = {}): string => {
	const subject = `${boneEntry.id}|${hospital}`;
	const claims = { rowId: 0, caseId: 'worklist', role: 'hospital', linkVersion: 1, subject };
	return linkOf(world, signedToken(world, { ...claims, ...changes }));
};

export const linkOf = (world: World, token: string): string =>
	`${world.deskUrl}/worklist?t=${encodeURIComponent(token)}`;

/** A filled form of the worklist: these cases ticked, with the nonce of the page. */
export function ticked(
	html: string,
	rows: LedgerRow[],
	fields: Record<string, string>,
): URLSearchParams {
	const nonce = /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? '';
	const ticks = rows.map(({ id, phase }) => [`tick_${id}`, phase]);
	return new URLSearchParams({ nonce, ...Object.fromEntries(ticks), ...fields });
}

/** What the page says became of each ticked case, by case number. */
export function resultsOn(html: string): Record<string, string> {
	const box = /role="status">(.*?)<\/ul>/s.exec(html)?.[1] ?? '';
	const lines = [...box.matchAll(/<li>(.*?)<\/li>/gs)].map(([, line = '']) =>
		line
			.replace(/<[^>]+>/g, ' ')
			.replace(/\s+/g, ' ')
			.trim(),
	);
	return Object.fromEntries(
		lines.map((line, index) => [/REF-\w+/.exec(line)?.[0] ?? `line ${index}`, line]),
	);
}

/** Starts a template by hand, as the button of the editor does. */
export async function runByHand(world: World, trigger: string): Promise<Record<string, unknown>> {
	const id = world.workflows['worklist.json'] ?? '';
	const rest = await world.n8n.login();
	const workflowData = (await rest.get(`/workflows/${id}`)).data.data as Record<string, unknown>;
	const answer = await rest.post(`/workflows/${id}/run`, {
		workflowData,
		triggerToStartFrom: { name: trigger },
	});
	const { executionId } = answer.data.data as { executionId: string };
	return await waitFor(
		async () => {
			const execution = await world.n8n.execution(executionId);
			if (execution.status === 'error') throw new Error(JSON.stringify(execution.data));
			return execution.status === 'success' ? execution.data?.resultData.runData : undefined;
		},
		`the run of "${trigger}"`,
		30_000,
	);
}

/** Enters a hospital in the node that withdraws links, as a person does on the canvas. */
export async function enterHospital(world: World, name: string): Promise<void> {
	const id = world.workflows['worklist.json'] ?? '';
	const saved = (await world.n8n.api.get(`/workflows/${id}`)).data as WorkflowJson;
	const nodes = saved.nodes.map((node) =>
		node.name === 'Withdraw links'
			? { ...node, parameters: { ...(node.parameters as object), hospital: name } }
			: node,
	);
	await world.n8n.api.put(`/workflows/${id}`, {
		name: saved.name,
		nodes,
		connections: saved.connections,
		settings: { executionOrder: 'v1' },
	});
}

/** Points the mail account of n8n at another port. */
export async function mailPort(world: World, port: number): Promise<void> {
	const account = world.credentials.find(({ type }) => type === 'smtp');
	const rest = await world.n8n.login();
	await rest.patch(`/credentials/${account?.id}`, {
		name: account?.name,
		type: 'smtp',
		data: {
			user: 'demo',
			password: 'demo',
			host: '127.0.0.1',
			port,
			secure: false,
			disableStartTls: true,
		},
	});
}

/** Waits until the schedule of the worklist has run this many times more. */
export async function rounds(world: World, count: number): Promise<void> {
	const workflowId = world.workflows['worklist.json'];
	const finished = async (): Promise<number> =>
		(await world.n8n.executions({ workflowId, status: 'success', limit: 2000 })).filter(
			({ mode }) => mode === 'trigger',
		).length;
	const before = await finished();
	await waitFor(async () => (await finished()) >= before + count, `${count} rounds`, 60_000, 500);
}

export const digestSetting = async (world: World): Promise<string> => {
	const rows = await world.n8n
		.dataTable('vet_referral_settings')
		.rows<{ key: string; value: string }>({ key: `digest:${hospital.toLowerCase()}` });
	if (rows.length > 1) throw new Error(`The hospital has ${rows.length} digest rows.`);
	return rows[0]?.value ?? '';
};

/** Sends requests of all methods that only look. */
export async function look(url: string): Promise<number[]> {
	const answers = [];
	for (const method of ['GET', 'HEAD', 'GET']) {
		answers.push(await axios.request({ url, method, proxy: false, validateStatus: () => true }));
	}
	return answers.map(({ status }) => status);
}
