/** Most bytes that a table may have, decompressed. */
export const MAX_BYTES = 2 ** 31 - 1;

/** Most columns that a table may have. */
export const MAX_COLUMNS = 16_384;

/** Most cells (rows x columns) that a table may have: 2 GiB of numbers. */
export const MAX_CELLS = 2 ** 28;
