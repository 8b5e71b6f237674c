import type { DescribedSpace } from '../description.ts';
import { checkIndex } from '../mixed-radix.ts';
import { sampleIndices } from '../sample.ts';
import { buildNasbench201 } from './build.ts';
import { canonicalCode } from './canonical.ts';
import { closedForms } from './closed-forms.ts';
import { describe } from './describe.ts';
import { neighbours } from './neighbours.ts';
import { type Cell, EDGES, EXAMPLE, format, OPS, parse } from './notation.ts';
import { cellOf, codeAt, codeOf, indexAt, SIZE } from './official-order.ts';
import { isConnected } from './reachability.ts';
import { checkSkeleton, DEFAULT_SKELETON } from './skeleton.ts';

/** NAS-Bench-201, also the topology space of NATS-Bench: cells of 4 nodes with one of 5 operations on each of 6 edges. */
export const nasbench201: DescribedSpace = {
  id: 'nasbench201',
  title: 'NAS-Bench-201 (the topology space of NATS-Bench)',
  cite: 'Dong and Yang, "NAS-Bench-201: Extending the Scope of Reproducible Neural Architecture Search", ICLR 2020',
  size: SIZE,
  defaults: DEFAULT_SKELETON,
  notation: `|op~0|+|op~0|op~1|+|op~0|op~1|op~2| with op~j from node j and op one of ${OPS.join(', ')}; for example ${EXAMPLE}`,
  parse: (text) => format(parse(text)),
  at: (index) => format(cellOf(codeAt(checkIndex('nasbench201', SIZE, index)))),
  indexOf: (arch) => indexAt(codeOf(parse(arch))),
  sample: (count, seed) =>
    sampleIndices('nasbench201', SIZE, count, seed).map((index) => format(cellOf(codeAt(index)))),
  neighbours: (arch) => neighbours(parse(arch)).map(format),
  canonical: (arch) => format(cellOf(canonicalCode(codeOf(parse(arch))))),
  closedForms,
  choices: {
    options: EDGES.map(() => OPS),
    compose: (picks) => format(parse(format({ ops: picks as Cell['ops'] }))),
  },
  isConnected: (arch) => isConnected(parse(arch)),
  build: (arch, skeleton, net) => buildNasbench201(parse(arch), checkSkeleton(skeleton), net),
  describe: (arch, skeleton) => describe(parse(arch), skeleton),
};
