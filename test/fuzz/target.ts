/** A reader under fuzz. A new reader is one more entry of {@link TARGETS}. */
export interface FuzzTarget {
  readonly name: string;
  /** How many inputs it is given beside the others, 1 unless it is slow. */
  readonly share?: number;
  /** Seconds that an input may take, where the reader has a limit of its own above the usual one. */
  readonly seconds?: number;
  /** Whole inputs, which the reader takes; what it is given are damaged ones. */
  seeds(): readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
  /** Inputs that the reader refuses as they are, damaged with the others. */
  refused?(): readonly Uint8Array[];
  /**
   * Reads an input as the product does. `folder` is the one place where files may be made, and is the same for all
   * inputs. Throws {@link InputError} where it refuses, and anything else where it, or the reader, is wrong.
   */
  read(bytes: Uint8Array, folder: string): unknown;
}

/** Something that no input may cause. */
export interface Finding {
  readonly target: string;
  /** Which input: `damaged(seeds, input)` makes it again. */
  readonly input: number;
  readonly what:
    | 'threw something else than an InputError'
    | 'ran for too long'
    | 'took too much memory'
    | 'ended its thread'
    | 'touched something outside its folder'
    | 'made no message of one line';
  readonly detail: string;
}

export interface FuzzResult {
  readonly target: string;
  readonly inputs: number;
  /** Inputs that were still taken, damaged as they were. */
  readonly taken: number;
  readonly findings: readonly Finding[];
}
