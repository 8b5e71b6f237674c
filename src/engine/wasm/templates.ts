import type { Node } from '../../graph/op.ts';
import type { GuestPlan } from './plan.ts';
import type { Guest } from './tensor.ts';

/** A tensor of a plan that lies elsewhere at each run, and its place among what the piece is fed or gives. */
interface PlacedGuest {
  readonly place: number;
  readonly tensor: Guest;
}

/** The plan of a piece, which does for every other with the same label, whatever it is fed and wherever that lies. */
export interface Template {
  readonly plan: GuestPlan;
  /** What stands for each of what the piece is fed. */
  readonly inputs: readonly Node[];
  /** What goes from piece to piece in memory. */
  readonly guests: { readonly fed: readonly PlacedGuest[]; readonly results: readonly PlacedGuest[] };
  /** What stands for those of the piece's `results` that the host has. */
  readonly ofHost: readonly { readonly place: number; readonly made: Node }[];
}

/** More than all cells of a usual space are made of. */
const MOST = 1024;

/** The templates that were made, by their pieces' labels; where there are too many, all are forgotten. */
export class Templates {
  readonly #known = new Map<string, Template>();

  get(label: string, make: () => Template): Template {
    let template = this.#known.get(label);
    if (!template) {
      template = make();
      if (this.#known.size >= MOST) this.#known.clear();
      this.#known.set(label, template);
    }
    return template;
  }
}
