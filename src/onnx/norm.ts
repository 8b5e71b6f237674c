import { add } from '../graph/ops/add.ts';
import { broadcast } from '../graph/ops/broadcast.ts';
import { mul, square } from '../graph/ops/mul.ts';
import { reciprocal } from '../graph/ops/reciprocal.ts';
import { negate } from '../graph/ops/scale.ts';
import { shift } from '../graph/ops/shift.ts';
import { sqrt } from '../graph/ops/sqrt.ts';
import { mean } from '../graph/ops/sum.ts';
import { formatShape } from '../graph/shape.ts';
import { axisOf, type Importer } from './importer.ts';
import { activation, IMAGES, images, inOrder, nodeIn, operandOf, straight } from './value.ts';

/** Of the batch's own statistics, whatever the file was exported for: the proxies look at networks in training mode. */
export const batchNormalization: Importer = {
  homogeneous: 'always',
  import(site) {
    const x = site.activation(0);
    const channels = x.dims[1];
    const [scale, bias, mean, variance] = [1, 2, 3, 4].map((index) => {
      const constant = site.constant(index);
      if (constant.dims.length === 1 && constant.dims[0] === channels) return site.nameOf(constant);
      throw site.refuse(
        `input ${index + 1} is ${formatShape(constant.dims)}, not [${channels}]: export it again`,
      );
    }) as [string, string, string, string];
    const names = { scale, bias, mean, variance };
    const epsilon = site.float('epsilon', 1e-5);
    if (x.dims.length === 2) return inOrder(site.net.normalise(names, nodeIn(x, [0, 1]), epsilon));
    if (x.dims.length === 4) return images(site.net.normalise(names, nodeIn(x, IMAGES), epsilon));
    throw site.refuse(`normalises ${formatShape(x.dims)}: rows and images are read`);
  },
};

/** Over the last axes, from `axis` on. */
export const layerNormalization: Importer = {
  homogeneous: 'never',
  import(site) {
    const x = site.activation(0);
    const rank = x.dims.length;
    const first = axisOf(site.integer('axis', -1), rank, site);
    const over = straight(rank).filter((axis) => axis >= first);
    const axes = over.map((axis) => x.axes.indexOf(axis));
    const centre = add(x.node, negate(broadcast(mean(x.node, axes), x.node.shape, axes)));
    const deviation = sqrt(shift(mean(square(centre), axes), site.float('epsilon', 1e-5)));
    let node = mul(centre, broadcast(reciprocal(deviation), x.node.shape, axes));
    const [slope, offset] = [1, 2].map((index) =>
      site.input(index) === undefined
        ? undefined
        : operandOf(site.parameterOf(site.constant(index)), x.dims, x.axes),
    );
    if (slope) node = mul(node, slope);
    if (offset) node = add(node, offset);
    return activation(node, x.dims, x.axes);
  },
};
