import { findImporter } from '../../../datasets/import/index.ts';
import { type Part, readPart } from '../../../datasets/import/read-part.ts';
import { InputError } from '../../input-error.ts';

/** Files of a folder that are to be read, each with its place among all. */
export interface PartsJob {
  readonly importer: string;
  readonly folder: string;
  readonly files: readonly { readonly file: string; readonly place: number }[];
}

/** What was made of a job's files, in its order; of those before its first bad file, and why that is refused. */
export type PartsAnswer =
  | { readonly kind: 'read'; readonly parts: readonly Part[] }
  | { readonly kind: 'refused'; readonly parts: readonly Part[]; readonly message: string };

/** Reads the files of a job. */
export default function work({ importer, folder, files }: PartsJob): PartsAnswer {
  const found = findImporter(importer);
  const parts: Part[] = [];
  try {
    for (const { file, place } of files) parts.push(readPart(found, file, place, folder));
    return { kind: 'read', parts };
  } catch (error) {
    if (error instanceof InputError) return { kind: 'refused', parts, message: error.message };
    throw error;
  }
}
