import { type CurveFamily, shape } from './family.ts';
import { lineThrough } from './line-through.ts';

/** ln(a ln x + b), where that is positive. Meant for accuracies as fractions: values of hundreds overflow it. */
export const logLogLinear: CurveFamily = {
  name: 'log_log_linear',
  title: 'Log-log linear',
  formula: 'ln(a ln x + b)',
  cite: 'Domhan et al., IJCAI 2015',
  parameters: [shape('a'), shape('b', 1e-12)],
  value: (p, x) => Math.log(p[0]! * Math.log(x) + p[1]!),
  gradient(p, x, out) {
    const inner = p[0]! * Math.log(x) + p[1]!;
    out[0] = Math.log(x) / inner;
    out[1] = 1 / inner;
  },
  // On the exponential of the values the family is a line in ln x.
  guesses({ epochs, values }) {
    const { slope, level } = lineThrough(epochs.map(Math.log), values.map(Math.exp));
    if (!Number.isFinite(slope) || !Number.isFinite(level)) return [];
    const last = Math.log(epochs.at(-1)!);
    const flat = Math.exp(values.at(-1)!);
    return [
      [slope, Math.max(level, 1e-9)],
      // Positive over all that was seen even where the line is not.
      [slope / 2, Math.max(flat - (slope / 2) * last, flat / 10)],
    ];
  },
};
