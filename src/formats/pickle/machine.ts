import type { ByteReader } from '../byte-reader.ts';
import { CONSTRUCTORS, complete } from './constructors.ts';
import { type Frame, type PicklePath, pathOnTop, TAKEN } from './frame.ts';
import { LIMITS } from './limits.ts';
import { Memo } from './memo.ts';
import { OP } from './opcodes.ts';
import { readAtom } from './read-atom.ts';
import { PickleDict, PickleName, PickleOpaque, PickleSet, PickleTuple, type PickleValue } from './values.ts';

/** Takes the items of one dictionary as they are complete, so that the whole never lies in memory. */
export interface Harvest {
  /** Whether this is the dictionary. */
  at(path: PicklePath): boolean;
  /** Whether this can be a key of it. No key of a dictionary inside an item may look so. */
  isKey(value: PickleValue): boolean;
  take(key: PickleValue, value: PickleValue): void;
}

/** Estimated bytes of a value of its own. */
const EACH = 32;

/**
 * Interprets pickle opcodes without executing anything: a call is answered from a list of harmless names with plain
 * data, and any other name is refused. Bounded in memory by {@link LIMITS}, in time by the length of the input.
 */
export class PickleMachine {
  readonly #reader: ByteReader;
  readonly #memo = new Memo();
  readonly #harvest: Harvest | undefined;
  readonly #below: Frame[] = [];
  #frame: Frame = { items: [], path: undefined, harvested: false, memo: 0, held: 0, taken: 0 };
  #held = 0;

  constructor(reader: ByteReader, harvest?: Harvest) {
    this.#reader = reader;
    this.#harvest = harvest;
  }

  /** The value up to the opcode STOP. Throws an InputError on anything that is no harmless pickle. */
  run(): PickleValue {
    for (;;) {
      const op = this.#reader.byte();
      if (op === OP.STOP) {
        const value = this.#pop();
        if (this.#below.length > 0 || this.#frame.items.length > 0)
          throw this.#reader.damaged('more than one value at the end');
        return value;
      }
      const atom = readAtom(op, this.#reader);
      if (atom !== undefined) this.#push(atom, weightOf(atom));
      else this.#step(op);
    }
  }

  #step(op: number): void {
    const reader = this.#reader;
    switch (op) {
      case OP.PROTO: {
        const protocol = reader.byte();
        if (protocol > 5) throw reader.damaged(`protocol ${protocol}, newer than 5`);
        return;
      }
      case OP.FRAME:
        reader.take(8);
        return;
      case OP.MARK:
        this.#mark();
        return;
      case OP.POP:
        if (this.#frame.items.length === 0) this.#unmark();
        else this.#pop();
        return;
      case OP.POP_MARK:
        this.#unmark();
        return;
      case OP.DUP:
        this.#push(this.#top(), 0);
        return;
      case OP.EMPTY_LIST:
        this.#push([]);
        return;
      case OP.EMPTY_DICT:
        this.#push(new PickleDict());
        return;
      case OP.EMPTY_SET:
        this.#push(new PickleSet([]));
        return;
      case OP.EMPTY_TUPLE:
        this.#push(new PickleTuple([]));
        return;
      case OP.LIST:
        this.#push(this.#unmark());
        return;
      case OP.TUPLE:
        this.#push(new PickleTuple(this.#unmark()));
        return;
      case OP.FROZENSET:
        this.#push(new PickleSet(this.#unmark()));
        return;
      case OP.DICT: {
        const dict = new PickleDict();
        this.#setItems(dict, this.#unmark());
        this.#push(dict);
        return;
      }
      case OP.TUPLE1:
      case OP.TUPLE2:
      case OP.TUPLE3: {
        const count = op - OP.TUPLE1 + 1;
        if (this.#frame.items.length < count) throw reader.damaged('a tuple of more than there is');
        this.#push(new PickleTuple(this.#frame.items.splice(-count)));
        return;
      }
      case OP.APPEND: {
        const value = this.#pop();
        this.#append([value]);
        return;
      }
      case OP.APPENDS:
      case OP.ADDITEMS:
        this.#append(this.#unmark());
        return;
      case OP.SETITEM: {
        const value = this.#pop();
        const key = this.#pop();
        this.#setItems(this.#top(), [key, value]);
        return;
      }
      case OP.SETITEMS: {
        this.#handOver(0);
        const items = this.#unmark();
        this.#setItems(this.#top(), items);
        return;
      }
      case OP.PUT:
      case OP.BINPUT:
      case OP.LONG_BINPUT:
        this.#memo.put(this.#index(op - OP.PUT), this.#top(), reader);
        return;
      case OP.MEMOIZE:
        this.#memo.put(this.#memo.size, this.#top(), reader);
        return;
      case OP.GET:
        this.#push(this.#memo.get(this.#index(0), reader), 0);
        return;
      case OP.BINGET:
        this.#push(this.#memo.get(this.#index(1), reader), 0);
        return;
      case OP.LONG_BINGET:
        this.#push(this.#memo.get(this.#index(2), reader), 0);
        return;
      default:
        this.#call(op);
        return;
    }
  }

  /** Opcodes that would look names up, call them, or set attributes. */
  #call(op: number): void {
    const reader = this.#reader;
    switch (op) {
      case OP.GLOBAL:
        this.#name(reader.line(LIMITS.depth), reader.line(LIMITS.depth));
        return;
      case OP.STACK_GLOBAL: {
        const name = this.#pop();
        const module = this.#pop();
        if (typeof name !== 'string' || typeof module !== 'string')
          throw reader.damaged('a name that is no text');
        this.#name(module, name);
        return;
      }
      case OP.REDUCE:
      case OP.NEWOBJ: {
        const args = this.#pop();
        this.#made(this.#pop(), args);
        return;
      }
      case OP.NEWOBJ_EX: {
        this.#pop();
        const args = this.#pop();
        this.#made(this.#pop(), args);
        return;
      }
      case OP.INST: {
        this.#name(reader.line(LIMITS.depth), reader.line(LIMITS.depth));
        const callee = this.#pop();
        this.#made(callee, new PickleTuple(this.#unmark()));
        return;
      }
      case OP.OBJ: {
        const [callee, ...args] = this.#unmark();
        if (callee === undefined) throw reader.damaged('an object of no class');
        this.#made(callee, new PickleTuple(args));
        return;
      }
      case OP.BUILD: {
        const state = this.#pop();
        if (complete(this.#top(), state) === undefined)
          throw reader.damaged('a state that fits nothing harmless');
        return;
      }
      case OP.PERSID:
        this.#push(new PickleOpaque('persistent', [reader.line(LIMITS.depth)]));
        return;
      case OP.BINPERSID:
        this.#push(new PickleOpaque('persistent', [this.#pop()]));
        return;
      default:
        throw reader.damaged(`opcode 0x${op.toString(16).padStart(2, '0')}, which no harmless pickle has`);
    }
  }

  #name(module: string, name: string): void {
    const full = `${module}.${name}`;
    if (!CONSTRUCTORS.has(full)) {
      throw this.#reader.damaged(
        `refused: it would call ${JSON.stringify(full)}, which is not among the harmless names`,
      );
    }
    this.#push(new PickleName(full));
  }

  #made(callee: PickleValue, args: PickleValue): void {
    if (!(callee instanceof PickleName && args instanceof PickleTuple))
      throw this.#reader.damaged('a call of something that is no name');
    const value = CONSTRUCTORS.get(callee.name)?.(args.items);
    if (value === undefined)
      throw this.#reader.damaged(`${JSON.stringify(callee.name)} with arguments that do not fit`);
    this.#push(value);
  }

  #push(value: PickleValue, weight: number = EACH): void {
    const { items } = this.#frame;
    items.push(value);
    this.#held += weight;
    if (this.#held > LIMITS.held)
      throw this.#reader.damaged(`holds more than ${LIMITS.held} bytes of values at once`);
    if (this.#frame.harvested && items.length % 2 === 1 && this.#harvest?.isKey(value)) this.#handOver(1);
  }

  /** Hands the complete items of a harvested dictionary over, but for what begins the next one: a key completes them. */
  #handOver(begun: 0 | 1): void {
    const frame = this.#frame;
    if (!frame.harvested || this.#harvest === undefined) return;
    for (let i = 2 * frame.taken; i + 1 < frame.items.length - begun; i += 2) {
      const value = frame.items[i + 1]!;
      if (!(value instanceof PickleDict)) return;
      this.#harvest.take(frame.items[i]!, value);
      frame.items[i + 1] = TAKEN;
      frame.taken += 1;
      this.#memo.release(frame.memo);
      frame.memo = this.#memo.size;
      this.#held = frame.held;
    }
  }

  #mark(): void {
    if (this.#below.length === LIMITS.depth) throw this.#reader.damaged(`nested deeper than ${LIMITS.depth}`);
    const path = this.#harvest && pathOnTop(this.#frame, this.#below.length);
    const harvested = path !== undefined && this.#harvest?.at(path) === true;
    this.#below.push(this.#frame);
    this.#frame = { items: [], path, harvested, memo: this.#memo.size, held: this.#held, taken: 0 };
  }

  #unmark(): PickleValue[] {
    const below = this.#below.pop();
    if (below === undefined) throw this.#reader.damaged('no mark where one is due');
    const { items } = this.#frame;
    this.#frame = below;
    return items;
  }

  #pop(): PickleValue {
    const value = this.#frame.items.pop();
    if (value === undefined) throw this.#reader.damaged('nothing on the stack');
    return value;
  }

  #top(): PickleValue {
    const value = this.#frame.items.at(-1);
    if (value === undefined) throw this.#reader.damaged('nothing on the stack');
    return value;
  }

  #append(values: readonly PickleValue[]): void {
    const target = this.#top();
    const items = target instanceof PickleSet ? target.items : target;
    if (!Array.isArray(items)) throw this.#reader.damaged('an item of what is no list');
    for (const value of values) items.push(value);
  }

  #setItems(target: PickleValue, items: readonly PickleValue[]): void {
    if (!(target instanceof PickleDict)) throw this.#reader.damaged('an entry of what is no dictionary');
    if (items.length % 2 === 1) throw this.#reader.damaged('a key without a value');
    for (let i = 0; i < items.length; i += 2) target.set(items[i]!, items[i + 1]!);
  }

  /** Where in the memo: as text, in one byte, or in four. */
  #index(form: number): number {
    if (form === 0) {
      const text = this.#reader.line(LIMITS.depth);
      if (!/^\d+$/.test(text)) throw this.#reader.damaged('no entry of the memo where one is due');
      return Number(text);
    }
    return form === 1 ? this.#reader.byte() : this.#reader.unsigned(4);
  }
}

function weightOf(atom: PickleValue): number {
  if (typeof atom === 'string') return EACH + atom.length;
  return atom instanceof Uint8Array ? EACH + atom.length : EACH / 2;
}
