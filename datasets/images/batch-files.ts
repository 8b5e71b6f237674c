import { statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../src/input-error.ts';
import type { ImageLayout } from './image-layout.ts';
import { joined, type LabelledPixels } from './labelled-pixels.ts';

/** A data set in files of these names, several of them for training. */
export interface BatchFiles {
  readonly name: string;
  readonly train: readonly string[];
  readonly test: string;
  read(path: string): LabelledPixels;
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** The layout of a folder with those files, which is known by the first of them, and none by a folder of such a name. */
export function batchFiles({ name, train, test, read }: BatchFiles): ImageLayout {
  return {
    name,
    files: [...train, test].join(', '),
    find(path) {
      const files = [...train, test].map((file) => join(path, file));
      if (!isFile(files[0]!)) return undefined;
      const missing = files.find((file) => !isFile(file));
      if (missing !== undefined) throw new InputError(`images ${path}: there is no ${missing}, add it`);
      return {
        files,
        train: () => joined(files.slice(0, -1).map(read), path),
        test: () => read(files.at(-1)!),
      };
    },
  };
}
