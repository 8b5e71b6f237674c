import { decode } from 'jpeg-js';
import { InputError } from '../../input-error.ts';
import { MOST_PIXELS, type Pixels } from './pixels.ts';

/**
 * Decodes a JPEG image, baseline or progressive.
 * @throws {InputError} on a damaged image, and more than 2^26 pixels
 */
export function readJpeg(bytes: Uint8Array, source: string): Pixels {
  try {
    const { width, height, data } = decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      maxResolutionInMP: MOST_PIXELS / 1e6,
      maxMemoryUsageInMB: 512,
    });
    return { width, height, rgb: data };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(`${source}: is no whole JPEG image (${why}), save it again`, { cause });
  }
}
