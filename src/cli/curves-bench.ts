import { availableParallelism } from 'node:os';
import { type CurveSet, curveSets } from '../../estimators/learning-curves/curve-set.ts';
import { CURVE_ESTIMATORS } from '../../estimators/learning-curves/index.ts';
import { LEARNERS } from '../../estimators/learning-curves/learned/index.ts';
import { InputError } from '../input-error.ts';
import { nearest } from '../nearest.ts';
import { safeText } from '../report/safe-text.ts';
import { benchCurves } from '../run/curves/bench-curves.ts';
import { readTable } from '../table/read-table.ts';
import { writeTable } from '../table/write-table.ts';
import { benchTable } from './curves-bench-table.ts';
import { EXIT } from './exit.ts';
import { checkFolder, inRange, isCount, listOf, oneOf } from './flags.ts';
import { onStopSignal } from './on-stop-signal.ts';
import { SILENT, showProgress } from './progress.ts';

/** The options that choose curves, as commander hands them over. */
export interface CurveFlags {
  readonly curve?: string;
  readonly losses?: string;
  readonly better?: string;
  readonly features?: string;
}

export interface BenchFlags extends CurveFlags {
  readonly seen: string;
  readonly estimators: string;
  readonly train: string;
  readonly heldOut?: boolean;
  readonly robust?: boolean;
  readonly confidence: string;
  readonly seed: string;
  readonly workers?: string;
  readonly format: string;
  readonly out?: string;
  readonly quiet?: boolean;
}
