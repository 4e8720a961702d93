import { createRequire } from 'node:module';
import { join } from 'node:path';

const load = createRequire(join(process.cwd(), 'package.json'));

/** A module as the build left it: what is lived through is what is shipped. */
export const built = <T,>(path: string): T => load(`./dist/${path}.js`) as T;
