import type { IDataObject } from 'n8n-workflow';
import type { FollowUpResult } from '../../core/referral/events';
import type { CaseRow } from '../../core/referral/row';
import type { EzyVetSimulator } from '../simulators/ezyvet/server.mts';
import { runNode } from '../support/engine.mts';
import { clinicProfile, commandsOf, record, state } from './cases.mts';
import { reportedRow } from './reports.mts';
import { ezyVetCredential, quickEzyVet } from './services.mts';

let ezyVet: EzyVetSimulator;

beforeEach(async () => {
	ezyVet = await quickEzyVet();
});
afterEach(async () => await ezyVet.close());

/** The report is filed, and the follow-up is claimed. */
async function filedRow(): Promise<CaseRow> {
	const row = await reportedRow();
	return record(row, [
		{ type: 'report.filed', key: '1', data: { version: 1, refs: [] } },
		{ type: 'followup.scheduling', key: '1.1', data: { version: 1 } },
	]);
}

const choices = { appointmentType: 'Recheck', provider: '1' };

async function schedule(row: CaseRow, options: IDataObject = {}) {
	const names = (list: Array<Record<string, unknown>>) => list.map(({ name }) => String(name));
	const [provider] = names(ezyVet.store.all('resource'));
	const [type] = names(ezyVet.store.all('appointmenttype')).filter((name) => /check/i.test(name));
	const run = await runNode({
		node: {
			type: 'n8n-nodes-vet-referral.scheduleFollowUp',
			name: 'Plan',
			parameters: {
				clinicProfile: JSON.stringify(clinicProfile()),
				options: { ...choices, ...(type ? { appointmentType: type } : {}), provider, ...options },
			} as never,
		},
		credentials: { ezyVetApi: ezyVetCredential(ezyVet) },
		items: [row as unknown as IDataObject],
	});
	expect(run.error).toBeUndefined();
	const [json] = run.json('Plan');
	return json!;
}

const itemsOf = (json: IDataObject) => json.items as unknown as FollowUpResult[];

test('rechecks become appointments of the stated day, everything else a task', async () => {
	const row = await filedRow();
	const before = ezyVet.appointments().length;
	const json = await schedule(row);
	const items = itemsOf(json);
	expect(items.map(({ title, status }) => [title, status])).toEqual([
		['Kidney values, electrolytes and blood pressure', 'created'],
		['Clinical recheck with chest auscultation', 'created'],
		['Confirm booked at specialist: Echocardiography', 'task'],
		['Start benazepril', 'task'],
		['Medication new: Benazepril 5 mg', 'task'],
	]);
	expect(ezyVet.appointments().length).toBe(before + 2);
	const after = state(record(row, commandsOf(json)));
	expect(after.followUp).toMatchObject({ status: 'done', items });
});

test('arranging again adds nothing to the record', async () => {
	const row = await filedRow();
	const first = itemsOf(await schedule(row));
	const counts = [ezyVet.appointments().length, ezyVet.communications().length];
	const again = itemsOf(await schedule(row));
	expect([ezyVet.appointments().length, ezyVet.communications().length]).toEqual(counts);
	expect(again.map(({ ref }) => ref)).toEqual(first.map(({ ref }) => ref));
});

test('a recheck that names no known provider becomes a task that says which there are', async () => {
	const json = await schedule(await filedRow(), { provider: 'Nobody by this name' });
	const [first] = itemsOf(json);
	expect(first).toMatchObject({
		status: 'task',
		message: expect.stringContaining('Consult room 1'),
	});
	expect(itemsOf(json).map(({ status }) => status)).not.toContain('failed');
});

test('what could not be written is failed and is tried again by itself', async () => {
	const row = await filedRow();
	ezyVet.set({ down: 'reset' });
	const json = await schedule(row);
	ezyVet.set({ down: false });
	expect(itemsOf(json).map(({ status }) => status)).toEqual(Array(5).fill('failed'));
	const after = record(row, commandsOf(json));
	expect(state(after).followUp.status).toBe('failed');
	const claimed = record(after, [
		{ type: 'followup.scheduling', key: '1.2', data: { version: 1 } },
	]);
	const again = itemsOf(await schedule(claimed)).map(({ status }) => status);
	expect(again).toEqual(['created', 'created', 'task', 'task', 'task']);
});

test('without a claim in the ledger nothing is arranged', async () => {
	const json = await schedule(await reportedRow());
	expect(json).toMatchObject({ commands: [], items: [] });
});
