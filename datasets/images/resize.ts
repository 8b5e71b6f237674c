/**
 * A grey image [from, from] at another size: to fewer pixels each is the mean of the area that it covers, to more the
 * image stands in the middle of a black border. Values keep their scale.
 */
export function resize(image: ArrayLike<number>, from: number, to: number): Float64Array {
  const result = new Float64Array(to * to);
  if (to >= from) {
    const margin = Math.floor((to - from) / 2);
    for (let y = 0; y < from; y += 1) {
      for (let x = 0; x < from; x += 1) result[(y + margin) * to + x + margin] = image[y * from + x]!;
    }
    return result;
  }
  const shares = coverage(from, to);
  for (let y = 0; y < to; y += 1) {
    for (let x = 0; x < to; x += 1) {
      let total = 0;
      for (const { at: row, share: high } of shares[y]!) {
        for (const { at: column, share: wide } of shares[x]!)
          total += high * wide * image[row * from + column]!;
      }
      result[y * to + x] = total;
    }
  }
  return result;
}

/** For each of `to` equal stretches of a line of `from` pixels: which pixels it covers, and their shares of it. */
function coverage(from: number, to: number): { readonly at: number; readonly share: number }[][] {
  const width = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [start, end] = [i * width, (i + 1) * width];
    const shares: { at: number; share: number }[] = [];
    for (let at = Math.floor(start); at < Math.min(from, Math.ceil(end)); at += 1) {
      const share = (Math.min(end, at + 1) - Math.max(start, at)) / width;
      if (share > 1e-12) shares.push({ at, share });
    }
    return shares;
  });
}
