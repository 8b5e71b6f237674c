import {
  clip,
  erfImporter,
  expImporter,
  gelu,
  hardSigmoid,
  hardSwish,
  leakyRelu,
  negImporter,
  reluImporter,
  sigmoidImporter,
  sqrtImporter,
  tanh,
} from './activations.ts';
import { addImporter, div, mulImporter, pow, sub } from './arithmetic.ts';
import { conv } from './conv.ts';
import type { Importer } from './importer.ts';
import { gemm, matmul } from './linear.ts';
import {
  concatImporter,
  flatten,
  identity,
  padImporter,
  reshapeImporter,
  sliceImporter,
  split,
  squeeze,
  transposeImporter,
  unsqueeze,
} from './movement.ts';
import { batchNormalization, layerNormalization } from './norm.ts';
import { averagePool, globalAveragePool, maxPool, reduceMean } from './pool.ts';
import { cast, constantImporter, constantOfShape, gather, shape } from './shapes.ts';

/** Every operator that is read, by its name in ONNX. A new one is a line here; all others are refused by name. */
export const IMPORTERS: ReadonlyMap<string, Importer> = new Map<string, Importer>([
  ['Conv', conv],
  ['Gemm', gemm],
  ['MatMul', matmul],
  ['BatchNormalization', batchNormalization],
  ['LayerNormalization', layerNormalization],
  ['Relu', reluImporter],
  ['Clip', clip],
  ['LeakyRelu', leakyRelu],
  ['Sigmoid', sigmoidImporter],
  ['HardSigmoid', hardSigmoid],
  ['HardSwish', hardSwish],
  ['Tanh', tanh],
  ['Erf', erfImporter],
  ['Gelu', gelu],
  ['Exp', expImporter],
  ['Sqrt', sqrtImporter],
  ['Neg', negImporter],
  ['Add', addImporter],
  ['Sub', sub],
  ['Mul', mulImporter],
  ['Div', div],
  ['Pow', pow],
  ['MaxPool', maxPool],
  ['AveragePool', averagePool],
  ['GlobalAveragePool', globalAveragePool],
  ['ReduceMean', reduceMean],
  ['Identity', identity],
  ['Dropout', identity],
  ['Flatten', flatten],
  ['Reshape', reshapeImporter],
  ['Transpose', transposeImporter],
  ['Squeeze', squeeze],
  ['Unsqueeze', unsqueeze],
  ['Concat', concatImporter],
  ['Pad', padImporter],
  ['Slice', sliceImporter],
  ['Split', split],
  ['Constant', constantImporter],
  ['ConstantOfShape', constantOfShape],
  ['Shape', shape],
  ['Gather', gather],
  ['Cast', cast],
]);
