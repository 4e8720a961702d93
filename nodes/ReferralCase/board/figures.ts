import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { mayShow, type Clinics } from '../../../core/board/board-query';
import { addOutcome } from '../../../core/metrics/add-outcome';
import { outcomeOf, readOutcome } from '../../../core/metrics/outcome-row';
import {
	addOpen,
	emptySummary,
	mergeSummary,
	readSummary,
	type Summary,
} from '../../../core/metrics/summary';
import { defaultClinicProfile } from '../../../core/profile/clinic-profile';
import { readEvents, type CaseRow } from '../../../core/referral/row';
import { nowIso } from '../../shared/ledger';
import { readJson } from '../../shared/read-json';
import { directoryOf } from '../desk/request';
import { clinicsOf } from '../watch/around';
import { rowsIn, type Setting } from './around';

/**
 * A count over all cases, part by part: first the rows of the ledger with their events, then the slim
 * rows of what has left it. It is handed from part to part as text, so that it costs next to nothing.
 */
interface Count {
	source: 'cases' | 'outcomes';
	afterId: number;
	done: boolean;
	/** JSON of {@link Carried}; empty at the beginning. */
	carried: string;
}

interface Carried {
	asOf: string;
	/** Cases that are in the ledger: an older outcome row of theirs is not counted as well. */
	inLedger: string[];
	summaries: Record<string, Summary>;
}

const figuresKey = 'kpis:';

function readCount(execution: IExecuteFunctions): Count & { state: Carried } {
	const given = readJson(execution, 'countSoFar', 0) as Partial<Count> | undefined;
	const carried = given?.carried ?? '';
	return {
		source: given?.source === 'outcomes' ? 'outcomes' : 'cases',
		afterId: Number(given?.afterId ?? 0),
		done: given?.done === true,
		carried,
		state:
			carried === ''
				? { asOf: nowIso(), inLedger: [], summaries: {} }
				: (JSON.parse(carried) as Carried),
	};
}

/** Adds the rows that came in, of whichever source is being read. No row more ends the source. */
export async function countCases(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { source, afterId, state } = readCount(this);
	const rows = this.getInputData().filter(({ json }) => Number(json.id) > 0);
	if (source === 'cases') addCases(this, state);
	else addOutcomes(this, state);
	const lastId = Math.max(afterId, ...rows.map(({ json }) => Number(json.id)));
	const over = rows.length === 0;
	const next: Count = {
		source: over ? 'outcomes' : source,
		afterId: over ? 0 : lastId,
		done: over && source === 'outcomes',
		carried: JSON.stringify(state),
	};
	return [[{ json: { ...next }, pairedItem: { item: 0 } }]];
}

const summaryOf = ({ summaries, asOf }: Carried, clinicId: string): Summary =>
	(summaries[clinicId] ??= emptySummary(asOf));

function addCases(execution: IExecuteFunctions, state: Carried): void {
	const profiles = clinicsOf(execution);
	const directory = new Map(directoryOf(execution).map((entry) => [entry.id, entry]));
	for (const row of rowsIn(execution, 'all')) {
		state.inLedger.push(row.caseId);
		const clinic = profiles.get(row.clinicId) ?? defaultClinicProfile(row.clinicId);
		const hospitalCalendar = directory.get(row.specialistId);
		const context = { clinic, hospitalCalendar, now: state.asOf };
		const summary = summaryOf(state, row.clinicId);
		try {
			addOutcome(summary, outcomeOf(row.caseId, readEvents(row), context));
			if (row.open) addOpen(summary, row);
		} catch (error) {
			logUnreadable(execution, row, error);
		}
	}
}

function addOutcomes(execution: IExecuteFunctions, state: Carried): void {
	const inLedger = new Set(state.inLedger);
	for (const { json } of execution.getInputData()) {
		const row = readOutcome(json);
		if (row === undefined || inLedger.has(row.caseId)) continue;
		addOutcome(summaryOf(state, row.clinicId), row);
	}
}

const logUnreadable = (execution: IExecuteFunctions, row: CaseRow, error: unknown): void =>
	execution.logger.error('A referral case could not be counted', {
		rowId: row.id,
		reason: error instanceof Error ? error.message : 'unknown',
	});

/** The figures of each clinic, as settings to save. */
export async function finishFigures(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { state } = readCount(this);
	const known = new Set(Object.keys(state.summaries));
	return [
		[...known].map((clinicId) => ({
			json: {
				key: figuresKey + clinicId,
				value: JSON.stringify(state.summaries[clinicId]),
			} as IDataObject,
			pairedItem: { item: 0 },
		})),
	];
}

/** The figures of all clinics a link shows, as one; undefined while none are counted. */
export function mergedFigures(settings: readonly Setting[], clinics: Clinics): Summary | undefined {
	let merged: Summary | undefined;
	for (const { key, value } of settings) {
		if (!key.startsWith(figuresKey) || !mayShow(clinics, key.slice(figuresKey.length))) continue;
		const summary = readSummary(value);
		if (merged && summary) mergeSummary(merged, summary);
		else merged ??= summary;
	}
	return merged;
}
