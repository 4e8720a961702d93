import * as fc from 'fast-check';
import { classifyDocument, safeFileName } from '../../../../core/packet/kinds';

describe('the kind of a document', () => {
	it.each([
		['Thorax right lateral.dcm', 'application/dicom', 'radiograph'],
		['IM0001', 'application/dicom', 'radiograph'],
		['Brain_MRI.dcm', 'application/dicom', 'ct_mri'],
		['Lab report 17-11-2026.pdf', 'application/pdf', 'lab_report'],
		['CBC+Chem.pdf', 'application/pdf', 'lab_report'],
		['FNA-left-node.pdf', 'application/pdf', 'cytology'],
		['Echo report.pdf', 'application/pdf', 'echo'],
		['holter_24h.pdf', 'application/pdf', 'ecg'],
		['Referral letter.pdf', 'application/pdf', 'referral_letter'],
		['chemotherapy plan.pdf', 'application/pdf', 'other'],
		['IMG_2201.HEIC', 'image/heic', 'photo'],
		['gait.mov', 'video/quicktime', 'video'],
		['cardiac echo loop.mp4', 'video/mp4', 'echo'],
		['scan.pdf', 'application/pdf', 'other'],
	])('of %s (%s) is %s', (name, mimeType, kind) => {
		expect(classifyDocument({ name, mimeType })).toBe(kind);
	});
});

describe('a safe file name', () => {
	it.each([
		['Lab report 17/11/2026.pdf', 'application/pdf', 'Lab report 17-11-2026.pdf'],
		['../../etc/passwd', 'text/plain', 'etc-passwd.txt'],
		['', 'application/pdf', 'document.pdf'],
		['photo', 'image/heic', 'photo.heic'],
		['invoice\u202Efdp.exe', 'application/pdf', 'invoice-fdp.exe'],
	])('of %p (%s) is %p', (name, mimeType, safe) => {
		expect(safeFileName(name, mimeType)).toBe(safe);
	});

	it('never holds a separator, a control character or nothing, and is never long', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
				const safe = safeFileName(name, 'application/pdf');
				expect(safe).not.toMatch(/[/\\\p{Cc}\p{Bidi_Control}]/u);
				expect(safe.length).toBeGreaterThan(0);
				expect([...safe].length).toBeLessThanOrEqual(120);
				expect(safe).not.toMatch(/^\./);
			}),
		);
	});
});
