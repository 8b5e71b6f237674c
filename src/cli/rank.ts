import type { Command } from 'commander';
import { InputError } from '../input-error.ts';
import type { CorrelateOptions } from '../report/correlate.ts';
import { checkFolder, inRange, isCount, listOf, oneOf } from './flags.ts';

/** The options of `nasprobe rank` as commander hands them over. */
interface RankFlags {
  readonly truth: string;
  readonly on?: string;
  readonly targets?: string;
  readonly proxies?: string;
  readonly combine?: readonly string[];
  readonly lower?: string;
  readonly nonfinite: string;
  readonly top?: string;
  readonly interval: string;
  readonly confidence: string;
  readonly resamples?: string;
  readonly seed: string;
  readonly format: string;
  readonly out?: string;
}

/** `nasprobe rank`: correlates proxies with ground truth. The table goes to stdout or a file, all else to stderr. */
export function addRank(command: Command): void {
  command
    .argument('<SCORES>', 'a table of scores (- is stdin)')
    .requiredOption('--truth <table>', 'a table of ground truth; may be SCORES itself')
    .option('--on <column>', 'join key: any column of both (default: arch, exactly or by isomorphism class)')
    .option('--targets <columns>', 'columns of the truth (default: all numbers)')
    .option('--proxies <columns>', 'columns of the scores (default: all proxies, or all numbers)')
    .option(
      '--combine <METHOD=a,b,…>',
      'also one ranking of several proxies: rank-sum, log-rank-sum (AZ-NAS) or vote; may be repeated',
      (text: string, before: readonly string[] = []) => [...before, text],
    )
    .option('--lower <columns>', 'columns where lower is better; signs stay as they are')
    .option('--nonfinite <policy>', 'drop | worst: what becomes of NaN and infinite scores', 'drop')
    .option('--top <shares>', 'also among these best shares of the truth, such as 0.1,0.01')
    .option('--interval <method>', 'bootstrap | fisher', 'bootstrap')
    .option('--confidence <level>', 'of the intervals', '0.95')
    .option('--resamples <n>', 'of the bootstrap (default: 1000, fewer beyond 20,000 rows, at least 200)')
    .option('--seed <n>', 'of the bootstrap', '0')
    .option('--format <format>', 'table | csv | json | markdown | latex', 'table')
    .option('--out <file>', 'write there, not to stdout')
    .action(async (scores: string, flags: RankFlags) => rank(scores, flags));
}

async function rank(scoresPath: string, flags: RankFlags): Promise<void> {
  const { RENDERERS } = await import('../report/render.ts');
  const format = oneOf('format', flags.format, Object.keys(RENDERERS) as (keyof typeof RENDERERS)[]);
  const options = await parseOptions(flags);
  const { out = '-' } = flags;
  if (out !== '-') checkFolder(out);

  const { readTable } = await import('../table/read-table.ts');
  if (scoresPath === '-' && flags.truth === '-')
    throw new InputError('SCORES and --truth are both stdin: name a file for one');
  const { readTruth } = await import('../../datasets/truth.ts');
  const scores = await readTable(scoresPath);
  const truth = flags.truth === scoresPath ? scores : await readTruth(flags.truth);

  const canonical =
    flags.on === undefined ? (await import('./canonical-of.ts')).canonicalOf(scores) : undefined;
  const { showProgress } = await import('./progress.ts');
  const progress = process.stderr.isTTY === true ? showProgress(process.stderr) : undefined;
  const { correlate } = await import('../report/correlate.ts');
  const report = correlate(scores, truth, {
    ...options,
    ...(canonical === undefined ? {} : { canonical }),
    onStart: (pairs) => progress?.begin(0, pairs),
    onProgress: (done, pair) => progress?.scored(done, pair),
  });
  progress?.end();

  const { writeAtomically } = await import('../table/write-atomically.ts');
  await writeAtomically(out, [new TextEncoder().encode(RENDERERS[format](report))]);
  if (format !== 'table') {
    const { safeText } = await import('../safe-text.ts');
    process.stderr.write(report.notes.map((note) => `nasprobe: ${safeText(note)}\n`).join(''));
  }
}

/** The options that need no table. @throws InputError naming the option and what it takes. */
async function parseOptions(flags: RankFlags): Promise<CorrelateOptions> {
  const { parseCombination } = await import('../report/combination.ts');
  return {
    combine: (flags.combine ?? []).map(parseCombination),
    nonfinite: oneOf('nonfinite', flags.nonfinite, ['drop', 'worst']),
    interval: oneOf('interval', flags.interval, ['bootstrap', 'fisher']),
    confidence: inRange('confidence', flags.confidence, (x) => x > 0 && x < 1, 'a number between 0 and 1'),
    seed: inRange('seed', flags.seed, isCount, 'a whole number from 0 up'),
    ...(flags.on === undefined ? {} : { on: flags.on }),
    ...(flags.targets === undefined ? {} : { targets: listOf(flags.targets) }),
    ...(flags.proxies === undefined ? {} : { proxies: listOf(flags.proxies) }),
    ...(flags.lower === undefined ? {} : { lower: listOf(flags.lower) }),
    ...(flags.top === undefined
      ? {}
      : {
          top: listOf(flags.top).map((text) =>
            inRange('top', text, (x) => x > 0 && x <= 1, 'a share above 0 and up to 1, such as 0.1'),
          ),
        }),
    ...(flags.resamples === undefined
      ? {}
      : {
          resamples: inRange(
            'resamples',
            flags.resamples,
            (x) => isCount(x) && x > 0,
            'a whole number from 1 up',
          ),
        }),
  };
}
