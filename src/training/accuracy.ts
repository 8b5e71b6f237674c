/** How many rows of logits [rows, classes] are largest at their label; of equal ones the first counts. */
export function countCorrect(logits: Float64Array, labels: Int32Array, classes: number): number {
  let correct = 0;
  for (let row = 0; row < labels.length; row += 1) {
    let best = 0;
    for (let c = 1; c < classes; c += 1) {
      if (logits[row * classes + c]! > logits[row * classes + best]!) best = c;
    }
    if (best === labels[row]) correct += 1;
  }
  return correct;
}
