/**
 * nasprobe as a library. Nothing here prints; bad input throws an {@link InputError} whose message is one line.
 *
 * @example
 * import { findSpace, makePlan, resolveConfig, runScores } from 'nasprobe';
 * const config = resolveConfig({ proxies: ['synflow', 'nwot'], seed: 1 });
 * const plan = await makePlan(findSpace(config.space), { kind: 'archs', value: '100' }, config.seed);
 * for await (const event of runScores({ config, plan, out: 'scores.arrow' })) {
 *   if (event.type === 'scored') console.log(event.scores.arch, event.scores.scores.synflow);
 * }
 *
 * @module
 */

// Learning curves
export { accuracyOf, type EstimateAccuracy } from '../estimators/learning-curves/accuracy-of-estimates.ts';
export {
  type MixtureSample,
  sampleMixture,
} from '../estimators/learning-curves/combined/sample-mixture.ts';
export { type CurveSet, curveSets } from '../estimators/learning-curves/curve-set.ts';
export type { CurveEstimator, Estimate } from '../estimators/learning-curves/estimator.ts';
export { extrapolate, predictionInterval } from '../estimators/learning-curves/extrapolate.ts';
export type { CurveFamily } from '../estimators/learning-curves/families/family.ts';
export { FAMILIES } from '../estimators/learning-curves/families/index.ts';
export { type FailedFit, type FamilyFit, fitFamily } from '../estimators/learning-curves/fit-family.ts';
export { fitRobustly } from '../estimators/learning-curves/fit-robustly.ts';
export { CURVE_ESTIMATORS } from '../estimators/learning-curves/index.ts';
export { seenCurve } from '../estimators/learning-curves/seen-curve.ts';
// What can be scored
export { DEFAULT_PROXIES, findProxy, PROXIES, type ProxyDefinition } from '../proxies/index.ts';
// Outcomes and errors
export { InputError } from './input-error.ts';
export { type Outcome, outcomeOf } from './outcome.ts';
// Seeded streams
export { type RandomStream, randomStream } from './random/index.ts';
// Rank statistics (also alone, as nasprobe/rank)
export * from './rank/index.ts';
// Correlation reports
export { type Combination, parseCombination } from './report/combination.ts';
export { type CorrelateOptions, correlate } from './report/correlate.ts';
export type { CorrelationReport, CorrelationRow } from './report/correlation-row.ts';
// Studies: several tables at once, as a paper's table, figures, a page
export { type MeasureOptions, measureStudy, type ProxyMeasurements } from './report/measure-study.ts';
export { PAPER_FORMATS, type PaperFormat } from './report/paper-formats.ts';
export type { PaperTable } from './report/paper-table.ts';
export { RENDERERS, type ReportFormat } from './report/render.ts';
export { type ReportOptions, reportPage } from './report/report-page.ts';
export { parseStatistic, type Statistic } from './report/statistic.ts';
export { gatherStudy, type Study, type StudyOptions } from './report/study.ts';
export { FIGURES, type FigureOptions } from './report/study-figures.ts';
export { type StudyTableOptions, studyTable } from './report/study-table.ts';
// Benchmarks of learning curves
export { benchCurves, type CurveBench, type CurveBenchRow } from './run/curves/bench-curves.ts';
// Scoring
export { type ArchChoice, makePlan, type Plan } from './run/plan.ts';
export type { Machine, Protocol } from './run/provenance.ts';
export { readScores } from './run/read-scores.ts';
export { resolveConfig, type ScoreOptions } from './run/resolve-config.ts';
export { runScores, type ScoreEvent, type ScoreRun } from './run/run-scores.ts';
export type { ArchScores, ScoreConfig } from './run/score-config.ts';
// Screening
export { readKnownTable } from './run/screen/known-table.ts';
export { runScreen } from './run/screen/run-screen.ts';
export type { ScreenEvent, ScreenResult, ScreenRow } from './run/screen/screen-event.ts';
export { resolveScreening, type Screening, type ScreenOptions } from './run/screen/screening.ts';
export { parseStage, type Stage } from './run/screen/stage.ts';
export { parseShard, type Shard } from './run/shard.ts';
export { findSpace, SPACES } from './spaces/index.ts';
export type { Skeleton, Space } from './spaces/space.ts';
// Tables
export { mergeTables, outcomesOf, readTable, writeTable } from './table/index.ts';
export type { Column, ListColumn, NumberColumn, Table, TextColumn } from './table/table.ts';
