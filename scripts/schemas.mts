/**
 * Writes docs/schemas from the schemas the code reads with. Run it whenever one of them has changed:
 * `node scripts/schemas.mts`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Schemas } from './schemas/published.mts';

const sources = [
	'connectors/pims/webhook/filing',
	'connectors/pims/webhook/payload',
	'core/packet/release',
];
const bundle = buildSync({
	stdin: {
		contents: [
			"export { publishedSchemas } from './scripts/schemas/published.mts';",
			...sources.map((path) => `export * from './${path}';`),
		].join('\n'),
		resolveDir: process.cwd(),
		loader: 'ts',
	},
	bundle: true,
	format: 'esm',
	platform: 'node',
	write: false,
});
const code = Buffer.from(bundle.outputFiles[0]?.contents ?? []).toString('base64');
const built = (await import(`data:text/javascript;base64,${code}`)) as Schemas & {
	publishedSchemas: (schemas: Schemas) => Record<string, string>;
};

const folder = join('docs', 'schemas');
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(built.publishedSchemas(built))) {
	writeFileSync(join(folder, name), text);
	console.log(`Wrote ${join(folder, name)}`);
}
