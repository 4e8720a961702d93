import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { wordsOfPdf } from '../../../../core/packet/pdf-words';

const pdf = (operators: string, packed = false): Buffer => {
	const body = packed ? deflateSync(operators) : Buffer.from(operators, 'latin1');
	const filter = packed ? '/Filter /FlateDecode ' : '';
	return Buffer.concat([
		Buffer.from(`%PDF-1.4\n1 0 obj\n<< ${filter}/Length ${body.length} >>\nstream\r\n`),
		body,
		Buffer.from('\nendstream\nendobj\n%%EOF\n'),
	]);
};

test.each([
	['BT (Patient: Rex (20999)) Tj ET', 'Patient: Rex (20999)'],
	['BT (Patient: Rex \\(20999\\)) Tj ET', 'Patient: Rex (20999)'],
	['BT <50617469656E743A20526578> Tj ET', 'Patient: Rex'],
	['BT [(Pat) -20 (ient: Rex)] TJ ET', 'Patient: Rex'],
	['BT (Se\\361or) Tj 0 -14 Td (Next) Tj ET', 'Señor\nNext'],
])('the words of %p are read, packed or not', async (operators, words) => {
	for (const packed of [false, true]) {
		expect((await wordsOfPdf(pdf(operators, packed))).trim()).toBe(words);
	}
});

test('images, damaged streams and anything else give no words and never throw', async () => {
	const broken = pdf('BT (Rex) Tj ET', true);
	broken.fill(0x55, broken.indexOf('stream') + 9, broken.indexOf('endstream'));
	expect(await wordsOfPdf(broken)).toBe('');
	await fc.assert(
		fc.asyncProperty(fc.string(), async (text) => {
			const whole = pdf(text);
			expect(typeof (await wordsOfPdf(whole))).toBe('string');
			expect(typeof (await wordsOfPdf(whole.subarray(0, whole.length / 2)))).toBe('string');
		}),
		{ numRuns: 60 },
	);
});
