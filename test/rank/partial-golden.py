"""Makes partial-golden.json: python3 test/rank/partial-golden.py (numpy 1.24, scipy 1.10).

Spearman: midranks, least squares on the controls' midranks, Pearson's correlation of the residuals.
Kendall: from the inverse of the matrix of tau-b, -P_xy / sqrt(P_xx P_yy), as R's ppcor does."""
import json
import pathlib

import numpy as np
from scipy import stats

rng = np.random.default_rng(4)


def partial_spearman(x, y, controls):
    ranks = [stats.rankdata(v) for v in (x, y, *controls)]
    design = np.column_stack([np.ones(len(x)), *ranks[2:]])
    left = [v - design @ np.linalg.lstsq(design, v, rcond=None)[0] for v in ranks[:2]]
    return float(np.corrcoef(*left)[0, 1])


def partial_kendall(x, y, controls):
    columns = [x, y, *controls]
    taus = np.array([[stats.kendalltau(a, b)[0] for b in columns] for a in columns])
    p = np.linalg.inv(taus)
    return float(-p[0, 1] / np.sqrt(p[0, 0] * p[1, 1]))


cases = []
for name, n, controls, digits in [
    ("one control", 40, 1, None), ("two controls", 80, 2, None), ("three, with ties", 60, 3, 0), ("none", 25, 0, 1),
    ("controls alike", 50, 2, 1),
]:
    size = rng.normal(size=n)
    c = [size + (0.2 if name == "controls alike" else 0.8) * rng.normal(size=n) for _ in range(controls)]
    x, y = size + rng.normal(size=n), size + rng.normal(size=n)
    if digits is not None:
        x, y, *c = [np.round(v, digits) for v in (x, y, *c)]
    cases.append({"name": name, "x": x.tolist(), "y": y.tolist(), "controls": [v.tolist() for v in c],
                  "spearman": partial_spearman(x, y, c), "kendall": partial_kendall(x, y, c)})
(pathlib.Path(__file__).parent / "partial-golden.json").write_text(json.dumps(cases))
