/** One thing that must hold: `run` answers what is wrong with it, nothing when all is well. */
export interface Check {
	name: string;
	run(): Promise<string[]> | string[];
}
