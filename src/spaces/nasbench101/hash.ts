import { createHash } from 'node:crypto';
import type { CellGraph } from '../cell.ts';
import { hasEdge } from './module.ts';

const OUTPUT_LABEL = -2;

/**
 * The benchmark's own name of a pruned module, equal for isomorphic ones: an MD5 of its vertices' fingerprints, each made
 * of the vertex' degrees and label and, as often as there are vertices, of its neighbours' (`hash_module`).
 */
export function moduleHash(module: CellGraph): string {
  const { operations, edges } = module;
  const vertices = operations.map((_, vertex) => vertex);
  let hashes = operations.map((label, vertex) => {
    const out = edges.filter(([source]) => source === vertex).length;
    const into = edges.filter(([, target]) => target === vertex).length;
    return md5(`(${out}, ${into}, ${vertex === operations.length - 1 ? OUTPUT_LABEL : label})`);
  });
  for (const _ of vertices) {
    hashes = vertices.map((vertex) => {
      const before = vertices.filter((other) => hasEdge(module, other, vertex)).map((v) => hashes[v]!);
      const after = vertices.filter((other) => hasEdge(module, vertex, other)).map((v) => hashes[v]!);
      return md5(`${before.sort().join('')}|${after.sort().join('')}|${hashes[vertex]}`);
    });
  }
  return md5(
    `[${hashes
      .sort()
      .map((hash) => `'${hash}'`)
      .join(', ')}]`,
  );
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
