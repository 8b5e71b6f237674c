"""Makes golden.json, what scikit-learn makes of the same data: python3 test/predictors/golden.py (scikit-learn 1.2)."""
import json
import pathlib

import numpy as np
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
from sklearn.linear_model import BayesianRidge, Ridge, RidgeCV
from sklearn.tree import DecisionTreeRegressor

rng = np.random.default_rng(7)


def data(n, d, queries=12):
    x = np.round(rng.normal(size=(n + queries, d)), 6)
    y = np.round(x[:, 0] + np.sin(2 * x[:, 1 % d]) + 0.3 * rng.normal(size=n + queries), 6)
    return x[:n], y[:n], x[n:]


def case(n, d):
    x, y, q = data(n, d)
    penalties = [10 ** (i / 3 - 3) for i in range(22)]
    ridge = RidgeCV(penalties).fit(x, y)
    bayes = BayesianRidge(n_iter=300, tol=1e-12).fit(x, y)
    # scikit-learn's own deviation takes the queries as they are, though the intercept belongs to their centre.
    away = q - x.mean(0)
    bayes_std = np.sqrt(1 / bayes.alpha_ + (away @ bayes.sigma_ * away).sum(1))
    kernel = ConstantKernel(1.7) * RBF(1.3) + WhiteKernel(0.09)
    mean = y.mean()
    gp = GaussianProcessRegressor(kernel, optimizer=None, alpha=0).fit(x, y - mean)
    gp_mean, gp_std = gp.predict(q, return_std=True)
    likelihood, slope = gp.log_marginal_likelihood(kernel.theta, eval_gradient=True)
    best = GaussianProcessRegressor(kernel, n_restarts_optimizer=3, alpha=0, random_state=0).fit(x, y - mean)
    hamming = np.exp(-0.4 * (np.sign(x)[:, None] != np.sign(x)[None]).sum(2)) * 1.7 + 0.09 * np.eye(n)
    between = np.exp(-0.4 * (np.sign(q)[:, None] != np.sign(x)[None]).sum(2)) * 1.7
    def settled(make, *columns):
        """Predictions that do not depend on which of two equally good splits scikit-learn draws."""
        made = [make(seed).fit(x[:, columns], y).predict(q[:, columns]) for seed in range(5)]
        assert all(np.allclose(made[0], other, atol=1e-12) for other in made), "ties"
        return made[0].tolist()

    every = range(d)
    tree = settled(lambda s: DecisionTreeRegressor(max_depth=3, min_samples_leaf=max(4, n // 8), random_state=s), *every)
    full = settled(lambda s: DecisionTreeRegressor(random_state=s), 0)
    boosted = settled(lambda s: GradientBoostingRegressor(
        n_estimators=40, learning_rate=0.1, max_depth=2, min_samples_leaf=n // 6, random_state=s), *every)
    narrow = settled(lambda s: GradientBoostingRegressor(n_estimators=60, max_depth=4, random_state=s), 0)
    return {
        "rows": n, "columns": d, "x": x.ravel().tolist(), "y": y.tolist(), "queries": q.ravel().tolist(),
        "ridge": {"penalty": ridge.alpha_, "mean": ridge.predict(q).tolist(),
                  "fixed": Ridge(0.5).fit(x, y).predict(q).tolist()},
        "bayes": {"mean": bayes.predict(q).tolist(), "std": bayes_std.tolist(), "noise": 1 / bayes.alpha_},
        "gp": {"mean": (gp_mean + mean).tolist(), "std": gp_std.tolist(), "likelihood": likelihood,
               "slope": slope.tolist(), "best": best.log_marginal_likelihood_value_},
        "hamming": (between @ np.linalg.solve(hamming, y - mean) + mean).tolist(),
        "tree": tree, "fullTree": full, "boosted": boosted, "narrow": narrow,
    }


here = pathlib.Path(__file__).parent
(here / "golden.json").write_text(json.dumps({"cases": [case(60, 5), case(40, 3), case(25, 12)]}))
