/**
 * The tenant's code lists. That species, breed and gender go in as numbers and come out as names is
 * documented; the numbers are this tenant's own and no connector may know them by heart.
 */
export const codeLists: Record<string, Record<number, string>> = {
	species: { 14: 'Dog', 15: 'Cat', 16: 'Rabbit', 21: 'Horse' },
	breed: {
		301: 'Cavalier King Charles Spaniel',
		302: 'Golden Retriever',
		303: 'Labrador Retriever',
		304: 'French Bulldog',
		305: 'Mixed breed dog',
		401: 'Domestic shorthair',
		402: 'Maine Coon',
		501: 'Dwarf lop',
		601: 'Finnhorse',
	},
	gender: { 0: 'Unknown', 1: 'Male', 2: 'Female', 3: 'Male, neutered', 4: 'Female, spayed' },
};

/** The species each breed belongs to. */
export const speciesOf = (breed: number): number =>
	({ 3: 14, 4: 15, 5: 16, 6: 21 })[Math.floor(breed / 100)] ?? 14;

/** The name of a code, or null when the list does not have it. */
export const nameOf = (list: string, code: unknown): string | null =>
	typeof code === 'number' ? (codeLists[list]?.[code] ?? null) : null;
