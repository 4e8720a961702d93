import type { Context } from './context.mts';
import { UNCONFIRMED } from './appointments.mts';
import { render } from './lists.mts';
import type { Row } from './store.mts';

/** What a vet writes at the start of a consult to ask for a referral. */
export const MARKER = '#refer';

/**
 * The vet's side of the demo: a consult that begins with the marker and an appointment of type
 * "Referral" for it. Answers null when there is no such patient or it has died.
 */
export function refer(
	context: Context,
	animalId: number,
	reason: string,
): { consult: Row; appointment: Row } | null {
	const { store } = context;
	const animal = store.get('animal', animalId);
	if (!animal || animal.is_dead) return null;
	const consult = store.add('consult', {
		date: store.now(),
		animal_id: animalId,
		vet_id: store.all('user')[0]?.id ?? null,
		description: `${MARKER} ${reason}`.trim(),
	});
	const type = store.all('appointmenttype').find((row) => row.name === 'Referral');
	const appointment = store.add('appointment', {
		start_at: store.now(),
		duration: 15,
		type_id: type?.id ?? null,
		status_id: UNCONFIRMED,
		animal_id: animalId,
		contact_id: animal.contact_id,
		consult_id: consult.id,
		description: 'Referral to arrange',
		resources: [],
	});
	context.announce('appointment_created', appointment);
	return { consult, appointment };
}

/**
 * Posts an appointment event in the shape seen in production (a client's notes): a hint only, it may
 * come late, it is not signed and not repeated.
 */
export function announcer(context: Context, pending: Set<Promise<void>>): Context['announce'] {
	return (event, row) => {
		const { webhookUrl, webhookDelayMs } = context.switches;
		if (!webhookUrl) return;
		const appointment = Object.values(
			render('appointment', 2, row, context.store, context.switches),
		)[0];
		const payload = {
			meta: { event, timestamp: context.store.now() },
			items: [{ appointment }],
		};
		const job = (async () => {
			if (webhookDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, webhookDelayMs));
			const status = await fetch(webhookUrl, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(payload),
				signal: AbortSignal.timeout(10_000),
			}).then(
				(answer) => answer.status,
				() => 0,
			);
			context.webhooks.push({ at: new Date().toISOString(), event, appointmentId: row.id, status });
		})();
		pending.add(job);
		void job.finally(() => pending.delete(job));
	};
}
