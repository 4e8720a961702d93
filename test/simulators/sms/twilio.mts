import { createHmac } from 'node:crypto';

/** Twilio's default opt-out words; the whole text has to be the word. */
export const STOP_WORDS = [
	'STOP',
	'STOPALL',
	'UNSUBSCRIBE',
	'CANCEL',
	'END',
	'QUIT',
	'OPTOUT',
	'REVOKE',
];
export const START_WORDS = ['START', 'YES', 'UNSTOP'];

export const STOPPED =
	'You have successfully been unsubscribed. You will not receive any more messages from this ' +
	'number. Reply START to resubscribe.';
export const STARTED =
	'You have successfully been re-subscribed to messages from this number. Reply HELP for help. ' +
	'Reply STOP to unsubscribe. Msg&Data Rates May Apply.';

const GSM7 =
	/^[\w @£$¥èéùìòÇ\nØø\rÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ!"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà^{}\\[~\]|€]*$/;

/** SMS segments of a text: 160/153 characters in GSM-7, else 70/67. */
export function segmentsOf(body: string): number {
	const isGsm = GSM7.test(body);
	const [single, several] = isGsm ? [160, 153] : [70, 67];
	// Characters of the GSM extension table take two places.
	const length = body.length + (isGsm ? (body.match(/[\^{}\\[~\]|€]/g)?.length ?? 0) : 0);
	return length <= single ? 1 : Math.ceil(length / several);
}

/** X-Twilio-Signature: base64 HMAC-SHA1 over the URL and the sorted form fields. */
export function twilioSignature(
	authToken: string,
	url: string,
	fields: Record<string, string>,
): string {
	const signed = Object.keys(fields)
		.sort()
		.reduce((text, name) => `${text}${name}${fields[name]}`, url);
	return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
}

/** The text of a TwiML answer's messages; an empty <Response/> has none. */
export function repliesIn(twiml: string): string[] {
	const unescape = (text: string) =>
		text
			.replace(/&lt;/g, '<')
			.replace(/&gt;/g, '>')
			.replace(/&quot;/g, '"')
			.replace(/&apos;|&#39;/g, "'")
			.replace(/&amp;/g, '&');
	return [...twiml.matchAll(/<Message[^>]*>([\s\S]*?)<\/Message>/g)].map((match) =>
		unescape((match[1] ?? '').replace(/<\/?Body>/g, '').trim()),
	);
}
