import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { checkSetup, countLevels } from '../../../core/setup/checks';
import { renderSetup } from '../../shared/pages/setup';
import { sendPage } from '../desk/reply';
import { gatherFacts } from './gather';
import { pageFrame } from './request';

/** Runs all checks and answers with the page of their results. */
export async function showChecks(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const facts = await gatherFacts(this);
	const checks = checkSetup(facts);
	const page = { view: 'checks', id: '' } as const;
	const frame = await pageFrame(this);
	await sendPage(this, renderSetup({ page, tables: facts.tables, checks, ...frame }));
	const found = checks.flatMap((group) =>
		group.checks.map(({ id, level, finding }) => ({ id, level, finding })),
	);
	return [[{ json: { ...countLevels(checks), checks: found }, pairedItem: { item: 0 } }]];
}
