import type { CellGraph } from '../cell.ts';
import { describeBy } from '../describe.ts';
import type { DescribedSpace } from '../description.ts';
import { checkIndex } from '../mixed-radix.ts';
import { sampleIndices } from '../sample.ts';
import { buildNasbench101, checkNasbench101, tallyNasbench101 } from './build.ts';
import { canonicalCode, codeAt, indexOfCode, moduleOfCode } from './classes.ts';
import { moduleHash } from './hash.ts';
import { MOST_EDGES, MOST_VERTICES, OPERATIONS, sourcesOf } from './module.ts';
import { editsOf } from './neighbours.ts';
import { EXAMPLE, format, parse } from './notation.ts';

const ID = 'nasbench101';
/** Isomorphism classes, as published; to count them takes half a second. */
const SIZE = 423_624;

const canonical = (module: CellGraph): string => format(moduleOfCode(canonicalCode(module)));
const spelledAt = (index: number): string => format(moduleOfCode(codeAt(index)));

/** NAS-Bench-101: modules of at most 7 vertices and 9 edges, one of 3 operations on each inner vertex. */
export const nasbench101: DescribedSpace = {
  id: ID,
  title: 'NAS-Bench-101 (up to isomorphism)',
  cite: 'Ying et al., "NAS-Bench-101: Towards Reproducible Neural Architecture Search", ICML 2019',
  size: SIZE,
  defaults: { channels: 128, cells: 3, size: 32, classes: 10 },
  notation: `op~source~source|…|output~source, the vertices after vertex 0, the input, each with the vertices that it adds up (the output concatenates); op one of ${OPERATIONS.join(', ')}; at most ${MOST_VERTICES} vertices and ${MOST_EDGES} edges; also {"matrix": …, "ops": …} as JSON; for example ${EXAMPLE}`,
  parse: (text) => format(parse(text)),
  at: (index) => spelledAt(checkIndex(ID, SIZE, index)),
  indexOf: (arch) => indexOfCode(canonicalCode(parse(arch))),
  sample: (count, seed) => sampleIndices(ID, SIZE, count, seed).map(spelledAt),
  neighbours(arch) {
    const module = parse(arch);
    const own = canonical(module);
    return [...new Set(editsOf(module).map(canonical))].filter((other) => other !== own);
  },
  canonical: (arch) => canonical(parse(arch)),
  closedForms: {
    names: ['params', 'macs', 'flops'],
    prepare(skeleton) {
      checkNasbench101(skeleton);
      return (arch) => tallyNasbench101(parse(arch), skeleton);
    },
  },
  build: (arch, skeleton, net) => buildNasbench101(parse(arch), checkNasbench101(skeleton), net),
  describe(arch, skeleton) {
    const module = parse(arch);
    const { drawing, facts } = describeBy(nasbench101, arch, skeleton, drawingOf(module));
    const hash = moduleHash(module);
    return { drawing, facts: [{ key: 'hash', label: 'official hash', value: hash }, ...facts] };
  },
};

function drawingOf(module: CellGraph): string[] {
  const last = module.operations.length - 1;
  const nameOf = (vertex: number): string => (vertex === 0 ? 'projected input' : `vertex ${vertex}`);
  return module.operations.slice(1).map((label, at) => {
    const vertex = at + 1;
    const sources = sourcesOf(module, vertex).map(nameOf);
    if (vertex < last) return `vertex ${vertex} = ${OPERATIONS[label]}(${sources.join(' + ')})`;
    const inner = sources.filter((name) => name !== nameOf(0));
    const joined = inner.length > 1 ? `concat(${inner.join(', ')})` : inner[0];
    return `output = ${[joined, ...sources.filter((name) => name === nameOf(0))].filter(Boolean).join(' + ')}`;
  });
}
