import { intakeMail } from '../../../../core/intake/mail';
import { aRow } from './an-intake.mts';

const links = { filing: 'https://hospital.example.com/filing?t=x' };
const mail = (changes: Parameters<typeof aRow>[0]) => intakeMail(aRow(changes), links, 'Etc/GMT');

describe('the mail of an intake', () => {
	it('says that a referral is in the record, and where to accept or decline it', () => {
		const { subject, text } = mail({ stage: 'done', recordNumber: '812' });
		expect(subject).toBe('URGENT: New referral: Biscuit [REF-1a2b3c4d5e6f]');
		expect(text).toContain('Record: 812');
		expect(text).toContain('https://clinic.example.com/case?t=token');
		expect(text).not.toContain(links.filing);
	});

	it('carries the slip and the page for the one who enters it by hand', () => {
		const { subject, text } = mail({ stage: 'person', slip: 'FILING SLIP REF-1a2b3c4d5e6f' });
		expect(subject).toContain('Please enter a referral');
		expect(text).toContain('FILING SLIP REF-1a2b3c4d5e6f');
		expect(text).toContain(links.filing);
	});

	it('says while it is tried that it is not in yet', () => {
		expect(mail({ stage: 'enter', slip: 'ezyVet is down.' }).text).toContain('ezyVet is down.');
	});

	it('says that the clinic could not be told', () => {
		const row = { stage: 'done' as const, toTell: false, tries: 1 };
		expect(mail(row).subject).toContain('The clinic could not be told');
	});

	it('passes on a later word of the clinic with its time and its words', () => {
		const content = {
			caseId: 'REF-1a2b3c4d5e6f',
			slot: { start: '2026-03-04T09:30:00Z' },
			note: 'Mornings',
		};
		const { subject, text } = mail({
			kind: 'appointment.requested',
			content: JSON.stringify(content),
			patientName: '',
		});
		expect(subject).toBe('An appointment is asked for: REF-1a2b3c4d5e6f');
		expect(text).toContain('Time: Wednesday 4 March 2026, 09:30');
		expect(text).toContain('Note: Mornings');
	});

	it('lists the files of an answer with the addresses they can be fetched from', () => {
		const files = [
			{ name: 'films\n.pdf', url: 'https://clinic.example.com/one' },
			{ name: 'odd', url: 'javascript:alert(1)' },
			null,
		];
		const content = JSON.stringify({ caseId: 'REF-1a2b3c4d5e6f', answer: 'Here', files });
		const { text } = mail({ kind: 'info.supplied', content });
		expect(text).toContain('Answer: Here\nFile films .pdf: https://clinic.example.com/one');
		expect(text).not.toContain('odd');
	});

	it('keeps a name with line breaks on one line of the subject', () => {
		const content = JSON.stringify({ caseId: 'REF-1a2b3c4d5e6f' });
		const { subject } = mail({ kind: 'info.supplied', content, patientName: 'Bis\r\nBcc: x' });
		expect(subject).not.toMatch(/[\r\n]/);
	});
});
