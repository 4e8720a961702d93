/** The outputs of Send to Specialist, in their order. */
export const sent = 0;
export const handOff = 1;
export const failed = 2;
export const outputs = 3;
