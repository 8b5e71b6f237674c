import type * as Arrow from 'apache-arrow';

/** The Arrow library, handed to what needs it: loading it takes a tenth of a second, so it is loaded late. */
export type ArrowLibrary = typeof Arrow;

/** Loads the Arrow library. */
export function loadArrow(): Promise<ArrowLibrary> {
  return import('apache-arrow');
}

/** A validity bitmap, or nothing where all is there; a value under a null is written as zero, so that bytes repeat. */
function validityOf(
  missing: Uint8Array | undefined,
  length: number,
): { nullCount: number; nullBitmap?: Uint8Array } {
  if (!missing) return { nullCount: 0 };
  let nullCount = 0;
  const nullBitmap = new Uint8Array((length + 7) >> 3);
  for (let i = 0; i < length; i += 1) {
    if (missing[i] === 1) nullCount += 1;
    else nullBitmap[i >> 3]! |= 1 << (i & 7);
  }
  return nullCount === 0 ? { nullCount } : { nullCount, nullBitmap };
}

/** Doubles as Arrow data; every NaN gets the same bits. */
export function float64Data(
  arrow: ArrowLibrary,
  values: ArrayLike<number>,
  missing?: Uint8Array,
): Arrow.Data<Arrow.Float64> {
  const data = Float64Array.from(values, (value, i) =>
    missing?.[i] === 1 ? 0 : Number.isNaN(value) ? Number.NaN : value,
  );
  return arrow.makeData({
    type: new arrow.Float64(),
    length: data.length,
    data,
    ...validityOf(missing, data.length),
  });
}

/** Integers of 32 bits as Arrow data. */
export function int32Data(arrow: ArrowLibrary, values: ArrayLike<number>): Arrow.Data {
  const data = Int32Array.from(values);
  return arrow.makeData({ type: new arrow.Int32(), length: data.length, data, nullCount: 0 });
}

/** Texts as Arrow data. */
export function utf8Data(arrow: ArrowLibrary, values: readonly (string | null)[]): Arrow.Data {
  const { length } = values;
  const valueOffsets = new Int32Array(length + 1);
  const missing = Uint8Array.from(values, (value) => (value === null ? 1 : 0));
  const data = Buffer.from(values.map((value) => value ?? '').join(''), 'utf8');
  let end = 0;
  values.forEach((value, i) => {
    if (value !== null) end += Buffer.byteLength(value, 'utf8');
    valueOffsets[i + 1] = end;
  });
  return arrow.makeData({
    type: new arrow.Utf8(),
    length,
    valueOffsets,
    data: new Uint8Array(data),
    ...validityOf(missing, length),
  });
}

/** Lists of doubles as Arrow data. */
export function listData(arrow: ArrowLibrary, values: readonly (readonly number[] | null)[]): Arrow.Data {
  const { length } = values;
  const valueOffsets = new Int32Array(length + 1);
  const missing = Uint8Array.from(values, (value) => (value === null ? 1 : 0));
  values.forEach((value, i) => {
    valueOffsets[i + 1] = valueOffsets[i]! + (value?.length ?? 0);
  });
  return arrow.makeData({
    type: new arrow.List(arrow.Field.new('item', new arrow.Float64(), true)),
    length,
    valueOffsets,
    child: float64Data(
      arrow,
      values.flatMap((value) => value ?? []),
    ),
    ...validityOf(missing, length),
  });
}
