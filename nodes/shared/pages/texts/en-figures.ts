import type { FigureId } from '../../../../core/metrics/figures';

export interface FigureText {
	name: string;
	/** What is counted, and of what. */
	definition: string;
	/** A published number to hold it against. */
	benchmark?: { says: string; sources: ReadonlyArray<readonly [name: string, url: string]> };
	/** What this pack aims at; a proposal of its own. */
	target?: string;
}

const pmc = (id: string): readonly [string, string] => [
	id,
	`https://pmc.ncbi.nlm.nih.gov/articles/${id}`,
];
const stamford = [
	'Stamford Vets, charter',
	'https://www.stamfordvets.co.uk/cardiac-referrals/referral-charter',
] as const;
const moores = [
	'Anderson Moores, commitment',
	'https://www.andersonmoores.com/vet/our-commitment-to-you.php',
] as const;
const pediatrics = [
	'Pediatrics 2019;144(6)',
	'https://publications.aap.org/pediatrics/article/144/6/e20190545/37947/Unscheduled-Referrals-and-Unattended-Appointments',
] as const;

/**
 * Published numbers are nearly all from human medicine; for veterinary referrals there is none on
 * loop closure. A claim of a vendor is called a claim.
 */
export const figures: Record<FigureId, FigureText> = {
	closure: {
		name: 'Loop closed',
		definition:
			'Cases with a report that came and was filed, of all cases sent at least 90 days ago.',
		benchmark: {
			says: '34.8 % and 50 % in studies of human medicine; on time 40 % before and 70 % after a project',
			sources: [
				pmc('PMC5910374'),
				pmc('PMC4469338'),
				[
					'Closing the Referral Loop pilot',
					'https://www.nursingcenter.com/journalarticle?Article_ID=4765587&Journal_ID=54005&Issue_ID=4765583',
				],
			],
		},
		target: '85 % or more with a report',
	},
	cms50: {
		name: 'First referrals with a report',
		definition:
			'As the US measure CMS50 counts: patients whose first referral of the year, sent by 31 October, got its report within the year. Latest year with referrals.',
		benchmark: {
			says: '71.88 % (MIPS, human medicine, past year)',
			sources: [
				[
					'Practice Fusion on CMS50',
					'https://knowledgebase.practicefusion.com/knowledgebase/articles/484786-ecqm-closing-the-referral-loop-receipt-of-specia',
				],
			],
		},
		target: '90 % or more',
	},
	disposition: {
		name: 'Nobody has vanished',
		definition:
			'Cases that are closed, or open with nothing overdue, of all cases open now or closed in the period.',
		target: '100 %',
	},
	complete: {
		name: 'Packet complete at first sending',
		definition: 'Cases whose first packet had every required part, of the cases sent.',
		benchmark: {
			says: '40.4 % of referrals lacked information (human medicine); 1 in 8 incomplete (vendor claim, veterinary)',
			sources: [
				pmc('PMC3684175'),
				[
					'US Tech Automations',
					'https://ustechautomations.com/resources/blog/automate-route-specialistreferral-packages-2026',
				],
			],
		},
		target: '98 % or more',
	},
	ack: {
		name: 'Delivered to acknowledged',
		definition:
			'From delivery (or sending, where no delivery is reported) to the first sign of a person at the hospital.',
		benchmark: { says: '1 hour for emergencies (promise of a hospital)', sources: [stamford] },
		target: 'nine of ten inside their window',
	},
	ackInTime: {
		name: 'Acknowledged in time',
		definition:
			'Cases acknowledged inside the window of their urgency, of the cases whose window has ended or that were acknowledged.',
		target: '100 % noticed: what is late is raised',
	},
	unacknowledged: {
		name: 'Sent, but never acknowledged',
		definition:
			'Cases without acknowledgment and report after their window, of the cases judged. The gap between what one side sent and the other says it has.',
		benchmark: {
			says: '69.3 % of referring doctors said they send, 34.8 % of specialists said they receive',
			sources: [
				['Arch Intern Med', 'http://archinte.jamanetwork.com/article.aspx?articleid=226367'],
			],
		},
		target: '0 unexplained',
	},
	decision: {
		name: 'Acknowledged to decision',
		definition: 'Until accepted or declined, in opening hours of the hospital.',
		benchmark: {
			says: '2 business days (service promise, human medicine)',
			sources: [
				['CommuniCare guidelines', 'https://wycommunicare.org/docs/communicare-user-guidelines'],
			],
		},
		target: '1 business day or less',
	},
	contact: {
		name: 'Accepted to owner contacted',
		definition:
			'Until the first message or call, counted in the hours in which owners may be written to.',
		benchmark: {
			says: '80 % within 9 minutes; 1 working day (promise of a hospital)',
			sources: [['PMC12869834, as cited', 'https://tomesphere.com/paper/PMC12869834'], stamford],
		},
		target: '10 minutes or less',
	},
	booked: {
		name: 'Owner contacted and booked',
		definition:
			'Cases with a visit booked, of the cases whose owner was contacted and that are booked or over.',
		benchmark: {
			says: '61.1 %, 71 % and 65 % got a date (human medicine)',
			sources: [pmc('PMC5910374'), pmc('PMC4469338'), pediatrics],
		},
		target: '90 % or more',
	},
	booking: {
		name: 'Owner contacted to booked',
		definition: 'From the first contact to the first booking.',
	},
	lead: {
		name: 'Accepted to visit',
		definition: 'From acceptance to the date of the first visit that was booked.',
		benchmark: {
			says: 'The odds of a visit that takes place halve when it is 8 to 14 days away (human medicine)',
			sources: [pediatrics],
		},
	},
	leadWeek: {
		name: 'Visit within 7 days',
		definition: 'Visits booked for at most 7 days after acceptance, of the visits booked.',
	},
	noShow: {
		name: 'Nobody came',
		definition: 'Visits to which nobody came, of the visits booked.',
		benchmark: {
			says: '39.8 % without and 26.3 % with text reminders (trial, human medicine); 10 to 12 % and 18.8 % (vendor claims)',
			sources: [
				[
					'EMHJ 2014;20(5)',
					'http://www.emro.who.int/emhj-vol-20-2014/volume-20-5/use-of-short-message-service-reminders-to-improve-attendance-at-an-internal-medicine-outpatient-clinic-in-saudi-arabia-a-randomized-controlled-trial.html',
				],
				['Sova', 'https://sovavetsoftware.com/?p=7844'],
			],
		},
		target: '5 % or less',
	},
	lateCancel: {
		name: 'Cancelled late',
		definition: 'Visits the owner cancelled less than 24 hours before, of the visits booked.',
	},
	note: {
		name: 'Visit to first note',
		definition: 'From the visit to the first note of the hospital.',
		benchmark: { says: 'the same day (promise of a hospital)', sources: [stamford] },
		target: '1 day or less',
	},
	report: {
		name: 'Visit to report',
		definition:
			'From the visit to the final report. Reports without a reported visit are left out.',
		benchmark: {
			says: 'within 48 hours; within 4 working days (promises of hospitals)',
			sources: [stamford, moores],
		},
		target: '48 hours or less',
	},
	filed: {
		name: 'Report to filed',
		definition: 'Until the report lies in the patient record.',
		target: '5 minutes or less',
	},
	read: {
		name: 'Report to read',
		definition: 'Until a vet of the clinic said that it is read.',
		target: '1 business day or less',
	},
	answered: {
		name: 'Question answered',
		definition: 'Reports that answered the clinical question, of the reports a vet rated.',
		benchmark: {
			says: '50 % before and 75 % after a project (human medicine)',
			sources: [
				[
					'Closing the Referral Loop pilot',
					'https://www.nursingcenter.com/journalarticle?Article_ID=4765587&Journal_ID=54005&Issue_ID=4765583',
				],
			],
		},
		target: '95 % or more',
	},
	followUp: {
		name: 'Follow-up arranged in time',
		definition:
			'Follow-up with a date that was arranged by that date, of all whose date has come or that is arranged.',
		target: '95 % or more',
	},
	declined: {
		name: 'Declined',
		definition:
			'Cases the hospital declined at any time, of the cases decided. Reasons are sorted by words in what was written.',
	},
	redirect: {
		name: 'Redirect that worked',
		definition: 'Cases that replaced another and got a report, of those that are over.',
	},
	leakage: {
		name: 'Ended without a visit',
		definition:
			'Closed or cancelled before a visit, by reason. Reasons are sorted by words in what was written.',
		benchmark: {
			says: '77 % of vets name cost as a barrier (vendor survey)',
			sources: [
				[
					'Vespecon',
					'https://vespecon.com/think-your-clients-wont-pay-for-specialty-care-think-again',
				],
			],
		},
	},
	alerts: {
		name: 'Alerts handled in time',
		definition:
			'Alerts after which a person acted by the end of the next working day, of the alerts raised. Whether an alert was needless is not recorded.',
		target: '99 % or more',
	},
	alertLag: {
		name: 'Delay of alerts',
		definition: 'From the moment something is due to the alert about it; the longest of each case.',
		target: '5 minutes and a little: the watch runs every 5 minutes',
	},
	messages: {
		name: 'Messages that broke a rule',
		definition: 'Messages to owners outside the allowed hours, after a stop, or sent twice.',
		target: '0',
	},
	heartbeat: {
		name: 'Last sign of life of the watch',
		definition: 'Age of the last run of the Watch workflow, now.',
		target: 'under 6 minutes',
	},
	humanTime: {
		name: 'Minutes of work per referral',
		definition:
			'Not in the ledger: it knows when something was done, not how long people worked at it. Time a few cases by hand.',
		benchmark: {
			says: '18 to 25 minutes by hand (vendor claim)',
			sources: [
				[
					'US Tech Automations',
					'https://ustechautomations.com/resources/blog/automate-route-specialistreferral-packages-2026',
				],
			],
		},
	},
	survey: {
		name: 'Experience of the people',
		definition:
			'Not in the ledger: nobody is asked. A question after the closure would need a survey of its own.',
		benchmark: {
			says: 'median 80 of 100 (referring vets)',
			sources: [['J Vet Intern Med, 10.1111/jvim.15053', 'https://doi.org/10.1111/jvim.15053']],
		},
	},
};

/** Groups under which the figures stand. */
export const figureGroups: ReadonlyArray<readonly [title: string, ids: readonly FigureId[]]> = [
	['The loop', ['closure', 'cms50', 'disposition']],
	['Sending and answering', ['complete', 'ack', 'ackInTime', 'unacknowledged', 'decision']],
	['Owner and visit', ['contact', 'booked', 'booking', 'lead', 'leadWeek', 'noShow', 'lateCancel']],
	['Report and follow-up', ['note', 'report', 'filed', 'read', 'answered', 'followUp']],
	['When it goes another way', ['declined', 'redirect', 'leakage']],
	['The machinery', ['alerts', 'alertLag', 'messages', 'heartbeat', 'humanTime', 'survey']],
];
