import { tickField } from '../../../core/desk/worklist-acts';
import type { WorklistRow } from '../../../core/desk/worklist';
import { markup, type Part, type SafeHtml } from './escape';
import { phone } from './parts';
import type { Texts } from './texts/en';
import { distance, showTime } from './times';
import { worklistTexts as words } from './worklist-texts';

const joined = (...values: string[]): string => values.filter((value) => value !== '').join(', ');

/**
 * One case. Its box belongs to the form below by its `form` attribute, so that a printed list keeps the
 * box for the pen although forms are not printed.
 */
export function worklistLine(
	row: WorklistRow,
	{ href, ticked, now, texts }: { href?: string; ticked: boolean; now: string; texts: Texts },
): SafeHtml {
	const name = row.patientName === '' ? row.caseId : row.patientName;
	const box =
		row.can.length > 0
			? markup`<input type="checkbox" form="act" id="${tickField(row.rowId)}" name="${tickField(row.rowId)}" value="${row.phase}" aria-label="${words.tick} ${joined(name, row.caseId)}"${
					ticked ? markup` checked` : ''
				}>`
			: markup`<span></span>`;
	return markup`<li class="tick">${box}<div class="row"><div><div class="rowhead"><strong>${
		href ? markup`<a href="${href}">${name}</a>` : name
	}</strong>${urgencyTag(row, texts)}${row.test ? markup`<span class="tag warn">Test</span>` : ''}</div><span class="soft small">${joined(
		row.patient,
		name === row.caseId ? '' : row.caseId,
	)}</span><br><span class="small">${row.ownerName}${
		row.ownerPhone === '' ? '' : markup` ${phone(row.ownerPhone)}`
	}</span></div><div>${row.clinicName}<br><span class="small">${row.service}</span><br><span class="soft small">${
		texts.phases[row.phase]
	}</span></div><div>${[asked(row, now, texts), visit(row, texts)]}</div></div></li>`;
}

function urgencyTag({ urgency }: WorklistRow, texts: Texts): Part {
	if (urgency === 'routine') return undefined;
	return markup`<span class="tag ${urgency === 'emergency' ? 'bad' : 'warn'}">${texts.urgencies[urgency]}</span>`;
}

function asked({ ask, overdue, timeZone }: WorklistRow, now: string, texts: Texts): Part {
	if (!ask) return undefined;
	return markup`${ask.what}<br>${
		overdue
			? markup`<span class="tag bad">${texts.page.overdue} ${distance(ask.dueAt, now)}</span> `
			: ''
	}<span class="soft small">${texts.page.by} <time datetime="${ask.dueAt}">${showTime(ask.dueAt, timeZone, texts)}</time></span>`;
}

function visit({ appointment, ask, timeZone }: WorklistRow, texts: Texts): Part {
	if (appointment?.status !== 'scheduled' && appointment?.status !== 'requested') return undefined;
	const label = appointment.status === 'requested' ? texts.facts.visitAsked : words.visit;
	return markup`${ask ? markup`<br>` : ''}<span class="small">${label}: <time datetime="${appointment.start}">${showTime(
		appointment.start,
		timeZone,
		texts,
	)}</time>${appointment.clinician ? `, ${appointment.clinician}` : ''}</span>`;
}
