import type { CorrelationReport } from './correlation-row.ts';
import { jsonLines } from './render-json.ts';

/** A report as one JSON array, an object a line; undefined statistics are null. */
export function correlationJson({ rows }: CorrelationReport): string {
  return jsonLines(rows);
}
