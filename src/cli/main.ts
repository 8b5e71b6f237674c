#!/usr/bin/env node
import { Command } from 'commander';
import { nasprobeVersion } from '../run/version.ts';
import { addCurves } from './curves.ts';
import { addDemo } from './demo.ts';
import { endQuietlyOnClosedPipe, reportError, usageError } from './exit.ts';
import { addFidelity } from './fidelity.ts';
import { addMerge } from './merge.ts';
import { addPlot } from './plot.ts';
import { addPredict } from './predict.ts';
import { addProxies } from './proxies.ts';
import { addRank } from './rank.ts';
import { addReport } from './report.ts';
import { addScore } from './score.ts';
import { addScreen } from './screen.ts';
import { addSpaces } from './spaces.ts';
import { addSupernet } from './supernet.ts';
import { addTable } from './table.ts';
import { addTrain } from './train.ts';

const program = new Command('nasprobe')
  .description(
    'Estimate how good neural architectures are without training them, and how far the estimates hold.',
  )
  .version(nasprobeVersion())
  .option('--debug', 'show the stack of an error')
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(usageError(text)) });
const commands = [
  addScore,
  addRank,
  addTable,
  addPlot,
  addReport,
  addScreen,
  addCurves,
  addPredict,
  addTrain,
  addSupernet,
  addFidelity,
  addMerge,
  addSpaces,
  addProxies,
  addDemo,
];
for (const add of commands) add(program);

endQuietlyOnClosedPipe();
try {
  if (process.argv.length > 2) await program.parseAsync();
  else program.outputHelp();
} catch (error) {
  process.exitCode = reportError(error, program.opts<{ debug?: boolean }>().debug === true);
}
