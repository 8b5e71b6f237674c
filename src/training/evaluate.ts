import type { Program } from '../engine/engine.ts';
import { countCorrect } from './accuracy.ts';
import { type ImageSet, pixelsOf } from './image-set.ts';
import { evaluationFeed, type TrainingState } from './training-state.ts';

/** Accuracy in percent of a network in evaluation mode, compiled for `batch` images, on all images of a set. */
export function evaluate(program: Program, state: TrainingState, set: ImageSet, batch: number): number {
  const pixels = pixelsOf(set);
  const filled = new Float32Array(batch * pixels);
  let correct = 0;
  for (let first = 0; first < set.count; first += batch) {
    const last = Math.min(first + batch, set.count);
    let images = set.images.subarray(first * pixels, last * pixels);
    if (last - first < batch) {
      // What the last batch lacks keeps former images, whose logits nobody reads.
      filled.set(images);
      images = filled;
    }
    const logits = program.run(evaluationFeed(state, images)).get('logits')!;
    correct += countCorrect(logits, set.labels.subarray(first, last), set.classes);
  }
  return (100 * correct) / set.count;
}
