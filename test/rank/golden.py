"""Makes golden.json, the values that the rank tests are held to: python3 test/rank/golden.py (scipy 1.10)."""
import json
import pathlib

import numpy as np
from scipy import stats

rng = np.random.default_rng(20)
cases = {
    "no ties": (rng.normal(size=40), rng.normal(size=40)),
    "small, exact p": ([1.0, 2, 3, 4, 5, 6, 7], [2.0, 1, 4, 3, 7, 5, 6]),
    "33 rows, exact p": (np.arange(33.0), np.arange(33) + 9 * rng.normal(size=33)),
    "34 rows, normal p": (np.arange(34.0), np.arange(34) + 9 * rng.normal(size=34)),
    "200 rows, one swap": (np.arange(200.0), np.r_[1.0, 0, np.arange(2.0, 200)]),
    "one swap in 40": (np.arange(40.0), np.r_[1.0, 0, np.arange(2.0, 40)]),
    "reversed": (np.arange(12.0), -np.arange(12.0)),
    "ties in one": (np.round(2 * rng.normal(size=60)), rng.normal(size=60)),
    "ties in both": (rng.integers(0, 5, 80), rng.integers(0, 4, 80)),
    "correlated with ties": (np.round(a := rng.normal(size=300), 1), np.round(a + rng.normal(size=300), 1)),
    "heavy ties": (rng.integers(0, 2, 50), rng.integers(0, 2, 50)),
    "strong": (b := rng.normal(size=500), b + 0.1 * rng.normal(size=500)),
    "three rows": ([1, 2, 3], [1, 3, 2]),
    "two rows": ([1, 2], [5, 4]),
    "wide range": (10.0 ** rng.uniform(-300, 300, 64), rng.normal(size=64) * 10.0 ** rng.uniform(-9, 9, 64)),
}
rows = []
for name, (x, y) in cases.items():
    x, y = np.asarray(x, float), np.asarray(y, float)
    rho, tau = stats.spearmanr(x, y), stats.kendalltau(x, y)
    values = {
        "spearman": rho[0], "spearmanP": rho[1], "kendall": tau[0], "kendallP": tau[1],
        "weightedTau": stats.weightedtau(x, y)[0],
        "multiplicative": stats.weightedtau(x, y, additive=False)[0],
        "uniform": stats.weightedtau(x, y, weigher=lambda r: 1)[0],
    }
    values = {k: None if np.isnan(v) else float(v) for k, v in values.items()}
    rows.append({"name": name, "x": x.tolist(), "y": y.tolist(), "midranks": stats.rankdata(x).tolist(), **values})
tails = {
    "student": [[t, df, 2 * float(stats.t.sf(t, df))] for df in [1, 2, 3, 7, 30, 1000, 15623, 999998]
                for t in [0.0, 1e-6, 0.3, 1.0, 1.9, 4.2, 11.0, 35.0]],
    "normal": [[z, 2 * float(stats.norm.sf(z))] for z in [0.0, 1e-6, 0.1, 1.0, 1.96, 2.8, 2.9, 5.0, 12.0, 37.0]],
    "quantile": [[c, float(stats.norm.ppf(0.5 + c / 2))] for c in [0.01, 0.5, 0.9, 0.95, 0.99, 0.999]],
}
here = pathlib.Path(__file__).parent
(here / "golden.json").write_text(json.dumps({"cases": rows, "tails": tails}))
