import { InputError } from '../input-error.ts';
import { nearest } from '../nearest.ts';
import {
  bestRows,
  kendall,
  partialKendall,
  partialSpearman,
  precisionAtK,
  regretAtK,
  spearman,
  weightedTau,
} from '../rank/index.ts';
import { amount, count, percent, share } from './written-number.ts';

/** A proxy's scores and a target's values on the architectures that have both. */
export interface Pair {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** 1 where higher is better, -1 where lower is. */
  readonly xUp: 1 | -1;
  readonly yUp: 1 | -1;
  /** What is controlled for, on the same architectures. */
  readonly controls: readonly Float64Array[];
}

interface Definition {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** Whether it is of the best of the truth alone (`spearman@0.1`): it may be, must be, cannot be. */
  readonly top: 'may' | 'must' | 'never';
  /** Whether the sign says which way the proxy orders; else whether more or less of it is better. */
  readonly best: 'signed' | 'highest' | 'lowest';
  readonly write: (digits: number) => (value: number) => string;
  /** The statistic of the joint bootstrap that it is, where it is not of the best alone. */
  readonly resampled?: 'spearman' | 'kendall';
  readonly controlled?: true;
  /** k is the number of architectures at the top. */
  readonly of: (pair: Pair, k: number) => number;
}

const up = (values: Float64Array, sign: 1 | -1) => (sign === 1 ? values : values.map((value) => -value));

/** Every statistic that a table can show of a proxy and a target. */
const DEFINITIONS: readonly Definition[] = [
  {
    name: 'spearman',
    title: 'ρ',
    about: "Spearman's rank correlation",
    top: 'may',
    best: 'signed',
    write: share,
    resampled: 'spearman',
    of: ({ x, y }) => spearman(x, y),
  },
  {
    name: 'kendall',
    title: 'τ',
    about: "Kendall's tau-b",
    top: 'may',
    best: 'signed',
    write: share,
    resampled: 'kendall',
    of: ({ x, y }) => kendall(x, y),
  },
  {
    name: 'weighted_tau',
    title: 'τw',
    about: "Vigna's weighted tau, in which the best count most",
    top: 'may',
    best: 'signed',
    write: share,
    of: ({ x, y, xUp, yUp }) => xUp * yUp * weightedTau(up(x, xUp), up(y, yUp)),
  },
  {
    name: 'partial_spearman',
    title: 'ρ partial',
    about: "Spearman's correlation with the columns of --given controlled for",
    top: 'may',
    best: 'signed',
    write: share,
    controlled: true,
    of: ({ x, y, controls }) => partialSpearman(x, y, controls),
  },
  {
    name: 'partial_kendall',
    title: 'τ partial',
    about: "Kendall's tau-b with the columns of --given controlled for",
    top: 'may',
    best: 'signed',
    write: share,
    controlled: true,
    of: ({ x, y, controls }) => partialKendall(x, y, controls),
  },
  {
    name: 'precision',
    title: 'precision',
    about: 'the part of the best k by truth that is among the best k by score',
    top: 'must',
    best: 'highest',
    write: share,
    of: ({ x, y, xUp, yUp }, k) => precisionAtK(up(x, xUp), up(y, yUp), k),
  },
  {
    name: 'regret',
    title: 'regret',
    about: "the best truth of all less the best among the k best by score, in the target's unit",
    top: 'must',
    best: 'lowest',
    write: () => amount,
    of: ({ x, y, xUp, yUp }, k) => regretAtK(up(x, xUp), up(y, yUp), k),
  },
];

export const STATISTIC_NAMES: readonly string[] = DEFINITIONS.map(({ name }) => name);

/** A statistic as asked for: `spearman`, `spearman@0.1` (best tenth of the truth), `regret@100` (best hundred by score). */
export interface Statistic {
  /** As asked for. */
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly best: Definition['best'];
  readonly write: (digits: number) => (value: number) => string;
  readonly resampled: 'spearman' | 'kendall' | undefined;
  readonly controlled: boolean;
  /** NaN where there are too few architectures. */
  readonly of: (pair: Pair) => number;
}

/** @throws InputError where there is no such statistic, or it is not of the best alone, or only of them. */
export function parseStatistic(text: string): Statistic {
  const [name = '', at, ...rest] = text.split('@');
  const definition = DEFINITIONS.find((definition) => definition.name === name);
  if (definition === undefined || rest.length > 0) {
    const guess = nearest(name, STATISTIC_NAMES);
    const mend =
      guess === undefined ? `one of ${STATISTIC_NAMES.join(', ')} is needed` : `did you mean ${guess}?`;
    throw new InputError(`statistic ${JSON.stringify(text)}: ${mend}`);
  }
  const { top, controlled = false, resampled, title, ...common } = definition;
  if (at === undefined) {
    if (top === 'must')
      throw new InputError(
        `statistic ${JSON.stringify(text)}: say of how many, as ${name}@0.1 or ${name}@100`,
      );
    return {
      ...common,
      title,
      resampled,
      controlled,
      of: (pair) => (pair.x.length < 2 ? Number.NaN : definition.of(pair, pair.x.length)),
    };
  }
  const amount = at.trim() === '' ? Number.NaN : Number(at);
  if (!(amount > 0 && (amount < 1 || Number.isSafeInteger(amount)))) {
    throw new InputError(
      `statistic ${JSON.stringify(text)}: after @ comes a share below 1 or a whole number, as ${name}@0.1 or ${name}@100`,
    );
  }
  const said = amount < 1 ? percent(amount) : count(amount);
  return {
    ...common,
    name: text,
    title: `${title} top ${said}`,
    about:
      top === 'must' ? `${common.about}, k = ${said}` : `${common.about}, among the best ${said} by truth`,
    resampled: undefined,
    controlled,
    of: (pair) => {
      // 0.29 * 100 is 28.999999999999996: what is whole within rounding counts as whole.
      const k = amount < 1 ? Math.floor(amount * pair.x.length * (1 + Number.EPSILON)) : amount;
      if (k < 1 || k > pair.x.length) return Number.NaN;
      return definition.of(top === 'must' ? pair : bestOf(pair, k), k);
    },
  };
}

/** The k best by truth, the first of those that tie at the edge. */
function bestOf({ x, y, xUp, yUp, controls }: Pair, k: number): Pair {
  const rows = bestRows(up(y, yUp), k).sort();
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
  return { x: pick(x), y: pick(y), xUp, yUp, controls: controls.map(pick) };
}
