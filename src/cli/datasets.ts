import type { Command } from 'commander';
import { addConvert } from './datasets/convert.ts';
import { addDescribe } from './datasets/describe.ts';
import { addImport } from './datasets/import.ts';
import { addList } from './datasets/list.ts';

/** `nasprobe datasets`: ground truth and images, as others distribute them. */
export function addDatasets(datasets: Command): void {
  for (const add of [addImport, addList, addDescribe, addConvert]) add(datasets);
}
