import { checkInstallation } from './check-installation';
import { checkServices } from './check-services';
import { checkSettings } from './check-settings';
import type { CheckLevel, SetupCheck, SetupFacts } from './facts';

export interface CheckGroup {
	id: 'installation' | 'services' | 'settings';
	title: string;
	checks: SetupCheck[];
}

/** Looks at everything that was gathered; each check says what was found and how to mend it. */
export const checkSetup = (facts: SetupFacts): CheckGroup[] => [
	{ id: 'installation', title: 'n8n and the workflows', checks: checkInstallation(facts) },
	{ id: 'services', title: 'The systems around it', checks: checkServices(facts) },
	{ id: 'settings', title: 'Clinics and hospitals', checks: checkSettings(facts) },
];

/** How many checks came out how. */
export const countLevels = (groups: readonly CheckGroup[]): Record<CheckLevel, number> => {
	const counts: Record<CheckLevel, number> = { red: 0, amber: 0, green: 0 };
	for (const { checks } of groups) for (const { level } of checks) counts[level] += 1;
	return counts;
};
