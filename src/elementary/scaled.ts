const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
double[0] = 1;
/** Which of the two words holds sign and exponent: that depends on the machine's order of bytes. */
const HIGH = words[1] === 0 ? 0 : 1;

/** The exponent of the power of two below a positive, finite number. */
export function exponentOf(x: number): number {
  double[0] = x;
  const biased = words[HIGH]! >>> 20;
  return biased === 0 ? exponentOf(x * powerOfTwo(54)) - 54 : biased - 1023;
}

/** x 2^exponent, rounded once: in two steps where the power alone is no double. */
export function scaled(x: number, exponent: number): number {
  if (exponent > 1023) return x * powerOfTwo(1023) * powerOfTwo(exponent - 1023);
  if (exponent < -1022) return x * powerOfTwo(exponent + 1022) * powerOfTwo(-1022);
  return x * powerOfTwo(exponent);
}

/** From its bits. */
function powerOfTwo(exponent: number): number {
  double[0] = 1;
  words[HIGH] = (exponent + 1023) << 20;
  return double[0];
}
