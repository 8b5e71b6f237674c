import type { Command } from 'commander';
import { InputError } from '../../input-error.ts';
import type { SampleSet } from '../../run/predict/read-samples.ts';
import type { Table } from '../../table/table.ts';
import { inRange, isCount, listOf } from '../flags.ts';

/** The options that say which tables and columns make up the samples. */
export interface SampleFlags {
  readonly scores?: string;
  readonly on?: string;
  readonly proxies?: string;
  readonly lower?: string;
  readonly curve?: string;
  readonly seen: string;
}

export function addSampleFlags(command: Command): Command {
  return command
    .option('--scores <table>', 'zero-cost scores; may be the truth itself, with --proxies')
    .option('--on <column>', 'join key: any column of both (default: arch, exactly or by isomorphism class)')
    .option('--proxies <columns>', 'columns of the scores (default: all proxies, or all numbers)')
    .option('--lower <columns>', 'proxies where lower is better')
    .option('--curve <column>', 'a column of learning curves, of which the first epochs are seen')
    .option('--seen <epochs>', 'how many', '1');
}

/** Reads the tables that the options name. @throws InputError naming the option, table or column that is wrong. */
export async function readSampleTables(
  truthPath: string,
  flags: SampleFlags,
  proxies?: readonly string[],
): Promise<{ truth: Table; set: SampleSet }> {
  const seen = inRange('seen', flags.seen, (x) => isCount(x) && x > 0, 'a whole number from 1 up');
  if (truthPath === '-' && flags.scores === '-') {
    throw new InputError('truth and --scores are both stdin: name a file for one');
  }
  const { readTable } = await import('../../table/read-table.ts');
  const { readTruth } = await import('../../../datasets/truth.ts');
  const truth = await readTruth(truthPath);
  const { scores: scoresPath } = flags;
  const scores = scoresPath === truthPath ? truth : scoresPath && (await readTable(scoresPath));
  const { readSamples } = await import('../../run/predict/read-samples.ts');
  const canonical =
    scores && flags.on === undefined ? (await import('../canonical-of.ts')).canonicalOf(scores) : undefined;
  const asked = proxies ?? (flags.proxies === undefined ? undefined : listOf(flags.proxies));
  const set = readSamples({
    truth,
    ...(scores ? { scores } : {}),
    ...(flags.on === undefined ? {} : { on: flags.on }),
    ...(canonical === undefined ? {} : { canonical }),
    ...(asked === undefined ? {} : { proxies: asked }),
    ...(flags.lower === undefined ? {} : { lower: listOf(flags.lower) }),
    ...(flags.curve === undefined ? {} : { curve: { column: flags.curve, seen } }),
  });
  return { truth, set };
}
