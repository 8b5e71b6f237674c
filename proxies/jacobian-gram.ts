import type { Node } from '../src/graph/op.ts';
import { add } from '../src/graph/ops/add.ts';
import { broadcast } from '../src/graph/ops/broadcast.ts';
import { matmul } from '../src/graph/ops/matmul.ts';
import { negate } from '../src/graph/ops/scale.ts';
import { mean } from '../src/graph/ops/sum.ts';
import type { Quantities } from './quantities.ts';

/** [batch, batch]: products of the rows of the input Jacobian, each centred. Their correlations follow from it. */
export function jacobianGram(q: Quantities): Node {
  const jacobian = q.inputJacobian();
  const centred = add(jacobian, negate(broadcast(mean(jacobian, [1]), jacobian.shape, [1])));
  return matmul(centred, centred, false, true);
}
