import { createHash } from 'node:crypto';
import { hospitalCommands, reportHash } from '../../../../core/desk/hospital-commands';
import { parseHospitalEvent } from '../../../../core/desk/hospital-event';
import { caseId, file, reportFile } from './a-case.mts';

const text = '%PDF sample';
const document = {
	name: 'Letter.pdf',
	mimeType: 'application/pdf',
	kind: 'specialist_report',
	sha256: createHash('sha256').update(text).digest('hex'),
	contentBase64: Buffer.from(text).toString('base64'),
};
const report = { caseId, kind: 'final', patient: { name: 'Biscuit' } };
const by = { name: 'Fay Frontdesk', role: 'Reception' };
const start = '2026-11-30T10:00:00-06:00';

/** Every event of the protocol → what it says to the case. */
const protocol: Array<[string, Record<string, unknown>, Record<string, unknown>]> = [
	['ack.received', { by }, {}],
	['ack.received', { by, reference: ' 20417 ' }, { reference: '20417' }],
	[
		'decision.accepted',
		{ by, offeredSlots: [{ start }], instructions: 'No food.' },
		{ offeredSlots: [{ start }], instructions: 'No food.' },
	],
	['decision.declined', { by, reason: ' no capacity ' }, { reason: 'no capacity' }],
	['info.requested', { by, question: 'Which dose?' }, { question: 'Which dose?' }],
	[
		'appt.scheduled',
		{ appointment: { start, clinician: 'Dr Hugo Heart' } },
		{ appointment: { start, clinician: 'Dr Hugo Heart' } },
	],
	['appt.rescheduled', { appointment: { start } }, { appointment: { start } }],
	['appt.cancelled', { by: 'owner', reason: 'ill' }, { by: 'owner', reason: 'ill' }],
	['appt.cancelled', { by, reason: 'vet is ill' }, { by: 'hospital', reason: 'vet is ill' }],
	['appt.no_show', {}, {}],
	['visit.started', { at: start }, { visitedAt: start }],
	['interim.note', { text: 'stable' }, { text: 'stable' }],
	['cancel.confirmed', {}, {}],
];
const parse = (type: string, data: Record<string, unknown>) =>
	parseHospitalEvent(JSON.stringify({ type, data: { caseId, ...data } }));

describe('an event of a hospital', () => {
	test.each(protocol)('%s is understood', (type, data, said) => {
		const parsed = parse(type, data);
		expect(parsed).toMatchObject({ ok: true, value: { caseId } });
		if (!parsed.ok) return;
		const commands = hospitalCommands(parsed.value, 'msg_1', []);
		expect(commands).toEqual([
			{
				type,
				data: said,
				key: 'msg_1',
				actor: expect.objectContaining({ role: 'specialist', via: 'webhook' }),
			},
		]);
	});

	test('names who said it', () => {
		const parsed = parse('ack.received', { by });
		const [command] = parsed.ok ? hospitalCommands(parsed.value, 'm', []) : [];
		expect(command?.actor.name).toBe('Fay Frontdesk (Reception)');
	});

	test('with a report carries its files and a sum of its content', () => {
		const parsed = parse('report.final', { report, documents: [document] });
		if (!parsed.ok) throw new Error(parsed.refusal.message);
		const [command] = hospitalCommands(parsed.value, 'm', [reportFile]);
		expect(command).toMatchObject({ type: 'report.final', data: { files: [reportFile] } });
		const { contentHash } = command!.data as { contentHash: string };
		expect(contentHash).toMatch(/^[0-9a-f]{64}$/);
		const again = hospitalCommands(parsed.value, 'another id', [reportFile])[0]!;
		expect((again.data as { contentHash: string }).contentHash).toBe(contentHash);
	});

	test('with other words or other files is another report, in whatever order the files come', () => {
		const both = reportHash(report, [file, reportFile]);
		expect(reportHash(report, [reportFile, file])).toBe(both);
		expect(reportHash(report, [file])).not.toBe(both);
		expect(reportHash({ ...report, text: 'x' }, [file, reportFile])).not.toBe(both);
	});

	const wrong: Array<[string, string, string]> = [
		['no JSON', '{', 'event_invalid'],
		['an unknown type', JSON.stringify({ type: 'bill.sent', data: { caseId } }), 'event_invalid'],
		[
			'no case number',
			JSON.stringify({ type: 'ack.received', data: { caseId: '7' } }),
			'event_invalid',
		],
		[
			'an empty reason',
			JSON.stringify({ type: 'decision.declined', data: { caseId, reason: ' ' } }),
			'event_invalid',
		],
		[
			'a time without zone',
			JSON.stringify({
				type: 'appt.scheduled',
				data: { caseId, appointment: { start: '2026-11-30T10:00' } },
			}),
			'event_invalid',
		],
		[
			'a booking address that is not https',
			JSON.stringify({
				type: 'decision.accepted',
				data: { caseId, bookingUrl: 'http://hospital.example.com' },
			}),
			'event_invalid',
		],
		[
			'a report without a patient',
			JSON.stringify({ type: 'report.final', data: { caseId, report: { caseId, kind: 'final' } } }),
			'event_invalid',
		],
		[
			'a document that was damaged',
			JSON.stringify({
				type: 'report.final',
				data: { caseId, report, documents: [{ ...document, sha256: 'f'.repeat(64) }] },
			}),
			'checksum',
		],
	];

	test.each(wrong)('is refused with %s', (_what, body, code) => {
		const parsed = parseHospitalEvent(body);
		expect(parsed).toMatchObject({ ok: false, refusal: { code } });
		if (!parsed.ok) expect(parsed.refusal.hint).toMatch(/\S.*[.]$/);
	});

	test('says which field cannot be used, and not what was in it', () => {
		const parsed = parse('decision.declined', { reason: 7 });
		expect(parsed.ok || parsed.refusal.message).toContain('reason');
	});
});
