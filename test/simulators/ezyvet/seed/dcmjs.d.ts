/** The few parts of dcmjs that the demo's radiographs need; the package ships no types. */
declare module 'dcmjs' {
	export const data: {
		DicomDict: new (meta: unknown) => { dict: unknown; write(): ArrayBuffer };
		DicomMetaDictionary: { denaturalizeDataset(dataset: Record<string, unknown>): unknown };
	};
}
