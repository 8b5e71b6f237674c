import type { PaperTable } from '../report/paper-table.ts';
import { amount } from '../report/written-number.ts';
import type { FittedCurve } from '../run/curves/fit-curves.ts';
import type { CurveFit } from '../run/curves/fit-worker.ts';

/** One fit with the curve it belongs to, flat; lists hold a number a parameter. */
export function fitRows(fitted: readonly FittedCurve[]) {
  return fitted.flatMap(({ set, curve, seen, target, fits }) =>
    fits.map((fit) => ({
      set: set.name,
      row: curve.row,
      arch: curve.arch,
      family: fit.family,
      status: fit.status,
      message: fit.message,
      seen,
      target,
      last: curve.values.slice(0, seen).findLast(Number.isFinite) ?? Number.NaN,
      value: fit.value,
      low: fit.low,
      high: fit.high,
      truth: curve.values[target - 1] ?? Number.NaN,
      names: fit.names.join(' '),
      parameters: fit.parameters,
      errors: fit.errors,
      atBounds: fit.atBounds.join(' '),
      residual: fit.cost,
      deviation: fit.deviation,
      aicc: fit.aicc,
    })),
  );
}

/** Fits as a paper prints them: a group for each set, a row for each fit. */
export function fitTable(fitted: readonly FittedCurve[], notes: readonly string[]): PaperTable {
  const columns = [
    { title: 'family' },
    { title: 'parameters' },
    { title: 'last', write: amount4 },
    { title: 'estimate', write: amount4 },
    { title: 'truth', write: amount4 },
    { title: 'deviation', write: amount },
    { title: 'AICc', write: amount },
  ];
  const groups = new Map<string, FittedCurve[]>();
  for (const item of fitted) {
    const title = `${item.set.name}, ${item.set.metric}: epoch ${item.target} from ${item.seen}`;
    const group = groups.get(title);
    if (group === undefined) groups.set(title, [item]);
    else group.push(item);
  }
  return {
    stub: 'row',
    groupedBy: 'set',
    columns,
    groups: Array.from(groups, ([title, items]) => ({
      title,
      rows: items.flatMap(({ curve, seen, target, fits }) =>
        fits.map((fit) => ({
          name: String(curve.row),
          cells: [
            { value: fit.family },
            { value: fit.status === 'ok' ? parametersText(fit) : fit.message },
            { value: curve.values.slice(0, seen).findLast(Number.isFinite) ?? Number.NaN },
            { value: fit.value, interval: [fit.low, fit.high] as const },
            { value: curve.values[target - 1] ?? Number.NaN },
            { value: fit.deviation },
            { value: Number.isFinite(fit.aicc) ? fit.aicc : Number.NaN },
          ],
        })),
      ),
    })),
    notes: [...notes, ...readingNotes(fitted)],
  };
}

function parametersText({ names, parameters, errors, atBounds }: CurveFit): string {
  return names
    .map((name, i) => {
      const error = errors[i]!;
      const spread = atBounds.includes(name)
        ? ' (bound)'
        : Number.isFinite(error)
          ? ` ± ${amount(error)}`
          : '';
      return `${name} ${amount(parameters[i]!)}${spread}`;
    })
    .join(', ');
}

function readingNotes(fitted: readonly FittedCurve[]): string[] {
  return fitted.some(({ fits }) => fits.some(({ atBounds }) => atBounds.length > 0))
    ? ['(bound): the parameter stands at the limit of its range, and counts as known']
    : [];
}

function amount4(value: number): string {
  return Number.isNaN(value) ? '–' : String(Number(value.toPrecision(4)));
}
