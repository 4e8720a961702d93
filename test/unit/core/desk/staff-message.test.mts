import { staffMessage } from '../../../../core/desk/staff-message';
import { never, tellsDue, type Tell } from '../../../../core/referral/telling';
import { ACase } from './a-case.mts';

const url = 'https://clinic.example.com/webhook/vet-referral/case?t=abc&x=1';
const write = (tells: readonly Tell[], more: Partial<Parameters<typeof staffMessage>[0]> = {}) =>
	staffMessage({
		from: 'desk@oak.example.com',
		to: 'team@oak.example.com',
		clinic: 'Oak Street Sample Clinic',
		timeZone: 'America/New_York',
		caseId: 'REF-0123456789ab',
		patient: 'Biscuit',
		urgency: 'routine',
		hospital: 'Example Animal Hospital',
		tells,
		url,
		...more,
	});
const tellsOf = (story: ACase): Tell[] => {
	const { state, asks } = story.projected();
	return tellsDue(state, asks, story.now);
};

test('it says what is owed and gives one link', () => {
	const mail = write(tellsOf(new ACase()));
	expect(mail).toMatchObject({ from: 'desk@oak.example.com', to: 'team@oak.example.com' });
	expect(mail.subject).toBe(
		'Choose the specialist and release the referral (Biscuit, REF-0123456789ab)',
	);
	expect(mail.text).toContain('- Choose the specialist and release the referral (clinic, until ');
	expect(mail.text).toContain(url);
	expect(mail.text.split(url)).toHaveLength(2);
	expect(mail.html.match(/<a /g)).toHaveLength(1);
});

test('what is late and what is urgent stands in the subject', () => {
	const mail = write(tellsOf(new ACase().later(48)), { urgency: 'emergency' });
	expect(mail.subject).toMatch(/^EMERGENCY: Overdue: /);
	expect(mail.text).toContain('overdue since');
});

test('times are those of the clinic, in words', () => {
	const mail = write(tellsOf(new ACase().later(48)));
	expect(mail.text).toMatch(/overdue since Mon 23 Nov, 13:30\)/);
});

test('work without a time limit names none', () => {
	const [tell] = tellsOf(new ACase());
	const mail = write([{ ...tell!, ask: { ...tell!.ask, dueAt: never } }]);
	expect(mail.text).toContain('release the referral (clinic)');
});

test('what nobody settled says so', () => {
	const tells = tellsOf(new ACase().later(48)).map((tell) => ({ ...tell, escalated: true }));
	expect(write(tells).subject).toMatch(/^Still overdue: /);
});

test('names cannot break out of the subject or the page', () => {
	const patient = 'Bis\r\nBcc: all@example.com <script>"&\'';
	const mail = write(tellsOf(new ACase()), { patient });
	expect(mail.subject).not.toMatch(/[\r\n]/);
	expect(mail.html).not.toContain('<script>');
	expect(mail.html).not.toContain('"&\'');
	expect(mail.html).toContain('&#60;script&#62;');
	expect(mail.html).toContain('&#38;x=1');
});

test('it holds nothing clinical and not the name of the owner', () => {
	const story = new ACase().accepted().later(24 * 20);
	const mail = write(tellsOf(story));
	expect(mail.text).toContain('Book the visit');
	for (const secret of ['Murmur', 'heart failure', 'Olive Owner', '+1 555 0300', 'olive@']) {
		expect(JSON.stringify(mail)).not.toContain(secret);
	}
});

test('with nothing to tell it still says where to look', () => {
	expect(write([], { hospital: '' }).subject).toContain('Look at this referral');
});
