import type { FunctionWriter, Local } from './assembler.ts';
import type { FusedInstruction, FusedProgram } from './fused-instruction.ts';
import { type F32, type Op, V128 } from './opcodes.ts';
import { TRANSCENDENTAL } from './transcendental.ts';

/** Code for one width of lanes: a vector of four channels, or a single one. */
export interface Lane {
  load(operand: number, at: Local): void;
  compute(at: (operand: number) => Local): void;
  store(value: number, at: Local): void;
  clear(sum: number): void;
  flush(sum: number, at: Local): void;
}

type OpNameOf = keyof typeof Op;

/** `offset`: bytes from where the pointers point to the channels of these lanes. */
export function lanes(
  f: FunctionWriter,
  program: FusedProgram,
  type: typeof V128 | typeof F32,
  offset = 0,
): Lane {
  const wide = type === V128;
  const values = program.code.map(() => f.local(type));
  const steady = program.operands.map(() => f.local(type));
  const totals = program.sums.map(() => f.local(type));
  const high = f.local(type);
  let lone: Local | undefined;
  /** A vector in which a single channel is computed where only vectors have the instructions. */
  const vector = () => {
    lone ??= f.local(V128);
    return lone;
  };
  const name = (suffix: 'Add' | 'Sub' | 'Mul' | 'Div' | 'Abs' | 'Sqrt') =>
    `${wide ? 'f32x4' : 'f32'}${suffix}` as OpNameOf;
  const number = (value: number) => (wide ? f.splat(value) : f.f32(value));
  const load = (operand: number, at: Local) => {
    const { splat } = program.operands[operand]!;
    f.get(at).mem(wide ? (splat ? 'v128LoadSplat32' : 'v128Load') : 'f32Load', splat ? 0 : offset);
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
      case 'exp':
      case 'sigmoid':
      case 'erf':
        if (wide) TRANSCENDENTAL[step.op](f, a);
        else {
          f.get(a).op('f32x4Splat').set(vector());
          TRANSCENDENTAL[step.op](f, vector());
          f.extractLane(0);
        }
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
        .mem(wide ? 'v128Store' : 'f32Store', offset),
    clear: (sum) => number(0).set(totals[sum]!),
    flush(sum, at) {
      const total = totals[sum]!;
      if (!wide) {
        f.get(at).get(at).mem('f64Load').get(total).op('f64PromoteF32').op('f64Add').mem('f64Store');
        return;
      }
      // Sums are float64, twice the bytes of their channels; totals over the channels all go to one place.
      const first = program.sums[sum]!.total ? 0 : 2 * offset;
      f.get(total).get(total).shuffle([2, 3, 2, 3]).set(high);
      for (const [half, place] of [
        [total, first],
        [high, first + 16],
      ] as const) {
        f.get(at)
          .get(at)
          .mem('v128Load', place)
          .get(half)
          .op('f64x2PromoteLow')
          .op('f64x2Add')
          .mem('v128Store', place);
      }
    },
  };
}
