import { InputError } from '../src/input-error.ts';
import { nearest } from '../src/nearest.ts';
import { flops, macs, params } from './counts.ts';
import { epeNas } from './epe-nas.ts';
import { fisher, fisherChannels } from './fisher.ts';
import { gradNorm, gradNormGlobal } from './grad-norm.ts';
import { grasp } from './grasp.ts';
import { jacobCov } from './jacob-cov.ts';
import { jacobNorm } from './jacob-norm.ts';
import { l2Norm } from './l2-norm.ts';
import { nwot, nwotOriginal } from './nwot.ts';
import { plain } from './plain.ts';
import type { ProxyDefinition } from './proxy.ts';
import { snip } from './snip.ts';
import { synflow, synflowBn } from './synflow.ts';
import { zen } from './zen.ts';

/** Every proxy, in the order in which tables show them. A new one is a file beside this and a line here. */
export const PROXIES: readonly ProxyDefinition[] = [
  synflow,
  synflowBn,
  jacobCov,
  jacobNorm,
  gradNorm,
  gradNormGlobal,
  snip,
  plain,
  grasp,
  fisher,
  fisherChannels,
  epeNas,
  nwot,
  nwotOriginal,
  zen,
  l2Norm,
  params,
  macs,
  flops,
];

/** What `default` stands for: all but the variants of another. */
export const DEFAULT_PROXIES: readonly string[] = PROXIES.map(({ name }) => name).filter(
  (name) => !['grad_norm_global', 'fisher_channels', 'nwot_original'].includes(name),
);

/** The proxy of this name. */
export function findProxy(name: string): ProxyDefinition {
  const proxy = PROXIES.find((candidate) => candidate.name === name);
  if (proxy) return proxy;
  const close = nearest(
    name,
    PROXIES.map((candidate) => candidate.name),
  );
  throw new InputError(
    `there is no proxy "${name}"${close ? `; did you mean "${close}"?` : '; "nasprobe proxies" lists them'}`,
  );
}

export type { Batch, ProxyDefinition } from './proxy.ts';
