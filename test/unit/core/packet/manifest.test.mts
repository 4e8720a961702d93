import * as fc from 'fast-check';
import { manifest, manifestDigest, type PacketFile } from '../../../../core/packet/manifest';
import { manifestSchema } from '../../../../core/packet/schema';
import { files, sha } from './sample.mts';

const file: fc.Arbitrary<PacketFile> = fc.record(
	{
		name: fc.constantFrom('Lab.pdf', 'lab.pdf', 'Thorax.dcm', 'Notes', 'Lab (2).pdf'),
		mimeType: fc.constantFrom('application/pdf', 'application/dicom', 'image/jpeg'),
		size: fc.nat(),
		sha256: fc.constantFrom(sha('0'), sha('1'), sha('f')),
		documentId: fc.string({ minLength: 1, maxLength: 4 }),
		date: fc.constantFrom('2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z'),
	},
	{ requiredKeys: ['name', 'mimeType', 'size', 'sha256'] },
);

describe('the manifest', () => {
	it('lists kind, type, size and digest of each file', () => {
		expect(manifest(files()).entries).toEqual([
			expect.objectContaining({ name: 'ECG.pdf', kind: 'ecg', loinc: '11524-6', size: 900 }),
			expect.objectContaining({ name: 'Thorax right lateral.dcm', kind: 'radiograph' }),
		]);
	});

	it('does not depend on the order of the files', () => {
		fc.assert(
			fc.property(
				fc
					.array(file, { maxLength: 8 })
					.chain((list) =>
						fc.tuple(
							fc.constant(list),
							fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
						),
					),
				([list, shuffled]) => {
					expect(manifest(shuffled)).toEqual(manifest(list));
				},
			),
		);
	});

	it('gives every file a name of its own, whatever the case of the letters', () => {
		fc.assert(
			fc.property(fc.array(file, { maxLength: 10 }), (list) => {
				const names = manifest(list).entries.map(({ name }) => name.toLowerCase());
				expect(new Set(names).size).toBe(list.length);
			}),
		);
	});

	it('is valid and carries the digest of its own entries', () => {
		fc.assert(
			fc.property(fc.array(file, { maxLength: 6 }), (list) => {
				const made = manifest(list);
				expect(manifestSchema.safeParse(made).success).toBe(true);
				expect(manifestDigest(made.entries)).toBe(made.sha256);
			}),
		);
	});

	it('has another digest when one byte of one file changes', () => {
		const [first, ...rest] = files();
		const changed = [{ ...(first as PacketFile), sha256: sha('c') }, ...rest];
		expect(manifest(changed).sha256).not.toBe(manifest(files()).sha256);
	});
});
