import { startHospital } from '../../simulators/hospital/server.mts';
import type { RunningHospital } from '../../simulators/hospital/server.mts';
import {
	CASE,
	post,
	referralFor,
	SECRET,
	startClinic,
} from '../../simulators/hospital/test-clinic.mts';
import type { Clinic } from '../../simulators/hospital/test-clinic.mts';

let clinic: Clinic;
let hospital: RunningHospital;

beforeEach(async () => {
	clinic = await startClinic();
	hospital = await startHospital({
		secret: SECRET,
		behaviour: { stepMs: 0 },
		retryScale: 1 / 1_000_000,
		maxAttempts: 4,
	});
});

afterEach(async () => {
	await hospital.close();
	await clinic.close();
});

const refer = (change: Record<string, unknown> = {}, options = {}) =>
	post(hospital.inboundUrl, 'referral.requested', referralFor(clinic, change), options);

const simulate = async (path: string, body: unknown) => {
	const response = await fetch(`${hospital.url}/_sim/${path}`, {
		method: 'POST',
		body: JSON.stringify(body),
	});
	return { status: response.status, body: (await response.json()) as Record<string, any> };
};

describe('the hospital’s door', () => {
	it('answers a signed referral with its own reference', async () => {
		const answer = await refer();
		expect(answer).toEqual({ status: 200, body: { reference: 'NVH-00001' } });
		expect(hospital.referrals()[0]?.state).toBe('received');
	});

	it.each([
		['a wrong secret', { secret: `whsec_${Buffer.from('another secret').toString('base64')}` }],
		['a changed body', { tamper: (body: string) => body.replace('Biscuit', 'Bandit') }],
		['a time six minutes ago', { age: 360 }],
		['a time six minutes ahead', { age: -360 }],
	])('refuses %s with 401 and takes nothing in', async (_name, options) => {
		expect((await refer({}, options)).status).toBe(401);
		expect(hospital.log.badSignatures).toBe(1);
		expect(hospital.referrals()).toHaveLength(0);
	});

	it('refuses a request without signature headers', async () => {
		const response = await fetch(hospital.inboundUrl, { method: 'POST', body: '{}' });
		expect(response.status).toBe(401);
	});

	it.each([
		['an unknown urgency', { urgency: 'soon' }, 'data.urgency'],
		['a missing question', { clinicalQuestion: '' }, 'data.clinicalQuestion'],
		['an owner nobody can reach', { owner: { name: 'Olive Owner' } }, 'data.owner'],
		['a field it does not know', { surprise: true }, 'data'],
		['a checksum that is none', { manifestSha256: 'abc' }, 'data.manifestSha256'],
	])('names the field when the content has %s', async (_name, change, field) => {
		const answer = await refer(change);
		expect(answer.status).toBe(422);
		expect(answer.body.issues.map((issue: string) => issue.split(':')[0])).toContain(field);
		expect(hospital.log).toMatchObject({ badBodies: 1, deliveries: 0 });
	});

	it('answers 409 with the same reference when a delivery is repeated, and counts it', async () => {
		await refer();
		const again = await refer();
		expect(again.status).toBe(409);
		expect(again.body.reference).toBe('NVH-00001');
		expect(hospital.log).toMatchObject({ deliveries: 1, duplicates: 1, changedDuplicates: 0 });
	});

	it('takes one of many simultaneous repeats', async () => {
		hospital.behaviour.slowMs = 20;
		const answers = await Promise.all(Array.from({ length: 8 }, () => refer()));
		expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
		expect(answers.filter((answer) => answer.status === 409)).toHaveLength(7);
	});

	it('notices when a repeat says something else under the same deliveryId', async () => {
		await refer();
		await refer({ urgency: 'urgent' });
		expect(hospital.log).toMatchObject({ duplicates: 1, changedDuplicates: 1 });
	});

	it('takes a new packet version of a known case under the same reference', async () => {
		await refer();
		const second = await refer({ deliveryId: 'dlv-2', packetVersion: 2 });
		expect(second).toEqual({ status: 200, body: { reference: 'NVH-00001' } });
		expect(hospital.referrals()[0]?.request.packetVersion).toBe(2);
	});

	it('fails as often as told and then works', async () => {
		hospital.behaviour.failNext = 2;
		const statuses = [await refer(), await refer(), await refer()].map((one) => one.status);
		expect(statuses).toEqual([500, 500, 200]);
	});

	it('answers 410 when it takes no referrals', async () => {
		hospital.behaviour.mode = 'gone';
		expect((await refer()).status).toBe(410);
		expect(hospital.referrals()).toHaveLength(0);
	});

	it('does not know cases it never received', async () => {
		const answer = await post(hospital.inboundUrl, 'referral.cancel_requested', {
			caseId: 'REF-NOBODY',
			reason: 'Owner moved away',
		});
		expect(answer.status).toBe(404);
	});
});

describe('the files of a referral', () => {
	it('are downloaded, checked and kept', async () => {
		await refer();
		await hospital.idle();
		const [check] = hospital.referrals()[0]?.files ?? [];
		expect(check?.status).toBe('verified');
		expect(check?.bytes?.toString()).toBe('pretend radiograph of Biscuit');
		expect(hospital.log).toMatchObject({ filesVerified: 1, manifestMismatches: 0 });
	});

	it('are found out when the content was altered', async () => {
		const data = referralFor(clinic);
		clinic.files.set('/files/xray.jpg', Buffer.from('pretend radiograph of Bandito'));
		await post(hospital.inboundUrl, 'referral.requested', data);
		await hospital.idle();
		expect(hospital.referrals()[0]?.files[0]?.status).toBe('wrong_checksum');
		expect(hospital.log.checksumFailures).toBe(1);
	});

	it('are found out when the size differs', async () => {
		const data = referralFor(clinic);
		clinic.files.set('/files/xray.jpg', Buffer.from('cut'));
		await post(hospital.inboundUrl, 'referral.requested', data);
		await hospital.idle();
		expect(hospital.referrals()[0]?.files[0]?.status).toBe('wrong_size');
	});

	it('count as unreachable when the address gives nothing', async () => {
		const data = referralFor(clinic);
		clinic.files.clear();
		await post(hospital.inboundUrl, 'referral.requested', data);
		await hospital.idle();
		expect(hospital.log).toMatchObject({ downloadFailures: 1, checksumFailures: 0 });
	});

	it('are checked before the answer when told so', async () => {
		hospital.behaviour.verifyFiles = 'before';
		await refer();
		expect(hospital.log.filesVerified).toBe(1);
	});

	it('must be those of the manifest', async () => {
		await refer({ manifestSha256: 'f'.repeat(64) });
		expect(hospital.log.manifestMismatches).toBe(1);
		expect(hospital.referrals()[0]?.manifestOk).toBe(false);
	});
});

describe('the hospital’s pages', () => {
	it('list the referral and show untrusted text as text', async () => {
		await refer();
		const list = await (await fetch(hospital.url)).text();
		expect(list).toContain('Biscuit');
		expect(list).toContain('&lt;b&gt;important&lt;/b&gt;');
		expect(list).not.toContain('<b>important</b>');
	});

	it('let a person acknowledge, schedule and see the checked files', async () => {
		await refer();
		await hospital.idle();
		const page = `${hospital.url}/referrals/${CASE}`;
		const press = (fields: Record<string, string>) =>
			fetch(`${page}/act`, { method: 'POST', body: new URLSearchParams(fields) });
		const shown = await (await press({ action: 'ack' })).text();
		expect(shown).toContain('Acknowledged');
		expect(shown).toContain('✓ checksum');
		await press({ action: 'accept', instructions: 'Bring her favourite toy' });
		const [slot] = hospital.referrals()[0]?.offeredSlots ?? [];
		await press({ action: 'schedule', start: String(slot?.start) });
		expect(clinic.received[2]?.body.data.appointment).toEqual(slot);
		await press({ action: 'report', patientName: 'Bandit', text: '' });
		expect(clinic.received[3]?.body.data.report.patient.name).toBe('Bandit');
	});

	it('say so when there is no time to schedule, and send nothing', async () => {
		await refer();
		const response = await fetch(`${hospital.url}/referrals/${CASE}/act`, {
			method: 'POST',
			body: new URLSearchParams({ action: 'schedule', start: 'tomorrow' }),
		});
		expect(response.status).toBe(400);
		expect(await response.text()).toContain('No time is known');
		expect(clinic.received).toHaveLength(0);
	});

	it('give back the bytes of a kept file', async () => {
		await refer();
		await hospital.idle();
		const response = await fetch(`${hospital.url}/referrals/${CASE}/files/0`);
		expect(await response.text()).toBe('pretend radiograph of Biscuit');
	});
});

describe('the hospital’s controls', () => {
	it('change the behaviour by request and refuse what does not exist', async () => {
		expect((await simulate('behaviour', { mode: 'decline' })).body.mode).toBe('decline');
		expect(hospital.behaviour.mode).toBe('decline');
		expect((await simulate('behaviour', { mode: 'grumpy' })).status).toBe(400);
		expect((await simulate('act', { caseId: CASE, action: 'ack' })).status).toBe(404);
	});

	it('show the state without file contents', async () => {
		await refer();
		await hospital.act(CASE, 'report');
		const text = await (await fetch(`${hospital.url}/_sim/state`)).text();
		expect(JSON.parse(text).referrals[0]).toMatchObject({ caseId: CASE, state: 'reported' });
		expect(text).not.toContain('contentBase64');
	});
});
