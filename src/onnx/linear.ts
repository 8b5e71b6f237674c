import { formatShape } from '../graph/shape.ts';
import type { Importer, Site } from './importer.ts';
import type { Constant } from './value.ts';
import { inOrder, nodeIn, straight } from './value.ts';

const namesOf = (site: Site, weight: Constant, bias: Constant | undefined) => ({
  weight: site.nameOf(weight),
  ...(bias === undefined ? {} : { bias: site.nameOf(bias) }),
});

function requireMatrix(site: Site, weight: Constant, inner: number, transposed: boolean): number {
  const [a, b] = weight.dims;
  const out = transposed ? a : b;
  if (weight.dims.length === 2 && (transposed ? b : a) === inner) return out!;
  throw site.refuse(`its weights ${formatShape(weight.dims)} do not fit ${inner} inputs: export it again`);
}

/** A linear layer of rows. */
export const gemm: Importer = {
  homogeneous: 'always',
  import(site) {
    const x = site.activation(0);
    const weight = site.constant(1);
    if (site.integer('transA', 0) !== 0 || x.dims.length !== 2) {
      throw site.refuse('multiplies no rows of the batch: linear layers are read');
    }
    const transposed = site.integer('transB', 0) !== 0;
    const out = requireMatrix(site, weight, x.dims[1]!, transposed);
    const bias = site.input(2) === undefined ? undefined : site.constant(2);
    if (bias && bias.dims.reduce((a, b) => a * b, 1) !== out) {
      throw site.refuse(`its bias ${formatShape(bias.dims)} is not [${out}]: export it again`);
    }
    if (site.float('alpha', 1) !== 1 || (bias && site.float('beta', 1) !== 1)) {
      throw site.refuse('scales its product, which no linear layer does: export it again');
    }
    return inOrder(site.net.dense(namesOf(site, weight, bias), nodeIn(x, [0, 1]), out, transposed));
  },
};

/** A linear layer along the last axis, such as at each pixel of images whose channels are last. */
export const matmul: Importer = {
  homogeneous: 'always',
  import(site) {
    const x = site.activation(0);
    const weight = site.constant(1);
    const rank = x.dims.length;
    const out = requireMatrix(site, weight, x.dims.at(-1)!, false);
    const names = namesOf(site, weight, site.takeBias(out));
    if (rank !== 2 && rank !== 4) {
      throw site.refuse(`multiplies ${formatShape(x.dims)}: rows and images are read`);
    }
    const node = nodeIn(x, straight(rank));
    return inOrder(site.net.dense(names, node, out, false));
  },
};
