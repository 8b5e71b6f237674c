import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../own-files.ts';

/** The version of nasprobe that runs. */
export function nasprobeVersion(): string {
  const description = readFileSync(join(packageFolder(), 'package.json'), 'utf8');
  return (JSON.parse(description) as { version: string }).version;
}
