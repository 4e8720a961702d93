import type { PimsResource } from '../resource';
import { appointment } from './appointment';
import { changedRecord } from './changed-record';
import { client } from './client';
import { communication } from './communication';
import { connection } from './connection';
import { document } from './document';
import { encounter } from './encounter';
import { followUp } from './follow-up';
import { handedIn } from './handed-in';
import { labResult, medication, vaccination } from './history';
import { note } from './note';
import { patient } from './patient';
import { referral } from './referral';
import { referrer } from './referrer';

/** What the PIMS node offers. A new resource is a file beside this one and a line here, in the order of the names. */
export const resources: PimsResource[] = [
	appointment,
	changedRecord,
	communication,
	connection,
	document,
	encounter,
	followUp,
	labResult,
	medication,
	note,
	client,
	patient,
	handedIn,
	referral,
	referrer,
	vaccination,
];
