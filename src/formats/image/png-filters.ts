/**
 * The rows of a PNG image without its filters; each row of `stride` bytes follows the number of its filter, and refers to bytes
 * `step` to the left. Undefined where a filter does not exist.
 */
export function undoFilters(
  rows: Uint8Array,
  height: number,
  stride: number,
  step: number,
): Uint8Array | undefined {
  const out = new Uint8Array(height * stride);
  for (let y = 0; y < height; y += 1) {
    const filter = rows[y * (stride + 1)]!;
    if (filter > 4) return undefined;
    const from = y * (stride + 1) + 1;
    const to = y * stride;
    for (let x = 0; x < stride; x += 1) {
      const left = x >= step ? out[to + x - step]! : 0;
      const up = y > 0 ? out[to + x - stride]! : 0;
      const corner = x >= step && y > 0 ? out[to + x - stride - step]! : 0;
      out[to + x] = rows[from + x]! + predicted(filter, left, up, corner);
    }
  }
  return out;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    default:
      return paeth(left, up, corner);
  }
}

/** Whichever of the three is nearest to left + up - corner. */
function paeth(left: number, up: number, corner: number): number {
  const [toLeft, toUp] = [Math.abs(up - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
