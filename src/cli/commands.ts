import type { Command } from 'commander';

/** A command: what the help says of it, and what gives it its options and its action. */
interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Loads the command's own file, which only the command itself needs. */
  load(): Promise<(command: Command) => void>;
}

/** In the order of the help. */
const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'score',
    summary: 'compute proxies of architectures',
    load: async () => (await import('./score.ts')).addScore,
  },
  {
    name: 'rank',
    summary: 'correlate proxies with ground truth',
    load: async () => (await import('./rank.ts')).addRank,
  },
  {
    name: 'table',
    summary: 'make a paper-ready table: proxies by data sets',
    load: async () => (await import('./table.ts')).addTable,
  },
  {
    name: 'plot',
    summary: 'draw a figure as SVG (rsvg-convert makes PDF or PNG of it)',
    load: async () => (await import('./plot.ts')).addPlot,
  },
  {
    name: 'report',
    summary: 'make one self-contained HTML page: tables that sort, figures, every architecture',
    load: async () => (await import('./report.ts')).addReport,
  },
  {
    name: 'screen',
    summary: 'keep the best of a large space: from cheap measures to dear ones, under budgets',
    load: async () => (await import('./screen.ts')).addScreen,
  },
  {
    name: 'curves',
    summary: 'fit, extrapolate and benchmark learning curves',
    load: async () => (await import('./curves.ts')).addCurves,
  },
  {
    name: 'predict',
    summary: 'train and benchmark performance predictors',
    load: async () => (await import('./predict.ts')).addPredict,
  },
  {
    name: 'train',
    summary: 'train networks for real: ground truth of your own, with per-epoch curves',
    load: async () => (await import('./train.ts')).addTrain,
  },
  {
    name: 'supernet',
    summary: 'train a weight-sharing supernet and follow its rank correlation',
    load: async () => (await import('./supernet.ts')).addSupernet,
  },
  {
    name: 'fidelity',
    summary: 'what cheaper trainings tell of full ones: fewer epochs, images, pixels, channels or cells',
    load: async () => (await import('./fidelity.ts')).addFidelity,
  },
  {
    name: 'merge',
    summary: 'join shards of one run, or tables of the same columns',
    load: async () => (await import('./merge.ts')).addMerge,
  },
  {
    name: 'datasets',
    summary: 'import, list, describe and convert ground truth and images',
    load: async () => (await import('./datasets.ts')).addDatasets,
  },
  {
    name: 'spaces',
    summary: 'list the search spaces, or describe one architecture',
    load: async () => (await import('./spaces.ts')).addSpaces,
  },
  {
    name: 'proxies',
    summary: 'list the proxies: name, better, cost, least batch, citation',
    load: async () => (await import('./proxies.ts')).addProxies,
  },
  {
    name: 'doctor',
    summary: 'engines, devices, versions: what can compute here, how fast, and what is missing',
    load: async () => (await import('./doctor.ts')).addDoctor,
  },
  {
    name: 'demo',
    summary: 'score trained networks of the bundled benchmark with every proxy and rank the proxies',
    load: async () => (await import('./demo.ts')).addDemo,
  },
];

/** Adds all commands to the program; only the one that is called, or whose help is asked for, is loaded. */
export async function addCommands(program: Command, args: readonly string[]): Promise<void> {
  const called = new Set(args.filter((word) => !word.startsWith('-')).slice(0, 2));
  for (const { name, summary, load } of COMMANDS) {
    const command = program.command(name).description(summary);
    if (called.has(name)) (await load())(command);
  }
}
