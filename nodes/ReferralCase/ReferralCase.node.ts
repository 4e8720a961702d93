import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { runItems } from '../shared/items';
import { claimNextStep } from './actions/next-step';
import { openCase } from './actions/open-case';
import { recordEvents } from './actions/record';
import { redirectCase } from './actions/redirect';
import { settle } from './actions/settle';
import { createLink } from './board/create-link';
import { boardWithoutCredential } from './board/describe';
import { boardRuns } from './board/runs';
import { answerDesk, respondDesk } from './desk/answer';
import { referralCaseFields } from './fields';
import { outputNames, referralCaseOperations } from './operations';
import { respondSetup } from './setup/respond';
import { setupLink } from './setup/setup-link';
import { showChecks } from './setup/show-checks';
import { takeSetup } from './setup/take';
import { setupFields } from './setup/fields';
import { withoutCredential } from './watch/describe';
import { watchRuns } from './watch/runs';
import { answerWorklist } from './worklist/answer-worklist';
import { dueDigests, writeDigests } from './worklist/digests';
import { worklistFields, worklistWithoutCredential } from './worklist/fields';
import { openWorklist } from './worklist/open-worklist';
import { withdrawWorklist, worklistLinks } from './worklist/worklist-links';

type ForItem = (this: IExecuteFunctions, itemIndex: number) => Promise<INodeExecutionData[][]>;
type ForRun = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

const forItem: Record<string, ForItem> = {
	createLink,
	nextStep: claimNextStep,
	open: openCase,
	record: recordEvents,
	redirect: redirectCase,
};

/** Operations that look at all input items together. */
const forRun: Record<string, ForRun> = {
	answer: answerDesk,
	answerWorklist,
	dueDigests,
	openWorklist,
	respond: respondDesk,
	respondSetup,
	settle,
	setupLink,
	showChecks,
	takeSetup,
	withdrawWorklist,
	worklistLinks,
	writeDigests,
	...boardRuns,
	...watchRuns,
};

export class ReferralCase implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Referral Case',
		name: 'referralCase',
		icon: {
			light: 'file:../../icons/referral-case.svg',
			dark: 'file:../../icons/referral-case.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description:
			'Decides what happened to a referral and what comes next; Data Table nodes store it',
		defaults: { name: 'Referral Case' },
		inputs: [NodeConnectionTypes.Main],
		outputs: `={{ (${JSON.stringify(outputNames)}[$parameter["operation"]] ?? [""]).map((displayName) => ({ type: "main", displayName })) }}`,
		usableAsTool: undefined,
		credentials: [
			{
				name: 'referralDeskApi',
				required: true,
				displayOptions: {
					hide: {
						operation: [
							'open',
							'record',
							'redirect',
							'settle',
							...boardWithoutCredential,
							...withoutCredential,
							...worklistWithoutCredential,
						],
					},
				},
			},
		],
		properties: [
			...referralCaseOperations,
			...referralCaseFields,
			...worklistFields,
			...setupFields,
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = String(this.getNodeParameter('operation', 0));
		const run = forRun[operation];
		if (run) return await run.call(this);
		const act = forItem[operation];
		const outputs = outputNames[operation]?.length ?? 1;
		return await runItems(
			this,
			async (itemIndex) => (act ? await act.call(this, itemIndex) : []),
			outputs,
		);
	}
}
