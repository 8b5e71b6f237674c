import type { Importer, Row } from './importer.ts';
import { OfficialFile } from './official-file.ts';

/** What was made of one file of a folder. */
export interface Part {
  readonly row: Row;
  readonly sha256: string;
}

/** Reads the file of a folder that has this place among the importer's. @throws {InputError} on anything else */
export function readPart({ parts }: Importer, path: string, place: number, folder: string): Part {
  const file = new OfficialFile(path);
  const row = parts!.row(file, place, folder);
  return { row, sha256: file.sha256() };
}
