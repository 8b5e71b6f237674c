/** Nodes of a DARTS cell that are searched, 2 to 5; node n takes its inputs from 0 … n - 1. */
const NODES = [2, 3, 4, 5];
const PREFIX = 'NetworkSelectorDatasetInfo:darts:';

/**
 * The genotype of a configuration of NAS-Bench-301, as DARTS writes it: of each node's edges the two that its inputs name, edges
 * numbered in the order of node and input. Undefined where one is missing.
 */
export function genotypeOf(config: Readonly<Record<string, unknown>>): string | undefined {
  const cells = (['normal', 'reduce'] as const).map((cell) => {
    const pairs: string[] = [];
    let first = 0;
    for (const node of NODES) {
      const inputs = node === 2 ? [0, 1] : inputsIn(config[`${PREFIX}inputs_node_${cell}_${node}`], node);
      if (inputs === undefined) return undefined;
      for (const input of inputs) {
        const op = config[`${PREFIX}edge_${cell}_${first + input}`];
        if (typeof op !== 'string' || !/^\w+$/.test(op)) return undefined;
        pairs.push(`('${op}', ${input})`);
      }
      first += node;
    }
    return `[${pairs.join(', ')}]`;
  });
  if (cells.includes(undefined)) return undefined;
  return `Genotype(normal=${cells[0]}, normal_concat=range(2, 6), reduce=${cells[1]}, reduce_concat=range(2, 6))`;
}

function inputsIn(value: unknown, node: number): number[] | undefined {
  const inputs = typeof value === 'string' && /^\d_\d$/.test(value) ? value.split('_').map(Number) : [];
  return inputs.length === 2 && inputs.every((input) => input < node) ? inputs : undefined;
}
