import type { Node } from '../../graph/op.ts';
import type { Plan } from './plan.ts';

/** The plan of a link, which does for every other with the same label, whatever it is fed. */
export interface Template {
  readonly plan: Plan;
  /** The place of each of its inputs in the link's `fed`. */
  readonly places: ReadonlyMap<Node, number>;
  /** What stands for each of the link's `results`, and room for a copy of it. */
  readonly results: readonly { readonly node: Node; readonly room: Float32Array }[];
}

/** Enough for what all architectures of a space share, such as stem, reductions and classifier. */
const KEPT = 12;

/** The templates used last, by the links' labels. */
export class Templates {
  readonly #kept = new Map<string, Template>();

  get(label: string, make: () => Template): Template {
    const template = this.#kept.get(label) ?? make();
    this.#kept.delete(label);
    this.#kept.set(label, template);
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    return template;
  }
}
