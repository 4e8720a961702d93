import fc from 'fast-check';
import { imageIdentity, isDicom } from '../../../../core/packet/dicom-header';
import { checkFile, isOtherPatient, type FilePatient } from '../../../../core/packet/file-check';
import { radiograph, type Radiograph } from '../../../simulators/ezyvet/seed/dicom.mts';

const biscuit: FilePatient = {
	name: 'Biscuit',
	species: 'Dog',
	dateOfBirth: '2017-04-02',
	ownerName: 'Olive Owner',
};
const image = (more: Partial<Radiograph> = {}): Buffer =>
	radiograph({
		key: `test/${JSON.stringify(more)}`,
		patientName: 'Owner^Biscuit',
		patientId: '77',
		species: 'Canine',
		breed: 'Beagle',
		sex: 'F',
		neutered: true,
		ownerName: 'Owner^Olive',
		birthDate: '20170402',
		takenAt: 1_800_000_000,
		bodyPart: 'CHEST',
		view: 'RL',
		description: 'Thorax',
		instance: 1,
		...more,
	});
const file = (name: string, mimeType: string, bytes: Uint8Array) => ({
	name,
	mimeType,
	head: bytes.subarray(0, 65_536),
	tail: bytes.subarray(-2048),
});
const dicom = (more: Partial<Radiograph> = {}) =>
	file('thorax.dcm', 'application/dicom', image(more));
const codeOf = (...input: Parameters<typeof checkFile>) => checkFile(...input)?.code;
const pdf = (trailer = ''): Buffer =>
	Buffer.from(
		`%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<</Size 2 /Root 1 0 R${trailer}>>\n%%EOF\n`,
	);

describe('the header of an image', () => {
	test('says whom it is of', () => {
		expect(imageIdentity(dicom().head)).toEqual({
			patientName: 'Owner^Biscuit',
			species: 'Canine',
			responsiblePerson: 'Owner^Olive',
			birthDate: '2017-04-02',
		});
	});

	/** An element with the length in 4 bytes and no type, as the oldest syntax writes it. */
	const implicit = (group: number, element: number, text: string): Buffer => {
		const head = Buffer.alloc(8);
		head.writeUInt16LE(group, 0);
		head.writeUInt16LE(element, 2);
		head.writeUInt32LE(text.length, 4);
		return Buffer.concat([head, Buffer.from(text, 'latin1')]);
	};
	const meta = (syntax: string): Buffer => {
		const even = syntax.length % 2 ? `${syntax}\0` : syntax;
		const head = Buffer.from([0x02, 0, 0x10, 0, 0x55, 0x49, even.length, 0]);
		return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), head, Buffer.from(even)]);
	};

	test('is read in the oldest syntax too, past a sequence without a length', () => {
		const sequence = Buffer.from([0x08, 0, 0x40, 0x11, 0xff, 0xff, 0xff, 0xff]);
		const end = Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
		const bytes = Buffer.concat([
			meta('1.2.840.10008.1.2'),
			sequence,
			implicit(0xfffe, 0xe000, ''),
			end,
			implicit(0x0010, 0x0010, 'Biscuit '),
			implicit(0x0020, 0x000d, '1.2'),
		]);
		expect(imageIdentity(bytes)).toEqual({ patientName: 'Biscuit' });
	});

	test('is left alone where it is compressed as a whole', () => {
		expect(imageIdentity(meta('1.2.840.10008.1.2.1.99'))).toBeUndefined();
	});

	test('of any bytes is an answer, quickly', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(300), (noise, cut) => {
				const bytes = Buffer.concat([image().subarray(0, 132 + cut), Buffer.from(noise)]);
				expect(isDicom(bytes)).toBe(true);
				expect(typeof (imageIdentity(bytes) ?? {})).toBe('object');
				imageIdentity(noise);
			}),
		);
	});
});

describe('an image', () => {
	const fits: Array<[string, Partial<Radiograph>]> = [
		['of the patient', {}],
		['with the name alone', { patientName: 'BISCUIT' }],
		['with the names the other way round', { patientName: 'Biscuit^Owner' }],
		['with a letter wrong', { patientName: 'Owner^Biskuit' }],
		['with the name of the owner only', { patientName: 'Owner^Olive' }],
		['without a name', { patientName: '' }],
		['of a family with two names', { ownerName: 'Partner^Paul' }],
	];
	test.each(fits)('%s goes along', (_name, more) => {
		expect(codeOf(dicom(more), biscuit)).toBeUndefined();
	});

	const strange: Array<[string, Partial<Radiograph>]> = [
		['of another animal', { patientName: 'Miller^Waffle' }],
		['of another animal of the owner', { patientName: 'Owner^Waffle' }],
		['of another species', { species: 'Feline' }],
		[
			'of a namesake',
			{ patientName: 'Miller^Biscuit', ownerName: 'Miller^Max', birthDate: '20110101' },
		],
	];
	test.each(strange)('%s stays here, and nobody is named', (_name, more) => {
		const found = checkFile(dicom(more), biscuit);
		expect(found?.code).toBe('other_patient');
		expect(found?.reason).not.toMatch(/Waffle|Miller|Max|Biscuit/);
	});

	test('of a patient about whom nothing is known goes along', () => {
		expect(isOtherPatient({}, biscuit)).toBe(false);
		expect(isOtherPatient({ species: 'Canine' }, { name: 'Biscuit' })).toBe(false);
	});
});

describe('a file', () => {
	const zip = (flags: number) => Buffer.from([0x50, 0x4b, 3, 4, 20, 0, flags, 0, 0, 0]);
	const table: Array<[string, string, string, Uint8Array, string | undefined]> = [
		['a PDF', 'labs.pdf', 'application/pdf', pdf(), undefined],
		['a PDF with a password', 'labs.pdf', 'application/pdf', pdf(' /Encrypt 5 0 R'), 'locked'],
		['half a PDF', 'labs.pdf', 'application/pdf', pdf().subarray(0, 40), 'damaged'],
		['a web page called PDF', 'labs.pdf', 'application/pdf', Buffer.from('<html>'), 'damaged'],
		['a program', 'viewer.exe', 'application/octet-stream', Buffer.from('MZ'), 'program'],
		['a program under another name', 'x-ray.jpg', 'image/jpeg', Buffer.from('MZ\x90'), 'program'],
		['a script', 'open me.js', 'text/plain', Buffer.from('alert(1)'), 'program'],
		['a photo', 'gum.jpg', 'image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), undefined],
		['a photo that is none', 'gum.jpg', 'image/jpeg', Buffer.from('nothing'), 'damaged'],
		['a ZIP', 'series.zip', 'application/zip', zip(0), undefined],
		['a ZIP with a password', 'series.zip', 'application/zip', zip(1), 'locked'],
		['notes', 'notes.txt', 'text/plain', Buffer.from('fine'), undefined],
		['an unknown kind', 'trace.ecg', 'application/x-ecg', Buffer.from('1;2'), undefined],
		[
			'images without the mark of DICOM',
			'old.dcm',
			'application/dicom',
			Buffer.from('x'),
			undefined,
		],
	];

	test.each(table)('%s: %s', (_what, name, mimeType, bytes, code) => {
		expect(codeOf(file(name, mimeType, bytes), biscuit)).toBe(code);
	});
});
