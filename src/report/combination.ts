import { InputError } from '../input-error.ts';
import { type Aggregation, findAggregation } from '../rank/aggregations.ts';

/** Several proxies made one by an aggregation of their ranks. */
export interface Combination {
  /** Such as `log-rank-sum(jacov,nwot,flops)`. */
  readonly name: string;
  readonly aggregation: Aggregation;
  /** The names of the proxies, each once. */
  readonly of: readonly string[];
}

/** Reads `METHOD=a,b,…`. @throws InputError where it is written otherwise or there is no such aggregation. */
export function parseCombination(text: string): Combination {
  const [method = '', list = '', ...rest] = text.split('=');
  const of = [...new Set(list.split(',').map((name) => name.trim()))];
  if (rest.length > 0 || of.includes(''))
    throw new InputError(
      `combination ${JSON.stringify(text)}: write it as METHOD=PROXY,PROXY,…, such as log-rank-sum=jacob_cov,nwot,flops`,
    );
  const aggregation = findAggregation(method.trim());
  return { name: `${aggregation.name}(${of.join(',')})`, aggregation, of };
}
