import fc from 'fast-check';
import {
	linkRoles,
	signCaseLink,
	verifyCaseLink,
	type CaseLink,
	type LinkKeys,
} from '../../../../core/links/case-link';

const keys: LinkKeys = { keyId: 'k2', secret: 'a secret that is long enough to sign with' };
const link: CaseLink = {
	rowId: 42,
	caseId: 'REF-7K2M9QX4',
	role: 'owner',
	linkVersion: 1,
	exp: 1_800_000_000,
};
const now = 1_790_000_000;
const codeOf = (token: string, using = keys, at = now): string => {
	const result = verifyCaseLink(token, using, at);
	return result.ok ? 'ok' : result.refusal.code;
};

const anyLink = fc.record(
	{
		rowId: fc.nat(),
		caseId: fc.stringMatching(/^[A-Za-z0-9._:-]{1,100}$/),
		role: fc.constantFrom(...linkRoles),
		linkVersion: fc.nat(),
		exp: fc.integer({ min: now + 1, max: 4_000_000_000 }),
		subject: fc.string({ unit: 'grapheme', maxLength: 60 }),
	},
	{ requiredKeys: ['rowId', 'caseId', 'role', 'linkVersion', 'exp'] },
);

describe('a signed case link', () => {
	it('gives back exactly what was signed', () => {
		fc.assert(
			fc.property(anyLink, (any) => {
				expect(verifyCaseLink(signCaseLink(any, keys), keys, now)).toEqual({
					ok: true,
					value: any,
				});
			}),
		);
	});

	it('is short and needs no escaping in a web address', () => {
		const token = signCaseLink(link, keys);
		expect(token).toMatch(/^[A-Za-z0-9._-]+$/);
		expect(token.length).toBeLessThanOrEqual(80);
	});

	it('is refused after any change of a single character', () => {
		const token = signCaseLink(link, keys);
		const alphabet = [...'ABCXYZabcxyz0189-_.~ =+/'];
		for (let index = 0; index < token.length; index += 1) {
			for (const other of alphabet.filter((letter) => letter !== token[index])) {
				expect(codeOf(token.slice(0, index) + other + token.slice(index + 1))).toBe('link_invalid');
			}
			expect(codeOf(token.slice(0, index) + token.slice(index + 1))).toBe('link_invalid');
		}
	});

	it('does not open another role, case or row, however the payload is put together', () => {
		fc.assert(
			fc.property(anyLink, anyLink, (mine, other) => {
				fc.pre(JSON.stringify(mine) !== JSON.stringify(other));
				const [, mac] = signCaseLink(mine, keys).split('.');
				const [payload] = signCaseLink(other, {
					...keys,
					secret: 'the secret of a stranger',
				}).split('.');
				expect(codeOf(`${payload}.${mac}`)).toBe('link_invalid');
			}),
		);
	});

	it('is bound to its role', () => {
		const macs = linkRoles.map((role) => signCaseLink({ ...link, role }, keys).split('.')[1]);
		expect(new Set(macs).size).toBe(linkRoles.length);
	});

	it('is refused with the same words whether it is garbage, altered or signed by a stranger', () => {
		const stranger = signCaseLink(link, { ...keys, secret: 'the secret of a stranger' });
		const answers = [
			'',
			'.',
			'x'.repeat(5000),
			'abc.def',
			stranger,
			`${signCaseLink(link, keys)}x`,
		];
		const refusals = answers.map((token) => JSON.stringify(verifyCaseLink(token, keys, now)));
		expect(new Set(refusals).size).toBe(1);
		expect(codeOf(stranger)).toBe('link_invalid');
	});

	it('expires at its time, and says so only when it is genuine', () => {
		const token = signCaseLink(link, keys);
		expect(codeOf(token, keys, link.exp - 1)).toBe('ok');
		expect(codeOf(token, keys, link.exp)).toBe('link_expired');
		const stranger = signCaseLink(link, { ...keys, secret: 'the secret of a stranger' });
		expect(codeOf(stranger, keys, link.exp)).toBe('link_invalid');
	});

	it('still opens after one rotation of the key, and not after two', () => {
		const old = signCaseLink(link, keys);
		const rotated: LinkKeys = {
			keyId: 'k3',
			secret: 'the next secret, also long enough',
			previous: { keyId: keys.keyId, secret: keys.secret },
		};
		const again: LinkKeys = {
			keyId: 'k4',
			secret: 'and the one after it, long too',
			previous: { keyId: rotated.keyId, secret: rotated.secret },
		};
		expect(codeOf(old, rotated)).toBe('ok');
		expect(codeOf(signCaseLink(link, rotated), rotated)).toBe('ok');
		expect(codeOf(old, again)).toBe('link_invalid');
	});

	it('is refused when the key id inside is not the one of the key', () => {
		const token = signCaseLink(link, { ...keys, keyId: 'k9' });
		expect(codeOf(token)).toBe('link_invalid');
	});

	it.each([
		['an empty secret', link, { ...keys, secret: '' }],
		['a case id with a separator', { ...link, caseId: 'REF|1' }, keys],
		['a negative row', { ...link, rowId: -1 }, keys],
		['half a second', { ...link, exp: 1.5 }, keys],
	])('is never made from %s', (_name, badLink, badKeys) => {
		expect(() => signCaseLink(badLink, badKeys)).toThrow(RangeError);
	});

	it('is never accepted under an empty secret', () => {
		expect(codeOf(signCaseLink(link, keys), { keyId: 'k2', secret: '' })).toBe('link_invalid');
	});
});
