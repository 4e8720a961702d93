import { summaryModel } from '../../../../core/packet/summary';
import { files, packet, record, release, sha } from './sample.mts';

const textOf = (model: unknown): string => JSON.stringify(model);

describe('the summary of a packet', () => {
	it('begins with the question and names case, patient and hospital', () => {
		const model = summaryModel(packet());
		expect(model.title).toBe('Referral of Biscuit to Cardiology, Demo Specialty Hospital');
		expect(model.sections[0]).toEqual({
			heading: 'Question',
			paragraphs: ['Stage of the valve disease, and is treatment right?'],
		});
		expect(model.subtitle).toContain('REF-1a2b3c4d');
	});

	it('says "not given" rather than leaving a hole, and "none known" when that was stated', () => {
		const records = record();
		records.patient = { id: '504', name: 'Sparse' };
		const silent = textOf(summaryModel(packet({ records, release: release({ supplement: {} }) })));
		expect(silent).toContain('["Weight","not given"]');
		expect(silent).toContain('["Allergies, reactions","not given"]');
		const none = release({ supplement: { allergies: [] } });
		expect(textOf(summaryModel(packet({ records, release: none })))).toContain(
			'["Allergies, reactions","none known"]',
		);
	});

	it('tells what is not in the packet and why it was sent nevertheless', () => {
		const overridden = release({ overrides: [{ field: 'bloods', reason: 'Owner declined.' }] });
		const model = summaryModel(
			packet({ records: { ...record(), labReports: [] }, release: overridden }),
		);
		const last = model.sections.find(({ heading }) => heading === 'Not in this packet');
		expect(textOf(last)).toContain('Sent without it because: Owner declined.');
	});

	it('stays short however long the record is, and says what it leaves out', () => {
		const records = record();
		records.notes = Array.from({ length: 300 }, (_, index) => ({
			id: `n${index}`,
			kind: 'history' as const,
			at: '2026-11-01T10:00:00Z',
			text: 'Long story. '.repeat(500),
		}));
		const many = Array.from({ length: 60 }, (_, index) => ({
			...(files()[0] as ReturnType<typeof files>[number]),
			name: `Film ${index}.dcm`,
			sha256: sha('e'),
		}));
		const model = summaryModel(packet({ records, files: many }));
		expect(textOf(model).length).toBeLessThan(9000);
		expect(textOf(model)).toContain('and 296 more notes in the packet');
		expect(textOf(model)).toContain('and 46 more files in the packet');
	});
});
