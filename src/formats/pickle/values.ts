/** What a pickle may hold, as plain data: nothing of it can be called. */
export type PickleValue =
  | null
  | boolean
  | number
  /** Only where a number would not hold it exactly. */
  | bigint
  | string
  | Uint8Array
  | PickleValue[]
  | PickleTuple
  | PickleDict
  | PickleSet
  | PickleName
  | PickleOpaque
  | NumpyType
  | NumpyArray;

export class PickleTuple {
  readonly items: readonly PickleValue[];
  constructor(items: readonly PickleValue[]) {
    this.items = items;
  }
}

export class PickleSet {
  readonly items: PickleValue[];
  constructor(items: PickleValue[]) {
    this.items = items;
  }
}

/** The name of a class or a function, which is compared and never looked up. */
export class PickleName {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Something that is of no use here, such as a tensor's storage: what it was made from. */
export class PickleOpaque {
  readonly name: string;
  readonly parts: readonly PickleValue[];
  constructor(name: string, parts: readonly PickleValue[]) {
    this.name = name;
    this.parts = parts;
  }
}

/** A dictionary in the order of its entries; keys are atoms, bytes or tuples of atoms. */
export class PickleDict {
  readonly #values = new Map<Atom, PickleValue>();
  /** The keys that stand under a text of theirs. */
  readonly #keys = new Map<Atom, PickleValue>();

  get size(): number {
    return this.#values.size;
  }

  get(key: PickleValue): PickleValue | undefined {
    return this.#values.get(atomOf(key));
  }

  set(key: PickleValue, value: PickleValue): void {
    const atom = atomOf(key);
    if (atom !== key) this.#keys.set(atom, key);
    this.#values.set(atom, value);
  }

  *entries(): Generator<readonly [PickleValue, PickleValue]> {
    for (const [atom, value] of this.#values) yield [this.#keys.get(atom) ?? atom, value];
  }
}

type Atom = null | boolean | number | bigint | string;

/** A key as something that compares by value. */
function atomOf(key: PickleValue): Atom {
  if (key instanceof PickleTuple) return `\0tuple ${key.items.map(spelt).join()}`;
  if (key instanceof Uint8Array) return `\0bytes ${Buffer.from(key).toString('latin1')}`;
  return typeof key === 'object' && key !== null ? '\0object' : key;
}

function spelt(item: PickleValue): string {
  return typeof item === 'object' && item !== null ? '{}' : `${typeof item} ${JSON.stringify(String(item))}`;
}

/** An element type of NumPy: `f4`, `i8`, `b1`, `u1`, `O`, `S5`, … */
export class NumpyType {
  readonly code: string;
  littleEndian = true;
  constructor(code: string) {
    this.code = code;
  }
}

/** An array of NumPy: its shape, and its elements as bytes, or as a list where they are objects. */
export class NumpyArray {
  shape: readonly number[] = [];
  type = new NumpyType('u1');
  data: Uint8Array | PickleValue[] = new Uint8Array(0);
  /** Whether the first index runs fastest. */
  fortran = false;
}
