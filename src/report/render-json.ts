import type { CorrelationReport } from './correlation-row.ts';

/** A report as one JSON array, an object a line; undefined statistics are null. */
export function renderJson({ rows }: CorrelationReport): string {
  return `[\n${rows.map((row) => asciiControls(JSON.stringify(row))).join(',\n')}\n]\n`;
}

/** JSON escapes the control characters below 32 only; those from 127 to 159 steer terminals as well. */
function asciiControls(json: string): string {
  return json.replace(/[\u007f-\u009f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
