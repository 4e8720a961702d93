import type { CaseFile } from '../../core/referral/events';
import { wordsOfPdf } from '../../core/packet/pdf-words';
import { readBinary } from '../support/engine.mts';
import { commandsOf, hospitalActor, record, release, state } from './cases.mts';
import { opened, run, to, vet } from './handed.mts';
import { reportFor, storedFile } from './reports.mts';

const bytes = '%PDF-1.4 the report\n%%EOF\n';

/** A case of Cornerstone that was sent, with its report in, and the filing begun. */
async function reported(files: CaseFile[]) {
	const released = record(
		await opened(),
		[{ type: 'release.given', key: 'page', data: release(to) }],
		vet,
	);
	const delivery = { deliveryId: `${released.caseId}/d1`, channel: 'webhook' };
	const sent = record(released, [
		{ type: 'referral.sending', key: '1', data: delivery },
		{ type: 'transport.delivered', key: '1', data: delivery },
	]);
	const report = reportFor(sent, 'cardiology', {
		patient: { name: 'Biscuit', species: 'dog', dateOfBirth: '2017-05-01' },
	});
	const data = { report, files, contentHash: 'one' };
	const came = record(sent, [{ type: 'report.final', key: 'r1', data }], hospitalActor);
	const checked = record(
		came,
		[{ type: 'report.review_confirmed', key: '1', data: { version: 1 } }],
		vet,
	);
	return record(checked, [{ type: 'report.filing', key: '1.1', data: { version: 1 } }]);
}

test('the report of a case of Cornerstone leaves under a name of its own, with a slip', async () => {
	const row = await reported([await storedFile('Letter to the vet.pdf', bytes)]);
	// The node is set to another practice system; the case says where it came from.
	const result = await run('routeOutcome', { pims: 'ezyvet' }, [{ ...row } as never], '77');
	expect(result.error).toBeUndefined();
	const [filed, waiting, review] = result.outputs('Node');
	expect([filed, review]).toEqual([[], []]);
	const { json, binary = {} } = waiting![0]!;
	const base = `${row.caseId}_Biscuit_88_report`;
	expect(Object.entries(binary).map(([key, { fileName }]) => [key, fileName])).toEqual([
		['report_0', `${base}.pdf`],
		['slip', `${base}_filing_slip.pdf`],
	]);
	expect((await readBinary(binary.report_0)).toString()).toBe(bytes);
	const slip = (await wordsOfPdf(await readBinary(binary.slip))).replace(/\s+/g, ' ');
	for (const words of [
		'Filing slip',
		'Biscuit',
		'1001',
		'88',
		`${base}.pdf`,
		`${row.caseId}/report/1`,
	]) {
		expect(slip).toContain(words);
	}
	expect(slip).toContain('page 1 of 1');

	// Nothing counts as filed until a person says so on the page.
	const asked = record(row, commandsOf(json));
	expect(state(asked).filing).toMatchObject({ status: expect.not.stringMatching('done') });
	const byHand = { version: 1, refs: [{ kind: 'by_hand', id: 'Documents of the patient' }] };
	const done = record(asked, [{ type: 'report.filed', key: 'page', data: byHand }], vet);
	expect(state(done).filing.status).toBe('done');
});

test('several files have names of their own, and a report without files is on the slip alone', async () => {
	const files = [await storedFile('One.pdf', bytes), await storedFile('Two.pdf', `${bytes}2`)];
	const several = await run('routeOutcome', {}, [{ ...(await reported(files)) } as never], '78');
	const names = Object.values(several.outputs('Node')[1]![0]!.binary!).map(({ fileName }) =>
		fileName?.replace(/^REF-[0-9a-f]+_Biscuit_88_/, ''),
	);
	expect(names).toEqual(['report.pdf', 'report_2.pdf', 'report_filing_slip.pdf']);
	const none = await run('routeOutcome', {}, [{ ...(await reported([])) } as never], '79');
	const { binary = {} } = none.outputs('Node')[1]![0]!;
	expect(Object.keys(binary)).toEqual(['slip']);
	const slip = (await wordsOfPdf(await readBinary(binary.slip))).replace(/\s+/g, ' ');
	expect(slip).toContain('Myxomatous mitral valve disease');
});
