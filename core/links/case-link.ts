import { createHmac, timingSafeEqual } from 'node:crypto';
import { ok, refuse, type Result } from '../result';

export const linkRoles = [
	'specialist',
	'clinic',
	'owner',
	'release',
	'board',
	'hospital',
	'setup',
	'intake',
] as const;
export type LinkRole = (typeof linkRoles)[number];

/** What a signed link stands for: one case, seen in one role. */
export interface CaseLink {
	rowId: number;
	caseId: string;
	role: LinkRole;
	/** Raised to withdraw older links; the caller compares it with the case. */
	linkVersion: number;
	/** End of validity, seconds since 1970. */
	exp: number;
	/** Who the link was made for (a directory id, say), if it matters. */
	subject?: string;
}

export interface LinkKeys {
	keyId: string;
	secret: string;
	/** The key before the last rotation: still read, never used to sign. */
	previous?: { keyId: string; secret: string };
}

interface SigningKey {
	keyId: string;
	secret: string;
}

const MAC_BYTES = 18;
const TOKEN = /^([A-Za-z0-9_-]{8,1000})\.([A-Za-z0-9_-]{24})$/;
const PAYLOAD_VERSION = '1';
const CONTEXT = 'vet-referral/case-link/v1';

const roleCodes: Record<LinkRole, string> = {
	specialist: 's',
	clinic: 'c',
	owner: 'o',
	release: 'r',
	board: 'b',
	hospital: 'h',
	setup: 'u',
	intake: 'i',
};

const macOf = (payload: string, secret: string): Buffer =>
	createHmac('sha256', secret).update(`${CONTEXT}.${payload}`).digest().subarray(0, MAC_BYTES);

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** Fields are joined by `|`; ids may not contain it, the subject is last and may. */
const encode = (link: CaseLink, keyId: string): string => {
	const fields = [
		PAYLOAD_VERSION,
		keyId,
		roleCodes[link.role],
		link.rowId.toString(36),
		link.linkVersion.toString(36),
		link.exp.toString(36),
		link.caseId,
	];
	if (link.subject !== undefined) fields.push(link.subject);
	return Buffer.from(fields.join('|'), 'utf8').toString('base64url');
};

const decode = (payload: string): { keyId: string; link: CaseLink } | undefined => {
	const [version, keyId, code, row, linkVersion, exp, caseId, ...subject] = Buffer.from(
		payload,
		'base64url',
	)
		.toString('utf8')
		.split('|');
	const role = linkRoles.find((name) => roleCodes[name] === code);
	if (version !== PAYLOAD_VERSION || keyId === undefined || role === undefined) return undefined;
	const [rowId, versionNumber, expiry] = [row, linkVersion, exp].map((text) =>
		/^[0-9a-z]{1,11}$/.test(text ?? '') ? parseInt(text ?? '', 36) : -1,
	) as [number, number, number];
	if (!caseId || ![rowId, versionNumber, expiry].every(isCount)) return undefined;
	const link: CaseLink = { rowId, caseId, role, linkVersion: versionNumber, exp: expiry };
	if (subject.length > 0) link.subject = subject.join('|');
	return { keyId, link };
};

/**
 * Signs a case link: a short URL-safe token, `payload.mac`. The role is part of what is signed, so
 * an owner's link never opens a specialist's page. MAC: HMAC-SHA256 cut to 144 bit.
 * Throws a RangeError for values no case can have (programming error).
 */
export const signCaseLink = (link: CaseLink, keys: LinkKeys): string => {
	if (keys.secret === '') throw new RangeError('The link secret is empty; set the key first');
	if (!/^[A-Za-z0-9._-]{1,40}$/.test(keys.keyId)) throw new RangeError('The key id is not usable');
	if (!/^[A-Za-z0-9._:-]{1,100}$/.test(link.caseId))
		throw new RangeError('The case id is not usable');
	if (!isCount(link.rowId) || !isCount(link.linkVersion) || !isCount(link.exp)) {
		throw new RangeError('Row id, link version and expiry of a link are whole numbers from 0');
	}
	const payload = encode(link, keys.keyId);
	if (payload.length > 1000) throw new RangeError('The subject of the link is too long');
	return `${payload}.${macOf(payload, keys.secret).toString('base64url')}`;
};

const invalidLink = () =>
	refuse(
		'link_invalid',
		'This link is not valid.',
		'Open the link from the original message again, or ask the clinic for a new one.',
	);

/**
 * Checks a token made by {@link signCaseLink}. Malformed, altered and wrongly signed tokens get the
 * same `link_invalid`; a genuine one past its time gets `link_expired`.
 */
export const verifyCaseLink = (
	token: string,
	keys: LinkKeys,
	nowSeconds: number,
): Result<CaseLink> => {
	const parts = TOKEN.exec(token);
	const payload = parts?.[1];
	const mac = parts?.[2];
	if (payload === undefined || mac === undefined) return invalidLink();
	const given = Buffer.from(mac, 'base64url');
	const candidates: SigningKey[] = keys.previous ? [keys, keys.previous] : [keys];
	const matching = candidates.filter(
		(key) => key.secret !== '' && timingSafeEqual(macOf(payload, key.secret), given),
	);
	const decoded = matching.length > 0 ? decode(payload) : undefined;
	if (!decoded || !matching.some((key) => key.keyId === decoded.keyId)) return invalidLink();
	if (nowSeconds >= decoded.link.exp) {
		return refuse(
			'link_expired',
			'This link has expired.',
			'Ask the clinic for a new link; nothing on the case is lost.',
		);
	}
	return ok(decoded.link);
};
