import { FILE_TARGETS } from './file-targets.ts';
import { FORMAT_TARGETS } from './format-targets.ts';
import { IMPORT_TARGETS } from './import-targets.ts';
import { TABLE_TARGETS } from './table-targets.ts';
import type { FuzzTarget } from './target.ts';
import { TEXT_TARGETS } from './text-targets.ts';

/** Every reader of what comes from outside. */
export const TARGETS: readonly FuzzTarget[] = [
  ...TEXT_TARGETS,
  ...TABLE_TARGETS,
  ...FILE_TARGETS,
  ...FORMAT_TARGETS,
  ...IMPORT_TARGETS,
];
