const systems = ['ezyVet', 'Provet Cloud', 'Cornerstone'];

/** Jest reporter that prints which pairs of practice systems close the loop: clinic by hospital. */
module.exports = class MatrixTable {
	onRunComplete(_contexts, results) {
		const outcomes = new Map(
			results.testResults
				.flatMap(({ testResults }) => testResults)
				.map(({ title, status }) => [title, status]),
		);
		const width = 14;
		const line = (cells) => ` ${cells.map((cell) => cell.padEnd(width)).join('')}`.trimEnd();
		console.log('\n The loop closes, from the clinic (row) to the hospital (column):');
		console.log(line(['', ...systems]));
		for (const clinic of systems) {
			const cells = systems.map(
				(hospital) => outcomes.get(`${clinic} to ${hospital}`) ?? 'not run',
			);
			console.log(line([clinic, ...cells]));
		}
		console.log('');
	}
};
