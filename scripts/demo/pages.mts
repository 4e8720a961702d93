import axios from 'axios';

export interface PostedPage {
	status: number;
	html: string;
}

const pageClient = axios.create({ proxy: false, validateStatus: () => true, responseType: 'text' });

/** Opens a page as a browser does. */
export async function openPage(url: string): Promise<PostedPage> {
	const { status, data } = await pageClient.get<string>(url);
	return { status, html: data };
}

const nonceOf = (html: string): string =>
	/name="nonce" value="([^"]+)"/.exec(html)?.[1] ??
	(() => {
		throw new Error('The page has no form.');
	})();

/** Opens a page, fills the form of one action and posts it. */
export async function act(
	url: string,
	action: string,
	fields: Record<string, string> = {},
): Promise<PostedPage> {
	const { html } = await openPage(url);
	const body = new URLSearchParams({ nonce: nonceOf(html), action, ...fields });
	const { status, data } = await pageClient.post<string>(url, body);
	return { status, html: data };
}

/** The first address in a text that opens a case page, decoded as a mail or phone shows it. */
export function linkIn(text: string): string {
	const found = /https?:\/\/\S+\/vet-referral\/case\?t=[A-Za-z0-9_.%-]+/.exec(
		text.replace(/&amp;/g, '&'),
	);
	if (!found) throw new Error('The message has no link to a case.');
	return found[0];
}

/** What a vet fills in on the Release page of the demo case. */
export const releaseFields = (
	specialistId: string,
	changes: Record<string, string> = {},
): Record<string, string> => ({
	specialistId,
	urgency: 'routine',
	clinicalQuestion: 'What causes the murmur, which stage is it, and does treatment have to change?',
	reason: 'Heart murmur grade IV/VI, louder over six months, cough at night for two weeks.',
	noteApproved: 'yes',
	consentShare: 'yes',
	consentBy: 'Olive Owner',
	consentHow: 'asked in the consulting room',
	contactHospital: 'yes',
	contactSms: 'yes',
	contactEmail: 'yes',
	language: 'en',
	preferredChannel: 'sms',
	allergiesNone: 'yes',
	pendingTestsNone: 'yes',
	toldOwner: 'The murmur needs a heart ultrasound; costs were talked about.',
	exam: 'T 38.5, P 120, R 28 at rest. Left apical systolic murmur IV/VI. Lungs clear. BP 140 mmHg.',
	handling: 'Friendly, no muzzle needed. No known infection.',
	insurance: 'Insured, estimate given.',
	diet: 'Commercial dry food.',
	travel: 'None.',
	parasiteControl: 'Monthly.',
	medicationTiming: 'Last tablets this morning.',
	anaesthesia: 'No earlier anaesthetic trouble; last meal 7 am.',
	problemList: 'Heart murmur',
	microchipSource: 'scanned',
	name: 'Dr Vera Sample',
	role: 'Veterinarian',
	...changes,
});
