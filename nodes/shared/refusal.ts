import { NodeOperationError, type IDataObject, type INode } from 'n8n-workflow';
import type { Refusal, Result } from '../../core/result';

/** Anything of n8n that knows which node it works for. */
interface HasNode {
	getNode(): INode;
}

/** Says a refusal as n8n shows it: what happened as the message, what to do as the description. */
export function refused(context: HasNode, refusal: Refusal, itemIndex?: number): never {
	throw new NodeOperationError(context.getNode(), refusal.message, {
		description: refusal.hint,
		...(itemIndex === undefined ? {} : { itemIndex }),
	});
}

/** The value of a result; a refusal stops the node. Only for wrong use, never for expected answers. */
export function valueOf<T>(context: HasNode, result: Result<T>, itemIndex?: number): T {
	return result.ok ? result.value : refused(context, result.refusal, itemIndex);
}

/** A refusal as data of an event or an item. */
export const refusalData = ({ code, message, hint }: Refusal): Refusal & IDataObject => ({
	code,
	message,
	hint,
});
