import type { CaseFile, EventData } from './events';
import type { ReferralState } from './state';

/** What files of a case belong to. */
export type FilesOf = EventData['files.kept']['of'];

/** Files that n8n prunes with the execution that stored them. */
export interface UnkeptFiles {
	of: FilesOf;
	version: number;
	files: CaseFile[];
	/** When they came, or for a packet when it was delivered; ISO UTC. */
	since: string;
}

interface Delivered {
	version: number;
	at: string;
	files: CaseFile[];
	kept?: boolean;
}

const withoutKeeper = (of: FilesOf, delivered: readonly Delivered[]): UnkeptFiles[] =>
	delivered
		.filter(({ files, kept }) => files.length > 0 && !kept)
		.map(({ version, at, files }) => ({ of, version, files, since: at }));

/** The files of a case that have no keeper yet; first those of which there is no second copy. */
export function unkeptFiles(state: ReferralState): UnkeptFiles[] {
	const { answers, created, packet, record, reports, transport } = state;
	const unkept = [...withoutKeeper('report', reports), ...withoutKeeper('answer', answers)];
	if (record && created && !record.keptFiles) {
		const { files } = record;
		unkept.push({ of: 'record', version: 1, files, since: created.receivedAt });
	}
	if (packet && transport.status === 'done' && !packet.keptFiles) {
		const { files, packetVersion: version } = packet;
		unkept.push({ of: 'packet', version, files, since: transport.doneAt ?? packet.at });
	}
	return unkept;
}
