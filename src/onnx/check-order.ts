import { InputError } from '../input-error.ts';
import { shown } from './fields.ts';
import type { OnnxModel } from './model.ts';

/**
 * Holds a model to what ONNX demands of a graph: each value is given once, before it is used. So it has no cycle.
 * @throws {InputError} naming node and value
 */
export function checkOrder({ path, nodes, initializers, inputs, outputs }: OnnxModel): void {
  const later = new Set(nodes.flatMap((node) => node.outputs));
  const known = new Set([...initializers.keys(), ...inputs.map(({ name }) => name)]);
  for (const { name, inputs: needed, outputs: given } of nodes) {
    for (const value of needed) {
      if (value === '' || known.has(value)) continue;
      const why = later.has(value)
        ? 'which comes after it: the graph has a cycle or its nodes are out of order'
        : 'which nothing gives: the model is damaged';
      throw new InputError(`${path}, node ${name}: uses "${shown(value)}", ${why}, export it again`);
    }
    for (const value of given) {
      if (value === '') continue;
      if (known.has(value)) {
        throw new InputError(`${path}, node ${name}: gives "${shown(value)}" a second time, export it again`);
      }
      known.add(value);
    }
  }
  for (const { name } of outputs) {
    if (!known.has(name)) {
      throw new InputError(`${path}: its output "${shown(name)}" is given by no node, export it again`);
    }
  }
}
