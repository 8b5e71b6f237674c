const PAGE = 65536;
const MOST_PAGES = 65536;
/** What can be addressed. */
const MOST_BYTES = MOST_PAGES * PAGE;
/** Vectors may be read past the end of the last tensor, never past this. */
const SLACK = 64;

/** The engine's one linear memory and its views, which change when it grows. */
export class EngineMemory {
  readonly memory = new WebAssembly.Memory({ initial: 16, maximum: MOST_PAGES });
  f32 = new Float32Array(this.memory.buffer);
  f64 = new Float64Array(this.memory.buffer);
  i32 = new Int32Array(this.memory.buffer);

  /** Makes sure of this many bytes. Throws RangeError when the machine or the address space has no more. */
  reserve(bytes: number): void {
    const pages = Math.ceil((bytes + SLACK) / PAGE) - this.memory.buffer.byteLength / PAGE;
    if (pages <= 0) return;
    requireAddresses(bytes + SLACK, 'the computation');
    this.memory.grow(pages);
    this.f32 = new Float32Array(this.memory.buffer);
    this.f64 = new Float64Array(this.memory.buffer);
    this.i32 = new Int32Array(this.memory.buffer);
  }
}

/** @throws RangeError where something is larger than any memory of WebAssembly */
export function requireAddresses(bytes: number, what: string): void {
  if (bytes <= MOST_BYTES) return;
  throw new RangeError(`${what} needs ${(bytes / 2 ** 30).toFixed(1)} GiB, and WebAssembly has 4 at most`);
}
