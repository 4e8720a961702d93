const { writeFileSync } = require('node:fs');

/** Jest reporter that leaves the counts of the run for `scripts/tests.mjs`. */
module.exports = class ClosingLine {
	onRunComplete(_contexts, results) {
		const file = process.env.TEST_COUNTS_FILE;
		if (!file) return;
		const counts = {
			passed: results.numPassedTests,
			failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
			skipped: results.numPendingTests + results.numTodoTests,
		};
		writeFileSync(file, JSON.stringify(counts));
	}
};
