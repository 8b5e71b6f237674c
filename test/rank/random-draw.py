"""Writes random-draw.json: what scipy says of random draws without replacement.

    python3 test/rank/random-draw.py > test/rank/random-draw.json
"""
import json
import sys

from scipy.stats import hypergeom, nhypergeom

CASES = [
    (15625, 156, 100),
    (6466, 64, 500),
    (20, 5, 3),
    (20, 5, 18),
    (10, 10, 4),
    (7, 1, 7),
    (50, 49, 25),
]

cases = []
for rows, marked, drawn in CASES:
    for confidence in (0.95, 0.5):
        ends = ((1 - confidence) / 2, (1 + confidence) / 2)
        unmarked = rows - marked
        cases.append(
            {
                "rows": rows,
                "marked": marked,
                "drawn": drawn,
                "confidence": confidence,
                "markedInDraw": [int(hypergeom.ppf(q, rows, marked, drawn)) for q in ends],
                # scipy counts the unmarked ones before the first marked one; there is one draw more.
                "drawsMean": 1 + float(nhypergeom.mean(rows, unmarked, 1)),
                "drawsUntil": [1 + int(nhypergeom.ppf(q, rows, unmarked, 1)) if unmarked else 1 for q in ends],
            }
        )
json.dump(cases, sys.stdout, indent=1)
print()
