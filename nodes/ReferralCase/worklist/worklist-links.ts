import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import {
	hospitalNamed,
	hospitalsOf,
	withdrawal,
	worklistSubject,
	worklistVersion,
	type Hospital,
	type Setting,
} from '../../../core/desk/worklist-hospital';
import { caseUrl, readDesk, type Desk } from '../../shared/desk-credential';
import { nowIso } from '../../shared/ledger';
import { directoryOf } from '../desk/request';
import { settingsOf } from './request';

/** The signed link to the worklist of a hospital; it works until it is withdrawn, at most half a year. */
export const worklistUrl = (
	desk: Desk,
	hospital: Hospital,
	settings: readonly Setting[],
	now: string,
): string =>
	caseUrl(
		desk,
		{ id: 0, caseId: 'worklist', linkVersion: worklistVersion(hospital, settings) },
		'hospital',
		Math.floor(Date.parse(now) / 1000),
		worklistSubject(hospital),
	);

/** Makes the worklist link of every hospital of the directory. */
export async function worklistLinks(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const desk = await readDesk(this);
	if (desk.publicUrl === '' || desk.secret === '') {
		throw new NodeOperationError(this.getNode(), 'The Referral Desk credential is not complete', {
			description: "Fill in 'Public Address' and 'Secret' of the credential.",
		});
	}
	const settings = settingsOf(this);
	const now = nowIso();
	return [
		hospitalsOf(directoryOf(this)).map((hospital) => ({
			json: {
				hospital: hospital.name,
				services: hospital.entries.map(({ service }) => service),
				url: worklistUrl(desk, hospital, settings, now),
			},
			pairedItem: { item: 0 },
		})),
	];
}

/** The settings to write so that all worklist links of the named hospital stop working. */
export async function withdrawWorklist(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const wanted = String(this.getNodeParameter('hospital', 0, '')).trim();
	const directory = directoryOf(this);
	const hospital = wanted === '' ? undefined : hospitalNamed(wanted, directory);
	if (!hospital) {
		const names = hospitalsOf(directory).map(({ name }) => name);
		throw new NodeOperationError(
			this.getNode(),
			wanted === ''
				? 'It is not said whose worklist link is withdrawn'
				: `There is no hospital '${wanted}' in the directory`,
			{
				description: `Set 'Hospital' to one of: ${names.join(', ') || 'the directory is empty'}.`,
			},
		);
	}
	const rows = withdrawal(hospital, settingsOf(this));
	return await Promise.resolve([
		rows.map(({ key, value }) => ({
			json: { key, value, hospital: hospital.name },
			pairedItem: { item: 0 },
		})),
	]);
}
