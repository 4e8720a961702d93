import { templateFolder } from './n8n-template.mts';
import { packPackage } from './pack.mts';

/** Before the first test on a real n8n: the package and the user folder that every start copies. */
export default async function prepare(): Promise<void> {
	packPackage();
	await templateFolder();
}
