const words = new Uint32Array(1);
const float = new Float32Array(words.buffer);

/** The float32 that the 16 bits of an IEEE 754 half stand for: exact, since every half is a float32. */
export function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The float32 that the 16 bits of a bfloat16 stand for: its upper half. */
export function bfloatToFloat(bits: number): number {
  words[0] = bits << 16;
  return float[0]!;
}
