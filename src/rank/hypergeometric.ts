import type { Interval } from './percentile-interval.ts';

/**
 * How many marked rows a random draw without replacement holds: the central interval of the hypergeometric
 * distribution (scipy's `hypergeom.ppf` at both ends). The mean is `drawn * marked / rows`. O(min(marked, drawn)).
 */
export function markedInDraw(rows: number, marked: number, drawn: number, confidence: number): Interval {
  const least = Math.max(0, drawn - (rows - marked));
  const most = Math.min(marked, drawn);
  const mode = Math.min(most, Math.max(least, Math.floor(((marked + 1) * (drawn + 1)) / (rows + 2))));
  // From the mode outwards by the quotient of neighbours: nothing overflows, and what underflows does not count.
  const weights = new Float64Array(most - least + 1);
  weights[mode - least] = 1;
  const quotient = (k: number) => ((marked - k) * (drawn - k)) / ((k + 1) * (rows - marked - drawn + k + 1));
  for (let k = mode; k < most; k += 1) weights[k + 1 - least] = weights[k - least]! * quotient(k);
  for (let k = mode; k > least; k -= 1) weights[k - 1 - least] = weights[k - least]! / quotient(k - 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const quantile = (q: number): number => {
    let below = 0;
    for (let k = least; k < most; k += 1) {
      below += weights[k - least]! / total;
      if (below >= q) return k;
    }
    return most;
  };
  return [quantile((1 - confidence) / 2), quantile((1 + confidence) / 2)];
}
