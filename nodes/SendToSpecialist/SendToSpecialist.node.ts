import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { caseRowField, clinicProfileField, specialistField } from '../shared/fields';
import { runItems } from '../shared/items';
import { outputs } from './outputs';
import { sendNotice } from './send-notice';
import { sendPacket } from './send-packet';

export class SendToSpecialist implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Send to Specialist',
		name: 'sendToSpecialist',
		icon: {
			light: 'file:../../icons/send-to-specialist.svg',
			dark: 'file:../../icons/send-to-specialist.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: '={{$parameter["operation"] === "notice" ? "notice" : "packet"}}',
		description: 'Sends the referral packet, or a later notice, the way the hospital takes it',
		defaults: { name: 'Send to Specialist' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Sent', 'Hand Off', 'Failed'],
		usableAsTool: undefined,
		credentials: [{ name: 'referralDeskApi', required: true }],
		hints: [
			{
				message:
					"Items of 'Hand Off' carry a mail: connect one of n8n's mail nodes, then record the 'commands'.",
				type: 'info',
				location: 'ndv',
				whenToDisplay: 'beforeExecution',
			},
		],
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Notice',
						value: 'notice',
						action: 'Send notice to hospital',
						description: 'Tell the hospital a wished time, an answer or a cancellation',
					},
					{
						name: 'Send',
						value: 'send',
						action: 'Send referral packet',
						description: 'Send the packet, once for each delivery number',
					},
				],
				default: 'send',
			},
			caseRowField,
			clinicProfileField,
			specialistField,
			{
				displayName: 'Packet',
				name: 'packet',
				type: 'json',
				required: true,
				default: "={{ $('Build Packet').first().json.packet }}",
				description: 'The packet that Build Packet made in this run',
				displayOptions: { show: { operation: ['send'] } },
			},
			{
				displayName: 'Attach to Mail',
				name: 'attach',
				type: 'options',
				default: 'files',
				options: [
					{ name: 'All Files', value: 'files' },
					{ name: 'Links Only', value: 'links' },
					{ name: 'One ZIP', value: 'zip' },
				],
				description:
					'For hospitals reached by e-mail. Files larger than the hospital takes become links that work for 30 days.',
				displayOptions: { show: { operation: ['send'] } },
			},
			{
				displayName: 'Notice ID',
				name: 'noticeId',
				type: 'string',
				default: '={{ $json.noticeId }}',
				description: 'Which open notice of the case to send. Leave empty to send all.',
				displayOptions: { show: { operation: ['notice'] } },
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const act = this.getNodeParameter('operation', 0) === 'notice' ? sendNotice : sendPacket;
		return await runItems(this, async (itemIndex) => await act.call(this, itemIndex), outputs);
	}
}
