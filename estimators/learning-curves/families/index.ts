import { exp4 } from './exp4.ts';
import { exponential } from './exponential.ts';
import type { CurveFamily } from './family.ts';
import { hill3 } from './hill3.ts';
import { ilog2 } from './ilog2.ts';
import { janoschek } from './janoschek.ts';
import { logLogLinear } from './log-log-linear.ts';
import { logPower } from './log-power.ts';
import { logarithmic } from './logarithmic.ts';
import { mmf } from './mmf.ts';
import { pow4 } from './pow4.ts';
import { power } from './power.ts';
import { vaporPressure } from './vapor-pressure.ts';
import { weibull } from './weibull.ts';

/** Every family, in the order in which tables list them. */
export const FAMILIES: readonly CurveFamily[] = [
  power,
  exponential,
  logarithmic,
  pow4,
  exp4,
  logLogLinear,
  logPower,
  hill3,
  mmf,
  janoschek,
  weibull,
  vaporPressure,
  ilog2,
];

/**
 * The families that combinations are made of. Weibull and Janoschek are exp4 in another notation, and Hill's curve is
 * log_power's rising half: with them the same curve would be weighed twice.
 */
export const DISTINCT_FAMILIES: readonly CurveFamily[] = FAMILIES.filter(
  (family) => family !== weibull && family !== janoschek && family !== hill3,
);
