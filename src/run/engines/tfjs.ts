import { INSTALL_TENSORFLOW, installedBindings } from '../../engine/tfjs/bindings.ts';
import { LOWERINGS } from '../../engine/tfjs/lowerings.ts';
import { openTfjsEngine } from '../../engine/tfjs/tfjs-engine.ts';
import type { EngineDefinition } from './definition.ts';

export const tfjs: EngineDefinition = {
  name: 'tfjs',
  title: 'TensorFlow.js',
  precision: 'float32',
  whyNotDeterministic: 'its bindings choose their kernels by the processor',
  look() {
    const [first] = installedBindings();
    if (first === undefined) {
      return {
        available: false,
        reason: 'no binding of TensorFlow.js is installed',
        command: INSTALL_TENSORFLOW,
      };
    }
    return { available: true, packages: { [first.binding.module]: first.version } };
  },
  supports: (op) =>
    op === 'input' || op === 'parameter' || Object.hasOwn(LOWERINGS, op) ? 'own' : undefined,
  async open({ note }) {
    const engine = await openTfjsEngine();
    for (const text of engine.notes) note(text);
    return engine;
  },
};
