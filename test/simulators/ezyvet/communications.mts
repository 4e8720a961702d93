import { badParameter, envelope, unverified } from './answers.mts';
import type { Answer } from './answers.mts';
import { jsonBody, linked, text, whole, wrong } from './body.mts';
import type { Checked, Fields } from './body.mts';
import { render } from './lists.mts';
import type { Context } from './context.mts';
import type { Row } from './store.mts';

const SMS = 4;
const FORMATS = ['SMS', 'PlainText', 'Html'];
const STATUSES = ['Pending', 'Sending', 'Done'];
const LINKS = ['contact', 'animal', 'consult', 'appointment'];
/** Names of the text field are not documented: each of these is taken for it, one at a time. */
const CONTENT_NAMES = ['content', 'body', 'message', 'text', 'notes'];

/**
 * POST of a communication (communication guide): type, format, status and links follow the guide;
 * the names of all but contact_detail_type_id are not documented, so the whole body counts as
 * unverified.
 */
export function postCommunication(
	context: Context,
	version: number,
	contentType: string,
	body: Buffer,
): Answer {
	const { store, switches } = context;
	if (!switches.allowUnverified) return unverified(`POST /v${version}/communication`);
	const keys = ['contact_detail_type_id', 'format', 'status', 'subject', ...CONTENT_NAMES];
	const parsed = jsonBody(contentType, body, [...keys, ...LINKS.map((link) => `${link}_id`)]);
	if (!parsed.ok) return parsed.answer;
	const checked = check(context, parsed.value);
	if (!checked.ok) return checked.answer;
	const row = store.add('communication', checked.value);
	if (row.status === 'Sending') context.outbound.push(row);
	return envelope(version, store.now(), [render('communication', version, row, store, switches)]);
}

function check({ store }: Context, fields: Fields): Checked<Fields> {
	const type = whole(fields.contact_detail_type_id);
	if (type === null || type < 1 || type > 9) {
		return wrong('contact_detail_type_id must be 1 to 9.', 'contact_detail_type_id');
	}
	const format = fields.format as string;
	if (!FORMATS.includes(format)) return wrong(`format is one of ${FORMATS.join(', ')}.`, 'format');
	const status = fields.status as string;
	if (!STATUSES.includes(status))
		return wrong(`status is one of ${STATUSES.join(', ')}.`, 'status');
	const given = CONTENT_NAMES.filter((name) => fields[name] !== undefined);
	const [name] = given;
	if (name === undefined || given.length > 1) {
		return { ok: false, answer: badParameter('Exactly one text field is required.', given) };
	}
	const content = text(fields, name);
	if (!content.ok) return content;
	if (content.value === '') return wrong(`${name} must not be empty.`, name);
	if ((format === 'SMS') !== (type === SMS)) {
		return wrong('The format SMS goes with type 4 only.', 'format');
	}
	if (format === 'SMS' && content.value.length > 250) {
		return wrong('An SMS must not be longer than 250 characters.', name);
	}
	if (format === 'Html' && type !== 1 && type !== 6) {
		return wrong('The format Html goes with email and in-person notes only.', 'format');
	}
	const subject = text(fields, 'subject', 500);
	if (!subject.ok) return subject;

	const rows: Record<string, Row | null> = {};
	for (const link of LINKS) {
		const found = linked(store, fields, `${link}_id`, link);
		if (!found.ok) return found;
		rows[link] = found.value;
	}
	if (!Object.values(rows).some(Boolean)) {
		return wrong(
			'A communication is linked to a contact, animal, consult or appointment.',
			'animal_id',
		);
	}
	if (rows.consult && !rows.animal) {
		rows.animal = store.get('animal', rows.consult.animal_id as number) ?? null;
	}
	if (!rows.contact) {
		const owner = rows.animal?.contact_id ?? rows.appointment?.contact_id;
		rows.contact = store.get('contact', owner as number) ?? null;
	}
	const links = Object.fromEntries(LINKS.map((link) => [`${link}_id`, rows[link]?.id ?? null]));
	return {
		ok: true,
		value: {
			contact_detail_type_id: type,
			format,
			status,
			subject: subject.value,
			content: content.value,
			...links,
		},
	};
}
