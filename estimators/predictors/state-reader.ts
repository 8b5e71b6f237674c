import { InputError } from '../../src/input-error.ts';

/** Anything that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Most numbers that one list of a model may hold. */
const LONGEST = 2 ** 24;

/** Reads the parts of a model file, every one checked: it may come from anyone. */
export class StateReader {
  readonly #value: unknown;
  readonly #place: string;

  constructor(value: unknown, place: string) {
    this.#value = value;
    this.#place = place;
  }

  /** A failure of this part. */
  wrong(what: string): InputError {
    return new InputError(
      `${this.#place}: ${what}; the model file is damaged or of another version, fit it again`,
    );
  }

  at(name: string): StateReader {
    const { [name]: value } = this.#object();
    return new StateReader(value, `${this.#place}.${name}`);
  }

  number(name: string): number {
    const value = this.#object()[name];
    if (typeof value !== 'number' || !Number.isFinite(value)) throw this.wrong(`${name} is no number`);
    return value;
  }

  /** A whole number from `low` to `high`. */
  count(name: string, low = 0, high = 2 ** 31): number {
    const value = this.number(name);
    if (!Number.isInteger(value) || value < low || value > high) {
      throw this.wrong(`${name} is no whole number from ${low} to ${high}`);
    }
    return value;
  }

  text(name: string): string {
    const value = this.#object()[name];
    if (typeof value !== 'string') throw this.wrong(`${name} is no text`);
    return value;
  }

  optionalText(name: string): string | null {
    return this.#object()[name] === null ? null : this.text(name);
  }

  flag(name: string): boolean {
    const value = this.#object()[name];
    if (typeof value !== 'boolean') throw this.wrong(`${name} is neither true nor false`);
    return value;
  }

  /** Finite numbers; exactly `length` of them where it is given. */
  numbers(name: string, length?: number): Float64Array {
    const list = this.#list(name, length);
    if (!list.every((item) => Number.isFinite(item))) throw this.wrong(`${name} holds what is no number`);
    return Float64Array.from(list as number[]);
  }

  optionalNumbers(name: string, length?: number): Float64Array | undefined {
    return Object.hasOwn(this.#object(), name) ? this.numbers(name, length) : undefined;
  }

  texts(name: string): string[] {
    const list = this.#list(name);
    if (!list.every((item) => typeof item === 'string')) throw this.wrong(`${name} holds what is no text`);
    return list as string[];
  }

  parts(name: string, length?: number): StateReader[] {
    return this.#list(name, length).map((item, i) => new StateReader(item, `${this.#place}.${name}[${i}]`));
  }

  #list(name: string, length?: number): readonly unknown[] {
    const value = this.#object()[name];
    if (!Array.isArray(value) || value.length > LONGEST) throw this.wrong(`${name} is no list`);
    if (length !== undefined && value.length !== length) {
      throw this.wrong(`${name} has ${value.length} entries, not ${length}`);
    }
    return value;
  }

  #object(): Record<string, unknown> {
    const value = this.#value;
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
    throw this.wrong('is no object');
  }
}
