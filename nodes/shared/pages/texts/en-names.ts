import type { Outcome } from '../../../../core/desk/allowed-actions';
import type { SupplementText } from '../../../../core/desk/release-form';
import type { DocumentKind } from '../../../../core/packet/kinds';
import type { Specialty } from '../../../../core/profile/specialist';
import type { Owes } from '../../../../core/referral/asks';
import type { Milestone, Phase } from '../../../../core/referral/phases';

export const phases: Record<Phase, string> = {
	draft: 'Being prepared',
	ready: 'Ready to send',
	sent: 'Sent, no receipt yet',
	delivered: 'Delivered, not acknowledged yet',
	acknowledged: 'Acknowledged',
	info_needed: 'The hospital has a question',
	accepted: 'Accepted, visit not booked yet',
	declined: 'Declined',
	scheduled: 'Visit booked',
	appt_cancelled: 'Visit cancelled, needs a new time',
	no_show: 'Nobody came to the visit',
	seen: 'Seen, report not here yet',
	reported: 'Report is here, not filed yet',
	filed: 'Report filed',
	cancel_requested: 'Cancellation asked for',
	closed: 'Closed',
	closed_no_visit: 'Closed without a visit',
	cancelled: 'Cancelled',
	declined_final: 'Closed: declined',
	redirected: 'Went to another hospital',
	deceased: 'Closed: the patient has died',
	error: 'Closed: opened by mistake',
};

/** What an owner reads; the words of the clinics say too much or too little to them. */
export const ownerPhases: Partial<Record<Phase, string>> = {
	scheduled: 'Your visit is booked',
	accepted: 'The hospital will see your pet',
	appt_cancelled: 'The visit is cancelled',
	no_show: 'The visit did not take place',
	seen: 'Your pet has been seen',
	reported: 'Your pet has been seen',
	filed: 'Your pet has been seen',
	closed: 'Your pet has been seen and your clinic has the report',
	cancel_requested: 'The referral is being cancelled',
	cancelled: 'The referral is cancelled',
	deceased: 'This referral is closed',
};

export const milestones: Record<Milestone, string> = {
	referred: 'Referred',
	scheduled: 'Scheduled',
	seen: 'Seen',
	reported: 'Reported',
};

export const owes: Record<Owes, string> = {
	clinic: 'Your clinic',
	hospital: 'Hospital',
	owner: 'Owner',
	system: 'Under way by itself',
};

export const specialties: Record<Specialty, string> = {
	cardiology: 'Cardiology',
	oncology: 'Oncology',
	surgery: 'Surgery',
	neurology: 'Neurology',
	internal_medicine: 'Internal medicine',
	dermatology: 'Dermatology',
	ophthalmology: 'Ophthalmology',
	emergency: 'Emergency',
	other: 'Specialist',
};

export const outcomes: Record<Outcome, string> = {
	closed: 'Loop closed: report read and filed',
	closed_no_visit: 'No visit (cost, distance, owner unreachable, went elsewhere)',
	cancelled: 'Cancelled',
	declined_final: 'Declined, no other hospital is asked',
	redirected: 'Went on to another hospital',
	deceased: 'The patient has died',
	error: 'Opened by mistake (wrong patient, test)',
};

export const supplement: Record<SupplementText, string> = {
	exam: 'Physical exam today',
	toldOwner: 'What the owner has been told',
	handling: 'Handling, temperament, infection risk',
	insurance: 'Insurance and estimate',
	diet: 'Diet',
	travel: 'Travel',
	parasiteControl: 'Parasite control',
	medicationTiming: 'Timing of medicines, last doses',
	anaesthesia: 'Anaesthesia risk, last meal',
	stabilisation: 'Stabilisation, vitals, expected arrival',
	ownerBestTime: 'Best time to reach the owner',
	ownerSecondContact: 'Second contact',
	ownerDecides: 'Who may decide and pay',
};

export const documents: Record<DocumentKind, string> = {
	referral_letter: 'Referral letter',
	radiograph: 'Radiograph',
	ultrasound: 'Ultrasound',
	ct_mri: 'CT or MRI',
	ecg: 'ECG',
	echo: 'Echocardiogram',
	lab_report: 'Laboratory report',
	cytology: 'Cytology',
	histology: 'Histology',
	video: 'Video',
	photo: 'Photo',
	clinical_summary: 'Clinical summary',
	specialist_report: 'Specialist report',
	consent_form: 'Consent form',
	other: 'Document',
};
