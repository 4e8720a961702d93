/** Set-up file of the slow projects: the time limit of one test, from the project's `globals`. */
const { patienceMs } = globalThis as unknown as { patienceMs: number };
jest.setTimeout(patienceMs);
