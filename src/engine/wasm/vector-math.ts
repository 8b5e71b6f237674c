import type { FunctionWriter, Local } from './assembler.ts';
import { V128 } from './opcodes.ts';

/** Writes arithmetic on vectors; every result is a local of its own. */
export class VectorMath {
  readonly #f: FunctionWriter;
  readonly #fused: boolean;
  /** Vectors of one number, made once: to make one takes as long as several products by it. */
  readonly #factors = new Map<number, Local>();

  /** @param factors numbers other than 1 that vectors will be multiplied by */
  constructor(f: FunctionWriter, fused: boolean, factors: readonly number[]) {
    this.#f = f;
    this.#fused = fused;
    for (const factor of factors) {
      const local = f.local(V128);
      f.splat(factor).set(local);
      this.#factors.set(factor, local);
    }
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
      this.#f.get(a).get(this.#factor(4));
      if (this.#fused) this.#f.get(b).op('f32x4RelaxedMadd');
      else this.#f.op('f32x4Mul').get(b).op('f32x4Add');
    });
  }

  /** b - 4 a. */
  lessFourTimes(b: Local, a: Local): Local {
    return this.#named(() => {
      if (this.#fused) this.#f.get(a).get(this.#factor(4)).get(b).op('f32x4RelaxedNmadd');
      else this.#f.get(b).get(a).get(this.#factor(4)).op('f32x4Mul').op('f32x4Sub');
    });
  }

  /** The sum of factor times vector. */
  combine(terms: readonly (readonly [number, Local])[]): Local {
    return this.#named(() => {
      terms.forEach(([factor, vector], i) => {
        this.#f.get(vector);
        if (factor !== 1) this.#f.get(this.#factor(factor)).op('f32x4Mul');
        if (i > 0) this.#f.op('f32x4Add');
      });
    });
  }

  #factor(value: number): Local {
    return this.#factors.get(value)!;
  }

  #named(push: () => void): Local {
    const local = this.#f.local(V128);
    push();
    this.#f.set(local);
    return local;
  }
}
