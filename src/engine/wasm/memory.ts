const PAGE = 65536;
/** Vectors may be read past the end of the last tensor, never past this. */
const SLACK = 64;

/** The engine's one linear memory and its views, which change when it grows. */
export class EngineMemory {
  readonly memory = new WebAssembly.Memory({ initial: 16, maximum: 65536 });
  f32 = new Float32Array(this.memory.buffer);
  f64 = new Float64Array(this.memory.buffer);
  i32 = new Int32Array(this.memory.buffer);

  /** Makes sure of this many bytes. Throws RangeError when the machine or the address space has no more. */
  reserve(bytes: number): void {
    const pages = Math.ceil((bytes + SLACK) / PAGE) - this.memory.buffer.byteLength / PAGE;
    if (pages <= 0) return;
    this.memory.grow(pages);
    this.f32 = new Float32Array(this.memory.buffer);
    this.f64 = new Float64Array(this.memory.buffer);
    this.i32 = new Int32Array(this.memory.buffer);
  }
}
