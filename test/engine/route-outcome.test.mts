import type { IDataObject } from 'n8n-workflow';
import type { CaseRow } from '../../core/referral/row';
import type { EzyVetSimulator } from '../simulators/ezyvet/server.mts';
import { runNode } from '../support/engine.mts';
import { clinicProfile, commandsOf, record, state, typesOf } from './cases.mts';
import { reportedRow, storedFile } from './reports.mts';
import { ezyVetCredential, quickEzyVet } from './services.mts';

let ezyVet: EzyVetSimulator;

beforeEach(async () => {
	ezyVet = await quickEzyVet();
});
afterEach(async () => await ezyVet.close());

async function route(row: CaseRow, allowUnverifiedWrites = true) {
	const run = await runNode({
		node: {
			type: 'n8n-nodes-vet-referral.routeOutcome',
			name: 'Route',
			parameters: { clinicProfile: clinicProfile() as never },
		},
		credentials: { ezyVetApi: ezyVetCredential(ezyVet, allowUnverifiedWrites) },
		items: [row as unknown as IDataObject],
	});
	expect(run.error).toBeUndefined();
	return {
		filed: run.json('Route', 0),
		byHand: run.json('Route', 1),
		review: run.json('Route', 2),
	};
}

const one = <T,>(items: T[]): T => {
	expect(items).toHaveLength(1);
	return items[0]!;
};
const carrying = (rows: object[], mark: string): object[] =>
	rows.filter((row) => JSON.stringify(row).includes(`[${mark}]`));

test('the report stands in the record: each file and one entry, with the marks of the case', async () => {
	const files = [
		await storedFile('Report Biscuit.pdf', '%PDF-1.4 sample'),
		await storedFile('Echo Biscuit.pdf', '%PDF-1.4 another'),
	];
	const row = await reportedRow({}, files);
	const json = one((await route(row)).filed);
	const mark = `${row.caseId}/report/1`;
	expect(carrying(ezyVet.attachments(), `${mark}/1`)).toHaveLength(1);
	expect(carrying(ezyVet.attachments(), `${mark}/2`)).toHaveLength(1);
	const entry = one(carrying(ezyVet.communications(), mark));
	expect(JSON.stringify(entry)).toContain('Stage B2');
	expect(ezyVet.outbound).toEqual([]);
	const stored = ezyVet.attachments().find((found) => JSON.stringify(found).includes(`${mark}/1`));
	expect(ezyVet.file(Number(stored!.id))?.toString()).toBe('%PDF-1.4 sample');
	const after = state(record(row, commandsOf(json)));
	expect(after.filing).toMatchObject({ status: 'done', version: 1 });
	expect(after.filing.refs.map(({ kind }) => kind)).toEqual([
		'attachment',
		'attachment',
		'communication',
	]);
});

test('filing again after a lost result writes nothing twice', async () => {
	const row = await reportedRow();
	const first = one((await route(row)).filed);
	const counts = [ezyVet.attachments().length, ezyVet.communications().length];
	const again = one((await route(row)).filed);
	expect([ezyVet.attachments().length, ezyVet.communications().length]).toEqual(counts);
	expect(again.refs).toEqual(first.refs);
});

test('an answer that is lost on the way is looked up, not written again', async () => {
	const row = await reportedRow();
	const before = ezyVet.attachments().length;
	ezyVet.set({ lostAnswers: 1 });
	expect(typesOf(one((await route(row)).filed))).toEqual(['report.filed']);
	expect(ezyVet.attachments().length).toBe(before + 1);
});

test('a report about another animal is not filed until a person has confirmed it', async () => {
	const other = { patient: { name: 'Biscuit', species: 'dog', microchip: '985000000000999' } };
	const row = await reportedRow(other);
	const before = ezyVet.attachments().length;
	const json = one((await route(row)).review);
	expect(json).toMatchObject({ verdict: 'mismatch' });
	expect(json.reasons).toContain('microchip_different');
	expect(ezyVet.attachments().length).toBe(before);
	const asked = record(row, commandsOf(json));
	expect(one((await route(asked)).review).commands).toEqual([]);

	const person = { role: 'referrer', name: 'Dr Vera Sample', via: 'page' } as const;
	const confirmed = record(
		asked,
		[{ type: 'report.review_confirmed', key: 'p', data: { version: 1 } }],
		person,
	);
	const claimed = record(confirmed, [{ type: 'report.filing', key: '1.2', data: { version: 1 } }]);
	expect(typesOf(one((await route(claimed)).filed))).toEqual(['report.filed']);
});

test('where the site takes no such writes a person gets a slip', async () => {
	const row = await reportedRow();
	const json = one((await route(row, false)).byHand);
	expect(json.slip).toContain('Report Biscuit.pdf');
	expect(json.slip).toContain(`${row.caseId}/report/1`);
	expect(state(record(row, commandsOf(json))).filing.awaitingHuman).toBe(json.slip);
});

test('a practice system that is down leaves a failure, and nothing looks filed', async () => {
	const row = await reportedRow();
	ezyVet.set({ down: 'reset' });
	const json = one((await route(row)).review);
	expect(commandsOf(json)[0]).toMatchObject({
		type: 'report.filing_failed',
		data: { version: 1, code: 'pims_unreachable' },
	});
	expect(state(record(row, commandsOf(json))).filing.status).toBe('failed');
});
