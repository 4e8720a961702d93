import { createHash } from 'node:crypto';
import { data } from 'dcmjs';

export interface Radiograph {
	/** What makes this image's UIDs; the same text gives the same UIDs. */
	key: string;
	patientName: string;
	patientId: string;
	species: string;
	breed: string;
	sex: 'M' | 'F';
	neutered: boolean;
	ownerName: string;
	/** yyyymmdd */
	birthDate: string;
	/** Epoch seconds. */
	takenAt: number;
	bodyPart: 'CHEST' | 'STIFLE';
	/** e.g. RL (right lateral), VD (ventrodorsal). */
	view: string;
	description: string;
	instance: number;
}

const SIZE = 512;
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
const DX_FOR_PRESENTATION = '1.2.840.10008.5.1.4.1.1.1.1';

/** A UID under 2.25 (made from a UUID-sized number), derived from the text. */
const uid = (text: string): string =>
	`2.25.${BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 30)}`)}`;

const made = new Map<string, Buffer>();

/** {@link drawRadiograph}, drawn once for the same input: a test run starts many practices. */
export function radiograph(image: Radiograph): Buffer {
	const key = JSON.stringify(image);
	const known = made.get(key);
	if (known) return Buffer.from(known);
	if (made.size >= 16) made.clear();
	const bytes = drawRadiograph(image);
	made.set(key, bytes);
	return Buffer.from(bytes);
}

/**
 * A digital radiograph as a DICOM Part 10 file: 512 x 512, 16 bit grey, a painted phantom. Carries
 * the veterinary attributes (species, breed, neutering, responsible person).
 */
function drawRadiograph(image: Radiograph): Buffer {
	const stamp = new Date(image.takenAt * 1000).toISOString();
	const date = stamp.slice(0, 10).replaceAll('-', '');
	const time = stamp.slice(11, 19).replaceAll(':', '');
	const study = image.key.split('/')[0] ?? image.key;
	const sop = uid(`sop ${image.key}`);
	const dataset = {
		SOPClassUID: DX_FOR_PRESENTATION,
		SOPInstanceUID: sop,
		StudyInstanceUID: uid(`study ${study}`),
		SeriesInstanceUID: uid(`series ${study}`),
		StudyDate: date,
		SeriesDate: date,
		AcquisitionDate: date,
		ContentDate: date,
		StudyTime: time,
		ContentTime: time,
		StudyID: '1',
		SeriesNumber: '1',
		InstanceNumber: String(image.instance),
		AccessionNumber: '',
		ReferringPhysicianName: 'Sample^Vera',
		InstitutionName: 'Riverbank Animal Clinic',
		Manufacturer: 'Riverbank demo',
		Modality: 'DX',
		PresentationIntentType: 'FOR PRESENTATION',
		ImageType: ['ORIGINAL', 'PRIMARY'],
		StudyDescription: image.description,
		BodyPartExamined: image.bodyPart,
		ViewPosition: image.view,
		PatientName: image.patientName,
		PatientID: image.patientId,
		PatientBirthDate: image.birthDate,
		PatientSex: image.sex,
		PatientSexNeutered: image.neutered ? 'ALTERED' : 'UNALTERED',
		PatientSpeciesDescription: image.species,
		PatientBreedDescription: image.breed,
		ResponsiblePerson: image.ownerName,
		ResponsiblePersonRole: 'OWNER',
		SamplesPerPixel: 1,
		PhotometricInterpretation: 'MONOCHROME2',
		Rows: SIZE,
		Columns: SIZE,
		BitsAllocated: 16,
		BitsStored: 12,
		HighBit: 11,
		PixelRepresentation: 0,
		PixelSpacing: ['0.4', '0.4'],
		WindowCenter: '2048',
		WindowWidth: '4096',
		PixelData: [image.bodyPart === 'CHEST' ? paint(chest) : paint(stifle)],
		_vrMap: { PixelData: 'OW' },
	};
	const file = new data.DicomDict(
		data.DicomMetaDictionary.denaturalizeDataset({
			FileMetaInformationVersion: new Uint8Array([0, 1]).buffer,
			MediaStorageSOPClassUID: DX_FOR_PRESENTATION,
			MediaStorageSOPInstanceUID: sop,
			TransferSyntaxUID: EXPLICIT_LITTLE_ENDIAN,
			ImplementationClassUID: uid('riverbank demo implementation'),
			ImplementationVersionName: 'RIVERBANK_1',
		}),
	);
	file.dict = data.DicomMetaDictionary.denaturalizeDataset(dataset);
	return Buffer.from(file.write() as ArrayBuffer);
}

/** Brightness from 0 (black) to 1 at a place from -1 to 1 in both directions. */
type Brightness = (x: number, y: number) => number;

function paint(brightness: Brightness): ArrayBuffer {
	const pixels = new Uint16Array(SIZE * SIZE);
	for (let row = 0; row < SIZE; row++) {
		for (let column = 0; column < SIZE; column++) {
			const grain = (((row * 73 + column * 151) % 97) / 97 - 0.5) * 0.03;
			const light = brightness((2 * column) / SIZE - 1, (2 * row) / SIZE - 1) + grain;
			pixels[row * SIZE + column] = Math.round(4095 * Math.min(1, Math.max(0, light)));
		}
	}
	return pixels.buffer;
}

/** A soft-edged ellipse. */
const blob = (x: number, y: number, cx: number, cy: number, rx: number, ry: number): number => {
	const distance = ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2;
	return 1 / (1 + Math.exp(9 * (distance - 1)));
};

/** Trunk, air-filled lungs, ribs, spine and a large heart. */
const chest: Brightness = (x, y) => {
	const trunk = 0.45 * blob(x, y, 0, 0, 0.95, 0.75);
	const lungs = -0.3 * blob(x, y, 0, 0.05, 0.75, 0.55);
	const ribs = 0.08 * blob(x, y, 0, 0, 0.9, 0.7) * (Math.sin(22 * x + 5 * y) > 0.7 ? 1 : 0);
	const spine = 0.4 * blob(x, y, 0, -0.6, 0.95, 0.08);
	const heart = 0.4 * blob(x, y, -0.1, 0.2, 0.36, 0.33);
	return 0.04 + trunk + lungs + ribs + spine + heart;
};

/** Femur above, tibia below and shifted forward, kneecap, swollen joint. */
const stifle: Brightness = (x, y) => {
	const limb = 0.25 * blob(x, y, 0, 0, 0.55, 1.1);
	const femur = 0.5 * blob(x, y, 0.08 + 0.25 * y, -0.55, 0.16, 0.5);
	const tibia = 0.5 * blob(x, y, -0.06, 0.6, 0.15, 0.55);
	const patella = 0.35 * blob(x, y, -0.36, -0.12, 0.07, 0.12);
	const effusion = 0.12 * blob(x, y, -0.1, 0, 0.34, 0.2);
	return 0.03 + limb + femur + tibia + patella + effusion;
};
