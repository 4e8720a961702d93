/**
 * Writes the table of what each practice system can do into README.md, from the connectors as they
 * stand: `npm run docs:capabilities`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { loadSources } from './bundle.mts';
import { capabilitiesText, withCapabilities, type Capabilities } from './capabilities/table.mts';

const connectors = await loadSources<Capabilities>([
	'connectors/pims/index',
	'connectors/pims/describe',
]);

const file = 'README.md';
writeFileSync(file, withCapabilities(readFileSync(file, 'utf8'), capabilitiesText(connectors)));
console.log(`Wrote the capabilities into ${file}`);
