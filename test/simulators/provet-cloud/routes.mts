import { detail, methodNotAllowed, notFound, unverified, UNVERIFIED } from './answers.mts';
import type { Answer } from './answers.mts';
import { actions, sendMessage } from './actions.mts';
import type { Context } from './context.mts';
import type { CallKind } from './limits.mts';
import { exposed, list } from './lists.mts';
import { render } from './render.mts';
import { resources, storeName, subResources, unknownAnswers } from './resources.mts';
import type { Family, ResourceDef } from './resources.mts';
import type { Row } from './store.mts';
import { describe, unknownRead } from './unknown-reads.mts';
import { feedbackAttachment, upload } from './uploads.mts';
import { create, remove, update } from './writes.mts';
import type { Call } from './writes.mts';

/** What a path leads to, before anything is done. */
export interface Route {
	/** Calls are counted and permissions refused under this name. */
	endpoint: string;
	family: Family;
	kind: CallKind;
	run(call: Call): Answer | Promise<Answer>;
}

/** Writes that exist and that this simulator never guesses. */
const NEVER = ['patient/merge', 'patient/unmerge', 'patient/bulk', 'consultation/admit'].concat([
	'appointment/check_conflicts',
	'appointment/admit',
	'upload_urls',
	'multi_upload',
]);

/** The route of a path below /api/0.1/ (without its slashes at the ends); null when there is none. */
export function routeOf(context: Context, method: string, path: string): Route | null {
	const parts = path.split('/');
	if (parts.includes('')) return null;
	const [first = '', second = ''] = parts;
	const double = `${first}/${second}`;
	if (path === 'sms/send' || path === 'email/send') {
		const run = (call: Call) =>
			method === 'POST' ? sendMessage(context, first, call) : methodNotAllowed(method);
		return { endpoint: path, family: 'General', kind: 'write', run };
	}
	const bare = parts.filter((part) => !/^\d+$/.test(part)).join('/');
	if (NEVER.includes(bare)) {
		const run = (call: Call) => unverified(`the body of ${method} ${call.path}`);
		return { endpoint: bare, family: familyOf(first), kind: 'write', run };
	}
	if (unknownAnswers.includes(bare)) return unknownRoute(context, first, second, bare);
	const name = Object.hasOwn(resources, double) ? double : first;
	const def = Object.hasOwn(resources, name) ? resources[name] : undefined;
	// A record that lives under another has no list of its own.
	if (!def || def.under) return null;
	return resourceRoute(context, method, name, def, parts.slice(name === double ? 2 : 1));
}

const familyOf = (name: string): Family => resources[name]?.family ?? 'General';

function unknownRoute(context: Context, first: string, id: string, bare: string): Route {
	const row = /^\d+$/.test(id) ? context.store.get(first, Number(id)) : undefined;
	return {
		endpoint: bare,
		family: familyOf(first),
		kind: 'one',
		run: (call) => unknownRead(context, bare, row ?? null, call.path),
	};
}

function resourceRoute(
	context: Context,
	method: string,
	name: string,
	def: ResourceDef,
	rest: string[],
): Route | null {
	const { store } = context;
	const [given, sub, subId, ...more] = rest;
	const base = { endpoint: name, family: def.family };
	const methods = def.methods ?? 'LRCU';
	if (given === undefined) {
		const rows = () => store.all(storeName(name));
		return { ...base, kind: kindOf(method, 'list'), run: collection(context, name, methods, rows) };
	}
	const row = /^\d+$/.test(given) ? store.get(storeName(name), Number(given)) : undefined;
	const run = (job: (row: Row, call: Call) => Answer | Promise<Answer>) => (call: Call) =>
		row ? job(row, call) : notFound();
	if (sub === undefined) {
		return { ...base, kind: kindOf(method, 'one'), run: run(record(context, name, methods)) };
	}
	const action = subId === undefined ? actions[`${name}/${sub}`] : undefined;
	if (action) {
		const act = (found: Row, call: Call) =>
			method === 'POST' ? action(context, found, call) : methodNotAllowed(method);
		return { ...base, endpoint: `${name}/${sub}`, kind: 'write', run: run(act) };
	}
	if (name === 'patient_referral_feedback' && sub === 'attachment' && subId === undefined) {
		return { ...base, kind: 'one', run: run((found) => feedbackAttachment(context, found)) };
	}
	const holder = storeName(name);
	if (sub === 'upload' && (holder === 'note' || holder === 'appointment') && subId === undefined) {
		const job = (found: Row, call: Call) =>
			method === 'POST'
				? upload(context, holder, found, call)
				: list(context, 'upload', store.related('upload', holder, found.id), call.path, call.query);
		return { ...base, endpoint: `${holder}/upload`, kind: kindOf(method, 'list'), run: run(job) };
	}
	const child = Object.hasOwn(subResources, name) ? subResources[name]?.[sub] : undefined;
	if (!child || more.length > 0) return null;
	return {
		endpoint: `${name}/${sub}`,
		family: resources[child.resource]?.family ?? def.family,
		kind: kindOf(method, subId === undefined ? 'list' : 'one'),
		run: run((found, call) => childAnswer(context, child, found, subId, call)),
	};
}

/** A list under one record, or one of its records. */
function childAnswer(
	context: Context,
	child: { resource: string; by: string; create?: true },
	parent: Row,
	subId: string | undefined,
	call: Call,
): Answer {
	const { store } = context;
	const rows = () => store.related(storeName(child.resource), child.by, parent.id);
	const methods = resources[child.resource]?.methods ?? 'LRCU';
	if (subId === undefined) {
		const allowed = child.create ? methods : methods.replace('C', '');
		const under = { by: child.by, id: parent.id };
		return collection(context, child.resource, allowed, rows, under)(call);
	}
	const row = rows().find(({ id }) => String(id) === subId);
	return row ? record(context, child.resource, methods)(row, call) : notFound();
}

const kindOf = (method: string, read: 'list' | 'one'): CallKind =>
	method === 'GET' || method === 'OPTIONS' ? read : 'write';

const collection =
	(
		context: Context,
		name: string,
		methods: string,
		rows: () => Row[],
		parent?: { by: string; id: number },
	) =>
	(call: Call): Answer => {
		if (call.method === 'OPTIONS') return describe(context, name);
		if (call.method === 'GET' && methods.includes('L')) {
			return list(context, name, rows(), call.path, call.query);
		}
		if (call.method === 'POST' && methods.includes('C')) {
			return create(context, name, call, parent);
		}
		return methodNotAllowed(call.method);
	};

const record =
	(context: Context, name: string, methods: string) =>
	(row: Row, call: Call): Answer => {
		if (call.method === 'OPTIONS') return describe(context, name);
		if (call.method === 'GET' && methods.includes('R')) {
			const headers = resources[name]?.unverified ? UNVERIFIED : undefined;
			return { status: 200, json: render(context, name, row, exposed(call.query)), headers };
		}
		if ((call.method === 'PATCH' || call.method === 'PUT') && methods.includes('U')) {
			// An electronic prescription is changed by PATCH only, and only in two fields.
			if (name === 'eprescription/prescription') return prescription(context, row, call);
			return update(context, name, call, row);
		}
		if (call.method === 'DELETE' && methods.includes('D')) return remove(context, name, call, row);
		return methodNotAllowed(call.method);
	};

function prescription(context: Context, row: Row, call: Call): Answer {
	if (call.method === 'PUT') return methodNotAllowed('PUT');
	const allowed = /^\s*\{\s*("(status|remarks)"\s*:[^{}]*)*\}\s*$/.test(call.body.toString('utf8'));
	return allowed
		? update(context, 'eprescription/prescription', call, row)
		: detail(400, 'Only status and remarks can be changed.');
}
