import type { World } from './world.mts';

interface RunError {
	message?: string;
	description?: string | null;
	node?: { name?: string };
}

/** What n8n says of executions that ended in an error, and where every other one stands. */
export async function explain(world: World): Promise<string> {
	const names = new Map(Object.entries(world.workflows).map(([file, id]) => [id, file]));
	// The list without a status leaves out what runs just now.
	const lists = await Promise.all(
		[undefined, 'running' as const, 'new' as const].map(
			async (status) =>
				await world.n8n.executions({ includeData: true, limit: 100, ...(status && { status }) }),
		),
	);
	const executions = lists.flat().sort((a, b) => Number(b.id) - Number(a.id));
	const told = executions.map((execution) => {
		const { resultData } = execution.data ?? { resultData: { runData: {} } };
		const error = (resultData as { error?: RunError }).error;
		const steps = Object.keys(resultData.runData);
		return [
			`${execution.id} ${names.get(execution.workflowId) ?? execution.workflowId} ${execution.status}`,
			`last: ${steps[steps.length - 1] ?? '-'}`,
			error ? `${error.node?.name ?? ''}: ${error.message ?? ''} ${error.description ?? ''}` : '',
		]
			.filter(Boolean)
			.join(' | ');
	});
	return told.join('\n');
}
