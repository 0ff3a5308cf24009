"""Writes histograms.json: what numpy.histogram makes of seeded numbers.

usage: make_histograms.py > histograms.json, with numpy as the fixture's `numpy` says
"""

import json
import sys

import numpy as np


def cases():
    random = np.random.default_rng(20260101)
    yield "one value", [3.5] * 4, 10
    yield "one value, negative and large", [-1e9] * 3, 7
    yield "two values", [0.0, 1.0], 5
    yield "none", [], 4
    yield "on the edges", [k / 10 for k in range(11)], 10
    yield "on thirds", [k / 3 for k in range(10)], 9
    yield "near the edges", [np.nextafter(k / 10, 1) for k in range(10)] + [1.0], 10
    yield "below the edges", [0.0] + [np.nextafter(k / 10, 0) for k in range(1, 11)], 10
    yield "tiny", [1e-300 * k for k in range(7)], 6
    yield "subnormal", [5e-324 * k for k in (1, 2, 1000, 5000)], 20
    yield "large", [1e300, -1e300, 0.0, 5e299], 20
    for size in (2, 10, 1000):
        for bins in (1, 2, 7, 20):
            yield f"normal {size}", np.round(random.normal(10, 5, size), 3).tolist(), bins
            yield f"integers {size}", random.integers(-50, 50, size).astype(float).tolist(), bins
            yield f"skewed {size}", np.round(random.lognormal(0, 2, size), 4).tolist(), bins
            yield f"tenths {size}", (random.integers(0, 30, size) / 10).tolist(), bins


def main():
    rows = []
    for name, values, bins in cases():
        counts, edges = np.histogram(values, bins)
        rows.append(
            {
                "name": name,
                "bins": bins,
                "values": [float(value) for value in values],
                "counts": counts.tolist(),
                "edges": edges.tolist(),
            }
        )
    json.dump({"numpy": np.__version__, "cases": rows}, sys.stdout, separators=(",", ":"))
    print()


main()
