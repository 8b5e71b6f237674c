import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const FOLDER = new URL('../../../../shared/data/nasbench201/', import.meta.url);

/** Whether the published tables are on this machine; tests that read them skip where they are not. */
export const hasPublished = existsSync(FOLDER);

/** The text of a published file, `name.gz`. */
export function publishedText(name: string): string {
  return gunzipSync(readFileSync(new URL(name, FOLDER))).toString('utf8');
}

/** The rows of a published CSV file, by column; fields may be in double quotes. */
export function publishedRows(name: string): Record<string, string>[] {
  const [header, ...lines] = publishedText(name).trimEnd().split(/\r?\n/);
  const columns = header!.split(',');
  return lines.map((line) => {
    const fields = line
      .match(/("[^"]*"|[^,]*)(,|$)/g)!
      .map((field) => field.replace(/,$/, '').replace(/"/g, ''));
    return Object.fromEntries(columns.map((column, i) => [column, fields[i]!]));
  });
}
