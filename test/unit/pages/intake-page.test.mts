import { renderIntakePage, type IntakePageInput } from '../../../nodes/shared/pages/intake-page';
import { aReferral, sha } from '../connectors/pims/a-received-referral.mts';
import { aRow } from '../core/intake/an-intake.mts';

const file = {
	name: 'thorax <lateral>.jpg',
	kind: 'radiograph',
	mimeType: 'image/jpeg',
	size: 183_442,
	sha256: sha('a'),
	url: 'https://clinic.example.com/file',
};
const page = (changes: Partial<IntakePageInput> = {}): string =>
	renderIntakePage({
		row: aRow({ stage: 'person', slip: 'FILING SLIP <b>REF</b>' }),
		referral: aReferral({ files: [file] }),
		timeZone: 'Etc/GMT',
		action: 'https://hospital.example.com/webhook/h/filing?t=token',
		nonce: 'n1',
		fields: {},
		...changes,
	});

describe('the page of an intake', () => {
	it('shows slip, referral and files, and asks for the number of the record', () => {
		const html = page();
		expect(html).toContain('Waits for you');
		expect(html).toContain('FILING SLIP &lt;b&gt;REF&lt;/b&gt;');
		expect(html).toContain('thorax &lt;lateral&gt;.jpg</a>');
		expect(html).toContain('name="recordNumber"');
		expect(html).toContain('name="nonce" value="n1"');
		expect(html).toContain('Placeholder Vets');
	});

	it('has no form once it is in the record', () => {
		const html = page({
			row: aRow({ stage: 'done', recordNumber: '20417', doneBy: 'Casey' }),
			flash: { done: true },
		});
		expect(html).not.toContain('<form');
		expect(html).toContain('20417');
		expect(html).toContain('The referring clinic is told');
	});

	it('keeps what was typed when it is refused, and ties the mistake to its field', () => {
		const html = page({
			fields: { action: 'filed', name: 'Casey "C"', recordNumber: '' },
			flash: {
				refusal: {
					code: 'field_recordNumber',
					message: 'The number of the record is missing.',
					hint: 'Fill it in.',
				},
			},
		});
		expect(html).toContain('<title>Not recorded: Biscuit<');
		expect(html).toContain('value="Casey &quot;C&quot;"');
		expect(html).toMatch(/id="filed-recordNumber"[^>]*aria-invalid="true"/);
	});
});
