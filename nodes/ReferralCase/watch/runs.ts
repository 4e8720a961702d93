import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { applyRules, compareRules } from './apply-rules';
import { archiveCases, outcomesOf, restoreCase } from './archive';
import { drillsDue, judgeDrills } from './drills';
import { findOverdue } from './find-overdue';
import { findStalled, releaseRuns, roundOver } from './find-stalled';
import { findUnkept } from './find-unkept';
import { measureTables } from './measure-tables';
import { composeLists, findListsDue } from './morning-lists';
import { alertSent, composeAlerts } from './staff-alerts';

/** The operations of the Watch and Archive workflows; each looks at all its input items together. */
export const watchRuns: Record<
	string,
	(this: IExecuteFunctions) => Promise<INodeExecutionData[][]>
> = {
	alertSent,
	applyRules,
	archive: archiveCases,
	compareRules,
	composeAlerts,
	composeLists,
	drillsDue,
	findListsDue,
	findOverdue,
	findStalled,
	findUnkept,
	judgeDrills,
	measureTables,
	outcome: outcomesOf,
	releaseRuns,
	restore: restoreCase,
	roundOver,
};
