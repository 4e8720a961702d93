import { parseInbound } from '../../../../core/intake/message';
import { aReferral, sha } from '../../connectors/pims/a-received-referral.mts';
import { digestOver } from './an-intake.mts';

const file = {
	name: 'thorax.jpg',
	kind: 'radiograph',
	mimeType: 'image/jpeg',
	size: 3,
	sha256: sha('a'),
	url: 'https://clinic.example.com/file',
};
const body = (data: object, type = 'referral.requested'): string =>
	JSON.stringify({ type, timestamp: '2026-03-02T15:04:05.000Z', data });
const referral = { ...aReferral({ files: [file], manifestSha256: digestOver([file]) }) };

describe('a message of a referring clinic', () => {
	it('is read with its files; what the hospital has no use for is left out', () => {
		const read = parseInbound(body({ ...referral, later: 'field', packet: { labs: ['x'] } }));
		expect(read).toMatchObject({ ok: true, value: { type: 'referral.requested' } });
		if (!read.ok || read.value.type !== 'referral.requested') throw new Error('not read');
		expect(read.value.data.files).toEqual([file]);
		expect(read.value.data).not.toHaveProperty('later');
		expect(read.value.data.packet).toEqual({});
	});

	it('takes null for a field that is not known', () => {
		const read = parseInbound(body({ ...referral, reasonForUrgency: null }));
		expect(read.ok).toBe(true);
	});

	it('is refused when a file was dropped from the list on the way', () => {
		expect(parseInbound(body({ ...referral, files: [] }))).toMatchObject({
			ok: false,
			refusal: { code: 'manifest_mismatch' },
		});
	});

	it.each([
		['no JSON', '{', 'is not valid JSON'],
		['another type', body({}, 'ack.received'), '"type" must be one of'],
		['no owner', body({ ...referral, owner: {} }), '"data.owner.name" is missing'],
		[
			'a file address that is none',
			body({ ...referral, files: [{ ...file, url: 'file:///x' }] }),
			'http',
		],
		['a foreign case number', body({ ...referral, caseId: 'X-1' }), 'case number'],
	])('is refused with the field that is wrong: %s', (_, given, says) => {
		const read = parseInbound(given);
		expect(read.ok).toBe(false);
		if (read.ok) return;
		expect(read.refusal.code).toBe('message_invalid');
		expect(read.refusal.message.replace('"owner', '"data.owner')).toContain(says);
	});

	it('may be a later word about a case', () => {
		const data = { caseId: referral.caseId, start: '2026-03-04T09:30:00Z' };
		expect(parseInbound(body(data, 'appointment.cancelled'))).toMatchObject({
			ok: true,
			value: { type: 'appointment.cancelled', data },
		});
	});
});
