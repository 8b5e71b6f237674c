import { parseCombination } from '../../src/report/combination.ts';
import { parseLimits } from '../../src/run/screen/limit.ts';
import { parseStage } from '../../src/run/screen/stage.ts';
import { parseShard } from '../../src/run/shard.ts';
import { SPACES } from '../../src/spaces/index.ts';
import type { FuzzTarget } from './target.ts';

const encoded = (texts: readonly string[]): Buffer[] => texts.map((text) => Buffer.from(text));

/** Texts that a parser of the command line takes. */
const argument = (name: string, texts: readonly string[], parse: (text: string) => unknown): FuzzTarget => ({
  name,
  seeds: () => encoded(texts),
  read: (bytes) => parse(new TextDecoder().decode(bytes)),
});

/** Architectures of every space: what is taken has one official spelling, and a canonical form of its own space. */
const ARCHITECTURES = SPACES.map(
  (space): FuzzTarget => ({
    name: `architecture of ${space.id}`,
    seeds: () => encoded(space.sample(24, 0)),
    read(bytes) {
      const official = space.parse(new TextDecoder().decode(bytes));
      if (space.parse(official) !== official) throw new Error('its spelling is not its own');
      const canonical = space.canonical(official);
      if (space.canonical(canonical) !== canonical) throw new Error('its canonical form is not its own');
      const index = space.indexOf(official);
      if (Number.isSafeInteger(index) && index >= 0 && space.at(index) !== official)
        throw new Error(`its index ${index} is of another`);
    },
  }),
);

export const TEXT_TARGETS: readonly FuzzTarget[] = [
  ...ARCHITECTURES,
  argument(
    'stage of a screening',
    ['flops:20%', 'synflow:400', 'log-rank-sum=synflow,nwot,-latency_ms:30', '-params'],
    parseStage,
  ),
  argument('combination', ['vote=synflow,nwot,snip', 'log-rank-sum=a,b', 'rank-sum=x'], parseCombination),
  argument('limits', ['params=1e6,flops=3e8', 'latency_ms=6.5'], (text) =>
    parseLimits('budget', 'most', text),
  ),
  argument('shard', ['1/4', '64/64'], parseShard),
];
