import type { Node } from '../../graph/op.ts';
import type { Plan } from './plan.ts';

/** The plan of a link, which does for every other with the same label, whatever it is fed. */
export interface Template {
  readonly plan: Plan;
  /** The place of each of its inputs in the link's `fed`. */
  readonly places: ReadonlyMap<Node, number>;
  /** What stands for each of the link's `results`. */
  readonly results: readonly Node[];
}

/** Enough for the cells of one architecture and what all of a space share: stem, reductions, classifier. */
const KEPT = 9;

/** The templates used last, by the links' labels. */
export class Templates {
  /**
   * The latest last. Not a map: one that lives long and changes all the time leaves tables behind that hold on to all that
   * came after them until the whole heap is collected.
   */
  readonly #kept: { readonly label: string; readonly template: Template }[] = [];

  get(label: string, make: () => Template): Template {
    const at = this.#kept.findIndex((kept) => kept.label === label);
    const [known] = at < 0 ? [] : this.#kept.splice(at, 1);
    const kept = known ?? { label, template: make() };
    this.#kept.push(kept);
    if (this.#kept.length > KEPT) this.#kept.shift();
    return kept.template;
  }
}
