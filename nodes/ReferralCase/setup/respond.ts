import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { SettingsWrite } from '../../../core/setup/changes';
import { afterSave } from '../../../core/setup/after-save';
import { itemsOf, readSetupRequest, tablesOf } from './request';
import { showSetup } from './take';

/** Answers after the writes were tried: what stands in the tables now decides what is said. */
export async function respondSetup(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const tables = tablesOf(this);
	const writes = itemsOf(this, 'writes') as unknown as SettingsWrite[];
	const page = afterSave(readSetupRequest(this), writes, tables);
	await showSetup(this, page, tables);
	const saved = page.flash?.kind === 'done' ? writes.length : 0;
	return [[{ json: { saved, asked: writes.length }, pairedItem: { item: 0 } }]];
}
