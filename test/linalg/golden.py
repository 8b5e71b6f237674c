#!/usr/bin/env python3
"""Writes golden.json: matrices with what numpy says of them. Run in this folder; needs numpy only."""
import json
import numpy as np

rng = np.random.default_rng(0)


def numbers(a):
    return [int(x) if x == int(x) and abs(x) < 1e6 else x for x in a.ravel().tolist()]


def symmetric(n, values=None):
    if values is None:
        a = rng.normal(size=(n, n))
        return (a + a.T) / 2
    q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    a = q @ np.diag(values) @ q.T
    return (a + a.T) / 2


cases = {
    'one': np.array([[-3.5]]),
    'two': np.array([[1.0, 2.0], [2.0, 1.0]]),
    'two, no diagonal': np.array([[0.0, 1.0], [1.0, 0.0]]),
    'zeros': np.zeros((5, 5)),
    'identity': np.eye(6),
    'ones': np.ones((7, 7)),
    'diagonal': np.diag([3.0, -1.0, 2.0, 2.0]),
    'random 3': symmetric(3),
    'random 11': symmetric(11),
    'integers 64': (lambda a: a + a.T)(rng.integers(-9, 10, size=(64, 64)).astype(float)),
    'repeated': symmetric(12, [1.0] * 5 + [2.0] * 4 + [-3.0] * 3),
    'graded': symmetric(10, 10.0 ** -np.arange(10)),
    'nearly singular': symmetric(8, [1e-14, 1, 2, 3, 4, 5, 6, 7]),
    'rank one of 20': (lambda v: np.outer(v, v))(rng.normal(size=20)),
    'rank three of 32': (lambda v: v @ v.T)(rng.integers(-5, 6, size=(32, 3)).astype(float)),
    'tiny': 1e-100 * symmetric(6),
    'huge': 1e100 * symmetric(6),
    'wilkinson': np.diag(np.abs(np.arange(-10.0, 11))) + np.eye(21, k=1) + np.eye(21, k=-1),
    'correlation': np.corrcoef(rng.normal(size=(16, 40))),
}
square = {
    'general 5': rng.normal(size=(5, 5)),
    'integers 40': rng.integers(-9, 10, size=(40, 40)).astype(float),
    'zero pivot': np.array([[0.0, 2.0, 1.0], [1.0, 0.0, 3.0], [4.0, 1.0, 0.0]]),
    'equal rows': np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [0.0, 1.0, 5.0]]),
    'zero column': np.array([[1.0, 0.0], [5.0, 0.0]]),
    'counts': (lambda x: x @ x.T + (1 - x) @ (1 - x).T)(rng.integers(0, 2, size=(24, 300)).astype(float)),
    'overflowing': 1e200 * rng.normal(size=(4, 4)),
}
samples = {
    'random': rng.normal(size=(6, 30)),
    'offset': 1000 + rng.normal(size=(4, 50)),
    'opposite': np.array([[1.0, 2.0, 4.0], [-1.0, -2.0, -4.0], [2.0, 4.0, 8.0]]),
    'a constant row': np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0], [3.0, 1.0, 2.0]]),
}
with np.errstate(all='ignore'):
    json.dump(
        {
            'symmetric': [
                dict(name=k, n=len(a), matrix=numbers(a), values=np.linalg.eigvalsh(a).tolist())
                for k, a in cases.items()
            ],
            'square': [
                dict(name=k, n=len(a), matrix=numbers(a), log=v if np.isfinite(v := float(np.linalg.slogdet(a)[1])) else '-Infinity')
                for k, a in {**square, **{k: cases[k] for k in ('one', 'two', 'zeros', 'random 11', 'graded')}}.items()
            ],
            'samples': [
                dict(name=k, rows=[numbers(row) for row in a], correlation=[None if np.isnan(r) else r for r in np.corrcoef(a).ravel().tolist()])
                for k, a in samples.items()
            ],
        },
        open('golden.json', 'w'),
    )
