const SPACE = 0x20;
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** 10^0 to 10^22: the powers of ten that a double holds exactly. */
const powers = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

const words: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
};

/**
 * The number that the bytes [start, end) spell, or undefined where they spell none. NaN and infinities count in any
 * spelling. Not numbers are identifiers that would lose digits: integers with leading zeros (`02012100`), integers
 * beyond 2^53 that no double prints as, and exponents that overflow.
 */
export function numberFromText(bytes: Buffer, start: number, end: number): number | undefined {
  let from = start;
  let to = end;
  while (from < to && bytes[from] === SPACE) from += 1;
  while (to > from && bytes[to - 1] === SPACE) to -= 1;
  let at = from;
  const first = bytes[at];
  const negative = first === MINUS;
  if (negative || first === PLUS) at += 1;
  const digitsFrom = at;
  let mantissa = 0;
  let scale = 0;
  let point = false;
  for (; at < to; at += 1) {
    const byte = bytes[at]!;
    if (byte >= ZERO && byte <= NINE) {
      mantissa = mantissa * 10 + (byte - ZERO);
      if (point) scale += 1;
    } else if (byte === POINT && !point) {
      point = true;
    } else {
      return slowly(bytes, from, to, digitsFrom);
    }
  }
  const digits = at - digitsFrom - (point ? 1 : 0);
  // A quotient of two exact doubles is rounded once: the correct result.
  if (digits === 0 || digits > 15 || hasLeadingZero(bytes, digitsFrom, to))
    return slowly(bytes, from, to, digitsFrom);
  const value = scale === 0 ? mantissa : mantissa / powers[scale]!;
  return negative ? -value : value;
}

function hasLeadingZero(bytes: Buffer, from: number, to: number): boolean {
  if (bytes[from] !== ZERO || from + 1 >= to) return false;
  const next = bytes[from + 1]!;
  return next >= ZERO && next <= NINE;
}

const pattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const integer = /^[+-]?\d+$/;

function slowly(bytes: Buffer, from: number, to: number, digitsFrom: number): number | undefined {
  // No double needs more than some 800 characters, and text cells may be long.
  if (to - from > 1024 || to === digitsFrom) return undefined;
  const initial = bytes[digitsFrom]! | 0x20;
  if (initial === 0x6e || initial === 0x69) {
    const value = words[bytes.toString('latin1', digitsFrom, to).toLowerCase()];
    return value === undefined || bytes[from] !== MINUS ? value : -value;
  }
  if (bytes[digitsFrom] !== POINT && !(bytes[digitsFrom]! >= ZERO && bytes[digitsFrom]! <= NINE))
    return undefined;
  const text = bytes.toString('latin1', from, to);
  if (!pattern.test(text) || hasLeadingZero(bytes, digitsFrom, to)) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  if (!Number.isSafeInteger(value) && integer.test(text) && text.replace('+', '') !== String(value))
    return undefined;
  return value;
}
