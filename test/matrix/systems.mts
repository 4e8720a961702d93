import type { CredentialRef, TemplateFile } from '../../scripts/demo/templates.mts';
import type { World } from '../../scripts/demo/world.mts';
import type { N8n } from '../support/n8n.mts';
import type { WorkflowJson } from '../support/n8n-client.mts';
import type { ReceivedMail } from '../simulators/mail/server.mts';

export type SystemId = 'ezyvet' | 'provet' | 'cornerstone';

export const labels: Record<SystemId, string> = {
	ezyvet: 'ezyVet',
	provet: 'Provet Cloud',
	cornerstone: 'Cornerstone',
};

/** A document as a system's own log has it. */
export interface Filed {
	sha256: string;
	/** Everything written beside it, in which a mark may stand. */
	beside: string;
	patientId: string;
}

/** What a simulated system holds; every figure comes from its own log. */
export interface SystemLog {
	documents(): Filed[];
	/** Texts of entries about patients: notes, communications, slips. */
	texts(): string[];
	/** Name and microchip of every patient. */
	patients(): Array<{ id: string; name: string; microchip: string }>;
	/** Whether the system takes a file of this kind as a document. */
	takes(mimeType: string): boolean;
}

/** The hospital's side of a pair. */
export interface HospitalSystem {
	id: SystemId;
	/** What the parameter 'PIMS' says. */
	pims: string;
	log: SystemLog;
	credential?(n8n: N8n): Promise<CredentialRef>;
	/** What a person does with the mail where the system takes nothing; gives the record's number. */
	enterByHand?(mail: ReceivedMail): Promise<string>;
	close(): Promise<void>;
}

/** A patient that a vet refers, in a system of the referring clinic. */
export interface Referred {
	patientId: string;
	name: string;
	microchip: string;
	species: string;
}

/** The referring side of a pair. */
export interface ReferrerSystem {
	id: SystemId;
	log(): SystemLog;
	/** More environment of n8n. */
	env?: Record<string, string>;
	/** Sets the templates to this system. */
	prepare?(n8n: N8n): Promise<(json: WorkflowJson, file: TemplateFile) => WorkflowJson>;
	/** What the clinic sets up once n8n runs. */
	opened?(world: World): Promise<void>;
	patients: Referred[];
	/** A vet marks the patient; gives the case. */
	mark(world: World, patient: Referred): Promise<string>;
	/** What a person does after the report has come, where the system takes nothing. */
	fileByHand?(world: World, caseId: string): Promise<void>;
	close?(): Promise<void>;
}
