import { classifyReply } from '../outreach/classify-reply';
import type { Command } from '../referral/decide';
import type { Actor } from '../referral/events';

/** A text an owner sent back. */
export interface OwnerText {
	text: string;
	messageId: string;
	language: string;
}

/**
 * What an owner's text says to the case. STOP always blocks at once; whatever is not plain (worry,
 * price, a question, a death) goes to a person, never to a rule.
 */
export function ownerTextCommands({ text, messageId, language }: OwnerText): Command[] {
	const reply = classifyReply(text, language);
	const actor: Actor = { role: 'owner', via: 'sms' };
	const commands: Command[] = [
		{
			type: 'owner.replied',
			actor,
			key: messageId,
			data: {
				kind: reply.kind,
				text: text.slice(0, 1600),
				confidence: reply.confidence,
				messageId,
			},
		},
	];
	// A number that is not the owner's gets nothing more either.
	if (reply.stop || reply.kind === 'wrong_number') {
		commands.push({ type: 'owner.opted_out', actor, key: messageId, data: { channel: 'sms' } });
	}
	if (reply.kind !== 'yes' || reply.safety) {
		commands.push({
			type: 'person.asked',
			actor: { role: 'system', via: 'workflow' },
			key: messageId,
			data: {
				key: `reply:${messageId}`,
				why: reply.safety
					? 'The owner may be worried about the health of the patient. Read the text and call now.'
					: `The owner answered (${reply.kind}). Read the text and act on it.`,
			},
		});
	}
	return commands;
}
