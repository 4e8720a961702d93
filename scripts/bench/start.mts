/** The body every variant is started with. */
export interface StartBody {
	/** Different for every case. */
	eventId: string;
	patientId: string;
	encounterId: string;
	[more: string]: unknown;
}

/** The webhook every variant starts with; it answers when the execution has ended or begun to wait. */
export const startNode = (path: string): Record<string, unknown> => ({
	id: 'bench-start',
	name: 'Start',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2.1,
	position: [-220, 0],
	webhookId: `bench-${path}`,
	parameters: {
		httpMethod: 'POST',
		path: `bench-${path}`,
		responseMode: 'lastNode',
		responseData: 'noData',
		options: {},
	},
});
