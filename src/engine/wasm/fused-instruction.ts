import type { Transcendental } from './transcendental.ts';

/** One step of an elementwise computation; `args` are positions of earlier steps. */
export type FusedInstruction =
  | { readonly op: 'load'; readonly operand: number }
  | { readonly op: 'scale' | 'shift'; readonly args: readonly [number]; readonly by: number }
  | {
      readonly op: 'abs' | 'sqrt' | 'reciprocal' | 'relu' | 'step' | 'sign' | 'square' | Transcendental;
      readonly args: readonly [number];
    }
  /** `mask`: the second where the first is above zero, else 0. */
  | { readonly op: 'add' | 'sub' | 'mul' | 'mask'; readonly args: readonly [number, number] };

/** An elementwise computation over images [n, y, x, c] with several results, as structure alone: extents come at run time. */
export interface FusedProgram {
  readonly operands: readonly {
    /** One number for all channels. */
    readonly splat: boolean;
    /** The same for all pixels of a band. */
    readonly steady: boolean;
  }[];
  readonly code: readonly FusedInstruction[];
  /** Steps whose values are written, each to a tensor. */
  readonly stores: readonly number[];
  /** Steps whose values are added up over the pixels of a band, and along whatever axis has a stride of 0, in float64. */
  readonly sums: readonly {
    readonly value: number;
    /** Over the channels too: four partial sums remain. */
    readonly total: boolean;
  }[];
}
