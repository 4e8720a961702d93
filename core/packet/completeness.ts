import { specialties, type Specialist, type Specialty } from '../profile/specialist';
import { caseRules } from './rules/case-rules';
import { clinicalRules } from './rules/clinical-rules';
import { diagnosticRules } from './rules/diagnostic-rules';
import { hasFile, mentions } from './rules/evidence';
import type { Level, Rule } from './rules/rule';
import type { Gap, Packet } from './schema';

/** Every rule, in the order in which a person works through a packet. */
export const completenessRules: readonly Rule[] = [
	...caseRules,
	...clinicalRules,
	...diagnosticRules,
];

const asSpecialty = (name: string): Specialty =>
	specialties.find((specialty) => specialty === name) ?? 'other';

/** A hospital's own wish that no rule knows: met when files or notes speak of it by its words. */
function ownRule(field: string): Rule {
	const label = field.replace(/[_-]+/g, ' ').trim();
	const words = new RegExp(label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
	return {
		field,
		label: label.charAt(0).toUpperCase() + label.slice(1),
		levels: {},
		check: (packet) => {
			const named = (name: string): string => name.replace(/[_-]+/g, ' ');
			const inFiles = packet.files.entries.some(({ name }) => words.test(named(name)));
			const there = inFiles || hasFile(packet, [], words) || mentions(packet, words);
			return there ? undefined : 'This service asks for it, and the packet does not speak of it.';
		},
		howToFix: 'Attach it or describe it in the reason for the referral.',
	};
}

/**
 * What a packet lacks for its specialty, the hospital's own `needs` winning over the general rules:
 * required gaps first. A gap that a person overrode keeps the reason and no longer blocks.
 */
export function findGaps(packet: Packet, specialist?: Pick<Specialist, 'needs'>): Gap[] {
	const specialty = asSpecialty(packet.specialist.specialty);
	const needs = specialist?.needs;
	const known = new Set(completenessRules.map(({ field }) => field));
	const asked = [...(needs?.required ?? []), ...(needs?.recommended ?? [])];
	const own = [...new Set(asked)].filter((field) => !known.has(field)).map(ownRule);
	const levelOf = ({ field, levels }: Rule): Level | 'none' => {
		if (needs?.required.includes(field)) return 'required';
		if (needs?.recommended.includes(field)) return 'recommended';
		return levels[specialty] ?? levels.all ?? 'none';
	};
	const gaps = [...completenessRules, ...own].flatMap((rule): Gap[] => {
		const level = levelOf(rule);
		if (level === 'none') return [];
		const maxAge =
			needs?.maxAgeDays[rule.field] ?? rule.maxAgeDays?.[specialty] ?? rule.maxAgeDays?.all;
		const reason = rule.check(packet, maxAge);
		if (reason === undefined) return [];
		const override = packet.overrides.find(({ field }) => field === rule.field)?.reason;
		const { field, label, howToFix } = rule;
		return [{ field, label, level, reason, howToFix, ...(override ? { override } : {}) }];
	});
	const rank = ({ level }: Gap): number => (level === 'required' ? 0 : 1);
	return gaps.sort((a, b) => rank(a) - rank(b));
}

/** The gaps that stop a packet from being sent: required and not overridden. */
export const blockingGaps = (gaps: Gap[]): Gap[] =>
	gaps.filter(({ level, override }) => level === 'required' && override === undefined);
