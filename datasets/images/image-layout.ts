import type { PixelSplits } from './labelled-pixels.ts';

/** How a data set of images lies in a folder. */
export interface ImageLayout {
  readonly name: string;
  /** The files by which it is known, as its authors name them. */
  readonly files: string;
  /** The data set in a folder, or undefined where the folder has another layout. @throws {InputError} where files are missing */
  find(path: string): FoundImages | undefined;
}

export interface FoundImages {
  /** All files that are read, for checksums. */
  readonly files: readonly string[];
  /** @throws {InputError} where a file is damaged */
  read(): PixelSplits;
}
