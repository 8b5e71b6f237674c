/** Correlations and shares without the leading zero, as papers print them: `.778`; an undefined one is a dash. */
export function share(digits = 3): (value: number) => string {
  const zero = (0).toFixed(digits);
  return (value) => {
    if (Number.isNaN(value)) return '–';
    const text = value.toFixed(digits);
    return text === `-${zero}` ? zero.replace(/^0\./, '.') : text.replace(/^(-?)0\./, '$1.');
  };
}

/** So many digits after the point, the leading zero kept: `0.29`, `94.37`. */
export function fixed(digits: number): (value: number) => string {
  const zero = (0).toFixed(digits);
  return (value) => {
    if (Number.isNaN(value)) return '–';
    const text = value.toFixed(digits);
    return text === `-${zero}` ? zero : text;
  };
}

/** Three significant digits. */
export function amount(value: number): string {
  if (Number.isNaN(value)) return '–';
  return value === 0 ? '0' : String(Number(value.toPrecision(3)));
}

/** A whole number, its thousands apart: `9,445`. */
export function count(value: number): string {
  return Number.isNaN(value) ? '–' : value.toLocaleString('en');
}

/** A share of one in percent: `95 %`. */
export function percent(part: number): string {
  return `${Number((100 * part).toPrecision(6))} %`;
}

/** Whole numbers by their ends: `972 to 1,000`; one where they are the same. */
export function range(values: readonly number[]): string {
  const [least, most] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  return least === most ? count(most) : `${count(least)} to ${count(most)}`;
}
