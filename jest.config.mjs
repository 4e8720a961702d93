/**
 * Every file under a project's folder named `*.test.mts` is a test. Sources are compiled in memory
 * to CommonJS; of what must run on a real n8n (e2e, browser, scale) only few files run at a time,
 * which `scripts/run.mjs` sees to.
 */
const transform = {
	'^.+\\.m?ts$': [
		'@swc/jest',
		{
			jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
			module: { type: 'commonjs' },
			sourceMaps: 'inline',
		},
	],
	'/node_modules/client-zip/.+\\.js$': ['@swc/jest', { module: { type: 'commonjs' } }],
};

const project = (displayName, extra = {}) => ({
	displayName,
	testEnvironment: 'node',
	testMatch: [`<rootDir>/test/${displayName}/**/*.test.mts`],
	moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'cjs', 'json', 'node'],
	modulePathIgnorePatterns: ['<rootDir>/dist/package.json', '<rootDir>/.artifacts/'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/.artifacts/'],
	watchPathIgnorePatterns: ['<rootDir>/.artifacts/'],
	transform,
	transformIgnorePatterns: ['/node_modules/(?!client-zip/)'],
	...extra,
});

/** Nodes under test share the host's n8n-workflow, so that `instanceof` of its errors holds. */
const hostModules = {
	'^(n8n-workflow|n8n-core|zod|luxon|reflect-metadata)$': '<rootDir>/test/host/node_modules/$1',
};

/** What all files share is made once before the first of them starts. */
const realN8n = (seconds) => ({
	globalSetup: '<rootDir>/test/support/prepare.mts',
	...patience(seconds),
});

/** Jest knows no time limit per project, so a set-up file reads it from here. */
const patience = (seconds) => ({
	globals: { patienceMs: seconds * 1000 },
	setupFilesAfterEnv: ['<rootDir>/test/support/patience.mts'],
});

export default {
	projects: [
		project('unit', patience(20)),
		project('nodes', patience(20)),
		project('scenarios', patience(20)),
		project('engine', { moduleNameMapper: hostModules, ...patience(30) }),
		project('e2e', realN8n(240)),
		project('matrix', realN8n(240)),
		project('browser', realN8n(240)),
		project('scale', realN8n(900)),
	],
};
