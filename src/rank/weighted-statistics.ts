import { tauB } from './kendall.ts';
import type { RankedPair } from './ranked-pair.ts';
import { correlation } from './spearman.ts';

/**
 * Both correlations of the pair with each row taken `counts[i]` times, rows in the pair's own order. The sort is
 * done once, for the pair: a resample only changes the counts, so its tau needs no order, and its midranks are running
 * sums. O(n log n) a call, with nothing to allocate.
 *
 * Over a million ranks every step of a tree, every look-up of a midrank would wait for memory. So rows are dealt into
 * blocks of near ranks of y first: a tree over the blocks counts the pairs that order differently between them, one
 * over the ranks of a block those within it, and all of this stays in the processor's cache.
 */
export function weightedStatistics(
  pair: RankedPair,
): (counts: Int32Array) => { spearman: number; kendall: number } {
  const { n, x, y, yCount } = pair;
  const bits = Math.ceil(Math.log2(yCount + 1));
  const rankBits = bits >> 1;
  const blockBits = bits - rankBits;
  const mask = 2 ** rankBits - 1;
  const blocks = 2 ** blockBits;
  const blockTree = new Int32Array(blocks);
  const rankTree = new Int32Array(mask + 1);
  const sizes = new Int32Array(mask + 1);
  const middles = new Float64Array(mask + 1);
  // What falls into each block, in the order of x.
  const starts = blockStarts(y, rankBits, blocks);
  const ends = new Int32Array(blocks);
  const dealt = { rank: new Int32Array(n), count: new Int32Array(n), middle: new Float64Array(n) };
  const lastWithX = endsOf(x);

  return (counts) => {
    let rows = 0;
    for (let i = 0; i < n; i += 1) rows += counts[i]!;
    blockTree.fill(0);
    ends.set(starts.subarray(0, blocks));
    let discordant = 0;
    let xx = 0;
    let tiedX = 0;
    let tiedBoth = 0;
    for (let from = 0, before = 0; from < n; from = lastWithX[from]!) {
      const to = lastWithX[from]!;
      let size = 0;
      for (let i = from; i < to; i += 1) size += counts[i]!;
      const middle = before + (size - rows) / 2;
      xx += size * middle * middle;
      tiedX += (size * (size - 1)) / 2;
      before += size;
      let same = 0;
      for (let i = from; i < to; i += 1) {
        const count = counts[i]!;
        same += count;
        if (i + 1 === to || y[i + 1] !== y[i]) {
          tiedBoth += (same * (same - 1)) / 2;
          same = 0;
        }
        if (count === 0) continue;
        const block = y[i]! >> rankBits;
        discordant += count * addAndCountAbove(blockTree, blockBits, block, count);
        const place = ends[block]!;
        ends[block] = place + 1;
        dealt.rank[place] = y[i]! & mask;
        dealt.count[place] = count;
        dealt.middle[place] = middle;
      }
    }

    let yy = 0;
    let xy = 0;
    let tiedY = 0;
    for (let block = 0, before = 0; block < blocks; block += 1) {
      const [start, end] = [starts[block]!, ends[block]!];
      if (start === end) continue;
      rankTree.fill(0);
      sizes.fill(0);
      for (let place = start; place < end; place += 1) {
        const rank = dealt.rank[place]!;
        const count = dealt.count[place]!;
        discordant += count * addAndCountAbove(rankTree, rankBits, rank, count);
        sizes[rank]! += count;
      }
      for (let rank = 0; rank <= mask; rank += 1) {
        const size = sizes[rank]!;
        const middle = before + (size - rows) / 2;
        middles[rank] = middle;
        yy += size * middle * middle;
        tiedY += (size * (size - 1)) / 2;
        before += size;
      }
      for (let place = start; place < end; place += 1)
        xy += dealt.count[place]! * dealt.middle[place]! * middles[dealt.rank[place]!]!;
    }

    const total = (rows * (rows - 1)) / 2;
    const concordant = total - tiedX - tiedY + tiedBoth - discordant;
    return {
      spearman: correlation(xy, xx, yy),
      kendall: tauB({ total, concordant, discordant, tiedX, tiedY }),
    };
  };
}

/**
 * How much was added so far at greater ranks than this one, at which `count` is added now. A node of the tree, the root
 * at 1, holds what lies in its right half. Without branches, which no processor guesses where ranks come in disorder.
 */
function addAndCountAbove(tree: Int32Array, bits: number, rank: number, count: number): number {
  let above = 0;
  let node = 1;
  for (let bit = bits - 1; bit >= 0; bit -= 1) {
    const right = (rank >> bit) & 1;
    const held = tree[node]!;
    above += held & (right - 1);
    tree[node] = held + (count & -right);
    node = 2 * node + right;
  }
  return above;
}

/** Where each block's rows begin, and after the last one where they end. */
function blockStarts(y: Int32Array, rankBits: number, blocks: number): Int32Array {
  const starts = new Int32Array(blocks + 1);
  for (const rank of y) starts[(rank >> rankBits) + 1]! += 1;
  for (let block = 0; block < blocks; block += 1) starts[block + 1]! += starts[block]!;
  return starts;
}

/** For the first row of each group of equal values, where the next group starts. */
function endsOf(sorted: Int32Array): Int32Array {
  const ends = new Int32Array(sorted.length);
  let from = 0;
  for (let i = 1; i <= sorted.length; i += 1) {
    if (i === sorted.length || sorted[i] !== sorted[from]) {
      ends[from] = i;
      from = i;
    }
  }
  return ends;
}
