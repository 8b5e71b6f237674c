import type { Row } from '../../../datasets/import/importer.ts';
import { findImporter, openSource } from '../../../datasets/import/index.ts';
import { InputError } from '../../input-error.ts';

/** Files of a folder whose rows are wanted, each with its place among all. */
export interface PartsJob {
  readonly importer: string;
  readonly folder: string;
  readonly files: readonly { readonly file: string; readonly place: number }[];
}

/** The rows of a job, in its order; or why its first bad file is refused. */
export type PartsAnswer =
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'refused'; readonly message: string };

/** Reads the files of a job. */
export default function work({ importer, folder, files }: PartsJob): PartsAnswer {
  try {
    const { parts } = findImporter(importer);
    const source = openSource(folder);
    return { kind: 'rows', rows: files.map(({ file, place }) => parts!.row(file, place, source)) };
  } catch (error) {
    if (error instanceof InputError) return { kind: 'refused', message: error.message };
    throw error;
  }
}
