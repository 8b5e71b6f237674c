import type { AsyncEngine, Engine } from '../../engine/engine.ts';
import type { EngineDefinition } from '../engines/definition.ts';
import { openScorer } from '../open-scorer.ts';
import { disagreement, GOLDEN_ARCH, goldenConfig } from './golden-network.ts';
import { measureSpeed, type Speed } from './speed.ts';

/** What a self-test of an engine found. */
export interface SelfTest {
  /** Whether every score of the golden network is the reference's within the tolerance. */
  readonly agrees: boolean;
  /** The score that is furthest off for its tolerance, and how far, relatively. */
  readonly worst: { readonly proxy: string; readonly relative: number };
  readonly speed: Speed;
}

/** Scores the golden network and measures the speed. Rejects where the engine fails. */
export async function selfTest(
  definition: EngineDefinition,
  engine: Engine | AsyncEngine,
): Promise<SelfTest> {
  const scorer = await openScorer(goldenConfig(definition.name), { engine });
  const { scores } = await scorer.score(GOLDEN_ARCH);
  const values: Record<string, number> = {};
  for (const [proxy, outcome] of Object.entries(scores)) {
    if (outcome.status === 'failed') throw new Error(outcome.message);
    values[proxy] = outcome.status === 'ok' ? outcome.value : Number.NaN;
  }
  const { proxy, relative, inTolerances } = disagreement(values, definition.precision);
  return { agrees: inTolerances <= 1, worst: { proxy, relative }, speed: await measureSpeed(engine) };
}
