import { amber, green, red, type ServiceAnswer, type SetupCheck, type SetupFacts } from './facts';

/** Signed messages are refused beyond this, in seconds (Standard Webhooks). */
const mostSkew = 300;
const muchSkew = 60;

const told = ({ message, hint }: ServiceAnswer): [finding: string, mend: string] => [
	message ?? 'It did not work, and no reason was given.',
	hint ?? 'Look into the run of Set-up in n8n.',
];

function service(
	[id, title]: [string, string],
	answer: ServiceAnswer | undefined,
	off: string,
	works: string,
): SetupCheck {
	if (!answer) return amber(id, title, 'It was not asked: the step is switched off.', off);
	if (!answer.ok) return red(id, title, ...told(answer));
	return green(id, title, answer.who ? `${works}: ${answer.who}.` : `${works}.`);
}

const texts = (facts: SetupFacts): SetupCheck =>
	service(
		['texts', 'Text messages'],
		facts.texts,
		"Fine when owners are only mailed. Else switch 'Text messages answer' in the workflow on.",
		'The provider takes the credential; nothing was sent',
	);

const pims = (facts: SetupFacts): SetupCheck =>
	service(
		['pims', 'Practice system'],
		facts.pims,
		"Fine when your practice system has no API. Else switch 'Practice system answers' in the workflow on.",
		'It answers',
	);

function pimsZone({ pims: answer, tables }: SetupFacts): SetupCheck[] {
	const { timeZone } = answer ?? {};
	if (answer?.ok !== true || timeZone === undefined) return [];
	const others = tables.clinics.filter(({ value }) => value && value.timeZone !== timeZone);
	if (others.length === 0 || tables.clinics.length > 1) return [];
	return [
		amber(
			'pims-zone',
			'Time zone of the practice system',
			`The practice system says ${timeZone}, the clinic profile ${others[0]?.value?.timeZone ?? ''}.`,
			'Set the time zone of the clinic to the same, unless you know why they differ.',
		),
	];
}

function mail({ mail: answer }: SetupFacts): SetupCheck {
	const [id, title] = ['mail', 'Mail'];
	if (!answer) {
		return amber(
			id,
			title,
			'No test mail was sent yet.',
			'Press "Send a test mail" and look into the mailbox.',
		);
	}
	if (!answer.ok) return red(id, title, ...told(answer));
	return green(
		id,
		title,
		`The mail server took a test mail to ${answer.who ?? 'the clinic'}. Look whether it came.`,
	);
}

function hospitals(facts: SetupFacts): SetupCheck[] {
	return facts.hospitals.map(({ specialistId, origin, status, reason }) => {
		const entry = facts.tables.specialists.find(({ key }) => key === specialistId);
		const id = `reach-${specialistId}`;
		const title = `System of ${entry?.value?.hospital ?? specialistId}`;
		return status > 0 && status < 500
			? green(id, title, `${origin} answers.`)
			: amber(
					id,
					title,
					status === 0
						? `${origin} does not answer (${reason ?? 'no reason known'}).`
						: `${origin} answers with the error ${status}.`,
					'Ask the hospital for the right address, and whether your network may reach it.',
				);
	});
}

/** Seconds by which another clock is ahead of this one. */
const skewOf = (date: string | undefined, now: string): number | undefined => {
	const at = Date.parse(date ?? '');
	return Number.isNaN(at) ? undefined : Math.round((at - Date.parse(now)) / 1000);
};

function clock(facts: SetupFacts): SetupCheck {
	const [id, title] = ['clock', 'Clock'];
	const dates = [facts.texts?.date, facts.pims?.date, ...facts.hospitals.map(({ date }) => date)];
	const skews = dates
		.map((date) => skewOf(date, facts.now))
		.filter((skew) => skew !== undefined)
		.sort((a, b) => a - b);
	const skew = skews[Math.floor((skews.length - 1) / 2)];
	if (skew === undefined) {
		return amber(
			id,
			title,
			'No other clock was seen to compare with.',
			'See that the computer n8n runs on sets its clock by the network (NTP).',
		);
	}
	const finding = `This clock differs by ${Math.abs(skew)} seconds from those of ${skews.length} other systems.`;
	const mend =
		'Let the computer n8n runs on set its clock by the network (NTP). Hospitals refuse signed messages that are off by five minutes.';
	if (Math.abs(skew) >= mostSkew) return red(id, title, finding, mend);
	return Math.abs(skew) >= muchSkew ? amber(id, title, finding, mend) : green(id, title, finding);
}

/** Checks of the systems around n8n. Nothing is sent to anybody by them. */
export const checkServices = (facts: SetupFacts): SetupCheck[] => [
	mail(facts),
	texts(facts),
	pims(facts),
	...pimsZone(facts),
	...hospitals(facts),
	clock(facts),
];
