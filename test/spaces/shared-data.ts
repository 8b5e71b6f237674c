import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const FOLDER = new URL('../../../shared/data/', import.meta.url);

/** Whether the published tables are on this machine; tests that read them skip where they are not. */
export const hasData = existsSync(FOLDER);

/** The lines of a published file, such as `darts/….csv.gz`. */
export function dataLines(path: string): string[] {
  return gunzipSync(readFileSync(new URL(path, FOLDER)))
    .toString('utf8')
    .trimEnd()
    .split('\n');
}

/** The rows of a published CSV file, by column; fields may be in double quotes. */
export function dataRows(path: string): Record<string, string>[] {
  const fieldsOf = (line: string): string[] =>
    line.match(/("[^"]*"|[^,]*)(,|$)/g)!.map((field) => field.replace(/,$/, '').replace(/"/g, ''));
  const [header, ...lines] = dataLines(path).map(fieldsOf);
  return lines.map((fields) => Object.fromEntries(header!.map((column, i) => [column, fields[i]!])));
}
