/** Of the series of sine and cosine, for angles up to an eighth of a turn. */
const [SINE, COSINE] = [1, 0].map((first) =>
  Array.from({ length: 9 }, (_, k) => {
    let factorial = 1;
    for (let i = 2; i <= 2 * k + first; i += 1) factorial *= i;
    return (k % 2 === 0 ? 1 : -1) / factorial;
  }),
) as [number[], number[]];

/**
 * Cosine and sine of a share of a turn, to the same bit on every machine, which `Math.cos` and `Math.sin` are not. The quarter is
 * taken off exactly.
 */
export function turn(share: number): readonly [cosine: number, sine: number] {
  const quarters = Math.round(4 * share);
  const angle = 2 * Math.PI * (share - quarters / 4);
  const square = angle * angle;
  const sine = angle * series(SINE, square);
  const cosine = series(COSINE, square);
  switch (((quarters % 4) + 4) % 4) {
    case 0:
      return [cosine, sine];
    case 1:
      return [-sine, cosine];
    case 2:
      return [-cosine, -sine];
    default:
      return [sine, -cosine];
  }
}

function series(terms: readonly number[], square: number): number {
  let sum = 0;
  for (let k = terms.length - 1; k >= 0; k -= 1) sum = sum * square + terms[k]!;
  return sum;
}
