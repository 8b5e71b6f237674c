export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits a channel. */
  readonly depth: number;
  readonly colour: number;
  readonly channels: number;
}

const PALETTE = 3;

/** The colours of unfiltered rows; undefined where one is not in the palette. */
export function rgbOf(
  lines: Uint8Array,
  stride: number,
  { width, height, depth, colour, channels }: PngHeader,
  palette: Uint8Array | undefined,
): Uint8Array | undefined {
  const rgb = new Uint8Array(width * height * 3);
  /** The upper 8 bits of 16, or the bits of a smaller depth as they are. */
  const sample = (y: number, i: number): number => {
    if (depth >= 8) return lines[y * stride + (i * depth) / 8]!;
    const bit = i * depth;
    return (lines[y * stride + (bit >> 3)]! >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
  };
  const white = depth < 8 && colour !== PALETTE ? 255 / (2 ** depth - 1) : 1;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      if (colour === PALETTE) {
        const entry = 3 * sample(y, x);
        if (palette === undefined || entry + 3 > palette.length) return undefined;
        rgb.set(palette.subarray(entry, entry + 3), at);
      } else {
        for (let c = 0; c < 3; c += 1)
          rgb[at + c] = white * sample(y, x * channels + (channels >= 3 ? c : 0));
      }
    }
  }
  return rgb;
}
