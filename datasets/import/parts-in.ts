import { basename } from 'node:path';
import type { Importer, Source } from './importer.ts';

/** The files of a folder that an importer reads, in the order of their names; none of a file. */
export function partsIn({ parts }: Importer, { isFolder, files }: Source): readonly string[] {
  return isFolder && parts ? files.filter((path) => parts.names.test(basename(path))) : [];
}
