import { changeBehaviour, defaultBehaviour } from './behaviour.mts';
import type { Behaviour } from './behaviour.mts';
import { performAction } from './actions.mts';
import type { ActionName } from './actions.mts';
import { checkFile, manifestDigest } from './files.mts';
import type { InboundMessage, ReferralFile } from './schema.mts';
import { createSender } from './sender.mts';
import type { Sending } from './sender.mts';
import { createDiary } from './slots.mts';
import { emptyLog } from './types.mts';
import type { FileCheck, HospitalLog, Json, Referral } from './types.mts';

export interface HospitalOptions {
	/** `whsec_<base64>`, shared with the referring side and used in both directions. */
	secret: string;
	behaviour?: Partial<Behaviour>;
	/** false keeps only the hash of each file (for large runs). */
	keepFiles?: boolean;
	/** Factor on the Standard Webhooks retry schedule; default 1/5000 (about a minute in all). */
	retryScale?: number;
	maxAttempts?: number;
	timeZone?: string;
}

const LOG_LIMIT = 2000;

/** The hospital's worklist and desk: everything but the HTTP door and the pages. */
export class Hospital {
	readonly behaviour: Behaviour;
	readonly log: HospitalLog = emptyLog();
	readonly referrals = new Map<string, Referral>();
	/** deliveryId (or webhook-id) to a digest of what it carried. */
	readonly seen = new Map<string, string>();
	private readonly options: HospitalOptions;
	private readonly sender;
	private readonly diary;
	private readonly stopping = new AbortController();
	private readonly background = new Set<Promise<unknown>>();

	constructor(options: HospitalOptions) {
		this.options = options;
		this.behaviour = defaultBehaviour();
		const problems = changeBehaviour(this.behaviour, options.behaviour ?? {});
		if (problems.length > 0) throw new Error(`behaviour does not fit: ${problems.join('; ')}`);
		this.diary = createDiary(options.timeZone ?? 'America/Chicago');
		this.sender = createSender({
			secret: options.secret,
			retryScale: options.retryScale ?? 1 / 5000,
			maxAttempts: options.maxAttempts ?? 10,
			log: this.log,
		});
	}

	note(what: string, caseId?: string, detail?: string): void {
		const entry = { at: new Date().toISOString(), what, ...(caseId && { caseId }) };
		this.log.entries.push(detail ? { ...entry, detail } : entry);
		if (this.log.entries.length > LOG_LIMIT) this.log.entries.shift();
	}

	/** Enters a new referral, or a new packet version of a known one, into the worklist. */
	take(data: Extract<InboundMessage, { type: 'referral.requested' }>['data']): Referral {
		const known = this.referrals.get(data.caseId);
		const manifestOk = manifestDigest(data.files) === data.manifestSha256;
		if (!manifestOk) {
			this.log.manifestMismatches++;
			this.note('manifest does not belong to the files', data.caseId);
		}
		if (known) {
			known.manifestOk = manifestOk;
			known.request = data;
			known.deliveryIds.push(data.deliveryId);
			return known;
		}
		const referral: Referral = {
			caseId: data.caseId,
			reference: `NVH-${String(this.referrals.size + 1).padStart(5, '0')}`,
			state: 'received',
			receivedAt: new Date().toISOString(),
			request: data,
			deliveryIds: [data.deliveryId],
			files: [],
			manifestOk,
			offeredSlots: [],
			infoSupplied: [],
			news: [],
			reportVersion: 0,
			events: [],
		};
		this.referrals.set(data.caseId, referral);
		return referral;
	}

	/** Downloads and checks files; the results appear in referral.files as they come. */
	async checkFiles(referral: Referral, files: ReferralFile[], deliveryId: string): Promise<void> {
		const checks = files.map(
			(file): FileCheck => ({ file, deliveryId, status: 'pending', bytesRead: 0 }),
		);
		referral.files.push(...checks);
		for (const check of checks) {
			await checkFile(check, {
				keepBytes: this.options.keepFiles ?? true,
				log: this.log,
				signal: this.stopping.signal,
			});
			if (check.status !== 'verified') {
				this.note(`file ${check.status}`, referral.caseId, check.problem);
			}
		}
	}

	/** Starts an action and gives back its sending, without waiting for the answer. */
	async begin(referral: Referral, action: ActionName, data: Json = {}): Promise<Sending> {
		const tools = { diary: this.diary, sender: this.sender, now: new Date() };
		const sending = await performAction(referral, action, data, tools);
		this.inBackground(
			sending.done.then((event) => {
				const last = event.attempts.at(-1)?.status ?? 0;
				this.note(`${event.type} ${event.outcome}`, referral.caseId, `last answer ${last}`);
			}),
		);
		return sending;
	}

	/** Runs after the answer to the sender; close() and idle() wait for it. */
	inBackground(work: Promise<unknown>): void {
		const tracked = work
			.catch((error: unknown) => this.note('hospital failed', undefined, String(error)))
			.finally(() => this.background.delete(tracked));
		this.background.add(tracked);
	}

	get stopped(): boolean {
		return this.stopping.signal.aborted;
	}

	/** Waits until no download, event or automatic step is under way. */
	async idle(): Promise<void> {
		while (this.background.size > 0) await Promise.all(this.background);
	}

	async pause(ms: number): Promise<void> {
		if (ms <= 0 || this.stopped) return;
		await new Promise<void>((resolve) => {
			const finish = () => {
				clearTimeout(timer);
				this.stopping.signal.removeEventListener('abort', finish);
				resolve();
			};
			const timer = setTimeout(finish, ms);
			this.stopping.signal.addEventListener('abort', finish);
		});
	}

	forget(): void {
		this.referrals.clear();
		this.seen.clear();
		Object.assign(this.log, emptyLog());
	}

	async stop(): Promise<void> {
		this.stopping.abort();
		this.sender.stop();
		await this.idle();
	}
}
