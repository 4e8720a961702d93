import { escapeHtml as e, page } from '../shared/http.mts';
import type { SmsMessage } from './types.mts';

const STYLE = `<style>.phone{max-width:430px;margin:0 auto}.talk{display:flex;flex-direction:column;gap:8px}
.talk p{margin:0;padding:9px 13px;border-radius:16px;max-width:85%;white-space:pre-wrap;overflow-wrap:anywhere}
.in{align-self:flex-start;background:#e6edf0}.out{align-self:flex-end;background:#0f6e84;color:#fff}
.talk small{display:block;opacity:.75;font-size:.75rem;margin-top:2px}</style>`;

/** Reloads the thread while nothing is being typed; without JavaScript the link does the same. */
const RELOAD = `setInterval(function(){var b=document.getElementById('text');
if(b&&!b.value&&document.activeElement!==b)location.reload()},4000)`;

const frame = (title: string, body: string): string =>
	page(
		title,
		`<header class="bar"><a href="/">Phones</a><small>simulated text messages</small></header>
<main class="phone">${STYLE}${body}</main>`,
	);

/** Escaped text with its web addresses as links (a trailing full stop is not part of one). */
export const linkify = (text: string): string =>
	e(text).replace(/https?:\/\/(?:(?!&quot;|&#39;|&lt;|&gt;)[^\s])+/g, (found) => {
		const address = found.replace(/[.,;:!?)]+$/, '');
		const rest = found.slice(address.length);
		return `<a href="${address}" target="_blank" rel="noreferrer">${address}</a>${rest}`;
	});

const ownerOf = (message: SmsMessage): string =>
	message.direction === 'inbound' ? message.from : message.to;
const clinicOf = (message: SmsMessage): string =>
	message.direction === 'inbound' ? message.to : message.from;

const path = (number: string): string => `/phones/${encodeURIComponent(number)}`;

/** All phones that have ever sent or received a text, the latest first. */
export function phonesPage(messages: SmsMessage[]): string {
	const latest = new Map<string, SmsMessage>();
	for (const message of [...messages].reverse()) {
		if (!latest.has(ownerOf(message))) latest.set(ownerOf(message), message);
	}
	const rows = [...latest].map(
		([number, message]) =>
			`<tr><td><a href="${path(number)}"><b>${e(number)}</b></a><br>
<span class="soft">${e(message.body.slice(0, 90))}</span></td></tr>`,
	);
	const list =
		rows.length > 0
			? `<table><tbody>${rows.join('')}</tbody></table>`
			: '<p class="soft">No texts yet. They appear here as soon as one is sent.</p>';
	return frame('Phones', `<h1>Phones</h1><section>${list}</section>`);
}

function bubble(message: SmsMessage): string {
	const side = message.direction === 'inbound' ? 'out' : 'in';
	const time = message.dateCreated.toISOString().slice(11, 16);
	const failed =
		message.webhook && (message.webhook.status < 200 || message.webhook.status > 299)
			? ` · not taken by the clinic (${message.webhook.status || 'no connection'})`
			: '';
	return `<p class="${side}">${linkify(message.body)}<small>${time} · ${e(message.status)}${failed}</small></p>`;
}

function thread(owner: string, clinic: string, messages: SmsMessage[], stopped: boolean): string {
	const mark = stopped ? '<span class="tag warn">stopped</span>' : '';
	return `<section><h2>${e(clinic)} ${mark}</h2><div class="talk">${messages.map(bubble).join('')}</div>
<form method="post" action="${path(owner)}/reply"><input type="hidden" name="to" value="${e(clinic)}">
<label for="text">Reply</label><textarea id="text" name="text" rows="2" required></textarea>
<button>Send</button></form></section>`;
}

/** One phone: a thread per clinic number, with a reply box each. */
export function phonePage(
	owner: string,
	messages: SmsMessage[],
	isStopped: (clinic: string) => boolean,
	nonce: string,
): string {
	const mine = messages.filter((message) => ownerOf(message) === owner);
	const clinics = [...new Set(mine.map(clinicOf))];
	const threads = clinics.map((clinic) =>
		thread(
			owner,
			clinic,
			mine.filter((message) => clinicOf(message) === clinic),
			isStopped(clinic),
		),
	);
	const empty = '<section><p class="soft">No texts on this phone.</p></section>';
	return frame(
		owner,
		`<h1>${e(owner)}</h1><p><a href="${path(owner)}">Look for new texts</a></p>
${threads.join('') || empty}<script nonce="${e(nonce)}">${RELOAD}</script>`,
	);
}
