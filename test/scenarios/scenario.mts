import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Scenario {
	number: number;
	title: string;
	level?: 'core' | 'simulators' | 'engine' | 'e2e';
	/** Other tests that prove it on a level further out: file and name. */
	provenBy?: Array<[file: string, test: string]>;
	/** The part of the product that will have it, where nothing proves it yet. */
	owner?: string;
	/** What of it is not proven. */
	open?: string;
}

export const scenarios = JSON.parse(
	readFileSync(join(process.cwd(), 'test/scenarios/scenarios.json'), 'utf8'),
) as Scenario[];

/** Names in test files stand in quotes of either kind, and with the quotes inside them escaped. */
const written = (name: string): string[] =>
	["'", '"', '`'].map((quote) => quote + name.replaceAll(quote, `\\${quote}`) + quote);

/** Fails when a test that a scenario relies on is gone or was renamed. */
export function expectProofs({ provenBy = [] }: Scenario): void {
	for (const [file, name] of provenBy) {
		expect([file, existsSync(join(process.cwd(), file))]).toEqual([file, true]);
		const text = readFileSync(join(process.cwd(), file), 'utf8');
		expect([file, name, written(name).some((each) => text.includes(each))]).toEqual([
			file,
			name,
			true,
		]);
	}
}

/** One of the 36 scenarios, played on the level the list gives; without an act others prove it. */
export function scenario(number: number, act?: () => void | Promise<void>): void {
	const entry = scenarios.find((each) => each.number === number);
	if (!entry?.level) throw new Error(`Scenario ${number} is not in the list, or only named there.`);
	test(`${String(number).padStart(2, '0')} ${entry.title}`, async () => {
		expectProofs(entry);
		if (act) await act();
		else expect(entry.provenBy?.length).toBeGreaterThan(0);
	});
}
