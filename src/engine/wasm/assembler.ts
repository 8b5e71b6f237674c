import { I32, Mem, Op, V128, type ValueType } from './opcodes.ts';

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const byte = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? byte : byte | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0)) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

/** A local variable of the function that is being written. */
export type Local = number;

/** So many locals: a tuple where their number is written out. */
type Locals<N extends number, Found extends Local[] = []> = number extends N
  ? Local[]
  : Found['length'] extends N
    ? Found
    : Locals<N, [...Found, Local]>;

/** Writes the body of one WebAssembly function, whose parameters are all i32 and which returns nothing. */
export class FunctionWriter {
  readonly code: number[] = [];
  readonly parameters: number;
  readonly #locals: ValueType[] = [];
  /** Vectors that hold what was written to them, in the order in which they came to. */
  readonly #held = new Set<Local>();
  /** A vector that nothing is written to. */
  #zero: Local | undefined;

  constructor(parameters: number) {
    this.parameters = parameters;
  }

  get localTypes(): readonly ValueType[] {
    return this.#locals;
  }

  local(type: ValueType): Local {
    this.#locals.push(type);
    return this.parameters + this.#locals.length - 1;
  }

  locals<N extends number>(type: ValueType, count: N): Locals<N> {
    return Array.from({ length: count }, () => this.local(type)) as Locals<N>;
  }

  /** An instruction without immediate operands. */
  op(name: keyof typeof Op): this {
    const code = Op[name];
    if (code < 0x100) this.code.push(code);
    else this.code.push(0xfd, ...unsigned(code - 0xfd00));
    return this;
  }

  get(local: Local): this {
    return this.#variable(0x20, local);
  }

  set(local: Local): this {
    this.#hold(local);
    return this.#variable(0x21, local);
  }

  tee(local: Local): this {
    this.#hold(local);
    return this.#variable(0x22, local);
  }

  #hold(local: Local): void {
    if (this.#locals[local - this.parameters] === V128) this.#held.add(local);
  }

  #variable(code: number, local: Local): this {
    if (local < 0x80) this.code.push(code, local);
    else this.code.push(code, ...unsigned(local));
    return this;
  }

  i32(value: number): this {
    this.code.push(0x41, ...signed(value));
    return this;
  }

  f32(value: number): this {
    this.code.push(0x43, ...new Uint8Array(Float32Array.of(value).buffer));
    return this;
  }

  /** A vector that holds one number four times. */
  splat(value: number): this {
    this.code.push(0xfd, 0x0c, ...new Uint8Array(new Float32Array(4).fill(value).buffer));
    return this;
  }

  /** A load or store; the address is on the stack, `offset` bytes are added to it. */
  mem(name: keyof typeof Mem, offset = 0): this {
    const [code, alignment] = Mem[name];
    if (code < 0x100) this.code.push(code);
    else this.code.push(0xfd, ...unsigned(code - 0xfd00));
    this.code.push(...unsigned(alignment), ...unsigned(offset));
    return this;
  }

  /**
   * Stores vectors at their offsets from an address; neighbours in memory follow one another. From the last to the first: where V8
   * joins two stores of which the lower comes first, it stores that one by itself as well.
   */
  storeVectors(to: Local, vectors: readonly (readonly [vector: Local, offset: number])[]): this {
    for (const [vector, offset] of vectors.toReversed()) this.get(to).get(vector).mem('v128Store', offset);
    return this;
  }

  extractLane(lane: number): this {
    this.code.push(0xfd, 0x1f, lane);
    return this;
  }

  /** local += amount. */
  advance(local: Local, amount: number): this {
    return this.get(local).i32(amount).op('i32Add').set(local);
  }

  /** total += a * b, rounded once where `fused`. */
  multiplyAdd(total: Local, a: Local, b: Local, fused: boolean): this {
    if (fused) this.get(a).get(b).get(total).op('f32x4RelaxedMadd');
    else this.get(total).get(a).get(b).op('f32x4Mul').op('f32x4Add');
    return this.set(total);
  }

  /**
   * A turn of a loop. Vectors that come to hold something in it are emptied at its end: to V8 every local is carried into the
   * next turn, and what is carried as two vectors it does not join into one.
   */
  #turn(body: () => void): void {
    const before = this.#held.size;
    body();
    for (const local of [...this.#held].slice(before)) {
      this.#zero ??= this.local(V128);
      this.get(this.#zero).set(local);
      this.#held.delete(local);
    }
  }

  /** Runs `body` while `counter` counts from 0 up to (not including) the i32 that `limit` pushes, by `step`. */
  loop(counter: Local, limit: () => void, step: number, body: () => void): this {
    return this.i32(0).set(counter).continueLoop(counter, limit, step, body);
  }

  /** The same from wherever `counter` stands. */
  continueLoop(counter: Local, limit: () => void, step: number, body: () => void): this {
    this.code.push(0x02, 0x40); // block: left when nothing remains
    this.get(counter);
    limit();
    this.op('i32GeS');
    this.code.push(0x0d, 0, 0x03, 0x40); // br_if 0; loop
    this.#turn(body);
    this.advance(counter, step).get(counter);
    limit();
    this.op('i32LtS');
    this.code.push(0x0d, 0, 0x0b, 0x0b); // br_if 0 repeats; end; end
    return this;
  }

  /** Runs `body` at least once, adding `step` to `pointer` after each turn, until it reaches `end`. */
  repeatUntil(pointer: Local, end: Local, step: number, body: () => void): this {
    this.code.push(0x03, 0x40); // loop
    this.#turn(body);
    this.get(pointer).i32(step).op('i32Add').tee(pointer).get(end).op('i32LtU');
    this.code.push(0x0d, 0, 0x0b); // br_if 0 repeats; end
    return this;
  }

  /** Runs `body` if the i32 on the stack is not zero. */
  when(body: () => void): this {
    this.code.push(0x04, 0x40);
    body();
    this.code.push(0x0b);
    return this;
  }
}

type Bytes = readonly number[];

const text = (value: string): Bytes => [...unsigned(value.length), ...new TextEncoder().encode(value)];

const lengthOf = (parts: readonly Bytes[]): number => parts.reduce((total, { length }) => total + length, 0);

/** In parts, as bodies are long and many: nothing is copied before the whole is. */
const section = (id: number, content: readonly Bytes[]): Bytes[] => [
  [id, ...unsigned(lengthOf(content))],
  ...content,
];

/** A module of these functions, exported as "0", "1", …, that imports its memory as `engine.memory`. */
export function assemble(functions: readonly FunctionWriter[]): Uint8Array<ArrayBuffer> {
  const arities = [...new Set(functions.map((f) => f.parameters))];
  const types = arities.flatMap((n) => [0x60, ...unsigned(n), ...new Array<number>(n).fill(I32), 0]);
  const bodies = functions.flatMap((f): Bytes[] => {
    const locals = [...unsigned(f.localTypes.length), ...f.localTypes.flatMap((type) => [1, type])];
    return [[...unsigned(locals.length + f.code.length + 1), ...locals], f.code, [0x0b]];
  });
  const count = unsigned(functions.length);
  const parts = [
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [unsigned(arities.length), types]),
    ...section(2, [[1, ...text('engine'), ...text('memory'), 2, 0, 1]]),
    ...section(3, [count, functions.flatMap((f) => unsigned(arities.indexOf(f.parameters)))]),
    ...section(7, [count, functions.flatMap((_, i) => [...text(String(i)), 0, ...unsigned(i)])]),
    ...section(10, [count, ...bodies]),
  ];
  const bytes = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
