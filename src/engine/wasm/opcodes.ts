/** Value types of the binary format. */
export const I32 = 0x7f;
export const I64 = 0x7e;
export const F32 = 0x7d;
export const V128 = 0x7b;

export type ValueType = typeof I32 | typeof I64 | typeof F32 | typeof V128;

/** Instructions that take nothing but what is on the stack. Two-byte SIMD opcodes stand as 0xfd00 + code. */
export const Op = {
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32Mul: 0x6c,
  i32DivU: 0x6e,
  i32And: 0x71,
  i32Or: 0x72,
  i32Shl: 0x74,
  i32LtS: 0x48,
  i32LtU: 0x49,
  i32GtS: 0x4a,
  i32GeS: 0x4e,
  i64Xor: 0x85,
  i64Popcnt: 0x7b,
  i32WrapI64: 0xa7,
  f32Abs: 0x8b,
  f32Sqrt: 0x91,
  f32Add: 0x92,
  f32Sub: 0x93,
  f32Mul: 0x94,
  f32Div: 0x95,
  f32Lt: 0x5d,
  f32Gt: 0x5e,
  f32Ne: 0x5c,
  f32Eq: 0x5b,
  f32ConvertI32S: 0xb2,
  f64Add: 0xa0,
  f64PromoteF32: 0xbb,
  select: 0x1b,
  f32x4Splat: 0xfd13,
  f32x4Gt: 0xfd44,
  f32x4Lt: 0xfd43,
  v128And: 0xfd4e,
  v128Or: 0xfd50,
  i32x4Bitmask: 0xfd00 + 0xa4,
  f32x4Abs: 0xfd00 + 0xe0,
  f32x4Sqrt: 0xfd00 + 0xe3,
  f32x4Add: 0xfd00 + 0xe4,
  f32x4Sub: 0xfd00 + 0xe5,
  f32x4Mul: 0xfd00 + 0xe6,
  f32x4Div: 0xfd00 + 0xe7,
  f32x4Min: 0xfd00 + 0xe8,
  f32x4Max: 0xfd00 + 0xe9,
  f32x4Nearest: 0xfd6a,
  i32x4Splat: 0xfd11,
  i32x4Add: 0xfd00 + 0xae,
  i32x4Sub: 0xfd00 + 0xb1,
  i32x4Shl: 0xfd00 + 0xab,
  i32x4ShrS: 0xfd00 + 0xac,
  i32x4TruncSat: 0xfd00 + 0xf8,
  f32x4Pmax: 0xfd00 + 0xeb,
  f64x2Add: 0xfd00 + 0xf0,
  f64x2PromoteLow: 0xfd5f,
  f32x4RelaxedMadd: 0xfd00 + 0x105,
  f32x4RelaxedNmadd: 0xfd00 + 0x106,
} as const;

/** Loads and stores, with the logarithm of their natural alignment. */
export const Mem = {
  i32Load: [0x28, 2],
  i64Load: [0x29, 3],
  f32Load: [0x2a, 2],
  f64Load: [0x2b, 3],
  i32Store: [0x36, 2],
  f32Store: [0x38, 2],
  f64Store: [0x39, 3],
  v128Load: [0xfd00, 4],
  v128LoadSplat32: [0xfd09, 2],
  v128Store: [0xfd0b, 4],
} as const;
