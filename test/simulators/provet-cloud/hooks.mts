import type { Context } from './context.mts';
import { storeName } from './resources.mts';
import type { Row } from './store.mts';

/** After the first try, so many more. */
const RETRIES = 10;

/** Triggers by what was written (numbers of the vendor's list) and the object named in the body. */
const TRIGGERS: Record<string, { object: string; write: number; remove?: number }> = {
	client: { object: 'client', write: 1 },
	patient: { object: 'patient', write: 2 },
	consultation: { object: 'consultation', write: 3, remove: 4 },
	'consultation_items/medicine': { object: 'consultationitem', write: 5 },
	'consultation_items/procedure': { object: 'consultationitem', write: 5 },
	'consultation_items/supply': { object: 'consultationitem', write: 5 },
	'consultation_items/food': { object: 'consultationitem', write: 5 },
	'consultation_items/analysis': { object: 'consultationitem', write: 5 },
	diagnosticimaging_worklist: { object: 'diagnosticimagingworklist', write: 6, remove: 8 },
	consultation_laboratory_referral: { object: 'laboratory_referral', write: 16 },
	patient_referral: { object: 'patient_referral', write: 18 },
	appointment: { object: 'appointment', write: 21, remove: 22 },
	reminder: { object: 'reminder', write: 31 },
	patient_referral_feedback: { object: 'patient_referral_feedback', write: 38 },
	note: { object: 'note', write: 40 },
};
/** Fired when a consultation reaches this status. */
const STATUS_TRIGGERS: Record<number, number> = { 5: 17, 10: 45 };

export const HIGHEST_TRIGGER = 68;

/** What is wrong with a webhook's settings, by field; null when it can be used. */
export function checkHook(given: Record<string, unknown>): Record<string, string> | null {
	const errors: Record<string, string> = {};
	const { trigger, target_url, content_type } = given;
	if (!Number.isInteger(trigger) || Number(trigger) < 1 || Number(trigger) > HIGHEST_TRIGGER) {
		errors.trigger = `A trigger is a number from 1 to ${HIGHEST_TRIGGER}.`;
	}
	if (typeof target_url !== 'string' || !/^https?:\/\//.test(target_url)) {
		errors.target_url = 'Enter a valid URL.';
	}
	if (content_type !== 1 && content_type !== 2) errors.content_type = 'Is 1 (form) or 2 (JSON).';
	return Object.keys(errors).length > 0 ? errors : null;
}

/** Fires the hooks that belong to a write of this record. */
export function announceWrite(
	context: Context,
	resource: string,
	row: Row,
	how: 'write' | 'delete',
): void {
	const known = TRIGGERS[storeName(resource)];
	const trigger = how === 'write' ? known?.write : known?.remove;
	if (!known || trigger === undefined) return;
	context.announce(trigger, known.object, row, departmentOf(context, resource, row));
}

/** Fires the hook of the status a consultation has come to, if there is one. */
export function announceStatus(context: Context, consultation: Row): void {
	const trigger = STATUS_TRIGGERS[consultation.status as number];
	if (trigger === undefined) return;
	context.announce(trigger, 'consultation', consultation, departmentIn(consultation));
}

const departmentIn = (row: Row | undefined): number | null =>
	typeof row?.department === 'number' ? row.department : null;

/** The department of a record; clients and patients changed over the API have none that counts. */
function departmentOf({ store }: Context, resource: string, row: Row): number | null {
	if (resource === 'client' || resource === 'patient') return null;
	const parent =
		typeof row.consultation === 'number' ? store.get('consultation', row.consultation) : undefined;
	return departmentIn(row) ?? departmentIn(parent);
}

/** Sends hooks: ids only, form or JSON, until HTTP 200 or the last retry. */
export function announcer(context: Context, pending: Set<Promise<void>>): Context['announce'] {
	return (trigger, object, row, departmentId = null) => {
		const hooks = context.store
			.all('hook/webhook')
			.filter((hook) => hook.active !== false && hook.trigger === trigger)
			.filter((hook) => !hook.department || hook.department === departmentId);
		for (const hook of hooks) {
			const job = deliver(context, hook, trigger, `${object}_id`, row.id);
			pending.add(job);
			void job.finally(() => pending.delete(job));
		}
	};
}

async function deliver(
	context: Context,
	hook: Row,
	trigger: number,
	key: string,
	id: number,
): Promise<void> {
	const { store, switches } = context;
	const body = {
		[key]: id,
		provet_id: context.provetId,
		provet_url: `${context.url()}/${context.provetId}/`,
	};
	const queued = store.add('hook/queue', {
		webhook: hook.id,
		tries: 0,
		last_status: null,
		delivered: false,
	});
	for (let tryNumber = 1; tryNumber <= 1 + RETRIES; tryNumber++) {
		if (tryNumber > 1) await new Promise((resolve) => setTimeout(resolve, switches.hookRetryMs));
		const status = await post(String(hook.target_url), body, hook.content_type === 2);
		context.deliveries.push({
			at: new Date(store.now()).toISOString(),
			webhookId: hook.id,
			trigger,
			tryNumber,
			status,
			body,
		});
		store.change('hook/queue', queued, {
			tries: tryNumber,
			last_status: status,
			delivered: status === 200,
		});
		if (status === 200 || hook.active === false || context.closing) return;
	}
}

/** POSTs a flat body; the HTTP status, 0 when nobody answered. */
export async function post(
	url: string,
	body: Record<string, string | number>,
	asJson: boolean,
): Promise<number> {
	const form = new URLSearchParams(
		Object.entries(body).map(([key, value]): [string, string] => [key, String(value)]),
	);
	return fetch(url, {
		method: 'POST',
		headers: {
			'content-type': asJson ? 'application/json' : 'application/x-www-form-urlencoded',
		},
		redirect: 'manual',
		body: asJson ? JSON.stringify(body) : form.toString(),
		signal: AbortSignal.timeout(10_000),
	}).then(
		(answer) => answer.status,
		() => 0,
	);
}
