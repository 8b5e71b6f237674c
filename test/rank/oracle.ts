/** Kendall's tau-b by looking at all pairs. */
export function slowKendall(x: readonly number[], y: readonly number[]): number {
  let difference = 0;
  let apartX = 0;
  let apartY = 0;
  for (let i = 0; i < x.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const a = Math.sign(x[i]! - x[j]!);
      const b = Math.sign(y[i]! - y[j]!);
      difference += a * b;
      apartX += a * a;
      apartY += b * b;
    }
  }
  return difference / Math.sqrt(apartX * apartY);
}

/** Midranks by counting, for each value, those below it and those equal. */
export function slowMidranks(x: readonly number[]): number[] {
  return x.map((a) => x.filter((b) => b < a).length + (x.filter((b) => b === a).length + 1) / 2);
}

/** Pearson's correlation from the definition. */
export function pearson(x: readonly number[], y: readonly number[]): number {
  const meanX = x.reduce((a, b) => a + b, 0) / x.length;
  const meanY = y.reduce((a, b) => a + b, 0) / y.length;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (const [i, a] of x.entries()) {
    xy += (a - meanX) * (y[i]! - meanY);
    xx += (a - meanX) ** 2;
    yy += (y[i]! - meanY) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

/** Vigna's weighted tau by looking at all pairs, with the additive hyperbolic weight. */
export function slowWeightedTau(x: readonly number[], y: readonly number[]): number {
  const oneDirection = (a: readonly number[], b: readonly number[]): number => {
    const order = a.map((_, i) => i).sort((i, j) => a[i]! - a[j]! || b[i]! - b[j]! || i - j);
    const weight = new Map(order.map((row, place) => [row, 1 / (a.length - place)]));
    let ab = 0;
    let aa = 0;
    let bb = 0;
    for (let i = 0; i < a.length; i += 1) {
      for (let j = 0; j < i; j += 1) {
        const w = weight.get(i)! + weight.get(j)!;
        const signA = Math.sign(a[i]! - a[j]!);
        const signB = Math.sign(b[i]! - b[j]!);
        ab += w * signA * signB;
        aa += w * signA * signA;
        bb += w * signB * signB;
      }
    }
    return ab / Math.sqrt(aa * bb);
  };
  return (oneDirection(x, y) + oneDirection(y, x)) / 2;
}
