import type { Command } from 'commander';
import { InputError } from '../input-error.ts';
import type { Study } from '../report/study.ts';
import { inRange, isCount, listOf, oneOf } from './flags.ts';

/** What `table`, `plot` and `report` all take: which tables, which columns, which policies. */
export interface StudyFlags {
  readonly truth?: string[];
  readonly on?: string;
  readonly targets?: string;
  readonly proxies?: string;
  readonly lower?: string;
  readonly nonfinite: string;
  readonly given?: string;
  readonly confidence: string;
  readonly resamples?: string;
  readonly seed: string;
  readonly titles?: string;
}

export function addStudyOptions(command: Command): Command {
  return command
    .argument('<SCORES...>', 'tables of scores; several with the same proxies are repetitions (- is stdin)')
    .option('--truth <tables...>', 'tables of ground truth: benchmarks, data sets')
    .option('--on <column>', 'join key: any column of both (default: arch, exactly or by isomorphism class)')
    .option('--targets <columns>', 'columns of the truth, in this order (default: all numbers)')
    .option('--proxies <columns>', 'columns of the scores (default: all proxies, or all numbers)')
    .option('--lower <columns>', 'columns where lower is better')
    .option('--nonfinite <policy>', 'drop | worst: what becomes of NaN and infinite scores', 'drop')
    .option('--given <columns>', 'what partial correlations control for, such as params,flops')
    .option('--confidence <level>', 'of intervals and comparisons', '0.95')
    .option(
      '--resamples <n>',
      'of the bootstrap; 0 for none (default: 1000, fewer beyond 20,000 rows, at least 200)',
    )
    .option('--seed <n>', 'of the bootstrap', '0')
    .option('--titles <pairs>', 'what to print for names, such as c10_test=CIFAR-10,nwot=NASWOT');
}

/** What the flags say of measuring. @throws InputError naming the option and what it takes */
export function measureOptions({ confidence, resamples, seed }: StudyFlags) {
  return {
    confidence: inRange('confidence', confidence, (x) => x > 0 && x < 1, 'a number between 0 and 1'),
    seed: inRange('seed', seed, isCount, 'a whole number from 0 up'),
    ...(resamples === undefined
      ? {}
      : { resamples: inRange('resamples', resamples, isCount, 'a whole number from 0 up') }),
  };
}

/** The names that `--titles` gives. @throws InputError where a part is no NAME=TITLE */
export function titlesOf({ titles }: StudyFlags): Map<string, string> {
  return new Map(
    listOf(titles ?? '').map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new InputError(`--titles ${JSON.stringify(pair)}: NAME=TITLE is needed`);
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
}

/** Reads the tables and joins them. @throws InputError where a truth is needed and none is named */
export async function readStudy(scorePaths: readonly string[], flags: StudyFlags): Promise<Study> {
  if (flags.truth === undefined) throw new InputError('--truth is missing: name a table of ground truth');
  const truthPaths = [...new Set(flags.truth)];
  const nonfinite = oneOf('nonfinite', flags.nonfinite, ['drop', 'worst']);
  const paths = [...scorePaths, ...truthPaths.filter((path) => !scorePaths.includes(path))];
  if (paths.filter((path) => path === '-').length > 1)
    throw new InputError('stdin is named twice among SCORES and --truth: name files');
  const repeated = scorePaths.find((path, index) => scorePaths.indexOf(path) < index);
  if (repeated !== undefined) throw new InputError(`${repeated} is named twice: a repetition is another run`);
  const { readTable } = await import('../table/read-table.ts');
  const { readTruth } = await import('../../datasets/truth.ts');
  const tables = new Map<string, Awaited<ReturnType<typeof readTable>>>();
  for (const path of new Set(paths)) {
    tables.set(path, await (scorePaths.includes(path) ? readTable(path) : readTruth(path)));
  }
  const scores = scorePaths.map((path) => tables.get(path)!);
  const canonical =
    flags.on === undefined ? (await import('./canonical-of.ts')).canonicalOf(scores[0]!) : undefined;
  const { gatherStudy } = await import('../report/study.ts');
  return gatherStudy(
    scores,
    truthPaths.map((path) => tables.get(path)!),
    {
      nonfinite,
      ...(canonical === undefined ? {} : { canonical }),
      ...(flags.on === undefined ? {} : { on: flags.on }),
      ...(flags.targets === undefined ? {} : { targets: listOf(flags.targets) }),
      ...(flags.proxies === undefined ? {} : { proxies: listOf(flags.proxies) }),
      ...(flags.lower === undefined ? {} : { lower: listOf(flags.lower) }),
      ...(flags.given === undefined ? {} : { given: listOf(flags.given) }),
    },
  );
}
