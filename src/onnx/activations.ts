import type { Node } from '../graph/op.ts';
import { add } from '../graph/ops/add.ts';
import { erf } from '../graph/ops/erf.ts';
import { exp } from '../graph/ops/exp.ts';
import { mul } from '../graph/ops/mul.ts';
import { relu } from '../graph/ops/relu.ts';
import { negate, scale } from '../graph/ops/scale.ts';
import { shift } from '../graph/ops/shift.ts';
import { sigmoid } from '../graph/ops/sigmoid.ts';
import { sqrt } from '../graph/ops/sqrt.ts';
import type { Importer, Site } from './importer.ts';
import { activation } from './value.ts';

/** A function of each element. */
const pointwise = (of: (x: Node, site: Site) => Node): Importer => ({
  homogeneous: 'never',
  import(site) {
    const x = site.activation(0);
    return activation(of(x.node, site), x.dims, x.axes);
  },
});

/** x kept at or below `most`: flat at it and beyond, as PyTorch's derivative is. */
const atMost = (x: Node, most: number): Node => shift(negate(relu(shift(negate(x), most))), most);

/** x kept at or above `least`. */
const atLeast = (x: Node, least: number): Node =>
  least === 0 ? relu(x) : shift(relu(shift(x, -least)), least);

const hardSigmoidOf = (x: Node, alpha: number, beta: number): Node =>
  atMost(relu(shift(scale(x, alpha), beta)), 1);

export const reluImporter: Importer = {
  homogeneous: 'always',
  import(site) {
    const x = site.activation(0);
    const node = site.homogeneous ? site.net.relu(x.node) : site.net.rectifier(x.node, relu);
    return activation(node, x.dims, x.axes);
  },
};

/** A bound of Clip: an input since operator set 11, an attribute before. */
function boundOf(site: Site, index: number, attribute: string): number | undefined {
  if (site.opset < 11) {
    const bound = site.float(attribute, Number.NaN);
    return Number.isNaN(bound) ? undefined : bound;
  }
  return site.input(index) === undefined ? undefined : site.constant(index).data()[0];
}

/** ReLU6 where it keeps to 0 … 6, which counts as a ReLU; any other bounds as they are. */
export const clip = pointwise((x, site) => {
  const [least, most] = [boundOf(site, 1, 'min'), boundOf(site, 2, 'max')];
  const bounded = (value: Node): Node => {
    const above = least === undefined ? value : atLeast(value, least);
    return most === undefined ? above : atMost(above, most);
  };
  return least === 0 ? site.net.rectifier(x, bounded) : bounded(x);
});

export const leakyRelu = pointwise((x, site) =>
  add(relu(x), scale(relu(negate(x)), -site.float('alpha', 0.01))),
);
export const hardSigmoid = pointwise((x, site) =>
  hardSigmoidOf(x, site.float('alpha', 0.2), site.float('beta', 0.5)),
);
export const hardSwish = pointwise((x) => mul(x, hardSigmoidOf(x, 1 / 6, 0.5)));
export const sigmoidImporter = pointwise(sigmoid);
export const tanh = pointwise((x) => shift(scale(sigmoid(scale(x, 2)), 2), -1));
export const erfImporter = pointwise(erf);
export const expImporter = pointwise(exp);
export const sqrtImporter = pointwise(sqrt);
export const negImporter = pointwise(negate);

/** By the error function, or its approximation by a hyperbolic tangent. */
export const gelu = pointwise((x, site) => {
  if (site.text('approximate', 'none') === 'none') {
    return scale(mul(x, shift(erf(scale(x, Math.SQRT1_2)), 1)), 0.5);
  }
  const inner = mul(x, shift(scale(mul(x, x), 0.044715), 1));
  return mul(x, sigmoid(scale(inner, 2 * Math.sqrt(2 / Math.PI))));
});
