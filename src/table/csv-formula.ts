/** What a spreadsheet takes for a formula, behind any apostrophes that this module has put there. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** Text that a spreadsheet would run as a formula, made text by an apostrophe before it; a number stays as it is. */
export function disarmed(text: string): string {
  return FORMULA.test(text) && !Number.isFinite(Number(text)) ? `'${text}` : text;
}

/** The text that {@link disarmed} was given. */
export function rearmed(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}
