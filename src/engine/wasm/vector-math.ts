import type { FunctionWriter, Local } from './assembler.ts';
import { V128 } from './opcodes.ts';

/** Writes arithmetic on vectors; every result is a local of its own. */
export class VectorMath {
  readonly #f: FunctionWriter;
  readonly #fused: boolean;
  /** The constant 4, which alone occurs often enough to deserve a register. */
  readonly #four: Local;

  constructor(f: FunctionWriter, fused: boolean) {
    this.#f = f;
    this.#fused = fused;
    this.#four = f.local(V128);
    f.splat(4).set(this.#four);
  }

  add(a: Local, b: Local): Local {
    return this.#named(() => this.#f.get(a).get(b).op('f32x4Add'));
  }

  subtract(a: Local, b: Local): Local {
    return this.#named(() => this.#f.get(a).get(b).op('f32x4Sub'));
  }

  double(a: Local): Local {
    return this.add(a, a);
  }

  /** 4 a + b. */
  fourTimesPlus(a: Local, b: Local): Local {
    return this.#named(() => {
      this.#f.get(a).get(this.#four);
      if (this.#fused) this.#f.get(b).op('f32x4RelaxedMadd');
      else this.#f.op('f32x4Mul').get(b).op('f32x4Add');
    });
  }

  /** b - 4 a. */
  lessFourTimes(b: Local, a: Local): Local {
    return this.#named(() => {
      if (this.#fused) this.#f.get(a).get(this.#four).get(b).op('f32x4RelaxedNmadd');
      else this.#f.get(b).get(a).get(this.#four).op('f32x4Mul').op('f32x4Sub');
    });
  }

  /** The sum of factor times vector. */
  combine(terms: readonly (readonly [number, Local])[]): Local {
    return this.#named(() => {
      terms.forEach(([factor, vector], i) => {
        this.#f.get(vector);
        if (factor !== 1) this.#f.splat(factor).op('f32x4Mul');
        if (i > 0) this.#f.op('f32x4Add');
      });
    });
  }

  #named(push: () => void): Local {
    const local = this.#f.local(V128);
    push();
    this.#f.set(local);
    return local;
  }
}
