import { type Field, fieldsOf, packedVarints, type Refuse } from '../formats/protobuf/wire-format.ts';
import { InputError } from '../input-error.ts';

/** A name fit for a message of one line. */
export function shown(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}

/** The fields of a message by their numbers, each in the order of the file. */
export class Fields {
  readonly #byNumber = new Map<number, Field[]>();
  readonly #what: string;
  readonly #damaged: Refuse;

  /** @throws {InputError} where the bytes are no message */
  constructor(bytes: Uint8Array, what: string) {
    this.#what = what;
    this.#damaged = (why) => new InputError(`${what} is damaged or no ONNX model (${why}): export it again`);
    for (const field of fieldsOf(bytes, this.#damaged)) {
      const same = this.#byNumber.get(field.number);
      if (same) same.push(field);
      else this.#byNumber.set(field.number, [field]);
    }
  }

  has(number: number): boolean {
    return this.#byNumber.has(number);
  }

  /** Every occurrence of a field that is written with its length. */
  bytes(number: number): Uint8Array[] {
    return this.#all(number).map((field) => {
      if (field.wire === 2) return field.bytes;
      throw this.#refuse(number);
    });
  }

  /** The last occurrence of a text, as protobuf has it; empty where there is none. */
  text(number: number): string {
    return this.texts(number).at(-1) ?? '';
  }

  texts(number: number): string[] {
    return this.bytes(number).map((bytes) => {
      try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      } catch {
        throw new InputError(`${this.#what}: field ${number} is no UTF-8 text: export it again`);
      }
    });
  }

  /** Signed whole numbers, packed or not. */
  integers(number: number): number[] {
    return this.#all(number)
      .flatMap((field) => {
        if (field.wire === 0) return [field.value];
        if (field.wire === 2) return packedVarints(field.bytes, this.#damaged);
        throw this.#refuse(number);
      })
      .map((value) => {
        const signed = Number(BigInt.asIntN(64, value));
        // The ends of the range stand for "to the end", and nothing else is that far.
        return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(signed, Number.MAX_SAFE_INTEGER));
      });
  }

  integer(number: number, otherwise = 0): number {
    return this.integers(number).at(-1) ?? otherwise;
  }

  /** Numbers of 32 (64) bits, packed or not. */
  floats(number: number, width: 4 | 8): number[] {
    return this.#all(number).flatMap((field) => {
      const fits = field.wire === 2 || field.wire === (width === 4 ? 5 : 1);
      if (field.wire === 0 || !fits || field.bytes.length % width !== 0) throw this.#refuse(number);
      const view = new DataView(field.bytes.buffer, field.bytes.byteOffset, field.bytes.byteLength);
      return Array.from({ length: view.byteLength / width }, (_, i) =>
        width === 4 ? view.getFloat32(4 * i, true) : view.getFloat64(8 * i, true),
      );
    });
  }

  #all(number: number): readonly Field[] {
    return this.#byNumber.get(number) ?? [];
  }

  #refuse(number: number): InputError {
    return new InputError(`${this.#what}: field ${number} is of another type than ONNX's: export it again`);
  }
}
