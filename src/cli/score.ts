import type { Command } from 'commander';
import { DEVICE_HELP, ENGINE_HELP, printEngines } from './engine-flags.ts';
import { EXIT } from './exit-code.ts';
import type { ScoreFlags } from './score-request.ts';

interface OutputFlags {
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly quiet?: boolean;
}

/** `nasprobe score`: computes proxies. Scores go to stdout or a file, all else to stderr. */
export function addScore(command: Command): void {
  command
    .argument('[ARCH...]', "architectures in the space's own notation, or .onnx files")
    .option('--space <id>', "a space's id (nasprobe spaces lists them)", 'nasbench201')
    .option(
      '--archs <which>',
      'FILE with an arch column or one a line (- is stdin) | all | N drawn with --seed',
    )
    .option('--proxies <names>', 'a,b,… | default | all (nasprobe proxies lists them)', 'default')
    .option('--out <file>', 'an .arrow file, appended while it runs; the same command again resumes')
    .option('--seed <n>', 'of the weights, the random images and the draw', '0')
    .option('--batch <n>', 'images in the batch', '64')
    .option('--workers <n>', 'worker threads (default: as many as processors)')
    .option('--engine <id>', ENGINE_HELP, 'auto')
    .option('--device <n>', DEVICE_HELP)
    .option('--deterministic', 'results to the last bit the same on every kind of processor')
    .option(
      '--images <source>',
      'random | fashion (bundled) | a folder (datasets list says which) | FILE.safetensors',
      'random',
    )
    .option(
      '--weights <file>',
      'a .safetensors checkpoint instead of an initialisation (one ARCH); init: of .onnx files, drawn anew',
    )
    .option('--channels <n>', 'channels of the first stage')
    .option('--cells <n>', 'cells a stage')
    .option('--size <n>', 'height and width of the images')
    .option('--classes <n>', 'classes')
    .option('--shard <I/N>', 'the I-th of N disjoint parts, for job arrays')
    .option('--json', 'one JSON line an architecture on stdout')
    .option('--strict', 'exit 1 if some score failed')
    .option('--no-supervise', 'with --out: do not start again where the process crashes')
    .option('--quiet', 'no progress')
    .action(async (archs: string[], flags: ScoreFlags & OutputFlags) => {
      if (flags.engine === 'list') return printEngines();
      const { scoreRequest } = await import('./score-request.ts');
      const run = await scoreRequest(archs, flags);
      const { followScores } = await import('./follow-scores.ts');
      const { stopped, failed } = await followScores(run, { json: false, quiet: false, ...flags });
      if (stopped) process.exitCode = EXIT.stopped;
      else if (failed > 0 && flags.strict === true) process.exitCode = EXIT.someFailed;
    });
}
