import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { operationNames, supportMeanings } from '../../../connectors/pims/describe';
import { pimsRegistry } from '../../../connectors/pims/index';
import { capabilitiesText, withCapabilities } from '../../../scripts/capabilities/table.mts';

const readme = readFileSync(join(process.cwd(), 'README.md'), 'utf8');
const connectors = { pimsRegistry, operationNames, supportMeanings };

describe('the table of capabilities', () => {
	it('stands in the README as the connectors are (npm run docs:capabilities writes it)', () => {
		expect(withCapabilities(readme, capabilitiesText(connectors))).toBe(readme);
	});

	it('has a column for each practice system and a row for each operation', () => {
		const [head = '', , ...lines] = capabilitiesText(connectors).split('\n');
		for (const { label } of Object.values(pimsRegistry)) expect(head).toContain(`| ${label} |`);
		const rows = lines.filter((line) => line.startsWith('|'));
		expect(rows).toHaveLength(Object.keys(operationNames).length);
		const cells = rows[0]?.split('|').length;
		expect(cells).toBe(Object.keys(pimsRegistry).length + 3);
	});

	it('shows what the switch adds behind an arrow', () => {
		const capabilities = (on: boolean) => ({ addNote: on ? 'asCommunication' : 'none' });
		const create = ({ allowUnverifiedWrites: on }: { allowUnverifiedWrites?: boolean }) => ({
			ok: true,
			value: { capabilities: () => capabilities(on === true) },
		});
		const text = capabilitiesText({
			pimsRegistry: { sample: { label: 'Sample', create } },
			operationNames: { addNote: 'Add a note' },
			supportMeanings: {},
		});
		expect(text).toContain('| Add a note | none → as communication |');
	});

	it('is refused by a README that has no place for it', () => {
		expect(() => withCapabilities('# Another', '')).toThrow('no place');
	});
});
