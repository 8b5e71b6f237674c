import { join } from 'node:path';
import { packageFolder } from '../src/own-files.ts';

/** Where the package's own data lie. */
export const datasetsFolder = (): string => join(packageFolder(), 'datasets');
