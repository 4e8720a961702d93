/** Parts of an exported workflow that others need, in the order they are written. */
const kept = ['id', 'name', 'description', 'nodes', 'connections', 'settings', 'tags'];
const nodeFirst = ['id', 'name', 'type', 'typeVersion', 'position', 'webhookId'];

const sortKeys = (value) => {
	if (Array.isArray(value)) return value.map(sortKeys);
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.keys(value)
			.sort()
			.map((key) => [key, sortKeys(value[key])]),
	);
};

/** A credential is found by its name after the import; its id is one instance's own. */
const withoutIds = (credentials) =>
	Object.fromEntries(
		Object.entries(credentials)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([type, { name }]) => [type, { id: null, name }]),
	);

function formatNode(node) {
	const { credentials, ...rest } = node;
	const first = Object.fromEntries(
		nodeFirst.filter((key) => key in rest).map((key) => [key, rest[key]]),
	);
	const others = Object.keys(rest)
		.filter((key) => !nodeFirst.includes(key) && key !== 'parameters')
		.sort();
	return {
		...first,
		parameters: rest.parameters ?? {},
		...Object.fromEntries(others.map((key) => [key, sortKeys(rest[key])])),
		...(credentials ? { credentials: withoutIds(credentials) } : {}),
	};
}

/** Rewrites the JSON of one exported workflow; formatting twice changes nothing more. */
function formatWorkflow(text) {
	const workflow = JSON.parse(text);
	const nodes = (workflow.nodes ?? []).map(formatNode);
	const tags = workflow.tags?.map((tag) => (typeof tag === 'string' ? tag : { name: tag.name }));
	const known = {
		...workflow,
		nodes,
		connections: workflow.connections ?? {},
		settings: sortKeys(workflow.settings ?? { executionOrder: 'v1' }),
		...(tags ? { tags } : {}),
	};
	const ordered = kept.filter((key) => known[key] !== undefined).map((key) => [key, known[key]]);
	return `${JSON.stringify(Object.fromEntries(ordered), null, 2)}\n`;
}

module.exports = { formatWorkflow };
