import type { Command } from 'commander';
import { DEVICE_HELP, ENGINE_HELP, printEngines } from './engine-flags.ts';
import { EXIT } from './exit-code.ts';
import type { ScreenFlags } from './screen-request.ts';

const repeated = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** `nasprobe screen`: the best K of a large space, in stages, under budgets. */
export function addScreen(command: Command): void {
  command
    .option('--space <id>', "a space's id (nasprobe spaces lists them)", 'nasbench201')
    .option('--archs <which>', 'all | N drawn with --seed, none twice | FILE (- is stdin)', 'all')
    .option('--top <k>', 'how many are wanted in the end', '100')
    .option(
      '--stage <RANKING:KEEP>',
      'repeat it, from cheap to dear; RANKING: a count, a proxy (- before it: less is better) or METHOD=a,b,… with rank-sum, log-rank-sum or vote; KEEP: a number or 20% (default: flops:50%, synflow:4K, log-rank-sum=synflow,nwot,jacob_cov)',
      repeated,
    )
    .option('--budget <NAME=MOST,…>', 'limits from above: params, macs, flops, depth, latency_ms, …')
    .option('--least <NAME=LEAST,…>', 'limits from below, such as longest_path=1')
    .option('--max-params <n>', 'the same as --budget params=n')
    .option('--max-macs <n>', 'multiply-accumulates for one image')
    .option('--max-flops <n>', 'as the proxy flops counts them')
    .option('--max-latency-ms <ms>', 'by the table of --latency')
    .option('--latency <file>', 'a table of latencies in ms, by arch or index; known as latency_ms')
    .option('--latency-column <name>', 'its column (default: the only one of numbers)')
    .option('--scores <file>', 'a table of scores that are known already, by arch or index')
    .option('--keep-duplicates', 'do not merge architectures that compute the same function')
    .option('--pareto <cost>', 'also the Pareto front of score against params, flops, latency_ms, …')
    .option('--truth <file>', 'a table of accuracies, by arch or index: judges the screening')
    .option('--target <column>', 'its column (default: the only one of numbers)')
    .option('--out <file>', 'write the result there; the same command again resumes from FILE.stages/')
    .option('--format <format>', 'table | csv | json | markdown | latex | html, on stdout', 'table')
    .option('--json', 'the same as --format json')
    .option('--summary <file>', 'write what each stage did, and the judgement, as JSON')
    .option('--seed <n>', 'of the draw, the weights and the random images', '0')
    .option('--batch <n>', 'images in the batch', '64')
    .option('--workers <n>', 'worker threads (default: as many as processors)')
    .option('--engine <id>', ENGINE_HELP, 'auto')
    .option('--device <n>', DEVICE_HELP)
    .option('--deterministic', 'results to the last bit the same on every kind of processor')
    .option('--images <source>', 'random | FILE.safetensors with inputs and targets', 'random')
    .option('--channels <n>', 'channels of the first stage')
    .option('--cells <n>', 'cells a stage')
    .option('--size <n>', 'height and width of the images')
    .option('--classes <n>', 'classes')
    .option('--no-supervise', 'with --out: do not start again where the process crashes')
    .option('--quiet', 'no progress')
    .action(async (flags: ScreenFlags) => {
      if (flags.engine === 'list') return printEngines();
      const { screenRequest } = await import('./screen-request.ts');
      const request = await screenRequest(flags);
      const { followScreen } = await import('./follow-screen.ts');
      if (!(await followScreen(request))) process.exitCode = EXIT.stopped;
    });
}
