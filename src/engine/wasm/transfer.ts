import { sizeOf } from '../../graph/shape.ts';
import { zeros } from '../zeros.ts';
import type { EngineMemory } from './memory.ts';
import type { Tensor } from './tensor.ts';

/** Copies numbers in the order of the shape to a tensor, row by row where it has a border. */
export function copyIn(memory: EngineMemory, values: Float32Array | Float64Array, tensor: Tensor): void {
  forEachRow(tensor, (at, from, length) => {
    memory.f32.set(length === values.length ? values : values.subarray(from, from + length), at);
  });
}

/** The numbers of a tensor in the order of its shape. */
export function copyOut(memory: EngineMemory, tensor: Tensor): Float64Array {
  return copyTo(zeros(sizeOf(tensor.extents)), memory, tensor);
}

/** The same, to where there is room for them. */
export function copyTo<Values extends Float32Array | Float64Array>(
  values: Values,
  memory: EngineMemory,
  tensor: Tensor,
): Values {
  forEachRow(tensor, (at, from, length) => values.set(memory.f32.subarray(at, at + length), from));
  return values;
}

/** Calls back for each stretch of numbers that lie together: where in memory, which of the values, how many. */
function forEachRow(tensor: Tensor, visit: (at: number, from: number, length: number) => void): void {
  const [batch, rows, columns, channels] = tensor.extents;
  const [image, row, pixel] = tensor.strides;
  const length = columns * channels;
  if (row === columns * pixel && image === rows * row) {
    visit(tensor.base / 4, 0, batch * rows * length);
    return;
  }
  for (let n = 0; n < batch; n += 1) {
    for (let y = 0; y < rows; y += 1)
      visit((tensor.base + n * image + y * row) / 4, (n * rows + y) * length, length);
  }
}
