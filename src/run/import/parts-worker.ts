import { findImporter } from '../../../datasets/import/index.ts';
import { type Part, readPart } from '../../../datasets/import/read-part.ts';
import { InputError } from '../../input-error.ts';

/** Files of a folder that are to be read, each with its place among all. */
export interface PartsJob {
  readonly importer: string;
  readonly folder: string;
  readonly files: readonly { readonly file: string; readonly place: number }[];
}

/** What was made of a job's files, in its order; or why its first bad file is refused. */
export type PartsAnswer =
  | { readonly kind: 'read'; readonly parts: readonly Part[] }
  | { readonly kind: 'refused'; readonly message: string };

/** Reads the files of a job. */
export default function work({ importer, folder, files }: PartsJob): PartsAnswer {
  try {
    const found = findImporter(importer);
    return { kind: 'read', parts: files.map(({ file, place }) => readPart(found, file, place, folder)) };
  } catch (error) {
    if (error instanceof InputError) return { kind: 'refused', message: error.message };
    throw error;
  }
}
