/** The first 32 bits of ln 2, of which every multiple by an exponent is exact, and what is missing. */
export const LN2_HIGH = 2977044471 / 2 ** 32;
export const LN2_LOW = 1.9082149292705877e-10;
