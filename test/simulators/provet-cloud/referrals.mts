import type { Context } from './context.mts';
import { announceWrite, post } from './hooks.mts';
import type { Row } from './store.mts';

/** What a vet writes at the start of a complaint to ask for a referral. */
export const MARKER = '#refer';

/**
 * The vet's side of the demo: a consultation whose complaint begins with the marker, and a record
 * under patient referrals. Fires the hooks of both and presses the "Refer" button when there is one.
 * Answers null when there is no such patient or it has died.
 */
export function refer(
	context: Context,
	patientId: number,
	reason: string,
	pending: Set<Promise<void>>,
): { consultation: Row; referral: Row } | null {
	const { store } = context;
	const patient = store.get('patient', patientId);
	if (!patient || patient.deceased === true) return null;
	const department = store.all('department')[0]?.id ?? null;
	const consultation = store.add('consultation', {
		client: patient.client,
		patients: [patientId],
		complaint: `${MARKER} ${reason}`.trim(),
		status: 8,
		type: 1,
		admitted_time: store.now(),
		first_entry: store.now(),
		started: store.now(),
		department,
		supervising_veterinarian: store.all('user')[0]?.id ?? null,
	});
	const referral = store.add('patient_referral', {
		patient: patientId,
		client: patient.client,
		consultation: consultation.id,
		department,
		reason,
	});
	announceWrite(context, 'consultation', consultation, 'write');
	announceWrite(context, 'patient_referral', referral, 'write');
	const job = pressButton(context, patient, consultation);
	pending.add(job);
	void job.finally(() => pending.delete(job));
	return { consultation, referral };
}

/** A specialist's answer to a referral, as the hospital's system would send it back. */
export function sendFeedback(
	context: Context,
	referralId: number,
	text: string,
	file?: { name: string; mimeType: string; bytes: Buffer },
): Row | null {
	const { store } = context;
	const referral = store.get('patient_referral', referralId);
	if (!referral) return null;
	const links = { patient_referral: referralId, patient: referral.patient };
	const feedback = store.add('patient_referral_feedback', {
		...links,
		department: referral.department,
		text,
	});
	if (file) {
		const { name, mimeType, bytes } = file;
		store.addFile(
			{ feedback: feedback.id, patient: referral.patient, name, mime_type: mimeType },
			bytes,
		);
	}
	announceWrite(context, 'patient_referral_feedback', feedback, 'write');
	return feedback;
}

interface Button {
	url: string;
	method: string;
	/** Name of the parameter that holds the id of the record on the page. */
	parameter: string;
}

/**
 * The custom buttons: ids only, as form data or in the query string (help centre of the vendor).
 * Which ids besides the record's own are sent, and under which names, is inferred; the salted hash
 * is left out, because nobody documents how it is made.
 */
async function pressButton(context: Context, patient: Row, consultation: Row): Promise<void> {
	const { buttonUrl, button } = context.switches;
	const own = buttonUrl ? [{ url: buttonUrl, ...button }] : [];
	const registered = context.store
		.all('custom_integration')
		.filter((row) => row.active !== false && typeof row.target_url === 'string')
		.map((row) => ({
			url: row.target_url as string,
			method: String(row.method ?? 'POST'),
			parameter: String(row.parameter_name ?? 'patient_id'),
		}));
	for (const one of [...own, ...registered]) await press(context, one, patient, consultation);
}

async function press(
	context: Context,
	{ url, method, parameter }: Button,
	patient: Row,
	consultation: Row,
): Promise<void> {
	const shown = parameter === 'consultation_id' ? consultation : patient;
	const body: Record<string, string> = {
		[parameter]: String(shown.id),
		client_id: String(patient.client ?? ''),
		user_id: String(consultation.supervising_veterinarian ?? ''),
		provet_id: String(context.provetId),
		provet_url: `${context.url()}/${context.provetId}/`,
	};
	const at = new Date(context.store.now()).toISOString();
	const status = method === 'GET' ? await get(url, body) : await post(url, body, false);
	context.buttons.push({ at, body, status });
}

async function get(address: string, body: Record<string, string>): Promise<number> {
	const url = new URL(address);
	for (const [key, value] of Object.entries(body)) url.searchParams.set(key, value);
	return fetch(url, { signal: AbortSignal.timeout(10_000) }).then(
		(answer) => answer.status,
		() => 0,
	);
}
