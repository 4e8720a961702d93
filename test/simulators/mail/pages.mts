import { escapeHtml as e, page } from '../shared/http.mts';
import type { ReceivedMail } from './server.mts';

/** The framed mail inherits this: no scripts, no remote pictures, only what the mail brought. */
export const MAIL_CSP =
	"default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; form-action 'none'";

const frame = (title: string, body: string): string =>
	page(
		title,
		`<header class="bar"><a href="/">Inbox</a><small>simulated mail</small></header><main>${body}</main>`,
	);

const time = (mail: ReceivedMail): string => mail.receivedAt.slice(0, 16).replace('T', ' ');

/** All mails, newest first. */
export function inboxPage(mails: ReceivedMail[]): string {
	const rows = [...mails].reverse().map((mail) => {
		const files = mail.attachments.length > 0 ? ` · ${mail.attachments.length} attached` : '';
		return `<tr><td><a href="/mails/${mail.id}"><b>${e(mail.subject || '(no subject)')}</b></a><br>
<span class="soft">${e(mail.from)} → ${e(mail.envelope.to.join(', '))}${files}</span></td>
<td class="soft">${e(time(mail))}</td></tr>`;
	});
	const list =
		rows.length > 0
			? `<table><tbody>${rows.join('')}</tbody></table>`
			: '<p class="soft">No mail yet.</p>';
	return frame('Inbox', `<h1>Inbox</h1><section>${list}</section>`);
}

/** One mail; its HTML runs in a frame that may neither run scripts nor leave. */
export function mailPage(mail: ReceivedMail): string {
	const rows = mail.attachments.map(
		(file, n) =>
			`<tr><td><a href="/mails/${mail.id}/attachments/${n}">${e(file.name)}</a><br>
<span class="soft">${e(file.mimeType)} · ${file.size} bytes<br>SHA-256 ${e(file.sha256)}</span></td></tr>`,
	);
	const links = [...new Set(mail.html.match(/href="(https?:[^"]+)"/g) ?? [])]
		.map((found) => found.slice(6, -1).replace(/&amp;/g, '&'))
		.map((href) => `<li><a href="${e(href)}" target="_blank" rel="noreferrer">${e(href)}</a></li>`);
	return frame(
		mail.subject || '(no subject)',
		`<h1>${e(mail.subject || '(no subject)')}</h1><section><dl><dt>From</dt><dd>${e(mail.from)}</dd>
<dt>To</dt><dd>${e(mail.to)}</dd>${mail.cc ? `<dt>Copy</dt><dd>${e(mail.cc)}</dd>` : ''}
<dt>Delivered to</dt><dd>${e(mail.envelope.to.join(', '))}</dd><dt>Received</dt><dd>${e(time(mail))}</dd></dl></section>
${mail.html ? `<section><h2>Message</h2><iframe title="Message" sandbox="allow-popups" srcdoc="${e(mail.html)}" style="width:100%;height:420px;border:0"></iframe></section>` : ''}
${mail.text ? `<section><h2>Plain text</h2><p class="pre">${e(mail.text)}</p></section>` : ''}
${links.length > 0 ? `<section><h2>Links in this mail</h2><ul>${links.join('')}</ul></section>` : ''}
${rows.length > 0 ? `<section><h2>Attachments</h2><table><tbody>${rows.join('')}</tbody></table></section>` : ''}`,
	);
}
