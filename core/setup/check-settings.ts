import { clinicProfileGaps } from '../profile/clinic-profile';
import type { Specialist } from '../profile/specialist';
import { amber, green, red, type SetupCheck, type SetupFacts } from './facts';
import { goLiveProblems } from './changes';
import type { Stored, StoredClinic, StoredSpecialist } from './stored';

const twice = (rows: ReadonlyArray<Stored<unknown>>, { key }: Stored<unknown>): boolean =>
	rows.filter((row) => row.key === key).length > 1;

const modeFinding = {
	live: 'It is live.',
	shadow: 'It is in shadow: nothing leaves without a person.',
	paused: 'It is paused: nothing leaves.',
} as const;

function clinic(row: StoredClinic, rows: readonly StoredClinic[]): SetupCheck {
	const { key, value, why, json } = row;
	const [id, title] = [`clinic-${key}`, `Clinic ${value?.name ?? key}`];
	if (!value) {
		return red(
			id,
			title,
			why ?? 'It cannot be read.',
			'Open its settings here and correct them. Until then nothing leaves for it.',
		);
	}
	if (twice(rows, row)) {
		return red(
			id,
			title,
			`There are two rows with the ID ${key}.`,
			'Delete the older one in the table vet_referral_clinics.',
		);
	}
	if (value.id !== key) {
		return red(
			id,
			title,
			`The row is named ${key}, the profile in it ${value.id}.`,
			'Save its settings here once: the name of the row counts.',
		);
	}
	const gaps = clinicProfileGaps(value);
	if (gaps.length > 0) {
		const finding = goLiveProblems(json)
			.map(({ message }) => message)
			.join(' ');
		const mend = 'Open its settings here and fill them in.';
		return value.mode === 'live' ? red(id, title, finding, mend) : amber(id, title, finding, mend);
	}
	return green(id, title, modeFinding[value.mode]);
}

const digits = (phone: string | undefined): number => (phone ?? '').replace(/\D/g, '').length;

/** What an entry lacks to be used at any hour. */
function lacks(entry: Specialist): string[] {
	return [
		...(digits(entry.phone) >= 5 ? [] : ['phone number']),
		...(digits(entry.onCallPhone) >= 5 ? [] : ['phone number for emergencies']),
		...(entry.booking.mode === 'phone' && digits(entry.booking.phone) + digits(entry.phone) < 5
			? ['phone number for booking']
			: []),
	];
}

function specialist(row: StoredSpecialist, rows: readonly StoredSpecialist[]): SetupCheck {
	const { key, value, why } = row;
	const [id, title] = [
		`specialist-${key}`,
		value ? `${value.hospital}, ${value.service}` : `Directory entry ${key}`,
	];
	if (!value) {
		return red(
			id,
			title,
			why ?? 'It cannot be read.',
			'Open the entry here and correct it. Until then nobody can choose it.',
		);
	}
	if (twice(rows, row)) {
		return red(
			id,
			title,
			`There are two rows with the ID ${key}.`,
			'Delete the older one in the table vet_referral_specialists.',
		);
	}
	if (value.id !== key) {
		return red(
			id,
			title,
			`The row is named ${key}, the entry in it ${value.id}.`,
			'Save the entry here once: the name of the row counts.',
		);
	}
	if (!value.active) return green(id, title, 'It takes no referrals now.');
	const missing = lacks(value);
	return missing.length === 0
		? green(id, title, `Packets go by ${value.channel}; phones are there.`)
		: amber(
				id,
				title,
				`It has no ${missing.join(' and no ')}.`,
				'Open the entry here and fill it in: people call when a machine does not answer.',
			);
}

/** Checks of the clinics and of the directory. */
export const checkSettings = ({ tables: { clinics, specialists } }: SetupFacts): SetupCheck[] => [
	...(clinics.length > 0
		? clinics.map((row) => clinic(row, clinics))
		: [red('clinics', 'Clinics', 'There is no clinic yet.', 'Add your clinic on this page.')]),
	...(specialists.length > 0
		? specialists.map((row) => specialist(row, specialists))
		: [
				red(
					'specialists',
					'Specialist directory',
					'There is no hospital service yet.',
					'Add at least one on this page.',
				),
			]),
];
