import type { RegressionTree, SortedColumns, TreeOptions } from './regression-tree.ts';

/** A source of uniform numbers in [0, 1). */
export type Draw = () => number;

interface Split {
  readonly column: number;
  readonly threshold: number;
  readonly gain: number;
}

/** A node whose rows are positions `from` to `to` of every column's order. */
interface Open {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  /** The columns that varied at its parent: the others do not vary here either. */
  readonly columns: Int32Array;
}

/**
 * Grows a regression tree of least squared error (CART, Breiman et al. 1984) on rows with whole weights; rows of
 * weight 0 are left out. Thresholds lie halfway between neighbouring values.
 */
export function growTree(
  { matrix, order }: SortedColumns,
  targets: Float64Array,
  weights: Float64Array,
  options: TreeOptions,
  draw: Draw,
): RegressionTree {
  const { columns, values, rows } = matrix;
  const own = order.map((rowsOf) => rowsOf.filter((row) => weights[row]! > 0));
  const members = Int32Array.from({ length: rows }, (_, row) => row).filter((row) => weights[row]! > 0);
  const spare = new Int32Array(rows);
  const goesLeft = new Uint8Array(rows);
  const valueAt = (row: number, column: number): number => values[row * columns + column]!;
  const nodes: { column: number; threshold: number; left: number; value: number }[] = [];

  const open = (from: number, to: number, depth: number, columns: Int32Array): Open => {
    nodes.push({ column: -1, threshold: 0, left: 0, value: 0 });
    return { node: nodes.length - 1, from, to, depth, columns };
  };

  const varies = (column: number, from: number, to: number): boolean =>
    valueAt(own[column]![from]!, column) < valueAt(own[column]![to - 1]!, column);

  /** Looks at some of the columns, drawn anew; brings those first that it looked at. */
  const bestSplit = (
    { from, to }: Open,
    varying: Int32Array,
    total: number,
    weight: number,
  ): Split | undefined => {
    let best: Split | undefined;
    for (let looked = 0; looked < Math.min(options.columns, varying.length); looked += 1) {
      if (options.columns < varying.length) {
        const pick = looked + Math.floor(draw() * (varying.length - looked));
        const picked = varying[pick]!;
        varying[pick] = varying[looked]!;
        varying[looked] = picked;
      }
      const column = varying[looked]!;
      const low = valueAt(own[column]![from]!, column);
      const at =
        options.threshold === 'random'
          ? low + draw() * (valueAt(own[column]![to - 1]!, column) - low)
          : undefined;
      const split = splitColumn(column, from, to, total, weight, at);
      if (split !== undefined && (best === undefined || split.gain > best.gain)) best = split;
    }
    return best;
  };

  /** The best threshold of a column, or the gain of the one given. */
  const splitColumn = (
    column: number,
    from: number,
    to: number,
    total: number,
    weight: number,
    given: number | undefined,
  ): Split | undefined => {
    const rowsOf = own[column]!;
    const base = (total * total) / weight;
    let [leftTotal, leftWeight] = [0, 0];
    let [bestGain, bestThreshold] = [Number.NEGATIVE_INFINITY, Number.NaN];
    let value = values[rowsOf[from]! * columns + column]!;
    for (let i = from; i < to - 1; i += 1) {
      const row = rowsOf[i]!;
      leftTotal += weights[row]! * targets[row]!;
      leftWeight += weights[row]!;
      const next = values[rowsOf[i + 1]! * columns + column]!;
      const here = value;
      value = next;
      if (given !== undefined && here > given) break;
      if (next <= here || (given !== undefined && !(here <= given && given < next))) continue;
      const rightWeight = weight - leftWeight;
      if (leftWeight < options.leaf || rightWeight < options.leaf) continue;
      const rightTotal = total - leftTotal;
      const gain = (leftTotal * leftTotal) / leftWeight + (rightTotal * rightTotal) / rightWeight - base;
      if (gain > bestGain) {
        bestGain = gain;
        const middle = here + (next - here) / 2;
        bestThreshold = given ?? (middle < next ? middle : here);
      }
    }
    return Number.isNaN(bestThreshold) ? undefined : { column, threshold: bestThreshold, gain: bestGain };
  };

  /** Brings the rows that go left before the others, in every varying column, each side in its order. */
  const partition = (from: number, to: number, { column, threshold }: Split, varying: Int32Array): number => {
    let size = 0;
    for (let i = from; i < to; i += 1) {
      const row = members[i]!;
      goesLeft[row] = valueAt(row, column) <= threshold ? 1 : 0;
      size += goesLeft[row]!;
    }
    divide(members, from, to);
    for (const other of varying) divide(own[other]!, from, to);
    return from + size;
  };

  const divide = (rowsOf: Int32Array, from: number, to: number): void => {
    let [left, right] = [from, 0];
    for (let i = from; i < to; i += 1) {
      const row = rowsOf[i]!;
      if (goesLeft[row] === 1) rowsOf[left++] = row;
      else spare[right++] = row;
    }
    for (let i = 0; i < right; i += 1) rowsOf[left + i] = spare[i]!;
  };

  const everyColumn = Int32Array.from({ length: columns }, (_, column) => column);
  const pending = [open(0, members.length, 0, everyColumn)];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const { node, from, to, depth } = at;
    let [total, weight] = [0, 0];
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = from; i < to; i += 1) {
      const row = members[i]!;
      total += weights[row]! * targets[row]!;
      weight += weights[row]!;
      low = Math.min(low, targets[row]!);
      high = Math.max(high, targets[row]!);
    }
    nodes[node]!.value = weight > 0 ? total / weight : 0;
    if (depth >= options.depth || !(high > low)) continue;
    const varying = at.columns.filter((column) => varies(column, from, to));
    const split = bestSplit(at, varying, total, weight);
    if (split === undefined) continue;
    const middle = partition(from, to, split, varying);
    const left = open(from, middle, depth + 1, varying);
    const right = open(middle, to, depth + 1, varying);
    Object.assign(nodes[node]!, { column: split.column, threshold: split.threshold, left: left.node });
    pending.push(right, left);
  }
  return {
    column: Int32Array.from(nodes, ({ column }) => column),
    threshold: Float64Array.from(nodes, ({ threshold }) => threshold),
    left: Int32Array.from(nodes, ({ left }) => left),
    value: Float64Array.from(nodes, ({ value }) => value),
  };
}
