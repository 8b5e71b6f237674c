import { FunctionWriter, type Local } from './assembler.ts';
import { F32, I32, type Op, V128 } from './opcodes.ts';

/** One step of an elementwise computation; `args` are positions of earlier steps. */
export type FusedInstruction =
  | { readonly op: 'load'; readonly operand: number }
  | { readonly op: 'scale' | 'shift'; readonly args: readonly [number]; readonly by: number }
  | {
      readonly op: 'abs' | 'sqrt' | 'reciprocal' | 'relu' | 'step' | 'sign' | 'square';
      readonly args: readonly [number];
    }
  /** `mask`: the second where the first is above zero, else 0. */
  | { readonly op: 'add' | 'sub' | 'mul' | 'mask'; readonly args: readonly [number, number] };

/** An elementwise computation over images [n, y, x, c] with several results, as structure alone: extents come at run time. */
export interface FusedProgram {
  readonly operands: readonly {
    /** One number for all channels. */
    readonly splat: boolean;
    /** The same for all pixels of a row. */
    readonly steady: boolean;
  }[];
  readonly code: readonly FusedInstruction[];
  /** Steps whose values are written, each to a tensor. */
  readonly stores: readonly number[];
  /** Steps whose values are added up along x, and along whatever axis has a stride of 0, in float64. */
  readonly sums: readonly {
    readonly value: number;
    /** Over the channels too: four partial sums remain. */
    readonly total: boolean;
  }[];
}

/** 32-bit words of the argument block: n, y, x, bytes of channels; then base and strides of each tensor and sum. */
export const BLOCK_HEAD = 4;
export const BLOCK_TENSOR = 4;

/** The key under which equal programs share a kernel. */
export const fusedKey = (program: FusedProgram): string => `fused ${JSON.stringify(program)}`;

interface Stream {
  readonly base: Local;
  readonly strides: readonly [Local, Local, Local];
  readonly atN: Local;
  readonly atY: Local;
  readonly at: Local;
}

/** A function (block) that runs the program. */
export function fusedKernel(program: FusedProgram): FunctionWriter {
  const f = new FunctionWriter(1);
  let word = 0;
  const argument = () => {
    const local = f.local(I32);
    f.get(0)
      .mem('i32Load', 4 * word)
      .set(local);
    word += 1;
    return local;
  };
  const stream = (): Stream => {
    const base = argument();
    const strides = [argument(), argument(), argument()] as const;
    const [atN, atY, at] = f.locals(I32, 3) as [Local, Local, Local];
    return { base, strides, atN, atY, at };
  };
  const [count, height, width, channels] = [argument(), argument(), argument(), argument()];
  const operands = program.operands.map(stream);
  const stores = program.stores.map(stream);
  const sums = program.sums.map(stream);
  const all = [...operands, ...stores, ...sums];
  const [n, y, x, c] = f.locals(I32, 4) as [Local, Local, Local, Local];
  const whole = f.local(I32);
  f.get(channels).i32(-16).op('i32And').set(whole);
  const vector = lanes(f, program, V128);
  const scalar = lanes(f, program, F32);

  /** All pixels of a row, for one vector of channels or for one channel. */
  const sweep = (lane: Lane) => {
    operands.forEach(({ atY, at }, i) => {
      f.get(atY);
      if (!program.operands[i]!.splat) f.get(c).op('i32Add');
      f.set(at);
      if (program.operands[i]!.steady) lane.load(i, at);
    });
    for (const { atY, at } of stores) f.get(atY).get(c).op('i32Add').set(at);
    sums.forEach(({ atY, at }, i) => {
      // Sums are float64: twice the bytes of a channel.
      f.get(atY);
      if (!program.sums[i]!.total) f.get(c).i32(1).op('i32Shl').op('i32Add');
      f.set(at);
      lane.clear(i);
    });
    f.loop(
      x,
      () => f.get(width),
      1,
      () => {
        lane.compute((i) => operands[i]!.at);
        stores.forEach(({ at, strides }, i) => {
          lane.store(program.stores[i]!, at);
          f.get(at).get(strides[2]).op('i32Add').set(at);
        });
        operands.forEach(({ at, strides }, i) => {
          if (!program.operands[i]!.steady) f.get(at).get(strides[2]).op('i32Add').set(at);
        });
      },
    );
    sums.forEach(({ at }, i) => lane.flush(i, at));
  };

  for (const s of all) f.get(s.base).set(s.atN);
  f.loop(
    n,
    () => f.get(count),
    1,
    () => {
      for (const s of all) f.get(s.atN).set(s.atY);
      f.loop(
        y,
        () => f.get(height),
        1,
        () => {
          f.loop(
            c,
            () => f.get(whole),
            16,
            () => sweep(vector),
          );
          f.continueLoop(
            c,
            () => f.get(channels),
            4,
            () => sweep(scalar),
          );
          for (const s of all) f.get(s.atY).get(s.strides[1]).op('i32Add').set(s.atY);
        },
      );
      for (const s of all) f.get(s.atN).get(s.strides[0]).op('i32Add').set(s.atN);
    },
  );
  return f;
}

/** Code for one width of lanes: a vector of four channels, or a single one. */
interface Lane {
  load(operand: number, at: Local): void;
  compute(at: (operand: number) => Local): void;
  store(value: number, at: Local): void;
  clear(sum: number): void;
  flush(sum: number, at: Local): void;
}

type OpNameOf = keyof typeof Op;

function lanes(f: FunctionWriter, program: FusedProgram, type: typeof V128 | typeof F32): Lane {
  const wide = type === V128;
  const values = program.code.map(() => f.local(type));
  const steady = program.operands.map(() => f.local(type));
  const totals = program.sums.map(() => f.local(type));
  const low = f.local(type);
  const name = (suffix: 'Add' | 'Sub' | 'Mul' | 'Div' | 'Abs' | 'Sqrt') =>
    `${wide ? 'f32x4' : 'f32'}${suffix}` as OpNameOf;
  const number = (value: number) => (wide ? f.splat(value) : f.f32(value));
  const load = (operand: number, at: Local) => {
    f.get(at).mem(wide ? (program.operands[operand]!.splat ? 'v128LoadSplat32' : 'v128Load') : 'f32Load');
  };
  /** Pushes `chosen` where x is above (below) zero, else 0. */
  const where = (x: Local, comparison: 'Gt' | 'Lt', chosen: () => void) => {
    if (wide) {
      chosen();
      f.get(x).splat(0).op(`f32x4${comparison}`).op('v128And');
    } else {
      chosen();
      f.f32(0).get(x).f32(0).op(`f32${comparison}`).op('select');
    }
  };
  const instruction = (step: FusedInstruction, at: (operand: number) => Local) => {
    if (step.op === 'load') {
      if (program.operands[step.operand]!.steady) f.get(steady[step.operand]!);
      else load(step.operand, at(step.operand));
      return;
    }
    const [a, b] = step.args.map((arg) => values[arg]!) as [Local, Local];
    switch (step.op) {
      case 'scale':
        number(step.by).get(a).op(name('Mul'));
        return;
      case 'shift':
        number(step.by).get(a).op(name('Add'));
        return;
      case 'add':
        f.get(a).get(b).op(name('Add'));
        return;
      case 'sub':
        f.get(a).get(b).op(name('Sub'));
        return;
      case 'mul':
        f.get(a).get(b).op(name('Mul'));
        return;
      case 'square':
        f.get(a).get(a).op(name('Mul'));
        return;
      case 'abs':
        f.get(a).op(name('Abs'));
        return;
      case 'sqrt':
        f.get(a).op(name('Sqrt'));
        return;
      case 'reciprocal':
        number(1).get(a).op(name('Div'));
        return;
      case 'relu':
        // A NaN stays one, as in PyTorch.
        if (wide) f.get(a).splat(0).op('f32x4Pmax');
        else f.f32(0).get(a).get(a).f32(0).op('f32Lt').op('select');
        return;
      case 'step':
        where(a, 'Gt', () => number(1));
        return;
      case 'sign':
        where(a, 'Gt', () => number(1));
        where(a, 'Lt', () => number(-1));
        f.op(name('Add'));
        return;
      case 'mask':
        where(a, 'Gt', () => f.get(b));
        return;
    }
  };
  return {
    load(operand, at) {
      load(operand, at);
      f.set(steady[operand]!);
    },
    compute(at) {
      program.code.forEach((step, i) => {
        instruction(step, at);
        f.set(values[i]!);
      });
      program.sums.forEach(({ value }, i) => {
        f.get(totals[i]!).get(values[value]!).op(name('Add')).set(totals[i]!);
      });
    },
    store: (value, at) =>
      f
        .get(at)
        .get(values[value]!)
        .mem(wide ? 'v128Store' : 'f32Store'),
    clear: (sum) => number(0).set(totals[sum]!),
    flush(sum, at) {
      const total = totals[sum]!;
      if (!wide) {
        f.get(at).get(at).mem('f64Load').get(total).op('f64PromoteF32').op('f64Add').mem('f64Store');
        return;
      }
      f.get(total).get(total).shuffle([2, 3, 2, 3]).set(low);
      for (const [half, offset] of [
        [total, 0],
        [low, 16],
      ] as const) {
        f.get(at)
          .get(at)
          .mem('v128Load', offset)
          .get(half)
          .op('f64x2PromoteLow')
          .op('f64x2Add')
          .mem('v128Store', offset);
      }
    },
  };
}
