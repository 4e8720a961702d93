const { readFileSync } = require('node:fs');
const { join } = require('node:path');

/** Jest reporter that prints the scenarios as a table: number, level, result, and what is open. */
module.exports = class ScenariosTable {
	onRunComplete(_contexts, results) {
		const file = join(__dirname, '..', 'test', 'scenarios', 'scenarios.json');
		const outcomes = new Map(
			results.testResults
				.flatMap(({ testResults }) => testResults)
				.map(({ title, status }) => [title.slice(0, 2), status]),
		);
		console.log('\n No  Level       Result  Scenario');
		for (const { number, title, level, owner, open } of JSON.parse(readFileSync(file, 'utf8'))) {
			const no = String(number).padStart(2, '0');
			const outcome = level ? (outcomes.get(no) ?? 'not run') : 'listed';
			// Its own test says only that the test which plays it further out is still there.
			const result = outcome === 'passed' && /^e/.test(level) ? 'named' : outcome;
			console.log(` ${no}  ${(level ?? '-').padEnd(10)}  ${result.padEnd(6)}  ${title}`);
			if (owner) console.log(`${' '.repeat(25)}${owner}`);
			if (open) console.log(`${' '.repeat(25)}open: ${open}`);
		}
		console.log('');
	}
};
