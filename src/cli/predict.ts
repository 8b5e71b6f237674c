import type { Command } from 'commander';
import { addApply } from './predict/apply.ts';
import { addBench } from './predict/bench.ts';
import { addFit } from './predict/fit.ts';
import { addImportance } from './predict/importance.ts';
import { addList } from './predict/list.ts';

/** `nasprobe predict`: accuracy from a few trained architectures and the proxies. */
export function addPredict(predict: Command): void {
  for (const add of [addFit, addApply, addBench, addImportance, addList]) add(predict);
}
