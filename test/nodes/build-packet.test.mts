import { renderSummaryPdf } from '../../documents/summary-pdf';
import { historyText } from '../../nodes/BuildPacket/history-text';
import { summaryPage } from '../../nodes/BuildPacket/summary-page';
import type { Packet } from '../../core/packet/schema';
import { samplePacket } from './packets.mts';

const words = (packet: Packet): string =>
	JSON.stringify(summaryPage(packet, packet.files.entries).sections);

test('what nobody gave is shown as not given, and what is known to be none as none', () => {
	const page = words(samplePacket({ allergies: [] }));
	expect(page).toContain('["Problems","not given"]');
	expect(page).toContain('["Allergies","none known"]');
	expect(page).toContain('["Weight","not given"]');
});

test('results outside their range come first', () => {
	const item = (name: string, flag?: string) => ({ name, value: '1', ...(flag ? { flag } : {}) });
	const labs = [{ id: '1', name: 'Panel', items: [item('Normal one'), item('High one', 'H')] }];
	const page = words(samplePacket({ labs }));
	expect(page.indexOf('High one')).toBeLessThan(page.indexOf('Normal one'));
});

test('gaps and unread parts are named on the page, with who decided to send without', () => {
	const page = words(
		samplePacket({
			gaps: [
				{
					field: 'holter',
					label: 'Holter',
					level: 'required',
					reason: 'None.',
					howToFix: 'Attach it.',
					override: 'Done there',
				},
			],
			overrides: [{ field: 'holter', reason: 'Done there', by: 'Dr Paul Placeholder' }],
			unread: [{ part: 'laboratory results', code: 'pims_forbidden', message: '', hint: '' }],
		}),
	);
	expect(page).toContain('Holter (sent without: Done there)');
	expect(page).toContain('Dr Paul Placeholder');
	expect(page).toContain('laboratory results could not be read');
});

test('a very long record in any alphabet still makes a page of two sheets and a full history', async () => {
	const text = 'Кашель ночью, 咳嗽, Zürich. '.repeat(80);
	const history = Array.from({ length: 200 }, (_, index) => ({
		id: String(index),
		kind: 'history' as const,
		at: '2026-11-01T10:00:00.000Z',
		text: `${text}${index}`,
	}));
	const packet = samplePacket({ history, reason: text });
	const pdf = await renderSummaryPdf(summaryPage(packet, []));
	const sheets =
		Buffer.from(pdf)
			.toString('latin1')
			.match(/\/Type \/Page\b/g) ?? [];
	expect(sheets.length).toBeGreaterThanOrEqual(1);
	expect(sheets.length).toBeLessThanOrEqual(2);
	const file = historyText(packet);
	for (const note of history) expect(file).toContain(note.text);
});

test('times of the history are those of the clinic', () => {
	const history = [
		{ id: '1', kind: 'exam' as const, at: '2026-11-01T02:00:00.000Z', text: 'Well.' },
	];
	expect(historyText(samplePacket({ history }))).toContain('[2026-10-31 21:00, exam]');
});
