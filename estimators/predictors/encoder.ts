import { InputError } from '../../src/input-error.ts';
import type { CellGraph } from '../../src/spaces/cell.ts';
import { CELL_VIEWS } from '../../src/spaces/cells.ts';
import { decisionsOf } from './encodings/adjacency.ts';
import type { Encoding, EncodingContext, EncodingState } from './encodings/encoding.ts';
import { CELL, ENCODINGS, partsOf } from './encodings/index.ts';
import { cellOf, viewOf } from './encodings/needs.ts';
import { beside, columnOf, type Matrix, matrixOf } from './matrix.ts';
import type { Sample, SampleKind } from './sample.ts';
import type { Json, StateReader } from './state-reader.ts';

/** Architectures as a predictor reads them. */
export interface Encoded {
  /** One row an architecture; without columns where the encoding is the cell alone. */
  readonly features: Matrix;
  readonly names: readonly string[];
  /** For each column whether its values are ranked rather than measured. */
  readonly isRanked: readonly boolean[];
  /** For each column the part of the union that it belongs to, as a number from 0 up. */
  readonly part: readonly number[];
  /** For each column 1 where higher is better, -1 where lower is. */
  readonly sign: readonly number[];
  /** Where the encoding has the cell itself: the graphs, and what was decided at each place of them. */
  readonly cells: readonly CellGraph[];
  readonly decisions: Matrix;
}

/** Makes numbers of architectures, as it learnt to on the training ones. */
export interface Encoder {
  readonly union: string;
  readonly context: EncodingContext;
  encode(samples: readonly Sample[]): Encoded;
  save(): Json;
}

/**
 * What a union of encodings needs and the samples lack, in words; undefined where they have it all.
 *
 * @throws {@link InputError} on an unknown encoding.
 */
export function missingNeed(union: string, kind: SampleKind): string | undefined {
  const needs = partsOf(union).map((part) => encodingOf(part)?.needs ?? 'cell');
  if (needs.includes('cell') && kind.space === null) return 'cells of a space it knows';
  if (needs.includes('scores') && kind.proxies.length === 0) return 'zero-cost scores';
  if (needs.includes('curve') && kind.seen === 0) return 'the first epochs of learning curves';
  return undefined;
}

/** Learns an encoding from the training architectures. Throws {@link InputError} where they lack what it needs. */
export function fitEncoder(union: string, kind: SampleKind, samples: readonly Sample[]): Encoder {
  const missing = missingNeed(union, kind);
  if (missing !== undefined) throw new InputError(`encoding ${union} needs ${missing}: choose another`);
  const context = contextOf(kind);
  const states = partsOf(union).map((part) => encodingOf(part)?.fit(samples, context) ?? []);
  const raw = rawColumns(union, states, samples, context);
  const fill = Float64Array.from({ length: raw.columns }, (_, column) => median(columnOf(raw, column)));
  return makeEncoder(union, kind, states, fill);
}

export function restoreEncoder(state: StateReader, kind: SampleKind): Encoder {
  const union = state.text('union');
  const missing = missingNeed(union, kind);
  if (missing !== undefined) throw state.wrong(`encoding ${union} needs ${missing}`);
  const parts = state.parts('parts', partsOf(union).length);
  const states = parts.map((part) => part.texts('names'));
  const width = states.reduce((total, names) => total + names.length, 0);
  return makeEncoder(union, kind, states, state.numbers('fill', width));
}

function makeEncoder(
  union: string,
  kind: SampleKind,
  states: readonly EncodingState[],
  fill: Float64Array,
): Encoder {
  const context = contextOf(kind);
  const parts = partsOf(union);
  const perColumn = <Value>(value: (encoding: Encoding, part: number) => Value): Value[] =>
    parts.flatMap((name, part) => states[part]!.map(() => value(encodingOf(name)!, part)));
  const names = states.flat();
  const isRanked = perColumn((encoding) => encoding.isRanked);
  const part = perColumn((_, part) => part);
  const isScore = perColumn((encoding) => encoding.needs === 'scores');
  const lower = new Set(kind.proxies.filter(({ better }) => better === 'lower').map(({ name }) => name));
  const sign = names.map((name, column) => (isScore[column] && lower.has(name) ? -1 : 1));
  return {
    union,
    context,
    encode(samples) {
      const raw = rawColumns(union, states, samples, context);
      const values = raw.values.map((value, at) =>
        Number.isFinite(value) ? value : fill[at % raw.columns]!,
      );
      const hasCells = parts.includes(CELL);
      return {
        features: { ...raw, values },
        names,
        isRanked,
        part,
        sign,
        cells: hasCells ? samples.map(cellOf) : [],
        decisions: matrixOf(
          hasCells ? samples.map((sample) => decisionsOf(cellOf(sample), viewOf(context))) : [],
        ),
      };
    },
    save: () => ({ union, parts: states.map((names) => ({ names })), fill: [...fill] }),
  };
}

function contextOf({ space, proxies, seen }: SampleKind): EncodingContext {
  const view = CELL_VIEWS.find(({ id }) => id === space);
  return { view, proxies: proxies.map(({ name }) => name), seen };
}

function rawColumns(
  union: string,
  states: readonly EncodingState[],
  samples: readonly Sample[],
  context: EncodingContext,
): Matrix {
  const blocks = partsOf(union).map(
    (part, at) => encodingOf(part)?.encode(samples, states[at]!, context) ?? noColumns(samples.length),
  );
  return beside(blocks);
}

const noColumns = (rows: number): Matrix => ({ rows, columns: 0, values: new Float64Array(0) });

const encodingOf = (part: string): Encoding | undefined => ENCODINGS.find(({ name }) => name === part);

/** Of the finite values; 0 where there is none. */
function median(values: Float64Array): number {
  const sorted = values.filter(Number.isFinite).sort();
  const { length } = sorted;
  return length === 0 ? 0 : (sorted[(length - 1) >> 1]! + sorted[length >> 1]!) / 2;
}
