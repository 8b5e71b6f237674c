import { OPS } from './notation.ts';
import { codeAt, SIZE } from './official-order.ts';

/** How the official rule writes a sum that is nothing but zero, and the input. */
const ZERO = '#';
const INPUT = '0';

/**
 * The code of the representative of a cell's isomorphism class: the member with the lowest official index. There
 * are 6,466 classes, those of the benchmark's published unique strings. The table of all is made on first use.
 *
 * The rule is that of `CellStructure.to_unique_str(consider_zero=True)` in AutoDL-Projects, kept to the letter: cells
 * of one class compute the same function of the image at initialisation (an operation on zeros gives zeros), though
 * they may differ in operations that are computed in vain, and so in parameters. It is finer than equality of
 * functions: it does not see that nodes 1 and 2 may be swapped where no edge joins them, nor that node 2 is zero.
 */
export function canonicalCode(code: number): number {
  representatives ??= makeRepresentatives();
  return representatives[code]!;
}

let representatives: Uint16Array | undefined;

function makeRepresentatives(): Uint16Array {
  const strings = uniqueStrings();
  const first = new Map<string, number>();
  const table = new Uint16Array(SIZE);
  for (let index = 0; index < SIZE; index += 1) {
    const code = codeAt(index);
    const unique = strings[code]!;
    const known = first.get(unique);
    if (known === undefined) first.set(unique, code);
    table[code] = known ?? code;
  }
  return table;
}

/** The unique string of every cell, by code: each edge's operations in the order of codes, the last edge fastest. */
function uniqueStrings(): string[] {
  const strings: string[] = [];
  const fromInput = terms(INPUT);
  for (const node1 of fromInput) {
    const fromNode1 = terms(node1);
    for (const a of fromInput) {
      for (const b of fromNode1) {
        const fromNode2 = terms(a <= b ? `${a}+${b}` : `${b}+${a}`);
        for (const x of fromInput) {
          for (const y of fromNode1) {
            const [low, high] = x <= y ? [x, y] : [y, x];
            for (const z of fromNode2) {
              strings.push(
                z <= low ? `${z}+${low}+${high}` : z <= high ? `${low}+${z}+${high}` : `${low}+${high}+${z}`,
              );
            }
          }
        }
      }
    }
  }
  return strings;
}

/** What an edge from this node contributes to the sum at its target, for each operation. */
function terms(source: string): string[] {
  return OPS.map((op) => {
    if (op === 'none' || source === ZERO) return ZERO;
    return op === 'skip_connect' ? source : `(${source})@${op}`;
  });
}
