/**
 * Writes docs/schemas from the schemas the code reads with. Run it whenever one of them has changed:
 * `node scripts/schemas.mts`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSources } from './bundle.mts';
import type { Schemas } from './schemas/published.mts';

const sources = [
	'connectors/pims/webhook/filing',
	'connectors/pims/webhook/payload',
	'core/packet/release',
];
const built = await loadSources<
	Schemas & { publishedSchemas: (schemas: Schemas) => Record<string, string> }
>(['scripts/schemas/published.mts', ...sources]);

const folder = join('docs', 'schemas');
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(built.publishedSchemas(built))) {
	writeFileSync(join(folder, name), text);
	console.log(`Wrote ${join(folder, name)}`);
}
