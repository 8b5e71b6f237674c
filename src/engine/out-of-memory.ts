/** What the libraries under the engines say when memory gives out, that of the machine or of a GPU. */
const SIGNS = [
  /out of memory/i,
  /\bOOM\b/,
  /failed to allocate memory/i,
  /\bbad[_ ]alloc/i,
  /STATUS_ALLOC_FAILED/,
  /out_?of_?device_?memory/i,
];

/** Whether an engine failed because memory gave out: WebAssembly and typed arrays throw a RangeError, libraries say so. */
export function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'RangeError' || SIGNS.some((sign) => sign.test(error.message));
}
