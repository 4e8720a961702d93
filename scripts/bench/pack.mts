import { services } from '../demo/clinic.mts';
import { fixture } from '../demo/loop.mts';
import { withCredentials, readTemplate, type CredentialRef } from '../demo/templates.mts';
import { accounts } from '../demo/world.mts';
import type { WorkflowJson } from '../../test/support/n8n-client.mts';
import { clinicId } from '../demo/clinic.mts';
import { animalId } from './practice.mts';
import { startNode, type StartBody } from './start.mts';

export const service = services[0] as (typeof services)[number];

/** A complete release, as a practice system that asks for it would send it along. */
const releaseNow = () => {
	const { clinicalQuestion, reasonForUrgency } = fixture('cardiology') as unknown as Record<
		string,
		string
	>;
	return {
		specialistId: service.id,
		urgency: 'urgent',
		reasonForUrgency,
		clinicalQuestion,
		reason: 'Heart murmur grade IV/VI, louder over six months, cough at night for two weeks.',
		noteApproved: true,
		consent: {
			share: true,
			by: 'Olive Owner',
			at: new Date().toISOString(),
			how: 'asked in the consulting room',
		},
		contact: {
			hospital: true,
			sms: true,
			email: true,
			wording: 'The owner agreed to get text messages about this referral.',
			language: 'en',
			preferredChannel: 'sms',
		},
		supplement: {
			problemList: ['Heart murmur'],
			allergies: [],
			toldOwner: 'The murmur needs a heart ultrasound; costs were talked about.',
			exam: 'T 38.5, P 120, R 28 at rest. Left apical systolic murmur IV/VI. Lungs clear. BP 140 mmHg.',
			handling: 'Friendly, no muzzle needed. No known infection.',
			diet: 'Commercial dry food.',
			travel: 'None.',
			parasiteControl: 'Monthly.',
			insurance: 'Insured, estimate given.',
			anaesthesia: 'No earlier anaesthetic trouble; last meal 7 am.',
			microchipSource: 'scanned',
			medicationTiming: 'Last tablets this morning.',
			pendingTests: [],
		},
		by: { name: 'Dr Vera Sample', role: 'Veterinarian' },
	};
};

/** What the webhook is sent: the same for all variants; all but the pack use the animal's id only. */
export const startBody = (eventId: string, encounterId: string): StartBody => ({
	eventId,
	patientId: String(animalId),
	encounterId,
	text: String(fixture('cardiology').referText),
	markedAt: new Date().toISOString(),
	patientName: 'Biscuit',
	release: releaseNow(),
});

/**
 * The Refer template with another start: a webhook and a Set node that give the very item the PIMS
 * Trigger gives (the trigger of ezyVet asks once a minute, which is no load). Nothing else is changed.
 */
export function packWorkflow(credentials: CredentialRef[]): WorkflowJson {
	const json = withCredentials(readTemplate('refer.json'), credentials);
	const trigger = json.nodes.find(({ name }) => name === 'PIMS Trigger');
	if (!trigger) throw new Error('The Refer template has no node "PIMS Trigger".');
	const fields = [
		'eventId',
		'patientId',
		'encounterId',
		'text',
		'markedAt',
		'patientName',
		'release',
	];
	const item = `={{ ({ pims: 'ezyvet', site: '${accounts.ezyvet.siteUid}', version: '1', clinicId: '${clinicId}', ${fields
		.map((field) => `${field}: $json.body.${field}`)
		.join(', ')} }) }}`;
	const nodes = json.nodes.filter((node) => node !== trigger);
	nodes.push(startNode('pack'), {
		id: 'bench-set',
		name: 'PIMS Trigger',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position: [0, 0],
		parameters: { mode: 'raw', jsonOutput: item, options: {} },
	});
	const connections = {
		...json.connections,
		Start: { main: [[{ node: 'PIMS Trigger', type: 'main', index: 0 }]] },
	};
	return { ...json, name: 'Bench: pack', nodes, connections };
}
