/** Sex in the words of a practice system, such as "Male Neutered" or "Female (spayed)", split in its two facts. */
export function sexOf(name: string | undefined, desexedOn: string | undefined) {
	if (name === undefined) return desexedOn === undefined ? {} : { neutered: true };
	const female = /female|spay/i.test(name);
	const entire = /entire|intact|unneutered/i.test(name);
	const neutered = !entire && (/neuter|spay|castrat|desex/i.test(name) || desexedOn !== undefined);
	const known = female || /male|castrat/i.test(name);
	return {
		sex: known ? (female ? 'female' : 'male') : name,
		...(neutered ? { neutered: true } : entire ? { neutered: false } : {}),
	};
}
