/** Control characters, and those that turn the direction of text: a name may not steer a terminal or hide its end. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const STEERING = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text from a file made fit to print: what would steer a terminal becomes the replacement character. */
export function safeText(text: string): string {
  return text.replace(STEERING, '\ufffd');
}
