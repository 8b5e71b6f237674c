"""Makes golden.json, what the least-squares tests are held to, with scipy 1.10's curve_fit:
python3 test/estimators/learning-curves/golden.py FOLDER, where FOLDER holds the learning curves of Baker et al. and
NAAP-440. Of these curves it keeps the sums of squared residuals alone."""
import csv
import gzip
import json
import pathlib
import re
import sys
import warnings

import numpy as np
from scipy.optimize import curve_fit

warnings.filterwarnings("ignore")
INF = np.inf

# formula, lower and upper bounds, and ranges that starts are drawn from (levels and slopes in units of the curve)
FAMILIES = {
    "power": (lambda x, a, b, c: a * x**b + c, [-INF, -12, -INF], [INF, -0.01, INF], ["s", (-3, -0.02), "v"]),
    "exponential": (lambda x, a, b, c: a * np.exp(-b * x) + c, [-INF, 1e-5, -INF], [INF, 20, INF], ["s", (0.01, 2), "v"]),
    "logarithmic": (lambda x, a, b: a * np.log(x) + b, [-INF] * 2, [INF] * 2, ["s", "v"]),
    "pow4": (lambda x, a, d, b, c: a * (x + d) ** -b + c, [-INF, -0.999, 0.01, -INF], [INF, 1000, 20, INF], ["s", (-0.9, 20), (0.05, 4), "v"]),
    "exp4": (lambda x, a, d, b, c: b * np.exp(-a * x**d) + c, [1e-6, 0.02, -INF, -INF], [50, 20, INF, INF], [(0.01, 2), (0.1, 2), "s", "v"]),
    "log_log_linear": (lambda x, a, b: np.log(a * np.log(x) + b), [-INF, 1e-12], [INF, INF], [(0, 1), (1, 2)]),
    "log_power": (lambda x, a, b, c: a / (1 + (x / np.exp(b)) ** c), [-INF, -14, -20], [INF, 14, 20], ["v", (-3, 3), (-2, 2)]),
    "hill3": (lambda x, ymax, eta, kappa: ymax / (1 + (kappa / x) ** eta), [-INF, 0.02, 1e-6], [INF, 20, 1e6], ["v", (0.1, 2), (0.05, 20)]),
    "mmf": (lambda x, alpha, beta, kappa, delta: alpha - (alpha - beta) / (1 + (kappa * x) ** delta), [-INF, -INF, 1e-8, 0.02], [INF, INF, 1e3, 20], ["v", "v", (0.02, 2), (0.2, 2)]),
    "janoschek": (lambda x, alpha, beta, kappa, delta: alpha - (alpha - beta) * np.exp(-kappa * x**delta), [-INF, -INF, 1e-6, 0.02], [INF, INF, 50, 20], ["v", "v", (0.02, 2), (0.2, 2)]),
    "weibull": (lambda x, alpha, beta, kappa, delta: alpha - (alpha - beta) * np.exp(-((kappa * x) ** delta)), [-INF, -INF, 1e-8, 0.02], [INF, INF, 1e3, 20], ["v", "v", (0.02, 2), (0.2, 2)]),
    "vapor_pressure": (lambda x, a, b, c: np.exp(a + b / x + c * np.log(x)), [-50, -50, -10], [50, 50, 10], [(-1, 5), (-1, 1), (-0.3, 0.3)]),
    "ilog2": (lambda x, c, a: c - a / np.log(x + 1), [-INF] * 2, [INF] * 2, ["v", "s"]),
}
STARTS = 6
rng = np.random.default_rng(6)


def start(y, ranges):
    draw = {"v": (y.min(), y.max()), "s": (y[0] - y[-1], (y[0] - y[-1]) / 10)}
    return [rng.uniform(*sorted(draw.get(r, r))) for r in ranges]


def least(name, x, y):
    """The smallest sum of squares of several starts, and its fit."""
    formula, low, high, ranges = FAMILIES[name]
    best = (INF, None, None)
    for _ in range(STARTS):
        try:
            p, covariance = curve_fit(formula, x, y, method="trf", p0=start(y, ranges), bounds=(low, high), max_nfev=3000, ftol=1e-13, xtol=1e-13, gtol=1e-13, x_scale="jac")
        except (RuntimeError, ValueError):
            continue
        cost = float(((formula(x, *p) - y) ** 2).sum())
        if cost < best[0]:
            best = (cost, p, covariance)
    return best


def curves(path, pattern):
    rows = list(csv.reader(gzip.open(path, "rt")))
    columns = [i for i, name in enumerate(rows[0]) if re.fullmatch(pattern, name)]
    return np.array([[float(row[i]) for i in columns] for row in rows[1:]])


folder = pathlib.Path(sys.argv[1])
real = []
for file, pattern, count in [
    ("mit_metaqnn_cifar10.csv.gz", r"acc_\d+", 20),
    ("mit_deep_resnets_cifar10.csv.gz", r"acc_\d+", 10),
    ("mit_lstm_ptb.csv.gz", r"ep_\d+", 10),
    ("naap440.csv.gz", r"e\d+Accuracy", 10),
]:
    table = curves(folder / file, pattern)
    for row in np.linspace(0, len(table) - 1, count).astype(int):
        y = table[row]
        x = np.arange(1.0, len(y) + 1)
        costs = {name: least(name, x, y)[0] for name in FAMILIES}
        # The logarithm of a sum of hundreds is no curve of perplexities.
        real.append({"file": file, "row": int(row), "costs": {k: c for k, c in costs.items() if np.isfinite(c) and not (k == "log_log_linear" and y.max() > 2)}})

TRUE = {
    "power": [-0.5, -0.7, 0.9], "exponential": [-0.5, 0.2, 0.8], "logarithmic": [0.1, 0.4],
    "log_log_linear": [0.2, 1.4], "log_power": [0.8, 0.5, -1.1], "hill3": [0.9, 0.8, 2.0],
    "vapor_pressure": [-0.4, -0.8, 0.03], "ilog2": [0.9, 0.3], "exp4": [0.4, 0.8, -0.6, 0.85],
    "mmf": [0.9, 0.2, 0.3, 1.2], "janoschek": [0.85, 0.2, 0.3, 0.9], "weibull": [0.85, 0.2, 0.3, 0.9],
}
noisy = []
for name, p in TRUE.items():
    x = np.arange(1.0, 31)
    y = np.round(FAMILIES[name][0](x, *p) + 0.004 * rng.normal(size=30), 6)
    weights = np.round(rng.uniform(0.2, 3, 30), 3)
    formula, low, high, _ = FAMILIES[name]
    options = {"method": "trf", "p0": p, "bounds": (low, high), "ftol": 1e-15, "xtol": 1e-15, "gtol": 1e-15, "x_scale": "jac"}
    fits = {}
    for key, extra in {"plain": {}, "weighted": {"sigma": 1 / np.sqrt(weights)}}.items():
        values, covariance = curve_fit(formula, x, y, **options, **extra)
        fits[key] = {"parameters": values.tolist(), "covariance": covariance.ravel().tolist()}
    noisy.append({"family": name, "y": y.tolist(), "weights": weights.tolist(), **fits})

here = pathlib.Path(__file__).parent
(here / "golden.json").write_text(json.dumps({"real": real, "noisy": noisy}) + "\n")
