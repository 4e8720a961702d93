import { readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second. */
const msPerTick = 10;

/**
 * CPU time a process has used so far, in milliseconds; undefined where there is no /proc. Says more
 * than the clock on a machine that is busy with other things.
 */
export function cpuMs(pid: number): number | undefined {
	try {
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
		const [user, system] = [Number(fields[11]), Number(fields[12])];
		return (user + system) * msPerTick;
	} catch {
		return undefined;
	}
}
