import { statusRefusal } from '../refusals';
import { isRecord } from './relations';

export const system = 'Provet Cloud';

/** Of a refused field only the first few messages help a reader. */
const mostMessages = 5;

/** DRF tells of each field a message or a list of them: brought into the form `vendorWords` reads. */
function messagesOf(body: unknown): unknown {
	if (!isRecord(body) || 'detail' in body) return body;
	const messages = Object.entries(body)
		.slice(0, mostMessages)
		.map(([field, said]) => ({
			type: field,
			text: (Array.isArray(said) ? said : [said])
				.filter((one) => typeof one === 'string')
				.join(' '),
		}));
	return { messages };
}

/** The refusal of a status that is not 2xx, with the permission that is missing where it is known. */
export function refusalOf(
	answer: { status: number; headers?: Record<string, string>; body?: unknown },
	{ operation, permission, now }: { operation: string; permission?: string; now: string },
): ReturnType<typeof statusRefusal> {
	const refused = statusRefusal(
		{ ...answer, body: messagesOf(answer.body) },
		{ system, operation, now },
	);
	const { refusal } = refused;
	if (answer.status === 403 && permission) {
		refusal.message = `${system} does not allow this connection to ${operation}: the permission '${permission}' is missing.`;
		refusal.hint = `Ask the administrator of Provet Cloud to give '${permission}' to the user of this integration ("Integration …").`;
	}
	if (answer.status === 401) {
		refusal.hint = 'Open the credential and test it: client id, client secret and Provet ID.';
	}
	if (answer.status === 404) {
		refusal.hint = 'Check the id, and the domain and Provet ID of the credential.';
	}
	return refused;
}
