import { enterReceivedReferral } from '../enter-referral';
import { shownFor, type PimsResource } from '../resource';

export const referral: PimsResource = {
	name: 'Referral',
	value: 'referral',
	operations: [
		{
			name: 'Enter',
			value: 'enter',
			action: 'Enter a received referral',
			description:
				'At a hospital: enter owner, patient, referrer, visit, files and a note, each once',
			run: enterReceivedReferral,
		},
	],
	fields: [
		{
			displayName: 'Received Referral',
			name: 'referral',
			type: 'json',
			required: true,
			default: '={{ $json.content }}',
			description: 'The message of the referring clinic, as Hospital Intake stored it',
			displayOptions: shownFor('referral'),
		},
	],
};
