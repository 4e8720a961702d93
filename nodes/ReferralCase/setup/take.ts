import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { SettingsWrite } from '../../../core/setup/changes';
import { decideSetup } from '../../../core/setup/decide';
import type { SetupPage } from '../../../core/setup/page-state';
import type { SetupTables } from '../../../core/setup/stored';
import { renderSetup } from '../../shared/pages/setup';
import { sendPage } from '../desk/reply';
import { pageFrame, readSetupRequest, tablesOf } from './request';

const outputs = 7;
const check = 4;
const testMail = 5;
const answered = 6;

/** Which of the four ways of saving a write takes: change or add, clinic or hospital. */
const outputOf = ({ table, rowId }: SettingsWrite): number =>
	(table === 'clinics' ? 0 : 2) + (rowId === 0 ? 1 : 0);

/** A write as an item: the columns, and what must still stand in the row. */
const itemOf = (write: SettingsWrite): IDataObject => ({ ...write });

function mailTo(tables: SetupTables, clinicId: string): IDataObject | undefined {
	const clinic = tables.clinics.find(({ key }) => key === clinicId)?.value;
	const to = clinic?.staffAlertEmail || clinic?.email;
	if (!clinic || !to) return undefined;
	return {
		to,
		from: clinic.email || to,
		subject: `Test mail of the referral desk: ${clinic.name}`,
		text: `This mail was sent from the set-up page of ${clinic.name}.\nIf you read it, alerts of the referral desk reach you.`,
	};
}

/** Shows a page of the set-up. */
export async function showSetup(
	execution: IExecuteFunctions,
	page: SetupPage,
	tables: SetupTables,
): Promise<void> {
	const html = renderSetup({ page, tables, ...(await pageFrame(execution)) });
	await sendPage(execution, html, page.flash?.kind === 'refused' ? 422 : 200);
}

/**
 * Takes a request at the set-up door. What only shows is answered here; what is to be saved leaves for
 * the Data Table nodes and is answered after them.
 */
export async function takeSetup(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const request = readSetupRequest(this);
	const tables = tablesOf(this);
	const decision = decideSetup(request, tables);
	const result: INodeExecutionData[][] = Array.from({ length: outputs }, () => []);
	const leave = (output: number, json: IDataObject): void => {
		result[output]?.push({ json, pairedItem: { item: 0 } });
	};
	const { action = '' } = request.fields;
	if (decision.kind === 'save') {
		for (const write of decision.writes) leave(outputOf(write), itemOf(write));
	} else if (decision.kind === 'checks') leave(check, { action });
	else if (decision.kind === 'mail') {
		const mail = mailTo(tables, decision.clinicId);
		if (mail) leave(testMail, mail);
		else {
			const message = 'This clinic has no e-mail for alerts, so no test mail can be sent.';
			const hint = 'Fill it in in the settings of the clinic.';
			const flash = { kind: 'refused', message, hint } as const;
			await showSetup(this, { view: 'home', id: '', flash }, tables);
			leave(answered, { action });
		}
	} else {
		await showSetup(this, decision.page, tables);
		leave(answered, { action, view: decision.page.view });
	}
	return result;
}
