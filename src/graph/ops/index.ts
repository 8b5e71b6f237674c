import type { OpDefinition, OpName } from '../op.ts';
import { absOp } from './abs.ts';
import { addOp } from './add.ts';
import { agreementOp } from './agreement.ts';
import { avgPoolOp } from './avg-pool.ts';
import { avgPoolGradOp } from './avg-pool-grad.ts';
import { broadcastOp } from './broadcast.ts';
import { concatOp } from './concat.ts';
import { constantOp } from './constant.ts';
import { conv2dOp } from './conv2d.ts';
import { conv2dInputGradOp } from './conv2d-input-grad.ts';
import { conv2dWeightGradOp } from './conv2d-weight-grad.ts';
import { covarianceOp } from './covariance.ts';
import { cumsumOp } from './cumsum.ts';
import { detachOp } from './detach.ts';
import { erfOp } from './erf.ts';
import { expOp } from './exp.ts';
import { inputOp } from './input.ts';
import { logOp } from './log.ts';
import { logSoftmaxOp } from './log-softmax.ts';
import { matmulOp } from './matmul.ts';
import { maxPoolOp } from './max-pool.ts';
import { maxPoolGatherOp } from './max-pool-gather.ts';
import { maxPoolGradOp } from './max-pool-grad.ts';
import { mulOp } from './mul.ts';
import { padOp } from './pad.ts';
import { parameterOp } from './parameter.ts';
import { reciprocalOp } from './reciprocal.ts';
import { reluOp } from './relu.ts';
import { reshapeOp } from './reshape.ts';
import { scaleOp } from './scale.ts';
import { shiftOp } from './shift.ts';
import { sigmoidOp } from './sigmoid.ts';
import { signOp } from './sign.ts';
import { sliceOp } from './slice.ts';
import { sqrtOp } from './sqrt.ts';
import { stepOp } from './step.ts';
import { stretchOp } from './stretch.ts';
import { sumOp } from './sum.ts';
import { transposeOp } from './transpose.ts';
import { varianceOp } from './variance.ts';

/** Every primitive. A new one is a file beside this and a line here; the engines then fail to compile until they have it. */
export const OPS: { readonly [K in OpName]: OpDefinition<K> } = {
  input: inputOp,
  parameter: parameterOp,
  constant: constantOp,
  detach: detachOp,
  add: addOp,
  mul: mulOp,
  scale: scaleOp,
  shift: shiftOp,
  exp: expOp,
  erf: erfOp,
  sigmoid: sigmoidOp,
  log: logOp,
  sqrt: sqrtOp,
  reciprocal: reciprocalOp,
  abs: absOp,
  sign: signOp,
  relu: reluOp,
  step: stepOp,
  sum: sumOp,
  cumsum: cumsumOp,
  broadcast: broadcastOp,
  variance: varianceOp,
  covariance: covarianceOp,
  reshape: reshapeOp,
  transpose: transposeOp,
  slice: sliceOp,
  pad: padOp,
  concat: concatOp,
  stretch: stretchOp,
  matmul: matmulOp,
  conv2d: conv2dOp,
  conv2dInputGrad: conv2dInputGradOp,
  conv2dWeightGrad: conv2dWeightGradOp,
  avgPool: avgPoolOp,
  avgPoolGrad: avgPoolGradOp,
  maxPool: maxPoolOp,
  maxPoolGather: maxPoolGatherOp,
  maxPoolGrad: maxPoolGradOp,
  logSoftmax: logSoftmaxOp,
  agreement: agreementOp,
};
